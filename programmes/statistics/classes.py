"""Classes that each hold as many areas: quarters and fifths, as in Fingertips."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from programmes.choices import Polarity
from programmes.statistics.refusals import Refused

QUARTERS, FIFTHS = 4, 5


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that this share of the values lies below, by linear interpolation at share times (n - 1).

    `ordered` are values from the lowest up, at least one. (Type 7 of Hyndman and Fan, 1996.)

    >>> quantile([1, 2, 3, 4], 0.5)
    2.5
    """
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def class_bounds(values: Iterable[float], classes: int = FIFTHS) -> tuple[float, ...]:
    """The bounds between so many classes of equal size; none at all when there are fewer values than classes.

    >>> [round(bound, 2) for bound in class_bounds(range(1, 51))]
    [10.8, 20.6, 30.4, 40.2]
    >>> class_bounds(range(1, 51), QUARTERS)
    (13.25, 25.5, 37.75)
    """
    if classes < 2:
        raise Refused("there are at least two classes")
    ordered = sorted(values)
    if len(ordered) < classes:
        return ()
    return tuple(quantile(ordered, part / classes) for part in range(1, classes))


def class_of(value: float, bounds: Sequence[float], polarity: str = Polarity.NONE) -> int | None:
    """The class of a value, from 1: the lowest values, or the highest where high is good, so that 1 is the best.

    A value on a bound belongs below it, as in Fingertips. None without bounds.

    >>> class_of(10.8, (10.8, 20.6, 30.4, 40.2)), class_of(10.8, (10.8, 20.6, 30.4, 40.2), Polarity.HIGH)
    (1, 5)
    """
    if not bounds:
        return None
    place = bisect_left(bounds, value) + 1
    return len(bounds) + 2 - place if polarity == Polarity.HIGH else place
