"""How a year will end, from the quarters that are known: a forecast of its outturn, with an 80% interval.

**The forecast.** Four simple methods (`forecast_simple.py`) each say what the quarters left will be. They are
combined: each counts in proportion to 1 over the square of its typical error. A typical error is measured over
the areas of one level, on the last four quarters that have come since, at one quarter ahead and at every further one
that is still left of this year: of each such quarter the middle error of all areas, and of all these middles the
geometric mean. What the combination expects of the quarters left is added to the year to date; for a level, it is what
is expected of the fourth quarter.

**The interval.** The combination, as it is weighted now, is set beside the last four quarters that can be judged as far
ahead; the interval is as wide as eight in ten of those errors of the areas of the same level (split conformal
prediction: Lei and others, 2018).

**The unit of errors.** An area's errors are measured by how restless its own last eight quarters were, but by no less
than a tenth of its mean quarter: a small area that leaps has a wide interval, and one that was flat does not have none.

Why so: simple combinations of simple methods are hard to beat (M-competitions: Makridakis and Hibon, 2000; M4, 2020;
Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, 2021, sections 5.5, 5.10 and 13.4);
weights by past squared errors are those of Bates and Granger (1969); middles and geometric means, because single
quarters of single areas are wild (Armstrong and Collopy, 1992; Fildes, 1992). One area's own past is short: to choose
by it was tried, and was no better than choosing for all areas of a level together.

Nothing after the quarter of the forecast enters it: neither figures nor errors. The engine does the same over whole
arrays (`programmes.engine.forecast`). Ours: no publication fixes it. The constants were chosen on one half of the
areas; `manage.py backtest_forecasts` says how forecasts did on the other half.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from math import fsum
from typing import NamedTuple

from programmes.periods import QUARTERS, Period
from programmes.statistics import forecast_simple
from programmes.statistics.forecast_simple import HISTORY, SIMPLE
from programmes.statistics.refusals import Refused

JUDGED_BY = 4
"""On how many past quarters, as far ahead, methods and intervals are judged: one of each season."""

LEAST_TYPICAL = 0.01
"""The smallest typical error of a method, in restlessness: nothing is so good that the others do not count."""

PERCENT_COVERED = 80
"""How many in a hundred intervals should hold the outturn."""

LEAST_ERRORS = 20
"""Past errors of areas of one level that are enough to judge by; with fewer, those of all levels are taken."""

RESTLESS_AT_LEAST = 0.1
"""The part of a series' mean quarter by which it is taken to move, beside what it moved by."""


class Interval(NamedTuple):
    """Where the outturn should lie, in the indicator's unit."""

    low: float
    high: float


def typical_error(middles: Sequence[float]) -> float:
    """How far off a method typically is: the geometric mean of the middle errors of quarter after quarter.

    In restlessness, as its errors are. A quarter in which most areas were forecast exactly counts as a hundredth.

    >>> typical_error([0.5, 0.5, 2.0, 2.0])
    1.0
    >>> round(typical_error([0.0, 1.0]), 6)
    0.1
    """
    if not middles:
        raise Refused("no forecast has been judged yet")
    return math.prod(max(middle, LEAST_TYPICAL) for middle in middles) ** (1 / len(middles))


def shares(typical_errors: Sequence[float]) -> list[float]:
    """How much each method counts, together 1: in proportion to 1 over the square of its typical error.

    >>> shares([1.0, 2.0, 2.0, 2.0])
    [0.5714285714285714, 0.14285714285714285, 0.14285714285714285, 0.14285714285714285]
    """
    marks = [error**-2 for error in typical_errors]
    together = fsum(marks)
    return [mark / together for mark in marks]


def quarters_ahead(
    figures: Sequence[float], count: int, mix: Sequence[float], *, most: float = math.inf
) -> list[float]:
    """What is expected of the next `count` quarters, from the last eight; in their unit, never below nothing.

    `mix` says how much each of the four methods counts (`shares`); a share of a whole is never above 1 (`most`).
    For the next quarter of this series the four say 128, 132, 132 and 122.

    >>> [round(figure, 1) for figure in quarters_ahead([100, 104, 108, 112, 116, 120, 124, 128], 2, [0.25] * 4)]
    [128.5, 130.5]
    """
    if len(mix) != len(SIMPLE):
        raise Refused(f"there are {len(SIMPLE)} methods, and {len(mix)} shares")
    ahead = []
    for steps in range(1, count + 1):
        said = [forecast_simple.expected(method(steps), figures) for method in SIMPLE]
        figure = fsum(share * each for share, each in zip(mix, said, strict=True))
        ahead.append(min(max(figure, 0.0), most))
    return ahead


def restlessness(figures: Sequence[float]) -> float:
    """By how much a quarter of this series is taken to differ from what was expected; in its unit.

    The mean change from quarter to quarter over the last eight, and a tenth of the mean of the last four. Errors
    of a flow are measured by so much for each quarter left; those of a ratio that builds up, times their part of the
    year.

    >>> restlessness([100, 110, 100, 110, 100, 110, 100, 110])
    20.5
    """
    moves = [abs(after - before) for before, after in zip(figures, figures[1:], strict=False)]
    level = fsum(figures[-QUARTERS:]) / QUARTERS
    return fsum(moves) / len(moves) + RESTLESS_AT_LEAST * level


def flow_outturn(figures: Sequence[float], ahead: Sequence[float]) -> float:
    """What a flow should come to by the year's end: its year to date and what is expected of the quarters left.

    `figures` are quarters up to the latest; those of this year are what is not `ahead`.

    >>> flow_outturn([50] * 8, [52.0])
    202.0
    """
    return fsum([*figures[len(figures) - (QUARTERS - len(ahead)) :], *ahead])


def ratio_outturn(
    numerators: Sequence[float], denominators: Sequence[float], ahead: Sequence[float]
) -> float:
    """What a ratio that builds up should be over the whole year, as a fraction.

    The quarters left are taken to have a denominator as large as the mean of the last four.

    >>> ratio_outturn([20] * 8, [80] * 8, [0.25, 0.25, 0.35])
    0.275
    """
    usual = fsum(denominators[-QUARTERS:]) / QUARTERS
    this_year = slice(len(numerators) - (QUARTERS - len(ahead)), None)
    whole = fsum([*denominators[this_year], usual * len(ahead)])
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
