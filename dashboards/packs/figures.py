"""One indicator in one area as a drawing for print: what happened, what was planned, where the year is heading.

SVG without scripts, styles or pictures in it, so that a page and a PDF show the same lines at any size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from dashboards import formatting
from dashboards.charts import theme
from dashboards.charts.series import breaks, is_provisional, shown
from programmes.periods import Period
from programmes.results import IndicatorInfo, ProgressPoint, ProgressSeries

WIDTH, HEIGHT = 660, 230
LEFT, RIGHT, TOP, BOTTOM = 52, 132, 16, 28
QUARTERS_SHOWN, YEARS_SHOWN = 12, 10
"""How far back a chart for print goes: what a meeting talks about."""
TICKS = 4
LABELS_APART = 31
"""Units between two labels of two lines each."""
FONT = "Source Sans Pro, Arial, Helvetica, sans-serif"

Value = Callable[[ProgressPoint], float | None]


def recent(series: ProgressSeries) -> list[ProgressPoint]:
    """The points that a chart for print shows: the last years up to the end of the year of the latest figure."""
    latest = series.latest
    if latest is None:
        return []
    until = latest.period if latest.period.quarter is None else latest.period.year.quarters()[-1]
    points = [point for point in shown(series.points) if point.period <= until]
    return points[-(YEARS_SHOWN if not series.indicator.is_quarterly else QUARTERS_SHOWN) :]


def value_shown(indicator: IndicatorInfo, point: ProgressPoint) -> float | None:
    """The year to date where the periods of a year add up, else the figure of the period."""
    if indicator.builds_up:
        return point.year_to_date
    return point.actual


def value_name(indicator: IndicatorInfo) -> str:
    """What that value is called on an axis."""
    if indicator.builds_up:
        return "Year to date, from April each year"
    if indicator.kind.may_fall:
        return "At the end of each quarter" if indicator.is_quarterly else "At the end of each year"
    return "Each quarter by itself" if indicator.is_quarterly else "Each year"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values and periods lie on the drawing."""

    places: int
    top: float

    def x(self, place: float) -> float:
        """The middle of a period."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / max(self.places, 1)

    def y(self, value: float) -> float:
        """The height of a value."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top

    def at(self, place: float, value: float) -> str:
        """Both, as SVG writes them."""
        return f"{self.x(place):.1f},{self.y(value):.1f}"


def draw_figure(series: ProgressSeries) -> str:
    """The chart as an SVG image; nothing where no figure is known. Its words stand beside it: `describe_progress`."""
    points = recent(series)
    if not points:
        return ""
    indicator = series.indicator
    values = [value_shown(indicator, point) for point in points]
    planned = [point.target_to_date for point in points]
    outlook = _outlook(series, points)
    amounts = [each for each in (*values, *planned, outlook[2] if outlook else None) if each is not None]
    highest = max(amounts, default=0.0)
    step = _step(highest)
    frame = _Frame(len(points), max(step * ceil(highest / step - 1e-9), step))
    restarts = indicator.builds_up
    drawn = [
        *_grid(indicator, frame, step),
        *_periods([point.period for point in points], frame),
        *_breaks(indicator, points, frame),
        *_plan(points, frame, restarts),
        *_actual(indicator, points, frame, restarts),
        *_missing(indicator, points, frame),
        *(_forecast(outlook, frame) if outlook else ()),
        *_labels(indicator, points, frame, outlook),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{FONT}" font-size="13" fill="{theme.INK}">{"".join(drawn)}</svg>'
    )


def _outlook(
    series: ProgressSeries, points: Sequence[ProgressPoint]
) -> tuple[int, float, float, float] | None:
    """The place of the year's end, and the forecast for it: low, high and middle; None where there is none."""
    latest = series.latest
    if latest is None or latest.forecast is None or not latest.period.quarters_left:
        return None
    if latest.forecast_low is None or latest.forecast_high is None:
        return None
    return len(points) - 1, latest.forecast_low, latest.forecast_high, latest.forecast


