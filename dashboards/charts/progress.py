"""One indicator in one area: what happened beside what was planned.

A flow has two panels: the year to date, which begins again each April, against the trajectory; and the quarters by
themselves. A level, a ratio or a yearly figure has one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboards import formatting, wording
from dashboards.charts import theme
from programmes.results import IndicatorInfo, ProgressPoint, ProgressSeries

PROVISIONAL = "p"
BREAK = "b"

Value = Callable[[ProgressPoint], float | None]


def build_progress_figure(series: ProgressSeries) -> theme.Figure:
    """The trajectory against the actual; provisional figures dashed, breaks marked, a missing figure a gap."""
    shown = _shown(series.points)
    indicator = series.indicator
    if not shown:
        return {"data": [], "layout": theme.layout(120)}
    two_panels = indicator.kind == "flow" and indicator.period_type == "quarter"
    figure = _two_panels(indicator, shown) if two_panels else _one_panel(indicator, shown)
    for place in _breaks(indicator, shown):
        figure["layout"]["shapes"].append(theme.break_line(place - 0.5))
        figure["layout"]["annotations"].append(_break_label(place))
    return figure


def describe_progress(series: ProgressSeries) -> str:
    """What the figure shows, in sentences."""
    latest = series.latest
    indicator, area = series.indicator, series.area.short_name
    if latest is None:
        return f"There is no figure of “{indicator.name}” for {area} in any period."
    shown = _shown(series.points)
    sentences = [_latest_words(series, latest), _plan_words(series, latest), _change_words(series, latest)]
    gaps = [point for point in shown if point.actual is None and point.period < latest.period]
    if gaps:
        periods = "1 earlier period has" if len(gaps) == 1 else f"{len(gaps)} earlier periods have"
        reasons = sorted({wording.missing_words(point.marker).lower() for point in gaps})
        sentences.append(f"{periods} no figure ({', '.join(reasons)}): a gap, not a zero.")
    if PROVISIONAL in latest.notes or latest.marker == PROVISIONAL:
        sentences.append("The latest figure is provisional and drawn dashed.")
    places = _breaks(indicator, shown)
    if places:
        periods_of_breaks = formatting.listed([shown[place].period.label for place in places])
        sentences.append(f"Figures before and after a break, at {periods_of_breaks}, may not be compared.")
    return " ".join(sentence for sentence in sentences if sentence)


def _two_panels(indicator: IndicatorInfo, points: Sequence[ProgressPoint]) -> theme.Figure:
    axis = theme.period_axis([point.period for point in points])
    plan = _by_year(points, lambda point: point.target_to_date)
    data = [
        *_line(indicator, points, lambda point: point.year_to_date, "year to date", years_apart=True),
        *([_plan_line(indicator, points, plan)] if any(y is not None for y in plan[1]) else []),
        _bars(indicator, points, axis="y2"),
    ]
    layout = theme.layout(
        460,
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
    in_bars = indicator.period_type == "year" and indicator.kind != "ratio"
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
    first = next((place for place, point in enumerate(points) if _is_provisional(point)), len(points))
    words = [_hover(indicator, point, value(point), called) for point in points]

    def trace(start: int, stop: int, dash: str, name: str) -> dict[str, Any]:
        xs, values, texts = [], [], []
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
        "" if point.actual is None else formatting.amount(point.actual, indicator.unit, indicator.decimals)
        for point in points
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
                "shape": ["/" if _is_provisional(point) else "" for point in points],
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
        "" if x is None or y is None else f"Plan by {points[x].period.label}: {_figure(indicator, y)}"
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
    beside = [("Actual", actual, theme.ACTUAL)] if actual else []
    if plan and plan[0] == end:
        beside.append(("Plan", plan, theme.TRAJECTORY_WORDS))
    elif plan:
        planned = formatting.amount(plan[1], indicator.unit, indicator.decimals)
        words = f"Plan: {planned} by {points[plan[0]].period.label}"
        labels.append(
            theme.label(
                *plan, words, theme.TRAJECTORY_WORDS, xanchor="right", yanchor="bottom", xshift=6, yshift=6
            )
        )
    top = max(
        (number for point in points for number in (value(point), point.target_to_date) if number), default=0.0
    )
    heights = theme.apart([last[1] for _, last, _ in beside], top * 0.2, highest=top)
    for (called, (_, number), colour), height in zip(beside, heights, strict=True):
        labels.append(
            theme.label(
                end,
                height,
                f"{called}<br>{formatting.amount(number, indicator.unit, indicator.decimals)}",
                colour,
            )
        )
    return labels


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


def _shown(points: Sequence[ProgressPoint]) -> list[ProgressPoint]:
    """The points without the empty ones at either end: nothing happened yet, and nothing was planned."""
    full = [
        place
        for place, point in enumerate(points)
        if point.actual is not None or point.target_to_date is not None
    ]
    return list(points[full[0] : full[-1] + 1]) if full else []


def _breaks(indicator: IndicatorInfo, points: Sequence[ProgressPoint]) -> list[int]:
    """The places of the periods that begin a new way of counting, or stand on other areas than the one before."""
    told = {period for period, _ in indicator.breaks}
    return [
        place
        for place, point in enumerate(points)
        if place and (point.period in told or (BREAK in point.notes and BREAK not in points[place - 1].notes))
    ]


def _break_label(place: int) -> dict[str, Any]:
    return theme.label(place - 0.5, 1.0, "Break", theme.INK_SOFT, yref="paper", yanchor="bottom", xshift=-20)


def _is_provisional(point: ProgressPoint) -> bool:
    return PROVISIONAL in point.notes or point.marker == PROVISIONAL


def _figure(indicator: IndicatorInfo, value: float) -> str:
    return formatting.figure(value, indicator.unit, indicator.decimals)


def _hover(indicator: IndicatorInfo, point: ProgressPoint, value: float | None, called: str) -> str:
    if value is None:
        return ""
    of = f", {called}" if called else ""
    share = "" if point.attainment is None else f"<br>{formatting.percentage(point.attainment)} of plan"
    notes = f"<br>{formatting.markers(point.notes)}" if point.notes else ""
    return f"{point.period.label}{of}: {_figure(indicator, value)}{share}{notes}"


def _latest_words(series: ProgressSeries, latest: ProgressPoint) -> str:
    indicator = series.indicator
    now = f"{series.area.short_name}, {latest.period.label}: {_figure(indicator, latest.actual or 0.0)}"
    if indicator.kind != "flow" or indicator.period_type != "quarter":
        return f"{now}."
    if latest.year_to_date is None:
        return f"{now}, with the year to date not known because a quarter is missing."
    return f"{now}, {_figure(indicator, latest.year_to_date)} in the year to date."


def _plan_words(series: ProgressSeries, latest: ProgressPoint) -> str:
    """How far the latest figure is from its plan; where the plan has ended, how far the last planned one was."""
    indicator = series.indicator
    planned = [
        point for point in series.points if point.target_to_date is not None and point.attainment is not None
    ]
    if latest in planned:
        return f"That is {_share_of_plan(indicator, latest)}."
    if latest.target_to_date is not None:
        return ""
    if not planned:
        return "There is no target for it."
    last = planned[-1]
    return (
        f"No target has been set for this period; in {last.period.label}, the last with one, it reached "
        + (f"{_share_of_plan(indicator, last)}.")
    )


def _share_of_plan(indicator: IndicatorInfo, point: ProgressPoint) -> str:
    status = wording.status_tag(point.status).text.lower()
    planned = _figure(indicator, point.target_to_date or 0.0)
    return f"{formatting.percentage(point.attainment or 0.0)} of the {planned} planned by then: {status}"


def _change_words(series: ProgressSeries, latest: ProgressPoint) -> str:
    before = series.at(latest.period.year_before())
    if before is None or before.actual is None or latest.actual is None:
        return ""
    indicator = series.indicator
    change = formatting.difference(latest.actual - before.actual, indicator.unit, indicator.decimals)
    return f"A year before it was {_figure(indicator, before.actual)} ({change})."
