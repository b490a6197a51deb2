"""Several areas side by side on one indicator: their figures over time, their coverage, their adults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from programmes.choices import AreaType
from programmes.models import Coverage, Progress
from programmes.periods import Period
from programmes.queries.areas import areas_of_type
from programmes.queries.points import coverage_points, points
from programmes.queries.progress import filled
from programmes.results import AreaRef, CoveragePoint, IndicatorInfo, ProgressPoint, ProgressSeries
from programmes.stored_areas import area_history


@dataclass(frozen=True, slots=True)
class ComparedArea:
    """One of the areas, with what it is compared by. `adults` are those of 18 and over in the newest year known."""

    series: ProgressSeries
    coverage: CoveragePoint | None
    """At the last moment for which it is known."""
    adults: int | None
    adults_year: int | None

    @property
    def area(self) -> AreaRef:
        """Which area it is."""
        return self.series.area


def areas_named(codes: Sequence[str]) -> dict[str, AreaRef]:
    """The areas of today that these codes mean (ODS or GSS), by the code as it was given."""
    history = area_history()
    today = {area.pk for area in history.valid()}
    return {
        code: history.refs[area.pk]
        for code in codes
        for area in history.by_code.get(code, ())
        if area.pk in today
    }


def largest_areas() -> tuple[AreaRef, ...]:
    """England, and the regions by name: what there is to compare where nobody is named."""
    return *areas_of_type(AreaType.ENGLAND), *areas_of_type(AreaType.REGION)


def compared(
    indicator: IndicatorInfo, areas: Sequence[AreaRef], *, period: Period | None = None
) -> tuple[ComparedArea, ...]:
    """Areas of today on one indicator, in the order given, on today's boundaries. Two statements.

    Each series has a point for each period of the indicator's life. Coverage is that at the end of `period`, the last
    known where none is named.
    """
    history, wanted = area_history(), {ref.code for ref in areas}
    lives = {area.code: area for area in history.valid() if area.code in wanted}
    here = [area.pk for area in lives.values()]
    found: dict[str, dict[Period, ProgressPoint]] = {ref.code: {} for ref in areas}
    for point in points(Progress.objects.filter(indicator__code=indicator.code, area__in=here)):
        found[point.area.code][point.period] = point
    reach = Coverage.objects.filter(
        programme__code=indicator.programme, area__in=here, areas_covered__isnull=False
    )
    if period is not None:
        reach = reach.filter(period__ends_on=period.ends_on)
    covered = {point.area.code: point for point in coverage_points(reach.order_by("period__ends_on"))}
    adults = {pk: (people.adults, people.year) for pk in here if (people := history.people.get(pk))}
    return tuple(
        ComparedArea(
            ProgressSeries(indicator, ref, filled(indicator, lives[ref.code], found[ref.code], "today")),
            covered.get(ref.code),
            *adults.get(lives[ref.code].pk, (None, None)),
        )
        for ref in areas
    )
