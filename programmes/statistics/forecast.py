"""How a year will end, from the quarters that are known: a forecast of its outturn, with an 80% interval.

In three sentences. The last eight quarters are smoothed into a level and a trend that dies away, with the same fixed
constants everywhere (damped trend exponential smoothing: Gardner and McKenzie, 1985). What that expects of the quarters
left is added to the year to date; for a level, it is what is expected of the fourth quarter. The interval is as wide
as eight in ten of the forecasts made a year earlier, from the same quarter, for areas of the same level, would have
needed (split conformal prediction: Lei and others, 2018), each measured by how restless its own series is.

Nothing after the quarter of the forecast enters it: neither figures nor errors. Nothing is fitted to a series. The
engine does the same over whole arrays (`programmes.engine.forecast`). Ours: no publication fixes it; the constants
were chosen once by `manage.py backtest_forecasts`, which says how often the intervals hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum
from typing import NamedTuple

from programmes.periods import QUARTERS, Period
from programmes.statistics.refusals import Refused

HISTORY = 8
"""How many quarters a forecast stands on: the latest, without a gap and without a break between them."""

SMOOTHING = 0.6
"""How much of the surprise in a quarter goes into the level."""

TREND = 0.15
"""How much of what went into the level goes into the trend."""

DAMPING = 0.85
"""How much of the trend is left after each quarter."""

PERCENT_COVERED = 80
"""How many in a hundred intervals should hold the outturn."""

LEAST_ERRORS = 20
"""Past errors of areas of one level that an interval is made of; with fewer, those of all levels are taken."""

RESTLESS_AT_LEAST = 0.05
"""The part of a series' level by which it is taken to move, beside what it moved by."""


class Interval(NamedTuple):
    """Where the outturn should lie, in the indicator's unit."""

    low: float
    high: float


def quarters_ahead(figures: Sequence[float], count: int) -> list[float]:
    """What is expected of the next `count` quarters, from the last eight; in their unit, and never below nothing.

    It begins with the straight line through the mean of the first four and the mean of the last four.

    >>> [round(figure, 1) for figure in quarters_ahead([100, 104, 108, 112, 116, 120, 124, 128], 3)]
    [128.6, 130.2, 131.6]
    >>> quarters_ahead([50] * 8, 1)
    [50.0]
    """
    if len(figures) != HISTORY:
        raise Refused(f"a forecast stands on {HISTORY} quarters, and these are {len(figures)}")
    half = HISTORY // 2
    first, last = fsum(figures[:half]) / half, fsum(figures[half:]) / half
    trend = (last - first) / half
    level = first - trend * (half + 1) / 2
    for figure in figures:
        surprise = figure - (level + DAMPING * trend)
        level += DAMPING * trend + SMOOTHING * surprise
        trend = DAMPING * trend + SMOOTHING * TREND * surprise
    ahead = []
    for _ in range(count):
        trend *= DAMPING
        level += trend
        ahead.append(max(level, 0.0))
    return ahead


def weights(steps: int) -> tuple[float, ...]:
    """How much each of the last eight quarters, oldest first, counts in what is expected `steps` quarters on.

    The smoothing is linear in the figures, so that it is eight weights: what is expected is the sum of each times its
    figure. They sum to 1.

    >>> [round(weight, 3) for weight in weights(1)]
    [-0.036, -0.038, -0.038, -0.028, 0.038, 0.116, 0.297, 0.69]
    """
    base = 1.0
    expected = []
    for place in range(HISTORY):
        # Raised by 1, no figure is expected below nothing, and the line drawn there does not bend it.
        figures = [base] * HISTORY
        figures[place] += 1
        expected.append(quarters_ahead(figures, steps)[-1] - base)
    return tuple(expected)


def restlessness(figures: Sequence[float]) -> float:
    """By how much a quarter of this series is taken to differ from what was expected; in its unit.

    The mean change from quarter to quarter over the last eight, and a twentieth of the mean of the last four. Errors
    of a flow are measured by so much for each quarter left; those of a ratio that builds up, times their part of the
    year.

    >>> restlessness([100, 110, 100, 110, 100, 110, 100, 110])
    15.25
    """
    moves = [abs(after - before) for before, after in zip(figures, figures[1:], strict=False)]
    level = fsum(figures[-QUARTERS:]) / QUARTERS
    return fsum(moves) / len(moves) + RESTLESS_AT_LEAST * level


