"""Recording figures: the only way in which observations are made. A correction is a new revision, with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from django.db import connection, transaction

from programmes.actions import audit, recompute
from programmes.choices import Channel
from programmes.deliveries import Figure
from programmes.layers import layer_in_hand, layers_read
from programmes.locks import Lock, wait_for
from programmes.models import Indicator, Submission
from programmes.queries.latest import latest_of

RECORD = f"""
with incoming as materialized (
    select * from json_to_recordset(%(figures)s::json) as figure(
        indicator_id bigint, area_id bigint, period_id text,
        numerator numeric(16, 4), denominator numeric(16, 4), marker text, note text, reason text,
        typed_by bigint, noted_by bigint
    )
), compared as materialized (
    select incoming.*, latest.revision as stands, own.revision,
        -- Who gave a number, or a note, that stands already gave it.
        latest.layer = %(layer)s and (latest.numerator, latest.denominator, latest.marker)
            is not distinct from (incoming.numerator, incoming.denominator, incoming.marker) as keeps_number,
        latest.note = incoming.note as keeps_note,
        latest.typed_by_id as was_typed_by, latest.noted_by_id as was_noted_by, case
        when latest.revision is null then 'new'
        -- What a program made up never takes the place of what was reported.
        when %(generated)s and latest.layer = 'official' then 'kept'
        when (latest.numerator, latest.denominator, latest.marker, latest.note)
             is not distinct from
             (incoming.numerator, incoming.denominator, incoming.marker, incoming.note)
            then 'same'
        else 'changed'
    end as outcome
    from incoming
    left join {latest_of("incoming")} as latest on true
    left join lateral (
        select max(revision) as revision from programmes_observation
        where indicator_id = incoming.indicator_id and period_id = incoming.period_id
            and area_id = incoming.area_id and layer = %(layer)s
    ) as own on true
), written as (
    insert into programmes_observation (
        indicator_id, area_id, period_id, revision, numerator, denominator, marker, note,
        layer, revision_reason, submission_id, recorded_at, typed_by_id, noted_by_id
    )
    select indicator_id, area_id, period_id, coalesce(revision, 0) + 1, numerator, denominator, marker, note,
        %(layer)s, case when revision is null then '' else coalesce(nullif(reason, ''), %(reason)s) end,
        %(submission)s, clock_timestamp(),
        case when keeps_number then was_typed_by else typed_by end,
        case when note = '' then null when keeps_note then was_noted_by else noted_by end
    from compared where outcome in ('new', 'changed')
)
select indicator_id, left(period_id, 4)::int, outcome, count(*) from compared group by 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the figures: new, changed (a revision), the same as before, or kept as they were."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0

    def __add__(self, other: Recorded) -> Recorded:
        return Recorded(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.kept + other.kept,
        )

    @property
    def written(self) -> int:
        """How many rows were written."""
        return self.new + self.changed


@transaction.atomic
def record(
    *,
    figures: Iterable[Figure],
    submission: Submission,
    by: audit.Actor,
    reason: str,
) -> Recorded:
    """Store figures that differ from what stands, each as the next revision, and mark what must be computed again.

    They belong to the layer in hand, in which they are compared.

    Two SQL statements whatever their number. `reason` is kept on those that correct an earlier figure
    and bring no reason of their own.
    """
    keys = dict(Indicator.objects.values_list("code", "pk"))
    layer = layer_in_hand()
    figures = list(figures)
    rows = [figure.as_row(keys) for figure in figures]
    if not rows:
        return Recorded()
    with connection.cursor() as cursor:
        take_turns(sorted({keys[figure.indicator] for figure in figures}))
        cursor.execute(
            RECORD,
            {
                "figures": orjson.dumps(rows).decode(),
                "layer": layer.value,
                "layers": layers_read(),
                "generated": submission.channel == Channel.GENERATED,
                "reason": reason,
                "submission": submission.pk,
            },
        )
        outcomes = cursor.fetchall()
    counts: Counter[str] = Counter()
    for _, _, outcome, number in outcomes:
        counts[outcome] += number
    recorded = Recorded(**counts)
    touched = {(row[0], row[1]) for row in outcomes if row[2] in {"new", "changed"}}
    if touched:
        slices = (recompute.Slice(indicator_id=key, start_year=year) for key, year in sorted(touched))
        recompute.mark(slices, layer=layer)
        audit.note(
            by=by,
            action="observations-record",
            subject=f"submission {submission.pk}",
            detail={
                "new": recorded.new,
                "changed": recorded.changed,
                "reason": reason if recorded.changed else "",
            },
            programme=submission.programme.code,
            area=submission.area_code,
        )
    return recorded


def take_turns(indicators: Iterable[int]) -> None:
    """Wait for whoever writes figures of these indicators (by their keys, in order), until the transaction ends."""
    for indicator in indicators:
        wait_for(Lock.FIGURES, indicator)
