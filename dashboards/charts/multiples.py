"""Small multiples: one line for each area, all on one scale, so that lines may be compared by eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.charts.sparkline import draw_sparkline
from programmes.choices import Status
from programmes.periods import Period
from programmes.results import AreaRef, IndicatorInfo, ProgressPoint
from programmes.sentences import counted, pluralize


@dataclass(frozen=True, slots=True)
class Multiple:
    """One area's line, and its point at the time that the page is about; None where it has no row then."""

    area: AreaRef
    drawing: str
    point: ProgressPoint | None


def build_multiples(
    indicator: IndicatorInfo, history: Mapping[Period, Sequence[ProgressPoint]], until: Period
) -> list[Multiple]:
    """A line for each area up to a period, oldest first, from zero to the highest figure of them all."""
    periods = [period for period in history if period <= until]
    by_area: dict[str, dict[Period, ProgressPoint]] = {}
    refs: dict[str, AreaRef] = {}
    for period in periods:
        for point in history[period]:
            refs[point.area.code] = point.area
            by_area.setdefault(point.area.code, {})[period] = point
    top = max((point.actual or 0.0 for points in by_area.values() for point in points.values()), default=0.0)
    multiples = []
    for code, ref in sorted(refs.items(), key=lambda each: each[1].short_name):
        points = by_area[code]
        values = [points[period].actual if period in points else None for period in periods]
        label = _label(indicator, ref, periods, values)
        drawing = draw_sparkline(values, label=label, top=top)
        multiples.append(Multiple(ref, drawing, points.get(until)))
    return multiples


def _label(
    indicator: IndicatorInfo, area: AreaRef, periods: Sequence[Period], values: Sequence[float | None]
) -> str:
    known = [(period, value) for period, value in zip(periods, values, strict=True) if value is not None]
    if not known:
        return area.short_name
    first, last = (
        f"{formatting.figure_of(indicator, value)} in {period.label}"
        for period, value in (known[0], known[-1])
    )
    return f"{area.short_name}: {first}, {last}"


def describe_multiples(indicator: IndicatorInfo, multiples: Sequence[Multiple], until: Period) -> str:
    """How many regions are on plan and which is the furthest from it, in sentences; and what the lines show."""
    points = [each.point for each in multiples if each.point is not None]
    judged = sorted(
        (point for point in points if point.attainment is not None and point.has_set_target),
        key=lambda point: point.attainment or 0.0,
    )
    scale = "Each line is the figure of each period by itself, all on one scale from zero."
    if not judged:
        return f"No region was set a target for {until.label} to be compared with. {scale}"
    on_plan = sum(point.status == Status.ON_PLAN for point in judged)
    least, most = judged[0], judged[-1]
    share = [formatting.percentage(point.attainment or 0.0) for point in (most, least)]
    sentences = [
        f"{until.label}: {formatting.number(on_plan)} of {counted(len(judged), 'region')} "
        f"{pluralize(on_plan, 'is', 'are')} on plan.",
        f"{most.area.short_name} has the largest share of its plan ({share[0]}), "
        f"{least.area.short_name} the smallest ({share[1]}).",
    ]
    absent = [each.area.short_name for each in multiples if each.point is None or each.point.actual is None]
    if absent:
        sentences.append(f"Without a figure: {formatting.listed(absent)}.")
    return " ".join([*sentences, scale])
