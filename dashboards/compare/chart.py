"""Several areas over time, one of them picked out: its line in colour, the others grey, each named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.charts import theme
from dashboards.charts.series import breaks
from dashboards.compare import figures
from programmes.periods import Period
from programmes.results import AreaRef, IndicatorInfo, ProgressPoint

WIDE = 15
"""Letters in a row of an area's label, which has two at most."""

ROW, ROOM = 15, 64
"""Pixels of height that a row of a label takes, and that the axis and the margins take."""


@dataclass(frozen=True, slots=True)
class Line:
    """One area, with what is compared at each of its points."""

    area: AreaRef
    points: tuple[ProgressPoint, ...]
    values: tuple[float | None, ...]


def build_compare_figure(indicator: IndicatorInfo, lines: Sequence[Line]) -> theme.Figure | None:
    """A line for each area, the first of them in colour; None where no area has a figure."""
    lines = shown(lines)
    if not lines:
        return None
    points = lines[0].points
    periods = [point.period for point in points]
    values = [value for line in lines for value in line.values if value is not None]
    bottom, top = _scale(indicator, values)
    layout = theme.layout(
        max(400, ROOM + ROW * sum(len(_wrapped(line.area.short_name)) for line in lines)),
        margin={**theme.MARGIN, "r": 150},
        xaxis=theme.period_axis(periods, tickfont={"size": 12}),
        yaxis=theme.value_axis(
            "" if not indicator.kind.is_ratio else indicator.unit,
            **({"range": [bottom, top]} if bottom else {}),
        ),
        annotations=_labels(lines, bottom, max(values)),
    )
    for place in breaks(indicator, points):
        layout["shapes"].append(theme.break_line(place - 0.5))
    # What is drawn last lies on top.
    drawn = [_line(indicator, line, is_focus=False) for line in reversed(lines[1:])]
    return {"data": [*drawn, _line(indicator, lines[0], is_focus=True)], "layout": layout}


def describe_compare(indicator: IndicatorInfo, lines: Sequence[Line]) -> str:
    """What is drawn, from when to when; the range of the others, and where the first stands in it, at both ends."""
    lines = shown(lines)
    if not lines:
        return f"None of these areas has a figure of “{indicator.name}”."
    focus = lines[0]
    each = "year" if not indicator.is_quarterly else "quarter"
    what = f"Each {each} by itself" if indicator.kind.only_grows else f"Each {each}"
    unit = ", per 100,000 adults" if not indicator.kind.is_ratio else ""
    known = [place for place, value in enumerate(focus.values) if value is not None]
    sentences = [f"{what}{unit}: {focus.area.short_name} in colour, the others grey."]
    if not known:
        return f"{sentences[0]} {focus.area.short_name} has no figure."
    for place in dict.fromkeys((known[0], known[-1])):
        sentences.append(_moment(indicator, lines, place))
    bottom, _ = _scale(indicator, [value for line in lines for value in line.values if value is not None])
    if bottom:
        sentences.append("The scale does not begin at 0.")
    places = breaks(indicator, focus.points)
    if places:
        told = formatting.listed([focus.points[place].period.label for place in places])
        sentences.append(f"Figures before and after a break, at {told}, may not be compared.")
    return " ".join(sentences)


def shown(lines: Sequence[Line]) -> list[Line]:
    """The lines between the first and the last moment for which any of them has a figure."""
    full = [
        place
        for place in range(len(lines[0].points) if lines else 0)
        if any(line.values[place] is not None for line in lines)
    ]
    if not full:
        return []
    cut = slice(full[0], full[-1] + 1)
    return [Line(line.area, line.points[cut], line.values[cut]) for line in lines]


def _moment(indicator: IndicatorInfo, lines: Sequence[Line], place: int) -> str:
    own = lines[0].values[place] or 0.0
    others = [
        (value, line.area.short_name) for line in lines[1:] if (value := line.values[place]) is not None
    ]
    period: Period = lines[0].points[place].period
    sentence = f"In {period.label}: {lines[0].area.short_name} {figures.written(indicator, own)}"
    if not others:
        return f"{sentence}."
    low, high = min(others), max(others)
    if len(others) == 1:
        return f"{sentence}; {low[1]} {figures.written(indicator, low[0])}."
    return (
        f"{sentence}; the others from {figures.written(indicator, low[0])} ({low[1]}) "
        f"to {figures.written(indicator, high[0])} ({high[1]})."
    )


def _line(indicator: IndicatorInfo, line: Line, *, is_focus: bool) -> dict:
    colour = theme.ACTUAL if is_focus else theme.OTHERS
    words = [
        ""
        if value is None
        else f"{line.area.short_name}, {point.period.label}: {figures.spoken(indicator, value)}"
        for point, value in zip(line.points, line.values, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.area.short_name,
        "x": list(range(len(line.values))),
        "y": list(line.values),
        "text": words,
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "line": {"color": colour, "width": 3 if is_focus else 1.5},
        "marker": {"color": colour, "size": 7 if is_focus else 4},
    }


def _scale(indicator: IndicatorInfo, values: Sequence[float]) -> tuple[float, float]:
    """Where the scale begins and ends: at nothing, but for ratios that all lie far from it and near one another."""
    low, high = min(values), max(values)
    if not indicator.kind.is_ratio or low < high / 2:
        return 0.0, high
    room = (high - low or high) * 0.15
    return max(low - room, 0.0), high + room


def _labels(lines: Sequence[Line], bottom: float, top: float) -> list[dict]:
    """Each line's name at its last point, none over another."""
    rows: list[tuple[str, float, str]] = []
    for line in lines:
        known = [value for value in line.values if value is not None]
        is_focus = line is lines[0]
        # Labels are moved apart from below upwards: of a name on two rows the lower one comes first.
        texts = reversed(_wrapped(line.area.short_name))
        rows += [(text, known[-1], theme.ACTUAL if is_focus else theme.INK_SOFT) for text in texts if known]
    high = max(400, ROOM + ROW * len(rows)) - ROOM
    heights = theme.apart([value for _, value, _ in rows], (top - bottom) * ROW / high, highest=top)
    last = len(lines[0].points) - 1
    return [
        theme.label(last, height, text, colour, font={"family": theme.FONT, "size": 12, "color": colour})
        for (text, _, colour), height in zip(rows, heights, strict=True)
    ]


def _wrapped(name: str) -> list[str]:
    """A name in rows as short as its label's room is narrow; cut after two."""
    rows = [""]
    for word in name.replace("&", "and").split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > WIDE:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    return rows if len(rows) <= 2 else [rows[0], f"{rows[1]} …"]
