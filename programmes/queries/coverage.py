"""How far a programme has reached: the share of areas, and of their people, that a live service serves."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Max, Min, Q

from programmes.choices import AreaType
from programmes.memory import remembered_by_results
from programmes.models import Coverage
from programmes.periods import Period
from programmes.queries import areas
from programmes.queries.points import coverage_points, parse_period, unknown_coverage
from programmes.results import CoveragePoint


def series(programme: str, area: str) -> tuple[CoveragePoint, ...]:
    """One programme in one area, oldest first. KeyError when no area has the code. One statement."""
    rows = Coverage.objects.filter(programme__code=programme, area=areas.known_area(area).pk)
    return tuple(coverage_points(rows.order_by("period_id")))


def snapshot(programme: str, area_type: str, period: Period) -> tuple[CoveragePoint, ...]:
    """Every area of one type in the current edition at the end of one period, by name. One statement."""
    refs = areas.areas_of_type(area_type)
    rows = Coverage.objects.filter(programme__code=programme, period=period.code, area__area_type=area_type)
    found = {point.area: point for point in coverage_points(rows)}
    return tuple(found.get(ref) or unknown_coverage(programme, ref, period) for ref in refs)


def snapshot_and_unserved(
    programme: str, area_type: str, period: Period
) -> tuple[tuple[CoveragePoint, ...], tuple[CoveragePoint, ...]]:
    """The same, and beside it the lowest areas that no service reaches, most adults first. One statement for both."""
    lowest = [level for level in AreaType.of_today() if level.height == 0]
    unserved = Q(area__in=areas.of_edition().of_type(*lowest), areas_covered=0)
    rows = Coverage.objects.filter(unserved | Q(area__area_type=area_type), programme__code=programme)
    points = tuple(coverage_points(rows.filter(period=period.code)))
    found = {point.area: point for point in points}
    without = [point for point in points if point.area.area_type in lowest and point.areas_covered == 0]
    return (
        tuple(
            found.get(ref) or unknown_coverage(programme, ref, period)
            for ref in areas.areas_of_type(area_type)
        ),
        tuple(
            sorted(
                without, key=lambda point: (-point.population_total, point.area.short_name, point.area.code)
            )
        ),
    )


def history(programme: str, area_type: str) -> dict[Period, tuple[CoveragePoint, ...]]:
    """Every period for which something is known, oldest first, each by name. One statement."""
    rows = Coverage.objects.filter(programme__code=programme, area__in=areas.of_edition().of_type(area_type))
    by_period: dict[Period, list[CoveragePoint]] = defaultdict(list)
    for point in coverage_points(rows.order_by("period_id", "area__short_name", "area__code")):
        by_period[point.period].append(point)
    return {
        period: tuple(every)
        for period, every in sorted(by_period.items())
        if any(point.areas_covered is not None for point in every)
    }


@remembered_by_results
def latest_period(programme: str) -> Period | None:
    """The last period for which the coverage of any area is known. One statement."""
    rows = Coverage.objects.filter(programme__code=programme, areas_covered__isnull=False)
    code = rows.order_by("-period_id").values_list("period_id", flat=True).first()
    return parse_period(code) if code else None


@remembered_by_results
def known_span(programme: str) -> tuple[Period, Period] | None:
    """The first and the last period for which the coverage of any area is known; None when none is. One statement."""
    rows = Coverage.objects.filter(programme__code=programme, areas_covered__isnull=False)
    ends = rows.aggregate(first=Min("period_id"), last=Max("period_id"))
    return (parse_period(ends["first"]), parse_period(ends["last"])) if ends["first"] else None


def of_area(area: str) -> dict[str, tuple[CoveragePoint, ...]]:
    """Every programme in one area, by programme code, oldest first. One statement."""
    rows = Coverage.objects.filter(area=areas.known_area(area).pk)
    by_programme: dict[str, list[CoveragePoint]] = defaultdict(list)
    for point in coverage_points(rows.order_by("period_id")):
        by_programme[point.programme].append(point)
    return {programme: tuple(every) for programme, every in by_programme.items()}
