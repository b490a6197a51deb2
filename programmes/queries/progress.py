"""What happened, beside what was planned: one area over time, all areas at one time, rows for tables.

Everywhere `boundaries` says which areas are meant. "today" shows the areas of the current edition, with the
figures of earlier areas moved into them (`rebased`). "reported" leaves those out: the areas of the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, Max, Min, Q, QuerySet

from programmes.area_history import AreaVersion, by_name, ref_of
from programmes.choices import AreaType, Basis, Marker
from programmes.memory import remembered_by_results
from programmes.models import Progress
from programmes.periods import Period
from programmes.queries import areas, programmes
from programmes.queries.points import missing, parse_period, points
from programmes.querysets import valid_on
from programmes.results import AreaRef, IndicatorInfo, ProgressPoint, ProgressSeries
from programmes.stored_areas import area_history

NOTHING_TO_COME: dict[str, Any] = dict.fromkeys(
    ("forecast", "forecast_low", "forecast_high", "required_per_period")
)
"""What is said of the quarters to come, of an area that has none."""


def series(indicator: str, area: str, *, boundaries: str = "today") -> ProgressSeries:
    """One indicator in one area, a point for each period of its life. KeyError when either is unknown.

    One statement.
    """
    return series_of_area(area, [indicator], boundaries=boundaries)[indicator]


def series_of_area(
    area: str, indicators: Iterable[str], *, boundaries: str = "today", on: date | None = None
) -> dict[str, ProgressSeries]:
    """Several indicators in one area, by indicator code. One statement, however many indicators.

    `on` is a day of the life that is meant, where a code had several. As reported, an area has the figures of its
    earlier lives too, and never those of a later one. Nothing is expected of a year in which it
    ended before its last day.
    """
    life = areas.known_area(area, on=on)
    wanted = _known(indicators)
    rows = Progress.objects.filter(indicator__code__in=wanted)
    if boundaries == "reported":
        # Of two lives of a code the later one is shown where both have a row.
        rows = rows.filter(area__code=life.code).exclude(basis=Basis.REBASED).order_by("area__valid_from")
    else:
        rows = rows.filter(area=life.pk)
    found: dict[str, dict[Period, ProgressPoint]] = defaultdict(dict)
    for point in points(rows):
        if life.valid_to is None or point.period.year.ends_on <= life.valid_to:
            found[point.indicator][point.period] = point
        elif point.period.ends_on <= life.valid_to:
            found[point.indicator][point.period] = replace(point, **NOTHING_TO_COME)
    return {
        code: ProgressSeries(info, ref_of(life), filled(info, life, found[code], boundaries))
        for code, info in wanted.items()
    }


def snapshot(
    indicator: str, area_type: str, period: Period, *, boundaries: str = "today"
) -> tuple[ProgressPoint, ...]:
    """Every area of one type in one period, by name; an area without a row has a point that says so.

    One statement.
    """
    refs = refs_of_day(area_type, period, boundaries)
    rows = Progress.objects.filter(indicator__code=indicator, period=period.code)
    found = {
        (point.area.code, point.area.area_type): point
        for point in points(_within(rows, area_type, boundaries))
    }
    return tuple(
        found.get((ref.code, ref.area_type)) or missing(indicator, ref, period, Marker.NOT_AVAILABLE)
        for ref in refs
    )


def latest_snapshot(
    indicator: str, area_type: str, period: Period, *, boundaries: str = "today"
) -> tuple[ProgressPoint, ...]:
    """Every area of one type in this period, or where none has a figure then, in the last in which one has.

    England may be counted later than its parts. One statement, and up to two more where it is.
    """
    found = snapshot(indicator, area_type, period, boundaries=boundaries)
    if any(point.actual is not None for point in found):
        return found
    latest = latest_judged(indicator, area_type)
    return snapshot(indicator, area_type, latest, boundaries=boundaries) if latest else found


def history(
    indicator: str, area_type: str, *, boundaries: str = "today"
) -> dict[Period, tuple[ProgressPoint, ...]]:
    """Every period of an indicator that has a figure anywhere, oldest first, each as in `snapshot`, by name.

    One statement. Areas without a row are left out: the reader of a moving map takes them as missing.
    """
    rows = _within(Progress.objects.filter(indicator__code=indicator), area_type, boundaries)
    by_period: dict[Period, list[ProgressPoint]] = defaultdict(list)
    for point in points(rows.order_by("period_id", "area__short_name", "area__code")):
        by_period[point.period].append(point)
    return {
        period: tuple(every)
        for period, every in sorted(by_period.items())
        if any(point.actual is not None for point in every)
    }


@remembered_by_results
def known_span(indicator: str, area_type: str) -> tuple[Period, Period] | None:
    """The first and the last period for which any area of a level has a figure; None when none has. One statement."""
    rows = Progress.objects.filter(indicator__code=indicator, area__area_type=area_type, actual__isnull=False)
    ends = rows.aggregate(first=Min("period_id"), last=Max("period_id"))
    return (parse_period(ends["first"]), parse_period(ends["last"])) if ends["first"] else None


def refs_of_day(area_type: str, period: Period, boundaries: str) -> tuple[AreaRef, ...]:
    """The areas that one period is shown for, by name: those of today, or those of its last day."""
    if boundaries != "reported":
        return areas.areas_of_type(area_type)
    levels = AreaType(area_type).with_predecessor
    there = [ref for level in levels for ref in areas.areas_of_type(level, on=period.ends_on)]
    return tuple(sorted(there, key=by_name))


def _known(codes: Iterable[str]) -> dict[str, IndicatorInfo]:
    known = {info.code: info for programme in programmes.all_programmes() for info in programme.indicators}
    return {code: known[code] for code in codes}


def _within(rows: QuerySet[Progress], area_type: str, boundaries: str) -> QuerySet[Progress]:
    if boundaries != "reported":
        return rows.filter(area__in=areas.of_edition().of_type(area_type))
    levels = AreaType(area_type).with_predecessor
    then = rows.filter(valid_on(F("period__ends_on"), "area__"), area__area_type__in=levels)
    return then.exclude(basis=Basis.REBASED)


def filled(
    info: IndicatorInfo, life: AreaVersion, found: dict[Period, ProgressPoint], boundaries: str
) -> tuple[ProgressPoint, ...]:
    """A point for each period of an indicator's life: those found, and between them some that say there is none."""
    ref = ref_of(life)

    def blank(period: Period) -> ProgressPoint:
        unborn = boundaries == "reported" and not life.overlaps(period.starts_on, period.ends_on)
        return missing(info.code, ref, period, Marker.NOT_APPLICABLE if unborn else Marker.NOT_AVAILABLE)

    periods = Period.between(info.first_period, info.runs_to)
    return tuple(found.get(period) or blank(period) for period in periods)


