"""Four simple ways to say what the next quarters will be, from the last eight; each is eight weights.

They are the benchmark methods of Hyndman and Athanasopoulos, "Forecasting: Principles and Practice" (3rd edition, 2021,
section 5.2): naive, drift, seasonal naive, mean; the third with last year's growth added, so that it does not stay a
year behind. Nothing is fitted. What each expects is the sum of the last eight figures, oldest first, each times its
weight; so it is in their unit, follows their scale, and moves with them when all are moved by the same. It may lie
below nothing: whoever uses it sees to that. How the four are put together is in `forecast.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum

from programmes.periods import QUARTERS
from programmes.statistics.refusals import Refused

HISTORY = 2 * QUARTERS
"""How many quarters a forecast stands on: the latest, without a gap and without a break between them."""

FURTHEST = QUARTERS - 1
"""How many quarters ahead is looked: from the first of a year to its fourth."""

Weights = tuple[float, ...]
"""How much each of the last eight quarters counts, oldest first; together 1."""


def as_it_stands(steps: int) -> Weights:
    """Every quarter to come is like the latest: the naive method.

    >>> as_it_stands(3)
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    """
    return _weights(steps, {HISTORY - 1: 1.0})


def straight_on(steps: int) -> Weights:
    """On along the straight line from the first of the eight quarters through the last: the drift method.

    >>> round(expected(straight_on(2), [100, 103, 109, 108, 110, 118, 119, 121]), 6)
    127.0
    """
    drift = steps / (HISTORY - 1)
    return _weights(steps, {0: -drift, HISTORY - 1: 1.0 + drift})


def a_year_on(steps: int) -> Weights:
    """The same quarter of the year before, and by so much more as the mean quarter grew within a year.

    Seasonal naive with drift. From 40 to 60 in the mean, and 90 a year before the next quarter: 110.

    >>> expected(a_year_on(1), [70, 30, 30, 30, 90, 50, 50, 50])
    110.0
    """
    weights = dict.fromkeys(range(QUARTERS), -1.0 / QUARTERS)
    weights |= dict.fromkeys(range(QUARTERS, HISTORY), 1.0 / QUARTERS)
    weights[QUARTERS - 1 + steps] += 1.0
    return _weights(steps, weights)


def usual(steps: int) -> Weights:
    """Every quarter to come is like the mean of the last four.

    >>> expected(usual(3), [0, 0, 0, 0, 40, 50, 45, 65])
    50.0
    """
    return _weights(steps, dict.fromkeys(range(QUARTERS, HISTORY), 1.0 / QUARTERS))


SIMPLE: tuple[Callable[[int], Weights], ...] = (as_it_stands, straight_on, a_year_on, usual)
"""The four, in the order in which everything about them is given."""


def expected(weights: Weights, figures: Sequence[float]) -> float:
    """What these weights make of the last eight figures, oldest first.

    >>> expected(as_it_stands(1), [1, 2, 3, 4, 5, 6, 7, 8])
    8.0
    """
    if len(figures) != HISTORY:
        raise Refused(f"a forecast stands on {HISTORY} quarters, and these are {len(figures)}")
    return fsum(weight * figure for weight, figure in zip(weights, figures, strict=True))


def _weights(steps: int, by_place: dict[int, float]) -> Weights:
    if not 1 <= steps <= FURTHEST:
        raise Refused(f"a forecast looks one to {FURTHEST} quarters ahead, and this would be {steps}")
    return tuple(by_place.get(place, 0.0) for place in range(HISTORY))