def flow_outturn(figures: Sequence[float], quarters_done: int) -> float:
    """What a flow should come to by the year's end: its year to date and what is expected of the quarters left.

    `figures` are the last eight quarters, the last `quarters_done` of them of this year.

    >>> flow_outturn([50] * 8, 3)
    200.0
    """
    return fsum([*figures[HISTORY - quarters_done :], *quarters_ahead(figures, QUARTERS - quarters_done)])


def level_outturn(figures: Sequence[float], quarters_done: int) -> float:
    """Where a level (a stock, or a ratio that does not build up) should stand at the year's end; in its unit.

    >>> round(level_outturn([100, 104, 108, 112, 116, 120, 124, 128], 2), 1)
    130.2
    """
    return quarters_ahead(figures, QUARTERS - quarters_done)[-1]


def ratio_outturn(numerators: Sequence[float], denominators: Sequence[float], quarters_done: int) -> float:
    """What a ratio that builds up should be over the whole year, as a fraction.

    The quarters left are taken to have a denominator as large as the mean of the last four.

    >>> ratio_outturn([20] * 8, [80] * 8, 1)
    0.25
    """
    ratios = [above / below for above, below in zip(numerators, denominators, strict=True)]
    usual = fsum(denominators[-QUARTERS:]) / QUARTERS
    ahead = quarters_ahead(ratios, QUARTERS - quarters_done)
    this_year = slice(HISTORY - quarters_done, None)
    whole = fsum([*denominators[this_year], *[usual] * len(ahead)])
    return fsum([*numerators[this_year], *(ratio * usual for ratio in ahead)]) / whole


def margin(errors: Sequence[float]) -> float | None:
    """The error that eight in ten of these stay within, as many times each area's own restlessness.

    None where there are fewer than twenty. It is the error of rank 0.8 (n + 1), upwards.

    >>> margin([place / 10 for place in range(1, 25)])
    2.0
    """
    if len(errors) < LEAST_ERRORS:
        return None
    return sorted(errors)[rank_of_margin(len(errors)) - 1]


def rank_of_margin(count: int) -> int:
    """Which of so many errors in order is the margin, counted from 1.

    >>> rank_of_margin(24), rank_of_margin(25)
    (20, 21)
    """
    return min(-(-(count + 1) * PERCENT_COVERED // 100), count)


def interval(expected: float, half: float, *, least: float = 0.0, most: float | None = None) -> Interval:
    """So much to both sides, but not beyond what is possible.

    A flow has its year to date already (`least`), and a share cannot be more than 1 (`most`).

    >>> interval(0.95, 0.1, most=1.0)
    Interval(low=0.85, high=1.0)
    """
    high = expected + half
    return Interval(max(expected - half, least), high if most is None else min(high, most))


def why_refused(figures: Sequence[float | None], period: Period, breaks: Iterable[Period] = ()) -> str:
    """Why a row of results has no forecast, in a sentence for a page.

    `figures` are the indicator's actuals quarter by quarter, oldest first, the last of them of `period`; `breaks` are
    the quarters in which the indicator began to be counted differently. To be asked of a row without a forecast only:
    where nothing else is wrong, there are too few past errors to say how far off it could be.

    >>> why_refused([40, 42, 41, None, 45, 44, 47, 49], Period(2024, 2))
    'A quarter among the last 8 has no figure, so no forecast is made.'
    """
    if not period.is_quarter:
        return "Counted once a year: nothing is left to forecast."
    if period.quarter == QUARTERS:
        return "The year is over: there is nothing left to forecast."
    if not figures or figures[-1] is None:
        return f"There is no figure for {period.label}, so no forecast is made."
    if len(figures) < HISTORY:
        return f"A forecast needs {HISTORY} quarters, and there are {len(figures)}."
    latest = figures[-HISTORY:]
    if None in latest:
        return f"A quarter among the last {HISTORY} has no figure, so no forecast is made."
    broken = [each for each in breaks if period.shifted(1 - HISTORY) < each <= period]
    if broken:
        return f"It has been counted differently since {max(broken).label}: a forecast needs {HISTORY} quarters alike."
    if not any(latest):
        return f"Nothing was counted in the last {HISTORY} quarters, so no forecast is made."
    return "There are too few earlier forecasts to say how far off this one could be, so none is made."