def _step(highest: float) -> float:
    """The distance of grid lines: one, two or five of a power of ten, for about four of them."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** floor(log10(highest / TICKS))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor * TICKS >= highest * 0.999)


def _text(x: float, y: float, text: str, colour: str = theme.INK, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {look}/>'


def _grid(indicator: IndicatorInfo, frame: _Frame, step: float) -> list[str]:
    drawn = []
    for place in range(round(frame.top / step) + 1):
        value, y = place * step, frame.y(place * step)
        colour = theme.INK_SOFT if place == 0 else theme.GRID
        drawn.append(_line(LEFT, y, WIDTH - RIGHT, y, f'stroke="{colour}" stroke-width="1"'))
        decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
        if indicator.unit == "percent":
            decimals = 0 if step >= 0.01 else 1
        drawn.append(
            _text(LEFT - 6, y + 4, formatting.amount(value, indicator.unit, decimals), theme.INK_SOFT, "end")
        )
    return drawn


def _periods(periods: Sequence[Period], frame: _Frame) -> list[str]:
    drawn = []
    for place, period in enumerate(periods):
        if period.quarter in (None, 1) or (place == 0 and period.quarter == 2):
            x = frame.x(place)
            drawn.append(_line(x, frame.y(0), x, frame.y(0) + 4, f'stroke="{theme.INK_SOFT}"'))
            drawn.append(_text(x, HEIGHT - 8, period.year.label, theme.INK_SOFT, "middle"))
    return drawn


def _breaks(indicator: IndicatorInfo, points: Sequence[ProgressPoint], frame: _Frame) -> list[str]:
    drawn = []
    for place in breaks(indicator, points):
        x = frame.x(place - 0.5)
        look = f'stroke="{theme.BREAK}" stroke-width="1.5" stroke-dasharray="1 4" stroke-linecap="round"'
        drawn.append(_line(x, TOP - 2, x, frame.y(0), look))
        drawn.append(_text(x + 4, TOP + 4, "Break", theme.INK_SOFT))
    return drawn


def _runs(points: Sequence[ProgressPoint], value: Value, restarts: bool) -> list[list[tuple[int, float]]]:
    """Unbroken runs of (place, value): a missing one ends a run, and each April where it restarts."""
    runs: list[list[tuple[int, float]]] = [[]]
    for place, point in enumerate(points):
        number = value(point)
        if number is None or (restarts and point.period.quarter == 1):
            runs.append([])
        if number is not None:
            runs[-1].append((place, number))
    return [run for run in runs if run]


def _plan(points: Sequence[ProgressPoint], frame: _Frame, restarts: bool) -> list[str]:
    drawn = []
    for run in _runs(points, lambda point: point.target_to_date, restarts):
        if len(run) == 1:
            place, value = run[0]
            run = [(place - 0.3, value), (place + 0.3, value)]  # type: ignore[list-item]
        path = " ".join(frame.at(place, value) for place, value in run)
        drawn.append(
            f'<polyline points="{path}" fill="none" stroke="{theme.TRAJECTORY}" stroke-width="2" '
            'stroke-dasharray="6 4"/>'
        )
    return drawn


def _actual(
    indicator: IndicatorInfo, points: Sequence[ProgressPoint], frame: _Frame, restarts: bool
) -> list[str]:
    """Bars for what is counted once a year; else a line with a dot for each period, hollow where provisional."""
    if indicator.is_yearly_count:
        return _bars(indicator, points, frame)
    drawn = []
    for run in _runs(points, lambda point: value_shown(indicator, point), restarts):
        for (place, value), (after, next_value) in zip(run, run[1:], strict=False):
            dashed = ' stroke-dasharray="3 3"' if is_provisional(points[after]) else ""
            look = f'stroke="{theme.ACTUAL}" stroke-width="2.5"{dashed}'
            drawn.append(_line(frame.x(place), frame.y(value), frame.x(after), frame.y(next_value), look))
        for place, value in run:
            fill = theme.PAPER if is_provisional(points[place]) else theme.ACTUAL
            drawn.append(
                f'<circle cx="{frame.x(place):.1f}" cy="{frame.y(value):.1f}" r="3.5" fill="{fill}" '
                f'stroke="{theme.ACTUAL}" stroke-width="1.5"/>'
            )
    return drawn


def _bars(indicator: IndicatorInfo, points: Sequence[ProgressPoint], frame: _Frame) -> list[str]:
    drawn = []
    half = (frame.x(1) - frame.x(0)) * 0.34
    for place, point in enumerate(points):
        if point.actual is None:
            continue
        x, y = frame.x(place), frame.y(point.actual)
        fill = theme.PAPER if is_provisional(point) else theme.ACTUAL
        drawn.append(
            f'<rect x="{x - half:.1f}" y="{y:.1f}" width="{2 * half:.1f}" height="{frame.y(0) - y:.1f}" '
            f'fill="{fill}" stroke="{theme.ACTUAL}" stroke-width="1.5"/>'
        )
        drawn.append(
            _text(
                x, y - 5, formatting.amount(point.actual, indicator.unit, indicator.decimals), anchor="middle"
            )
        )
    return drawn


def _missing(indicator: IndicatorInfo, points: Sequence[ProgressPoint], frame: _Frame) -> list[str]:
    """The marker of each period that should have a figure by now and has none: a gap is no zero."""
    known = [place for place, point in enumerate(points) if point.actual is not None]
    return [
        _text(frame.x(place), frame.y(0) - 5, formatting.missing(point.marker), theme.INK_SOFT, "middle")
        for place, point in enumerate(points)
        if known and place < known[-1] and value_shown(indicator, point) is None
    ]


def _forecast(outlook: tuple[int, float, float, float], frame: _Frame) -> list[str]:
    """Where the year should end: a bar from low to high, with a hollow diamond at what is expected."""
    place, low, high, middle = outlook
    x, bottom, top, y = frame.x(place), frame.y(low), frame.y(high), frame.y(middle)
    look = f'stroke="{theme.ACTUAL}" stroke-width="2" stroke-dasharray="2 3"'
    caps = f'stroke="{theme.ACTUAL}" stroke-width="2"'
    return [
        _line(x, bottom, x, top, look),
        _line(x - 6, bottom, x + 6, bottom, caps),
        _line(x - 6, top, x + 6, top, caps),
        f'<path d="M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z" fill="{theme.PAPER}" stroke="{theme.ACTUAL}" '
        'stroke-width="1.5"/>',
    ]


def _labels(
    indicator: IndicatorInfo,
    points: Sequence[ProgressPoint],
    frame: _Frame,
    outlook: tuple[int, float, float, float] | None,
) -> list[str]:
    """What each line is, beside its end: no legend to look up."""

    def told(value: float) -> str:
        return formatting.amount(value, indicator.unit, indicator.decimals)

    ends: list[tuple[float, str, str, str]] = []
    in_bars = indicator.is_yearly_count
    actual = _last(points, lambda point: value_shown(indicator, point))
    if actual and not in_bars:
        ends.append((frame.y(actual[1]), f"Actual, {actual[0].period.label}", told(actual[1]), theme.ACTUAL))
    plan = _last(points, lambda point: point.target_to_date)
    if plan:
        ends.append(
            (frame.y(plan[1]), f"Plan, {plan[0].period.label}", told(plan[1]), theme.TRAJECTORY_WORDS)
        )
    if outlook:
        _, low, high, middle = outlook
        between = told(low) if told(low) == told(high) else f"{told(low)} to {told(high)}"
        ends.append((frame.y(middle), "Forecast [f]", between, theme.ACTUAL))
    heights = theme.apart([y for y, *_ in ends], LABELS_APART, highest=frame.y(0) - 10)
    x = WIDTH - RIGHT + 8
    return [
        _text(x, y, name, colour) + _text(x, y + 15, number, colour)
        for (_, name, number, colour), y in zip(ends, heights, strict=True)
    ]


def _last(points: Sequence[ProgressPoint], value: Value) -> tuple[ProgressPoint, float] | None:
    known = [(point, number) for point in points if (number := value(point)) is not None]
    return known[-1] if known else None
