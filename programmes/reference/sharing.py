"""Sharing a whole out among parts so that the parts sum to the whole again, to the last decimal.

>>> share_out(Decimal(10), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)})
{'a': Decimal('3.3334'), 'b': Decimal('3.3333'), 'c': Decimal('3.3333')}
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

DECIMALS = 4
UNIT = 10**DECIMALS

Part = TypeVar("Part")


def share_out(whole: Decimal, weights: Mapping[Part, Decimal]) -> dict[Part, Decimal]:
    """Each part's share of the whole by its weight, in exact fractions, the largest remainders rounded up.

    Parts of equal remainder are taken in the order given, so the same weights always give the same shares.
    """
    total = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    if total <= 0:
        raise ValueError("the weights sum to nothing, so nothing can be shared out by them")
    units = Fraction(whole) * UNIT
    if units.denominator != 1:
        raise ValueError(f"{whole} has more than {DECIMALS} decimals")
    exact = {part: units * Fraction(weight) / total for part, weight in weights.items()}
    rounded = {part: share.numerator // share.denominator for part, share in exact.items()}
    left = units.numerator - sum(rounded.values())
    for part in sorted(exact, key=lambda part: rounded[part] - exact[part])[:left]:
        rounded[part] += 1
    return {part: Decimal(units) / UNIT for part, units in rounded.items()}
