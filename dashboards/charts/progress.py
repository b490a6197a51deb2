"""One indicator in one area: what happened beside what was planned.

A flow has two panels: the year to date, which begins again each April, against the trajectory; and the quarters by
themselves. A level, a ratio or a yearly figure has one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboards import formatting
from dashboards.charts import theme
from dashboards.charts.forecast import build_fan, forecast_point, range_words, to_the_year_end
from dashboards.charts.progress_words import describe_progress
from dashboards.charts.series import breaks, is_provisional, shown
from programmes.results import IndicatorInfo, ProgressPoint, ProgressSeries

__all__ = ["build_progress_figure", "describe_progress"]

HEADING = 18
"""Pixels that the heading of a panel takes."""

Value = Callable[[ProgressPoint], float | None]


def build_progress_figure(series: ProgressSeries) -> theme.Figure:
    """The trajectory against the actual; provisional figures dashed, breaks marked, a missing figure a gap."""
    points = to_the_year_end(shown(series.points))
    indicator = series.indicator
    if not points:
        return {"data": [], "layout": theme.layout(120)}
    two_panels = indicator.builds_up
    figure = _two_panels(indicator, points) if two_panels else _one_panel(indicator, points)
    figure["data"] += build_fan(indicator, points)
    for place in breaks(indicator, points):
        figure["layout"]["shapes"].append(theme.break_line(place - 0.5))
        figure["layout"]["annotations"].append(_break_label(place, HEADING if two_panels else 0))
    return figure


def _two_panels(indicator: IndicatorInfo, points: Sequence[ProgressPoint]) -> theme.Figure:
    axis = theme.period_axis([point.period for point in points])
    plan = _by_year(points, lambda point: point.target_to_date)
    data = [
        *_line(indicator, points, lambda point: point.year_to_date, "year to date", years_apart=True),
        *([_plan_line(indicator, points, plan)] if any(y is not None for y in plan[1]) else []),
        _bars(indicator, points, axis="y2"),
    ]
    layout = theme.layout(
        460 + HEADING,
        margin={**theme.MARGIN, "t": theme.MARGIN["t"] + HEADING},
        xaxis={**axis, "anchor": "y2"},
        yaxis=theme.value_axis(indicator.unit, domain=[0.5, 1.0]),
        yaxis2=theme.value_axis(indicator.unit, domain=[0.0, 0.36], nticks=4),
        annotations=[
            theme.heading("Year to date, from April each year", 1.0),
            theme.heading("Each quarter by itself", 0.36),
            *_end_labels(indicator, points, lambda point: point.year_to_date),
        ],
    )
    return {"data": data, "layout": layout}


def _one_panel(indicator: IndicatorInfo, points: Sequence[ProgressPoint]) -> theme.Figure:
    in_bars = indicator.is_yearly_count
    places = list(range(len(points)))
    plan = (places, [point.target_to_date for point in points])
    planned = any(y is not None for y in plan[1])
    labelled = "inside" if planned else "outside"
    drawn = (
        [_bars(indicator, points, axis="y", labelled=labelled)]
        if in_bars
        else _line(indicator, points, _actual, "")
    )
    if planned:
        drawn.append(_plan_line(indicator, points, plan))
    layout = theme.layout(
        320,
        xaxis=theme.period_axis([point.period for point in points]),
        yaxis=theme.value_axis(indicator.unit),
        annotations=_end_labels(indicator, points, _no_actual if in_bars else _actual),
    )
    return {"data": drawn, "layout": layout}


def _actual(point: ProgressPoint) -> float | None:
    return point.actual


def _no_actual(_: ProgressPoint) -> None:
    """Bars carry their own figures, so that the end of the row needs none."""


def _line(
    indicator: IndicatorInfo,
    points: Sequence[ProgressPoint],
    value: Value,
    called: str,
    years_apart: bool = False,
) -> list[dict[str, Any]]:
    """The actual: solid where final, dashed from the last final figure on where provisional."""
    ys = [value(point) for point in points]
    first = next((place for place, point in enumerate(points) if is_provisional(point)), len(points))
    words = [_hover(indicator, point, value(point), called) for point in points]

    def trace(start: int, stop: int, dash: str, name: str) -> dict[str, Any]:
        xs: list[int | None] = []
        values: list[float | None] = []
        texts: list[str] = []
        for place in range(start, stop):
            if years_apart and points[place].period.quarter == 1 and xs:
                xs, values, texts = [*xs, None], [*values, None], [*texts, ""]
            xs, values, texts = [*xs, place], [*values, ys[place]], [*texts, words[place]]
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": xs,
            "y": values,
            "text": texts,
            "hovertemplate": "%{text}<extra></extra>",
            "connectgaps": False,
            "line": {"color": theme.ACTUAL, "width": 2.5, "dash": dash},
            "marker": {
                "color": theme.ACTUAL,
                "size": 7,
                "symbol": "circle" if dash == "solid" else "circle-open",
            },
        }

    traces = [trace(0, first, "solid", "Actual")]
    if first < len(points):
        joined = max(first - 1, 0)
        traces.append(trace(joined, len(points), "dash", "Actual, provisional"))
    return traces


def _bars(
    indicator: IndicatorInfo, points: Sequence[ProgressPoint], axis: str, labelled: str = "none"
) -> dict[str, Any]:
    """A bar for each period from zero, hatched where provisional; with its figure on it where there is room."""
    figures = [
        "" if point.actual is None else formatting.amount_of(indicator, point.actual) for point in points
    ]
    return {
        "type": "bar",
        "name": "Actual",
        "x": list(range(len(points))),
        "y": [point.actual for point in points],
        "yaxis": axis,
        "width": 0.72,
        "text": figures,
        "textposition": labelled,
        "textangle": 0,
        "cliponaxis": False,
        "hovertext": [_hover(indicator, point, point.actual, "") for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": theme.ACTUAL,
            "pattern": {
                "shape": ["/" if is_provisional(point) else "" for point in points],
                "fillmode": "overlay",
                "fgcolor": theme.PAPER,
                "size": 6,
                "solidity": 0.35,
            },
        },
    }


def _plan_line(
    indicator: IndicatorInfo, points: Sequence[ProgressPoint], plan: tuple[list, list]
) -> dict[str, Any]:
    xs, ys = plan
    words = [
        ""
        if x is None or y is None
        else f"Plan by {points[x].period.label}: {formatting.figure_of(indicator, y)}"
        for x, y in zip(xs, ys, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "Trajectory",
        "x": xs,
        "y": ys,
        "text": words,
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "line": {"color": theme.TRAJECTORY, "width": 2.5},
        "marker": {"color": theme.TRAJECTORY, "size": 5, "symbol": "diamond"},
    }


def _end_labels(
    indicator: IndicatorInfo, points: Sequence[ProgressPoint], value: Value
) -> list[dict[str, Any]]:
    """The name and figure of each line at its last point: beside it, or above where the line ends earlier."""
    actual, plan = _last(points, value), _last(points, lambda point: point.target_to_date)
    end = len(points) - 1
    labels = []
    beside = (
        [("Actual", actual[1], formatting.amount_of(indicator, actual[1]), theme.ACTUAL)] if actual else []
    )
    ahead = forecast_point(points)
    if ahead is not None and ahead.forecast is not None:
        expected = ("Forecast [f]", ahead.forecast, range_words(indicator, ahead), theme.ACTUAL)
        if actual and abs(actual[1] - ahead.forecast) < _apart(points, value):
            called, number, told, colour = beside.pop()
            expected = (f"{called} {told}<br>Forecast [f]", number, expected[2], colour)
        beside.append(expected)
    if plan and plan[0] == end:
        beside.append(("Plan", plan[1], formatting.amount_of(indicator, plan[1]), theme.TRAJECTORY_WORDS))
    elif plan:
        reached = value(points[plan[0]])
        # Under its line where what was reached lies over it.
        is_under = reached is not None and reached > plan[1]
        words = f"Plan: {formatting.amount_of(indicator, plan[1])} by {points[plan[0]].period.label}"
        labels.append(
            theme.label(
                *plan,
                words,
                theme.TRAJECTORY_WORDS,
                xanchor="right",
                yanchor="top" if is_under else "bottom",
                xshift=6,
                yshift=-6 if is_under else 6,
                bgcolor=theme.VEIL,
            )
        )
    heights = theme.apart(
        [number for _, number, _, _ in beside], _apart(points, value), highest=_highest(points, value)
    )
    for (called, _, told, colour), height in zip(beside, heights, strict=True):
        labels.append(theme.label(end, height, f"{called}<br>{told}", colour))
    return labels


def _highest(points: Sequence[ProgressPoint], value: Value) -> float:
    return max(
        (number for point in points for number in (value(point), point.target_to_date) if number), default=0.0
    )


def _apart(points: Sequence[ProgressPoint], value: Value) -> float:
    """How far apart two labels of two lines each have to be, in the unit of the figures."""
    return _highest(points, value) * 0.2


def _last(points: Sequence[ProgressPoint], value: Value) -> tuple[int, float] | None:
    """The place and the figure of the last point that has one."""
    known = [(place, number) for place, point in enumerate(points) if (number := value(point)) is not None]
    return known[-1] if known else None


def _by_year(points: Sequence[ProgressPoint], value: Value) -> tuple[list, list]:
    """Places and values with a gap before each first quarter, so that a line begins again each April."""
    xs: list[int | None] = []
    ys: list[float | None] = []
    for place, point in enumerate(points):
        if point.period.quarter == 1 and xs:
            xs.append(None)
            ys.append(None)
        xs.append(place)
        ys.append(value(point))
    return xs, ys


def _break_label(place: int, above: int) -> dict[str, Any]:
    """The word over the line; so many pixels higher where a panel's heading stands."""
    return theme.label(
        place - 0.5, 1.0, "Break", theme.INK_SOFT, yref="paper", yanchor="bottom", xshift=-20, yshift=above
    )


def _hover(indicator: IndicatorInfo, point: ProgressPoint, value: float | None, called: str) -> str:
    if value is None:
        return ""
    of = f", {called}" if called else ""
    share = "" if point.attainment is None else f"<br>{formatting.percentage(point.attainment)} of plan"
    notes = f"<br>{formatting.markers(point.notes)}" if point.notes else ""
    return f"{point.period.label}{of}: {formatting.figure_of(indicator, value)}{share}{notes}"
