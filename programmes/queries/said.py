"""What was said of figures before: in grids as they were saved, in files that were sent, beside accepted figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection

from programmes.checks.facts import Amount, Said
from programmes.checks.said import plain
from programmes.deliveries import Key

SAID = """
select indicator.code, said.area_id, said.period_id, said.words, said.numerator, said.denominator, said.marker
from (
    select indicator_id, area_id, period_id, note as words, numerator, denominator, marker, recorded_at as at
    from programmes_observation where note <> ''
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
            },
        )
        for indicator, area, period, words, *amount in cursor.fetchall():
            found[indicator, area, period].append(Said(plain(words), Amount(*amount)))
    return found
