"""Better, similar or worse: against a value, against another area, against a goal (the Fingertips comparisons).

Limits that only touch are similar, not different. Where no direction is good, a result stays higher or lower.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from programmes.choices import Polarity
from programmes.statistics.intervals import Interval, wilson
from programmes.statistics.quantiles import USUAL
from programmes.statistics.refusals import Refused


class Comparison(StrEnum):
    """How one figure stands to another, beyond what chance explains."""

    BEST = "best"
    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    WORST = "worst"
    MUCH_HIGHER = "much higher"
    HIGHER = "higher"
    LOWER = "lower"
    MUCH_LOWER = "much lower"
    NOT_COMPARED = "not compared"


_WORDS: Final = {
    Polarity.HIGH: (Comparison.WORST, Comparison.WORSE, Comparison.BETTER, Comparison.BEST),
    Polarity.LOW: (Comparison.BEST, Comparison.BETTER, Comparison.WORSE, Comparison.WORST),
    Polarity.NONE: (Comparison.MUCH_LOWER, Comparison.LOWER, Comparison.HIGHER, Comparison.MUCH_HIGHER),
}
"""What being far below, below, above and far above is called."""

FAR_BELOW, BELOW, SAME, ABOVE, FAR_ABOVE = -2, -1, 0, 1, 2


def against_value(area: Interval | None, benchmark: float | None, polarity: str) -> Comparison:
    """An area's interval against a benchmark's value, England's for instance (Fingertips, one confidence level).

    >>> str(against_value(Interval(0.31, 0.29, 0.33), 0.25, Polarity.HIGH))
    'better'
    """
    return _said(_side(area, benchmark, benchmark), polarity)


def against_value_twice(
    usual: Interval | None, strict: Interval | None, benchmark: float | None, polarity: str
) -> Comparison:
    """As `against_value`, at 95% and 99.8%: best and worst are outside both (Fingertips, two confidence levels).

    >>> usual, strict = wilson(31, 100), wilson(31, 100, 0.998)
    >>> str(against_value_twice(usual, strict, 0.20, Polarity.HIGH))
    'better'
    >>> str(against_value_twice(usual, strict, 0.10, Polarity.HIGH))
    'best'
    """
    near, far = _side(usual, benchmark, benchmark), _side(strict, benchmark, benchmark)
    return Comparison.NOT_COMPARED if near is None or far is None else _said(near and near + far, polarity)


def of_two_areas(area: Interval | None, other: Interval | None, polarity: str) -> Comparison:
    """One area against another: different only where their intervals do not overlap (Fingertips).

    A cautious test: two areas whose intervals overlap a little may well differ.

    >>> str(of_two_areas(Interval(3.0, 2.7, 3.1), Interval(4.0, 3.5, 4.5), Polarity.LOW))
    'better'
    """
    return (
        Comparison.NOT_COMPARED if other is None else _said(_side(area, other.lower, other.upper), polarity)
    )


def within_limits(
    share: float | None,
    denominator: float | None,
    benchmark: float | None,
    polarity: str,
    confidence: float = USUAL,
) -> Comparison:
    """An area's share against Wilson limits drawn round the benchmark at the area's own denominator (Fingertips SPC).

    Shares are fractions.

    >>> str(within_limits(0.112, 1339, 0.128, Polarity.LOW)), str(within_limits(0.110, 1339, 0.128, Polarity.LOW))
    ('similar', 'better')
    """
    if share is None or benchmark is None or denominator is None or denominator <= 0:
        return Comparison.NOT_COMPARED
    # Where the limits lie below the share, the share lies above the limits.
    side = _side(wilson(benchmark * denominator, denominator, confidence), share, share)
    return _said(None if side is None else -side, polarity)


def against_goal(value: float | None, goal: float | None, polarity: str) -> Comparison:
    """A value against a single goal: reached is better, else worse; there is no similar (Fingertips).

    >>> str(against_goal(0.80, 0.80, Polarity.HIGH)), str(against_goal(0.80, 0.80, Polarity.LOW))
    ('better', 'better')
    """
    if value is None or goal is None or polarity == Polarity.NONE:
        return Comparison.NOT_COMPARED
    reached = value >= goal if polarity == Polarity.HIGH else value <= goal
    return Comparison.BETTER if reached else Comparison.WORSE


def against_goal_with_interval(area: Interval | None, goal: float | None, polarity: str) -> Comparison:
    """An interval against a goal: above from a lower limit that reaches it, below from an upper limit that does not.

    >>> str(against_goal_with_interval(Interval(0.85, 0.80, 0.90), 0.80, Polarity.HIGH))
    'better'
    """
    if area is None or goal is None or area.lower is None or area.upper is None or polarity == Polarity.NONE:
        return Comparison.NOT_COMPARED
    if area.lower >= goal:
        return _said(ABOVE, polarity)
    return _said(BELOW if area.upper < goal else SAME, polarity)


def against_goal_range(
    value: float | None, goal_from: float | None, goal_to: float | None, polarity: str
) -> Comparison:
    """A value against a range: below it, within it (similar, its lower end included), or at its upper end and above.

    Refused when the range ends before it begins.

    >>> str(against_goal_range(0.95, 0.90, 0.95, Polarity.HIGH))
    'better'
    """
    if value is None or goal_from is None or goal_to is None or polarity == Polarity.NONE:
        return Comparison.NOT_COMPARED
    if goal_from > goal_to:
        raise Refused(f"a goal from {goal_from:g} to {goal_to:g} ends before it begins")
    if value < goal_from:
        return _said(BELOW, polarity)
    return _said(ABOVE if value >= goal_to else SAME, polarity)


def _side(area: Interval | None, lower: float | None, upper: float | None) -> int | None:
    """Where an interval lies, seen from another one, or from a value twice. None where a limit is missing."""
    if area is None or area.lower is None or area.upper is None or lower is None or upper is None:
        return None
    if area.lower > upper:
        return ABOVE
    return BELOW if area.upper < lower else SAME


def _said(side: int | None, polarity: str) -> Comparison:
    if side is None:
        return Comparison.NOT_COMPARED
    if side == SAME:
        return Comparison.SIMILAR
    far_below, below, above, far_above = _WORDS[Polarity(polarity)]
    return {FAR_BELOW: far_below, BELOW: below, ABOVE: above, FAR_ABOVE: far_above}[side]