@remembered_by_results
def latest_judged(indicator: str, area_type: str) -> Period | None:
    """The last period for which any area of this level has a figure beside a target, else any figure at all.

    None when there is neither. One statement.
    """
    rows = Progress.objects.filter(indicator__code=indicator, area__area_type=area_type, actual__isnull=False)
    ends = rows.aggregate(known=Max("period_id"), judged=Max("period_id", filter=Q(attainment__isnull=False)))
    code = ends["judged"] or ends["known"]
    return Period.parse(code) if code else None


def beside(areas: Iterable[str], periods: Mapping[str, Period]) -> dict[str, tuple[ProgressPoint, ...]]:
    """By indicator code, the points of areas of today (ODS codes) that have a row, in the order of the codes.

    One statement; none where there is nothing to ask for.
    """
    wanted = list(areas)
    here = [area.pk for area in area_history().valid() if area.code in wanted]
    if not here or not periods:
        return {}
    # A few rows too many, where indicators are read at different periods, cost less than a condition for each.
    rows = Progress.objects.filter(
        indicator__code__in=periods,
        period__in={period.code for period in periods.values()},
        area__in=here,
    )
    found: dict[str, list[ProgressPoint]] = defaultdict(list)
    for point in points(rows):
        if point.period == periods[point.indicator]:
            found[point.indicator].append(point)
    order = {code: place for place, code in enumerate(wanted)}
    return {
        code: tuple(sorted(every, key=lambda point: order[point.area.code])) for code, every in found.items()
    }
