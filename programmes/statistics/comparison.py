"""Better, similar or worse than a value or another area: the comparisons of Fingertips at one confidence level.

Limits that only touch are similar, not different. Where no direction is good, a result stays higher or lower.
"""

from __future__ import annotations

from enum import StrEnum

from programmes.choices import Polarity
from programmes.statistics.intervals import Interval


class Comparison(StrEnum):
    """How one figure stands to another, beyond what chance explains."""

    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    NOT_COMPARED = "not compared"


_WORDS = {
    Polarity.HIGH: (Comparison.WORSE, Comparison.BETTER),
    Polarity.LOW: (Comparison.BETTER, Comparison.WORSE),
    Polarity.NONE: (Comparison.LOWER, Comparison.HIGHER),
}
"""What being below and above is called."""


def against_value(area: Interval | None, benchmark: float | None, polarity: str) -> Comparison:
    """An area's interval against a benchmark's value, England's for instance. Not compared where one is missing.

    >>> str(against_value(Interval(0.31, 0.29, 0.33), 0.25, Polarity.HIGH))
    'better'
    """
    return _beside(area, benchmark, benchmark, polarity)


def of_two_areas(area: Interval | None, other: Interval | None, polarity: str) -> Comparison:
    """One area against another: different only where their intervals do not overlap (Fingertips).

    A cautious test: two areas whose intervals overlap a little may well differ.

    >>> str(of_two_areas(Interval(3.0, 2.7, 3.1), Interval(4.0, 3.5, 4.5), Polarity.LOW))
    'better'
    """
    return Comparison.NOT_COMPARED if other is None else _beside(area, other.lower, other.upper, polarity)


def _beside(area: Interval | None, lower: float | None, upper: float | None, polarity: str) -> Comparison:
    """Where an interval lies, seen from another one, or from a value twice."""
    if area is None or area.lower is None or area.upper is None or lower is None or upper is None:
        return Comparison.NOT_COMPARED
    below, above = _WORDS[Polarity(polarity)]
    if area.lower > upper:
        return above
    return below if area.upper < lower else Comparison.SIMILAR
