"""The arithmetic, one figure at a time: plain Python that anybody can check with a pencil.

The engine does the same over whole arrays (`programmes.engine.derive`); tests hold the two against each other.
`None` means not known, and whatever is computed from it is not known either. Division by nothing gives None.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, TypeVar

from programmes.choices import Polarity, Status

Part = TypeVar("Part", bound=Any)
"""What a whole is shared among: of anything that has an order."""

ADULTS_PER_RATE = 100_000

HAIR = 1e-9
"""What binary fractions are off by at most: exactly 95% of plan is within a tolerance of 5%, though 1 - 0.95 > 0.05."""


def ratio(numerator: float | None, denominator: float | None) -> float | None:
    """Numerator over denominator, as a fraction.

    >>> ratio(678, 853)
    0.794841735052755
    """
    if numerator is None or not denominator:
        return None
    return numerator / denominator


def rate(count: float | None, people: float | None) -> float | None:
    """Count per 100,000 people.

    >>> rate(1204, 2_400_000)
    50.166666666666664
    """
    share = ratio(count, people)
    return None if share is None else share * ADULTS_PER_RATE


def year_to_date(figures: list[float | None]) -> float | None:
    """The sum of the year's periods so far; not known as soon as one of them is missing.

    >>> year_to_date([310, 295, None]) is None
    True
    """
    total = 0.0
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total


def straight_line(start: float | None, end: float | None, quarters_done: int) -> float | None:
    """Where a straight line from `start` (last year's end) to `end` (this year's end) stands after so many quarters.

    A flow starts each year at nothing, a stock where it stood.

    >>> straight_line(0, 55_000, 3)
    41250.0
    """
    if start is None or end is None:
        return end if quarters_done == 4 else None
    return start + (end - start) * quarters_done / 4


def attainment(actual: float | None, target: float | None) -> float | None:
    """Actual over target at the same point, as a fraction; 1 is exactly on plan."""
    return ratio(actual, target)


def variance(actual: float | None, target: float | None) -> float | None:
    """Actual less target. The sign is arithmetic; polarity says whether it is good."""
    if actual is None or target is None:
        return None
    return actual - target


def status_of(attained: float | None, polarity: str, tolerance: float) -> Status | None:
    """The status of an attainment: decided unrounded, so that 94.996% is off plan at a tolerance of 5%.

    >>> status_of(0.94996, Polarity.HIGH, 0.05)
    Status.OFF_PLAN
    >>> status_of(1.04, Polarity.LOW, 0.05)
    Status.NEAR_PLAN
    """
    if attained is None or polarity == Polarity.NONE:
        return None
    shortfall = attained - 1 if polarity == Polarity.LOW else 1 - attained
    if shortfall <= HAIR:
        return Status.ON_PLAN
    return Status.NEAR_PLAN if shortfall <= tolerance + HAIR else Status.OFF_PLAN


def required_per_period(to_date: float | None, target_year: float | None, quarters_left: int) -> float | None:
    """How much each quarter that is left must bring to reach the year's target; 0 when it is already reached.

    >>> required_per_period(1204, 1800, 1)
    596.0
    """
    if to_date is None or target_year is None or quarters_left <= 0:
        return None
    return max(target_year - to_date, 0) / quarters_left


def nearest_five(count: float) -> float:
    """The count to the nearest five, halves up.

    >>> nearest_five(12.5), nearest_five(12)
    (15.0, 10.0)
    """
    return float((count + 2.5) // 5 * 5)


def apportion(whole: int, weights: Mapping[Part, Decimal | Fraction | float]) -> dict[Part, int]:
    """Each part's share of the whole by its weight, in whole numbers that add up to it: by the largest remainder.

    What is left when every exact share is rounded down goes one by one to the shares that lost most by it; of equal
    ones the first in order has it, by code where parts are areas. The order in which parts are given plays no role.
    Raises ValueError where there is something to share out and no weight, and for a weight below nothing.

    >>> apportion(10, {"00L": 1, "00N": 1, "00P": 1})
    {'00L': 4, '00N': 3, '00P': 3}
    >>> apportion(160, {"QHM": 31.2, "QF7": 14.1, "QOP": 0})
    {'QHM': 110, 'QF7': 50, 'QOP': 0}
    """
    exact = {part: Fraction(weight) for part, weight in weights.items()}
    unit = lcm(*(weight.denominator for weight in exact.values()))
    whole_weights = {part: weight.numerator * (unit // weight.denominator) for part, weight in exact.items()}
    total = sum(whole_weights.values())
    if any(weight < 0 for weight in whole_weights.values()):
        raise ValueError("a weight is below nothing, so nothing can be shared out by them")
    if total == 0:
        if whole:
            raise ValueError("the weights sum to nothing, so nothing can be shared out by them")
        return dict.fromkeys(whole_weights, 0)
    parts, lost = {}, {}
    for part, weight in whole_weights.items():
        parts[part], lost[part] = divmod(whole * weight, total)
    left = whole - sum(parts.values())
    for part in sorted(lost, key=lambda part: (-lost[part], part))[:left]:
        parts[part] += 1
    return parts
