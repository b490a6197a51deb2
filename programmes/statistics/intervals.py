"""Confidence intervals of a share, a count and a rate, as in the Fingertips methods of public health in England.

Figures of several areas are put together by adding their counts first: percentages are never averaged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from programmes.statistics.quantiles import USUAL, poisson_limits, z_of
from programmes.statistics.refusals import Refused, refuse_unless_counts, refuse_unless_share

EXACT_BELOW = 10
"""Events from which Byar's approximation is used instead of the exact Poisson limits."""

PER_100_000 = 100_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the limits that chance alone puts round it, in the value's own unit.

    A limit is None where the method gives none.
    """

    value: float
    lower: float | None
    upper: float | None
    confidence: float = USUAL

    def times(self, factor: float) -> Interval:
        """The same in another unit: `factor` is above nothing.

        >>> Interval(0.5, 0.25, 0.75).times(100)
        Interval(value=50.0, lower=25.0, upper=75.0, confidence=0.95)
        """
        lower = None if self.lower is None else self.lower * factor
        upper = None if self.upper is None else self.upper * factor
        return Interval(self.value * factor, lower, upper, self.confidence)


def wilson(numerator: float, denominator: float, confidence: float = USUAL) -> Interval:
    """A share (a fraction) with its limits by the score method of Wilson (1927).

    Refused below nothing, over nothing, and where the numerator is above the denominator.

    >>> share = wilson(65, 100)
    >>> f"{share.value:.2%}: {share.lower:.2%} to {share.upper:.2%}"
    '65.00%: 55.25% to 73.64%'
    """
    refuse_unless_share(numerator, denominator)
    z = z_of(confidence)
    share = numerator / denominator
    middle = 2 * numerator + z**2
    reach = z * math.sqrt(z**2 + 4 * numerator * (1 - share))
    scale = 2 * (denominator + z**2)
    # At either end the square root is exactly z, and binary fractions leave a trace of it.
    lower = 0.0 if numerator == 0 else (middle - reach) / scale
    upper = 1.0 if numerator == denominator else (middle + reach) / scale
    return Interval(share, lower, upper, confidence)


def byars(events: float, confidence: float = USUAL) -> Interval:
    """A count with its limits by Byar's approximation (Breslow and Day, 1987).

    The lower limit is None where it does not exist: for no events, and where the approximation falls below nothing.

    >>> count = byars(65)
    >>> round(count.lower, 4), round(count.upper, 4)
    (50.1632, 82.8491)
    """
    refuse_unless_counts(events, 1)
    z = z_of(confidence)
    above = events + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    if events == 0:
        return Interval(events, None, upper, confidence)
    root = 1 - 1 / (9 * events) - z / (3 * math.sqrt(events))
    return Interval(events, events * root**3 if root >= 0 else None, upper, confidence)


def exact(events: float, confidence: float = USUAL) -> Interval:
    """A count with the exact limits of a Poisson count (Garwood, 1936).

    >>> count = exact(0)
    >>> count.lower, round(count.upper, 4)
    (0.0, 3.6889)
    """
    refuse_unless_counts(events, 1)
    return Interval(events, *poisson_limits(events, confidence), confidence)


def count_interval(events: float, confidence: float = USUAL) -> Interval:
    """A count with its limits: exact below 10 events, Byar's from there on (PHEindicatormethods, Rates).

    >>> [round(count_interval(events).lower, 4) for events in (9, 10)]
    [4.1154, 4.7874]
    """
    return exact(events, confidence) if events < EXACT_BELOW else byars(events, confidence)


def rate(
    events: float, people: float, multiplier: float = PER_100_000, confidence: float = USUAL
) -> Interval:
    """Events for so many people (100,000, unless said otherwise), with the limits of their count.

    Refused below nothing and over nobody.

    >>> crude = rate(65, 10_000)
    >>> [round(limit, 1) for limit in (crude.value, crude.lower, crude.upper)]
    [650.0, 501.6, 828.5]
    """
    refuse_unless_counts(events, people)
    if multiplier <= 0:
        raise Refused("a rate is for a number of people above nothing")
    return count_interval(events, confidence).times(multiplier / people)
