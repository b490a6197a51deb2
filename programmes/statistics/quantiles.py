"""Quantiles of the normal, chi-square and Poisson distributions, without a library of statistics.

Held against an independent library: a relative error below 1e-11 up to a million events.

Method: the regularised incomplete gamma function by its power series below the mean and by its continued fraction
above (Abramowitz and Stegun, Handbook of Mathematical Functions, 6.5.29 and 6.5.31), inverted by bracketed Newton
steps from the cube-root approximation of Wilson and Hilferty (1931).
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

from programmes.statistics.refusals import Refused

USUAL, STRICT = 0.95, 0.998
"""The two confidence levels of public health in England: about two and about three standard errors."""

ENOUGH_TERMS = 20_000
HAIR = 1e-16
TINY = 1e-300
STEPS = 200
CLOSE = 1e-9
"""A step so small ends the search: each one squares the error that is left."""


def z_of(confidence: float) -> float:
    """How many standard errors hold this share of a normal distribution, in the middle.

    >>> round(z_of(0.95), 6), round(z_of(0.998), 6)
    (1.959964, 3.090232)
    """
    return NormalDist().inv_cdf((1 + checked(confidence)) / 2)


def checked(confidence: float) -> float:
    """The confidence level itself; Refused unless it is a fraction between 0.5 and 1.

    >>> checked(0.95)
    0.95
    """
    if not 0.5 <= confidence < 1:
        raise Refused(f"a confidence level is a fraction such as 0.95, not {confidence:g}")
    return confidence


@lru_cache(maxsize=4096)
def chi_square_quantile(probability: float, degrees: float) -> float:
    """The value that a chi-square with so many degrees of freedom stays below with this probability.

    >>> round(chi_square_quantile(0.998, 1), 4)
    9.5495
    """
    if not 0 < probability < 1 or degrees <= 0:
        raise Refused("a quantile needs a probability between 0 and 1, and degrees of freedom above 0")
    return 2 * _gamma_quantile(probability, degrees / 2)


def poisson_limits(events: float, confidence: float = USUAL) -> tuple[float, float]:
    """The smallest and the largest mean of a Poisson count that this many events do not contradict (Garwood, 1936).

    >>> [round(limit, 4) for limit in poisson_limits(9)]
    [4.1154, 17.0848]
    """
    if events < 0:
        raise Refused(f"a count cannot be below nothing, and this one is {events:g}")
    tail = (1 - checked(confidence)) / 2
    lower = chi_square_quantile(tail, 2 * events) / 2 if events else 0.0
    return lower, chi_square_quantile(1 - tail, 2 * events + 2) / 2


def _gamma_quantile(probability: float, shape: float) -> float:
    """Where the incomplete gamma function reaches this probability; the smaller tail is the one that is solved."""
    from_below = probability <= 0.5
    wanted = probability if from_below else 1 - probability
    low, high = 0.0, math.inf
    x = max(_first_guess(probability, shape), TINY)
    for _ in range(STEPS):
        tail = _tail(shape, x, from_below=from_below)
        if (tail < wanted) == from_below:
            low = x
        else:
            high = x
        step = (tail - wanted) / max(_density(shape, x), TINY)
        found = x - step if from_below else x + step
        if abs(step) <= CLOSE * x:
            return found
        if not low < found < high:
            # The step left what is known: halve that instead.
            found = max((low + high) / 2 if high < math.inf else 2 * x, TINY)
        x = found
    return x


def _first_guess(probability: float, shape: float) -> float:
    spread = 1 / (9 * shape)
    cube_root = 1 - spread + NormalDist().inv_cdf(probability) * math.sqrt(spread)
    if cube_root > 0.2:
        return shape * cube_root**3
    # Far down a small shape the series' first term alone is a good guess.
    return math.exp((math.log(probability) + math.lgamma(shape + 1)) / shape)


def _density(shape: float, x: float) -> float:
    return math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape))


def _tail(shape: float, x: float, *, from_below: bool) -> float:
    """The share of a gamma distribution below x, or above it."""
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        below = front * _series(shape, x)
        return below if from_below else 1 - below
    above = front * _continued_fraction(shape, x)
    return 1 - above if from_below else above


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for n in range(1, ENOUGH_TERMS):
        term *= x / (shape + n)
        total += term
        if term < total * HAIR:
            break
    return total


def _continued_fraction(shape: float, x: float) -> float:
    """By the modified method of Lentz."""
    b = x + 1 - shape
    c, d = 1 / TINY, 1 / b
    value = d
    for n in range(1, ENOUGH_TERMS):
        a = n * (shape - n)
        b += 2
        d = 1 / _not_nothing(a * d + b)
        c = _not_nothing(b + a / c)
        value *= c * d
        if abs(c * d - 1) < 2 * HAIR:
            break
    return value


def _not_nothing(x: float) -> float:
    return x if abs(x) > TINY else TINY
