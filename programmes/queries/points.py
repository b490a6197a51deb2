"""From rows of results to the values of `programmes.results`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db.models import QuerySet

from programmes.choices import Status
from programmes.models import Coverage, Progress
from programmes.periods import Period
from programmes.results import AreaRef, CoveragePoint, ProgressPoint
from programmes.stored_areas import area_history

PROGRESS_FIELDS = tuple(ProgressPoint.__dataclass_fields__)[3:]
COVERAGE_FIELDS = tuple(CoveragePoint.__dataclass_fields__)[3:]

parse_period = cache(Period.parse)


def points(rows: QuerySet[Progress], *, lazily: bool = False) -> Iterator[ProgressPoint]:
    """The rows as values, in the order of the queryset; lazily, a few thousand are held at a time."""
    fields = ("indicator__code", "area_id", "period_id", *PROGRESS_FIELDS)
    for indicator, area, period, rest in _split(rows.values_list(*fields), lazily):
        yield ProgressPoint(indicator, area, period, *rest)


def coverage_points(rows: QuerySet[Coverage], *, lazily: bool = False) -> Iterator[CoveragePoint]:
    """The rows as values, in the order of the queryset; lazily, a few thousand are held at a time."""
    fields = ("programme__code", "area_id", "period_id", *COVERAGE_FIELDS)
    for programme, area, period, rest in _split(rows.values_list(*fields), lazily):
        yield CoveragePoint(programme, area, period, *rest)


def missing(indicator: str, area: AreaRef, period: Period, marker: str) -> ProgressPoint:
    """A point that says that there is no figure, and why."""
    nothing: dict[str, Any] = dict.fromkeys(PROGRESS_FIELDS)
    nothing |= {"basis": "", "provenance": "", "marker": str(marker)}
    nothing |= {"notes": "", "status": Status.NO_DATA.value, "target_basis": "", "target_provenance": ""}
    return ProgressPoint(indicator=indicator, area=area, period=period, **nothing)


def unknown_coverage(programme: str, area: AreaRef, period: Period) -> CoveragePoint:
    """A point that says that nobody knows what was live."""
    nothing: dict[str, Any] = dict.fromkeys(COVERAGE_FIELDS)
    nothing |= {"areas_total": 0, "population_total": 0.0, "provenance": ""}
    return CoveragePoint(programme=programme, area=area, period=period, **nothing)


def _split(rows: QuerySet, lazily: bool) -> Iterator[tuple[str, AreaRef, Period, list]]:
    """Code, area, period and the rest of each row."""
    refs = area_history().refs
    read: Iterable[tuple] = rows.iterator(chunk_size=2000) if lazily else rows
    for code, area, period, *rest in read:
        yield code, refs[area], parse_period(period), rest
