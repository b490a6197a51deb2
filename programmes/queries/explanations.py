"""The notes that are published beside figures: what an area said of a figure that looks odd, and why it is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from programmes.checks.facts import Amount, Said
from programmes.checks.said import plain
from programmes.choices import Layer, Marker, Provenance
from programmes.deliveries import Key
from programmes.layers import layers_read
from programmes.models import Observation
from programmes.periods import Period
from programmes.queries.points import parse_period
from programmes.results import ProgressPoint


@dataclass(frozen=True, slots=True)
class Explanation:
    """One published note."""

    indicator: str
    period: Period
    text: str


def explanations(area: str, indicators: Iterable[str]) -> tuple[Explanation, ...]:
    """The notes of the figures that stand of an area (an ODS code), the newest period first. One statement."""
    rows = (
        Observation.objects.filter(area__code=area, indicator__code__in=list(indicators))
        .exclude(note="")
        .current()
        .order_by("-period__ends_on", "indicator__position")
        .values_list("indicator__code", "period_id", "note")
    )
    return tuple(Explanation(code, parse_period(period), note) for code, period, note in rows)


def has_published_note(point: ProgressPoint) -> bool:
    """Whether a note sent with this figure is published: it was given for its area, and nothing of it is withheld.

    What was said of a withheld count might give the count away.
    """
    return point.is_given and point.marker != Marker.CONFIDENTIAL


def published_note() -> Case:
    """The note published beside a row of progress, or nothing, as an expression: the rule of `has_published_note`.

    The row names the revision that it shows, so a row as known on an earlier day has the note of that day.
    """
    nothing = Value("", output_field=TextField())
    made_up = Q(layer=Layer.DEMONSTRATION, provenance=Provenance.DEMONSTRATION)
    return Case(
        When(marker=Marker.CONFIDENTIAL, then=nothing),
        When(made_up, revision__isnull=False, then=_note_in(Layer.DEMONSTRATION)),
        When(revision__isnull=False, then=_note_in(Layer.OFFICIAL)),
        default=nothing,
        output_field=TextField(),
    )


def _note_in(layer: Layer) -> Coalesce:
    """The note of the revision of a figure in one layer, of the row of progress outside; empty for none."""
    standing = (
        Observation.objects.filter(
            indicator=OuterRef("indicator_id"),
            period=OuterRef("period_id"),
            area=OuterRef("area_id"),
            layer=layer,
            revision=OuterRef("revision"),
        )
        # In the words of the index that holds the few figures with a note.
        .exclude(note="")
        .order_by()
        .values("note")
    )
    return Coalesce(Subquery(standing), Value("", output_field=TextField()))


SAID = """
select indicator.code, said.area_id, said.period_id, said.words, said.numerator, said.denominator, said.marker
from (
    select indicator_id, area_id, period_id, note as words, numerator, denominator, marker, recorded_at as at
    from programmes_observation where note <> '' and layer = any(%(layers)s)
    union all
    select saved.indicator_id, saved.area_id, submission.period_id, unnest(array[saved.note, saved.explanation]),
        saved.numerator, saved.denominator, saved.marker, saved.at
    from programmes_cellsave saved join programmes_submission submission on submission.id = saved.submission_id
    where saved.note <> '' or saved.explanation <> ''
    union all
    select staged.indicator_id, staged.area_id, staged.period_id, staged.note,
        staged.numerator, staged.denominator, staged.marker, submission.sent_at
    from programmes_stagedfigure staged join programmes_submission submission on submission.id = staged.upload_id
    where staged.note <> '' and submission.status in ('submitted', 'returned')
) as said join programmes_indicator indicator on indicator.id = said.indicator_id
where said.indicator_id = any(%(indicators)s) and said.period_id = any(%(periods)s)
    and (%(areas)s::bigint[] is null or said.area_id = any(%(areas)s)) and said.words <> ''
order by said.at
"""


def said(
    indicators: Collection[int], periods: Collection[str], areas: Collection[int] | None = None
) -> Mapping[Key, list[Said]]:
    """What was said of figures of these indicators and areas (by their keys; all areas, if none), the earliest first.

    One statement.
    """
    found: dict[Key, list[Said]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            SAID,
            {
                "indicators": list(indicators),
                "periods": list(periods),
                "areas": None if areas is None else list(areas),
                "layers": layers_read(),
            },
        )
        for indicator, area, period, words, *amount in cursor.fetchall():
            found[indicator, area, period].append(Said(plain(words), Amount(*amount)))
    return found
