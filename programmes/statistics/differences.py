"""How far two figures lie apart, with the limits that chance puts round the difference.

Both differences are put together from the limits of each figure by itself (square and add): for shares that is the
method of Newcombe (1998, method 10, from Wilson's limits), for rates the same with Byar's limits (Zou and Donner,
2008). Two figures are told apart where the limits of their difference leave out nothing, that is 0. This tells apart
more than asking that two intervals do not overlap, which is the more cautious question.
"""

from __future__ import annotations

import math

from programmes.statistics.comparison import Comparison, against_value
from programmes.statistics.intervals import Interval, wilson
from programmes.statistics.quantiles import USUAL


def between(one: Interval, other: Interval) -> Interval:
    """The first less the second, in their unit. A limit is None where a limit that it is made of is.

    >>> found = between(Interval(10.0, 7.0, 14.0), Interval(6.0, 3.0, 9.0))
    >>> found.value, round(found.lower, 3), found.upper
    (4.0, -0.243, 9.0)
    """
    apart = one.value - other.value
    lower = upper = None
    if one.lower is not None and other.upper is not None:
        lower = apart - math.hypot(one.value - one.lower, other.upper - other.value)
    if one.upper is not None and other.lower is not None:
        upper = apart + math.hypot(one.upper - one.value, other.value - other.lower)
    return Interval(apart, lower, upper, one.confidence)


def of_shares(
    numerator: float,
    denominator: float,
    other_numerator: float,
    other_denominator: float,
    confidence: float = USUAL,
) -> Interval:
    """The first share less the second, as fractions (Newcombe 1998, method 10).

    >>> found = of_shares(56, 70, 48, 80)
    >>> [round(limit, 4) for limit in (found.value, found.lower, found.upper)]
    [0.2, 0.0524, 0.3339]
    """
    return between(
        wilson(numerator, denominator, confidence), wilson(other_numerator, other_denominator, confidence)
    )


def said(difference: Interval | None, polarity: str) -> Comparison:
    """The first against the second: better or worse where the limits leave out 0, similar where they hold or touch it.

    Higher or lower where no direction is good. Not compared without both limits.

    >>> str(said(Interval(4.0, 0.5, 9.0), "high")), str(said(Interval(4.0, -0.2, 9.0), "high"))
    ('better', 'similar')
    """
    return against_value(difference, 0.0, polarity)
