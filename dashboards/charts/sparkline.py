"""A line as small as a word: drawn by the server, so that it is there without scripts and in print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from dashboards import formatting
from dashboards.charts import theme
from programmes.results import ProgressSeries

WIDTH, HEIGHT, PAD = 160, 40, 4


def draw_sparkline(
    values: Sequence[float | None], *, label: str, plan: Sequence[float | None] = (), top: float | None = None
) -> str:
    """The values as an SVG image with words for those who do not see it: a gap where one is missing, a dot at the end.

    Drawn from zero to the highest value, or to `top` where several lines share one scale; `plan` is a thin line behind.
    Empty when there is no value at all.
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    top = top or max([*known, *(value for value in plan if value is not None)]) or 1.0
    steps = max(len(values) - 1, 1)

    def at(place: int, value: float) -> str:
        x = PAD + (WIDTH - 2 * PAD) * place / steps
        y = HEIGHT - PAD - (HEIGHT - 2 * PAD) * value / top
        return f"{x:.1f},{y:.1f}"

    last = max(place for place, value in enumerate(values) if value is not None)
    x, y = at(last, values[last] or 0.0).split(",")
    lines = [
        *(
            f'<polyline points="{run}" stroke="{theme.TRAJECTORY}" stroke-width="1.5"/>'
            for run in _runs(plan, at)
        ),
        *(
            f'<polyline points="{run}" stroke="{theme.ACTUAL}" stroke-width="2"/>'
            for run in _runs(values, at)
        ),
    ]
    return (
        f'<svg class="rollout-sparkline" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(label)}" focusable="false">'
        f'<g fill="none" stroke-linejoin="round" stroke-linecap="round">{"".join(lines)}</g>'
        f'<circle cx="{x}" cy="{y}" r="3" fill="{theme.ACTUAL}"/></svg>'
    )


def build_sparkline(series: ProgressSeries) -> str:
    """One indicator in one area, quarter by quarter, with its first, highest and latest figure in words."""
    points = [point for point in series.points if series.latest and point.period <= series.latest.period]
    known = [point for point in points if point.actual is not None]
    if not known:
        return ""
    indicator = series.indicator

    def told(value: float | None) -> str:
        return formatting.figure_of(indicator, value or 0.0)

    highest = max(known, key=lambda point: point.actual or 0.0)
    label = (
        f"{indicator.short_name} from {known[0].period.label} to {known[-1].period.label}: first "
        f"{told(known[0].actual)}, highest {told(highest.actual)} in {highest.period.label}, "
        f"latest {told(known[-1].actual)}"
    )
    first = points.index(known[0])
    return draw_sparkline([point.actual for point in points[first:]], label=label)


def _runs(values: Sequence[float | None], at: Callable[[int, float], str]) -> list[str]:
    """The points of each unbroken run, as SVG writes them; a run of one is drawn as a dot of no length."""
    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(at(place, value))
    return [" ".join(run if len(run) > 1 else run * 2) for run in runs if run]
