"""Is a change more than chance? The figures of each period by themselves, between the limits of ordinary variation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards import formatting
from dashboards.charts import theme
from dashboards.charts.icons import BETTER, CHANGED, WORSE
from dashboards.control import marked, moved_throughout, steps
from programmes.choices import Basis, Unit
from programmes.results import ProgressPoint, ProgressSeries
from programmes.sentences import counted, pluralize
from programmes.statistics.amounts import NOUNS
from programmes.statistics.control import ControlChart, ControlPoint, Variation
from programmes.statistics.control_words import VARIATION_LETTERS, describe_control

MARKS = {
    Variation.IMPROVEMENT_HIGH: ("Change for the better", "circle", BETTER),
    Variation.IMPROVEMENT_LOW: ("Change for the better", "circle", BETTER),
    Variation.CONCERN_HIGH: ("Cause for concern", "diamond", WORSE),
    Variation.CONCERN_LOW: ("Cause for concern", "diamond", WORSE),
    Variation.NEITHER_HIGH: ("A change", "square", CHANGED),
    Variation.NEITHER_LOW: ("A change", "square", CHANGED),
}
"""How a figure that chance does not explain is marked: its name, its shape and its colour, besides its letter."""


def build_control_figure(series: ProgressSeries, chart: ControlChart) -> theme.Figure:
    """The figures with mean, limits and plan; those that chance does not explain by shape and letter."""
    shown = _shown(series, chart)
    if not chart.points or not shown:
        return {"data": [], "layout": theme.layout(120)}
    first = chart.points[0].at
    last = chart.points[-1]
    lines = [
        _level(chart.points, first, "mean", "Mean", theme.INK, "solid"),
        _level(chart.points, first, "upper", "Upper limit", theme.INK_SOFT, "dash"),
        _level(chart.points, first, "lower", "Lower limit", theme.INK_SOFT, "dash"),
    ]
    data = [*(line for line in lines if line), _figures(series, chart, first), *_marked(series, chart, first)]
    labels = [("Mean", last.mean, theme.INK)]
    if last.upper is not None and last.lower is not None:
        labels += [("Upper", last.upper, theme.INK_SOFT), ("Lower", max(last.lower, 0.0), theme.INK_SOFT)]
    if chart.target is not None:
        data.append(_plan(chart.target, len(shown)))
        labels.append(("Plan", chart.target, theme.TRAJECTORY_WORDS))
    layout = theme.layout(
        340,
        xaxis=theme.period_axis([point.period for point in shown]),
        yaxis=theme.value_axis(series.indicator.unit),
        annotations=_labels(series, labels, len(shown) - 1, _top(chart)),
    )
    began = {period for period, _ in series.indicator.breaks}
    layout["shapes"] = [
        theme.break_line(place - 0.5) for place, point in enumerate(shown) if place and point.period in began
    ]
    return {"data": data, "layout": layout}


def describe_control_chart(series: ProgressSeries, chart: ControlChart) -> str:
    """The chart in sentences: what the latest figure says, the limits, the plan, and what else is marked.

    Of figures that moved throughout: that limits say little of them, and which way they went.
    """
    noun = NOUNS[Unit(series.indicator.unit)]
    if not chart.points:
        return "There are no figures yet."
    latest = series.points[chart.points[-1].at]
    sentences = [describe_control(chart, noun, latest.period.label)]
    if moved_throughout(chart):
        sentences.append(_moved_words(series, chart))
    elif chart.variation is not None:
        count = len(marked(chart))
        told = formatting.number(count) if count else "none"
        sentences.append(
            f"Of {counted(len(chart.points), 'figure')}, {told} {pluralize(count, 'is', 'are')} "
            "marked as more than chance."
        )
    carried = [point for point in series if point.basis == Basis.REBASED and point.actual is not None]
    if carried and chart.variation is not None:
        sentences.append(
            f"Figures to {carried[-1].period.label} were carried here from the areas that came before."
        )
    return " ".join(sentences)


def _moved_words(series: ProgressSeries, chart: ControlChart) -> str:
    """That the limits are of a steady process and this was none; and which way it went, to be read instead."""
    count, of = len(marked(chart)), len(chart.points)
    every = f"All {of} figures" if count == of else f"{count} of {of} figures"
    rises, falls = steps(chart)
    rose, fell = (pluralize(times, "once", f"{formatting.number(times)} times") for times in (rises, falls))
    way = f"rose {rose} and fell {fell}" if rises and falls else f"rose {rose}" if rises else f"fell {fell}"
    first, last = (formatting.figure_of(series.indicator, chart.points[place].value) for place in (0, -1))
    return (
        f"{every} are more than chance: the limits are for a process that is steady but for chance, and this one "
        f"moved throughout. From one figure to the next it {way}, from {first} to {last}: read that, rather than "
        "each mark. Only the latest is marked in the chart, all of them in the table, and nothing is said of the plan."
    )


def _shown(series: ProgressSeries, chart: ControlChart) -> Sequence[ProgressPoint]:
    return series.points[chart.points[0].at : chart.points[-1].at + 1] if chart.points else ()


def _top(chart: ControlChart) -> float:
    heights = [point.value for point in chart.points] + [point.upper or 0.0 for point in chart.points]
    return max([*heights, chart.target or 0.0])


def _figures(series: ProgressSeries, chart: ControlChart, first: int) -> dict[str, Any]:
    """The line; a missing figure is a gap in it, though limits skip it."""
    values = {point.at: point.value for point in chart.points}
    places = range(first, chart.points[-1].at + 1)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "Figures",
        "x": [place - first for place in places],
        "y": [values.get(place) for place in places],
        "text": [_told(series, place, values.get(place)) for place in places],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "line": {"color": theme.ACTUAL, "width": 1.5},
        "marker": {"color": theme.ACTUAL, "size": 5, "symbol": "circle"},
    }


def _marked(series: ProgressSeries, chart: ControlChart, first: int) -> list[dict[str, Any]]:
    """Each figure that chance does not explain, one trace for each shape; of those that moved throughout the latest."""
    traces: dict[str, dict[str, Any]] = {}
    for point in chart.points[-1:] if moved_throughout(chart) else chart.points:
        if point.variation is None or point.variation not in MARKS:
            continue
        name, symbol, colour = MARKS[point.variation]
        trace = traces.setdefault(
            name,
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": name,
                "x": [],
                "y": [],
                "text": [],
                "hovertext": [],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "textposition": "middle center",
                "textfont": {
                    "family": theme.FONT,
                    "size": 9,
                    "color": theme.INK if colour == WORSE else theme.PAPER,
                },
                "cliponaxis": False,
                "marker": {
                    "color": colour,
                    "size": 14,
                    "symbol": symbol,
                    "line": {"color": theme.INK, "width": 1},
                },
            },
        )
        trace["x"].append(point.at - first)
        trace["y"].append(point.value)
        trace["text"].append(VARIATION_LETTERS[point.variation])
        trace["hovertext"].append(f"{_told(series, point.at, point.value)}<br>{name}")
    return list(traces.values())


def _told(series: ProgressSeries, place: int, value: float | None) -> str:
    return (
        ""
        if value is None
        else f"{series.points[place].period.label}: {formatting.figure_of(series.indicator, value)}"
    )


def _level(
    points: Sequence[ControlPoint], first: int, which: str, name: str, colour: str, dash: str
) -> dict[str, Any] | None:
    """A line of the chart; it begins anew where the limits do, and is never drawn below nothing."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for point in points:
        found = getattr(point, which)
        level = None if found is None else max(found, 0.0)
        if ys and ys[-1] is not None and level != ys[-1]:
            xs, ys = [*xs, None], [*ys, None]
        xs.append(point.at - first)
        ys.append(level)
    if not any(y is not None for y in ys):
        return None
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": xs,
        "y": ys,
        "hoverinfo": "skip",
        "connectgaps": False,
        "line": {"color": colour, "width": 1.5, "dash": dash},
    }


def _plan(target: float, count: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "Plan for the latest period",
        "x": [0, count - 1],
        "y": [target, target],
        "hoverinfo": "skip",
        "line": {"color": theme.TRAJECTORY, "width": 2, "dash": "dot"},
    }


def _labels(
    series: ProgressSeries, lines: Sequence[tuple[str, float | None, str]], end: int, top: float
) -> list[dict[str, Any]]:
    """The name and the figure of each line at its end, apart from one another."""
    indicator = series.indicator
    known = [(name, level, colour) for name, level, colour in lines if level is not None]
    heights = theme.apart([level for _, level, _ in known], top * 0.085)
    return [
        theme.label(end, height, f"{name} {formatting.amount_of(indicator, level)}", colour)
        for (name, level, colour), height in zip(known, heights, strict=True)
    ]
