"""Why a method is not used on these figures."""

from __future__ import annotations

import math


class Refused(ValueError):
    """These figures cannot be put to this method. The message says why, in words for a page."""


def refuse_unless_counts(numerator: float, denominator: float) -> None:
    """Raise Refused unless 0 <= numerator and 0 < denominator, both of them numbers.

    >>> refuse_unless_counts(12, 0)
    Traceback (most recent call last):
    programmes.statistics.refusals.Refused: nothing can be divided by 0
    """
    if not (math.isfinite(numerator) and math.isfinite(denominator)):
        raise Refused("a count is missing")
    if numerator < 0:
        raise Refused(f"a count cannot be below nothing, and this one is {numerator:g}")
    if denominator <= 0:
        raise Refused(f"nothing can be divided by {denominator:g}")


def refuse_unless_share(numerator: float, denominator: float) -> None:
    """Raise Refused unless 0 <= numerator <= denominator and the denominator is above nothing.

    >>> refuse_unless_share(12, 10)
    Traceback (most recent call last):
    programmes.statistics.refusals.Refused: 12 cannot be a share of 10
    """
    refuse_unless_counts(numerator, denominator)
    if numerator > denominator:
        raise Refused(f"{numerator:g} cannot be a share of {denominator:g}")
