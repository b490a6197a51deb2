"""How every figure looks: colours by what they mean, never by hue, and one layout.

The palette is that of the Government Analysis Function, which keeps its colours apart for colour-blind readers and
from white by 3 to 1. Words on a figure are darker, at 4.5 to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

from programmes.periods import Period

Figure = dict[str, Any]

FONT = "Arial, Helvetica, sans-serif"
TEXT_SIZE = 14

INK = "#212B32"
INK_SOFT = "#4C6272"
GRID = "#D8DDE0"
PAPER = "#FFFFFF"

ACTUAL = "#12436D"
TRAJECTORY = "#F46A25"
TRAJECTORY_WORDS = "#A13A00"
PEOPLE = "#28A197"
PEOPLE_WORDS = "#17675F"
COMPARATOR = "#BFBFBF"
OTHERS = "#768692"
"""Lines beside the one that is picked out: at 3 to 1 from white, as each of them is read."""

BREAK = "#4C6272"

VEIL = "rgba(255, 255, 255, 0.85)"
"""Behind words that may stand on a line."""

MARGIN = {"l": 60, "r": 120, "t": 28, "b": 36, "pad": 4}

TICK_ROOM = 0.09
"""The part of an axis that the name of a year takes."""


def layout(height: int, **changes: Any) -> dict[str, Any]:
    """The layout that every figure begins with: no legend, no title, room for a label at the line's end."""
    base = {
        "height": height,
        "autosize": True,
        "margin": MARGIN,
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": {"family": FONT, "size": TEXT_SIZE, "color": INK},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": FONT, "size": TEXT_SIZE}, "bgcolor": PAPER, "bordercolor": INK},
        "dragmode": False,
        "annotations": [],
        "shapes": [],
    }
    return {**base, **changes}


def period_axis(periods: Sequence[Period], **changes: Any) -> dict[str, Any]:
    """Periods side by side, each year named once under its first quarter; the first of all where there is room."""
    named = [place for place, period in enumerate(periods) if period.quarter in (None, 1)]
    if not named or named[0] > len(periods) * TICK_ROOM:
        named.insert(0, 0)
    return {
        "type": "linear",
        "range": [-0.6, len(periods) - 0.4],
        "tickvals": named,
        "ticktext": [periods[place].year.label for place in named],
        "tickangle": 0,
        "ticks": "outside",
        "tickcolor": GRID,
        "showgrid": False,
        "zeroline": False,
        "linecolor": INK_SOFT,
        "showline": True,
        "fixedrange": True,
        "automargin": True,
        **changes,
    }


def value_axis(unit: str, **changes: Any) -> dict[str, Any]:
    """Figures from zero upwards, shares as per cent."""
    return {
        "rangemode": "tozero",
        "tickformat": ",.0%" if unit == "percent" else ",",
        "gridcolor": GRID,
        "zeroline": True,
        "zerolinecolor": INK_SOFT,
        "showline": False,
        "fixedrange": True,
        "automargin": True,
        "nticks": 6,
        **changes,
    }


def label(x: float, y: float, text: str, colour: str, **changes: Any) -> dict[str, Any]:
    """Words that begin at a point, as at the end of a line."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "xref": "x",
        "yref": "y",
        "showarrow": False,
        "xanchor": "left",
        "align": "left",
        "xshift": 8,
        "font": {"family": FONT, "size": TEXT_SIZE, "color": colour},
        **changes,
    }


def heading(text: str, y: float) -> dict[str, Any]:
    """What a panel shows, above it at the left."""
    return label(0, y, text, INK_SOFT, xref="paper", yref="paper", yanchor="bottom", xshift=-8, bgcolor=VEIL)


def break_line(x: float) -> dict[str, Any]:
    """A dotted line between two periods that may not be compared."""
    line = {"color": BREAK, "width": 1.5, "dash": "dot"}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line}


def apart(ys: Iterable[float], least: float, highest: float = inf) -> list[float]:
    """Label heights moved apart until no two are nearer than `least`, keeping their order, none above `highest`."""
    order = sorted(enumerate(ys), key=lambda each: each[1])
    placed: dict[int, float] = {}
    floor = -inf
    for place, y in order:
        floor = max(y, floor + least)
        placed[place] = floor
    ceiling = highest
    for place, _ in reversed(order):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - least
    return [placed[place] for place in range(len(placed))]
