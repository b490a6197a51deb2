"""Results of a few periods side by side: what news of a quarter is made of."""

from __future__ import annotations

from collections.abc import Iterable

from programmes.models import Coverage, Progress
from programmes.periods import Period
from programmes.queries import areas
from programmes.queries.points import coverage_points, points
from programmes.results import AreaRef, CoveragePoint, ProgressPoint

Key = tuple[str, AreaRef, Period]
"""An indicator or a programme by its code, an area, and a period."""


def progress_in(lives: Iterable[int], periods: Iterable[Period]) -> dict[Key, ProgressPoint]:
    """Every indicator in these areas (by their keys) and periods. One statement."""
    rows = Progress.objects.filter(area__in=list(lives), period__in=[period.code for period in periods])
    return {(point.indicator, point.area, point.period): point for point in points(rows)}


def progress_of_level(indicator: str, area_type: str, periods: Iterable[Period]) -> dict[Key, ProgressPoint]:
    """One indicator in every area of a level of the current edition. One statement."""
    rows = Progress.objects.filter(
        indicator__code=indicator,
        period__in=[period.code for period in periods],
        area__in=areas.of_edition().of_type(area_type),
    )
    return {(point.indicator, point.area, point.period): point for point in points(rows)}


def coverage_in(lives: Iterable[int], periods: Iterable[Period]) -> dict[Key, CoveragePoint]:
    """Every programme's coverage in these areas (by their keys) at the end of these periods. One statement."""
    rows = Coverage.objects.filter(area__in=list(lives), period__in=[period.code for period in periods])
    return {(point.programme, point.area, point.period): point for point in coverage_points(rows)}
