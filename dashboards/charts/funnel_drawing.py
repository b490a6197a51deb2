"""A funnel as SVG, drawn by the server: limits as lines, each area a link, shapes that say above, below or inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import floor, log10

from dashboards.charts.funnel import ABOVE, FAR, FunnelArea, FunnelRead, scale
from programmes.statistics.funnel import FunnelBand
from programmes.statistics.quantiles import USUAL

WIDTH, HEIGHT = 660, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 24, 48
LABELLED = 3
"""How many areas are named at each end."""

LETTER, LINE = 7.5, 16
"""About how wide a letter of a name is, and how high a line."""

SHAPES = {"above": "-6 5 6 5 0 -6", "below": "-6 -5 6 -5 0 6"}
"""Corners round the middle; inside the limits it is a disc."""

Place = Callable[[float], float]


def draw_funnel(read: FunnelRead) -> str:
    """The funnel as an SVG group of links, whose words are those of the table."""
    largest = max(area.denominator for area in read.areas)
    low, high = scale(read)
    is_share = read.indicator.kind.is_ratio

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * value / (largest * 1.04)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low)

    across, up = ticks(0, largest), ticks(low, high, 8)
    title = f"Funnel of {read.indicator.name}, {read.period}"
    frame = f"M{LEFT} {TOP}H{WIDTH - RIGHT}V{HEIGHT - BOTTOM}H{LEFT}z"
    axes = _axes(across, up, x, y, is_share=is_share, sized_by=read.sized_by)
    average = f"M{LEFT} {y(read.funnel.average):.1f}H{WIDTH - RIGHT}"
    links = "".join(_link(area, x, y) for area in read.areas)
    return (
        f'<div class="rollout-funnel__scroll" role="region" aria-label="{escape(title)}" tabindex="0">'
        f'<svg class="rollout-funnel" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(title)}" '
        f'focusable="false"><clipPath id="funnel-plot"><path d="{frame}"/></clipPath><g aria-hidden="true">{axes}'
        f'<g clip-path="url(#funnel-plot)" fill="none">{_limits(read, x, y)}</g>'
        f'<path class="rollout-funnel__average" d="{average}"/></g>{links}'
        f'<g aria-hidden="true">{_names(read, x, y)}</g></svg></div>'
    )


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """About so many round values from low to high.

    >>> ticks(0, 950)
    [0.0, 200.0, 400.0, 600.0, 800.0]
    """
    rough = (high - low) / count
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough)
    first = floor(low / step) + (low % step > 0)
    return [round(place * step, 10) for place in range(first, floor(high / step) + 1)]


def _axes(
    across: Sequence[float], up: Sequence[float], x: Place, y: Place, *, is_share: bool, sized_by: str
) -> str:
    foot = HEIGHT - BOTTOM
    lines = "".join(
        f'<path class="rollout-funnel__grid" d="M{LEFT} {y(each):.1f}H{WIDTH - RIGHT}"/>' for each in up
    )
    percent = 1 if len(up) > 1 and up[1] - up[0] < 0.01 else 0
    heights = "".join(
        f'<text x="{LEFT - 6}" y="{y(each) + 5:.1f}" text-anchor="end">'
        f"{_height(each, percent if is_share else None)}</text>"
        for each in up
    )
    widths = "".join(
        f'<text x="{x(each):.1f}" y="{foot + 20}" text-anchor="middle">{each:,.0f}</text>' for each in across
    )
    unit = "Share" if is_share else "Per 100,000 adults"
    return (
        f'{lines}<path class="rollout-funnel__axis" d="M{LEFT} {foot}H{WIDTH - RIGHT}"/>{heights}{widths}'
        f'<text x="{LEFT}" y="{TOP - 8}">{unit}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{foot + 40}" text-anchor="end">{escape(sized_by)}</text>'
    )


def _height(value: float, decimals: int | None) -> str:
    """A value at the axis; with decimals, a share."""
    return f"{value:,g}" if decimals is None else f"{value * 100:.{decimals}f}%"


def _limits(read: FunnelRead, x: Place, y: Place) -> str:
    drawn = []
    for line in read.funnel.lines:
        path = " ".join(f"{x(of):.1f},{y(value):.1f}" for of, value in line.points)
        kind = "usual" if line.confidence == USUAL else "strict"
        drawn.append(f'<polyline class="rollout-funnel__{kind}" points="{path}"/>')
    return "".join(drawn)


def _link(area: FunnelArea, x: Place, y: Place) -> str:
    spoken = escape(area.spoken)
    where = f"{x(area.denominator):.1f} {y(area.value):.1f}"
    if area.band == FunnelBand.WITHIN:
        mark = f'<circle r="4.5" transform="translate({where})"/>'
    else:
        shape = SHAPES["above" if area.band in ABOVE else "below"]
        far = ' class="is-far"' if area.band in FAR else ""
        mark = f'<polygon{far} points="{shape}" transform="translate({where})"/>'
    return (
        f'<a class="rollout-funnel__area rollout-funnel__area--{area.side}" href="{escape(area.href)}" '
        f'aria-label="{spoken}"><title>{spoken}</title>{mark}</a>'
    )


def _names(read: FunnelRead, x: Place, y: Place) -> str:
    """The names of the furthest out, after or before their area, where neither a name nor an area is in the way."""
    marks = [(x(area.denominator), y(area.value)) for area in read.areas]
    taken: list[tuple[float, float, float]] = []
    drawn = []
    for area in _furthest(read):
        left, height, name = x(area.denominator), y(area.value), area.area.short_name
        width = LETTER * len(name) + 14
        for anchor, start, end in (("start", left + 7, left + width), ("end", left - width, left - 7)):
            crossed = any(
                abs(height - other) < LINE and start < far and near < end for near, far, other in taken
            )
            covered = any(start < across < end and abs(height - down) < LINE / 2 for across, down in marks)
            if crossed or covered or start < LEFT or end > WIDTH:
                continue
            taken.append((start, end, height))
            where = left + 10 if anchor == "start" else left - 10
            drawn.append(
                f'<text x="{where:.1f}" y="{height + 5:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
            )
            break
    return "".join(drawn)


def _furthest(read: FunnelRead) -> list[FunnelArea]:
    """Those beyond the limits that lie furthest from the average, above and below in turn."""
    above = sorted((area for area in read.areas if area.band in ABOVE), key=lambda area: -area.value)
    below = sorted(
        (area for area in read.areas if area.band not in (*ABOVE, FunnelBand.WITHIN)),
        key=lambda area: area.value,
    )
    return above[:LABELLED] + below[:LABELLED]
