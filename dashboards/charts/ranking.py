"""The areas of one type in their order, for one period."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboards import formatting, wording
from dashboards.charts import theme
from programmes.choices import BESIDE_A_SHARE, Status
from programmes.results import CoveragePoint, IndicatorInfo, ProgressPoint
from programmes.sentences import pluralize

ROW_HEIGHT = 22
MEASURES = {
    "attainment": "Share of plan",
    "actual": "Figure of the period",
    "coverage": "Share of areas served",
}

NOT_RANKED = (
    "Nobody set these areas a target for this period, so they are not ranked: counts go by the size of an area. "
    "Beside each stands what an even share of England’s target would be."
)

Point = ProgressPoint | CoveragePoint


def measure_of(points: Sequence[ProgressPoint], indicator: IndicatorInfo) -> str:
    """What areas are ranked by: their share of targets that were set for them; else a share of one denominator.

    Nothing where it is neither: a share of England's target was set by nobody, and counts go by the size of areas.
    """
    if any(point.has_set_target and point.attainment is not None for point in points):
        return "attainment"
    return "actual" if indicator.has_denominator else ""


def build_ranking_figure(
    points: Sequence[Point], indicator: IndicatorInfo, *, measure: str = "attainment", selected: str = ""
) -> theme.Figure:
    """A bar for each area with a figure, the best at the top, from zero; the plan as a line, one area picked out."""
    value, unit = _measured(indicator, measure)
    ranked = _ranked(points, value, indicator)
    rows = ranked[::-1]
    figures = [formatting.amount(value(point) or 0.0, unit, indicator.decimals) for point in rows]
    dim = theme.COMPARATOR if selected else theme.ACTUAL
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": MEASURES[measure],
        "x": [value(point) for point in rows],
        "y": [point.area.short_name for point in rows],
        "text": figures,
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": theme.INK},
        "customdata": [point.area.code for point in rows],
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "marker": {"color": [theme.ACTUAL if point.area.code == selected else dim for point in rows]},
    }
    layout = theme.layout(
        ROW_HEIGHT * len(rows) + 80,
        margin={"l": 60, "r": 60, "t": 28, "b": 36, "pad": 4},
        xaxis=theme.value_axis(unit, side="top"),
        yaxis={"type": "category", "fixedrange": True, "automargin": True, "tickfont": {"size": 13}},
        bargap=0.25,
    )
    if measure == "attainment" and rows:
        layout["shapes"] = [{**theme.break_line(1.0), "line": {"color": theme.TRAJECTORY, "width": 2}}]
        layout["annotations"] = [
            theme.label(
                1.0,
                0,
                "Plan",
                theme.TRAJECTORY_WORDS,
                yref="paper",
                xanchor="center",
                yanchor="top",
                xshift=0,
            )
        ]
    return {"data": [bars], "layout": layout}


def describe_ranking(
    points: Sequence[Point], indicator: IndicatorInfo, *, measure: str = "attainment", selected: str = ""
) -> str:
    """Best, middle and last, how many are on plan, and which areas have no figure."""
    if not measure:
        return NOT_RANKED
    value, unit = _measured(indicator, measure)
    ranked = _ranked(points, value, indicator)
    if not ranked:
        return "No area has a figure for this period."

    def told(point: Point) -> str:
        return f"{point.area.short_name} ({formatting.amount(value(point) or 0.0, unit, indicator.decimals)})"

    period = ranked[0].period.label
    kind = wording.area_type_word(ranked[0].area.area_type, len(ranked))
    have = pluralize(len(ranked), "has", "have")
    sentences = [f"{formatting.number(len(ranked))} {kind} {have} a figure for {period}."]
    if len(ranked) > 1:
        middle = ranked[len(ranked) // 2]
        sentences.append(
            f"First is {told(ranked[0])}, in the middle {told(middle)}, last {told(ranked[-1])}."
        )
    if measure == "attainment":
        on_plan = sum(getattr(point, "status", "") == Status.ON_PLAN for point in ranked)
        sentences.append(_on_plan_words(on_plan, len(ranked)))
    place = next((place for place, point in enumerate(ranked, 1) if point.area.code == selected), None)
    if place is not None:
        where = formatting.ranked(place, len(ranked))
        sentences.append(f"{ranked[place - 1].area.short_name} is {where}.")
    shares = sorted(
        point.area.short_name for point in points if getattr(point, "status", "") in BESIDE_A_SHARE
    )
    if shares and measure == "attainment":
        sentences.append(f"Without a target that was set for them: {formatting.listed(shares)}.")
    absent = sorted(
        point.area.short_name
        for point in points
        if value(point) is None and getattr(point, "attainment", None) is None
    )
    if absent:
        sentences.append(f"Without a figure: {formatting.listed(absent)}.")
    return " ".join(sentences)


def _on_plan_words(on_plan: int, of: int) -> str:
    """`3 of 8 are on plan.`, and as one says it of none, of all and of the only one."""
    if of == 1:
        return "It is on plan." if on_plan else "It is not on plan."
    if on_plan in (0, of):
        return f"{'All' if on_plan else 'None'} of them {'are' if on_plan else 'is'} on plan."
    return (
        f"{formatting.number(on_plan)} of {formatting.number(of)} {pluralize(on_plan, 'is', 'are')} on plan."
    )


def _measured(indicator: IndicatorInfo, measure: str) -> tuple[Callable[[Point], float | None], str]:
    if measure == "attainment":
        return _attained, "percent"
    unit = indicator.unit if measure == "actual" else "percent"
    return lambda point: getattr(point, measure), unit


def _attained(point: Point) -> float | None:
    """Its share of a target that was set for the area."""
    return point.attainment if isinstance(point, ProgressPoint) and point.has_set_target else None


def _ranked(
    points: Sequence[Point], value: Callable[[Point], float | None], indicator: IndicatorInfo
) -> list[Point]:
    """Those with a figure, the best first; equal ones by name."""
    low_is_good = indicator.polarity == "low" and not isinstance(next(iter(points), None), CoveragePoint)
    known = [(value(point), point) for point in points]
    figures = [(number, point) for number, point in known if number is not None]
    figures.sort(key=lambda each: (each[0] if low_is_good else -each[0], each[1].area.short_name))
    return [point for _, point in figures]
