"""What each quarter that is left must bring to reach the year's target, and whether any quarter seen so far did.

For flows (quarters add up), stocks (levels) and ratios, where high is good and where low is good. Ours: no publication
fixes it; year to date and the required figure of a flow are those of `programmes.calculations`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from programmes import calculations
from programmes.choices import Polarity
from programmes.periods import QUARTERS
from programmes.statistics.refusals import Refused
from programmes.statistics.run_rate_words import RatioRunRate, RunRate, RunRateState, StockRunRate

Parts = tuple[float, float]
"""A quarter's numerator and denominator."""


def flow_run_rate(
    this_year: Sequence[float | None], earlier: Iterable[float | None], target: float | None, polarity: str
) -> RunRate:
    """The run rate of a flow: the quarters of this year so far, those of earlier years, and the year's target.

    >>> rate = flow_run_rate([9], [7, 8, None, 6], 45, Polarity.HIGH)
    >>> rate.required, rate.quarters_left, rate.best, str(rate.state)
    (12.0, 3, 9, 'out of reach on any quarter seen so far')
    """
    left = _quarters_left(this_year)
    blank = RunRate(polarity, target, left)
    to_date = calculations.year_to_date(list(this_year))
    if target is None or polarity == Polarity.NONE or to_date is None:
        return replace(blank, why_not=_why_not(target, polarity, _NO_YEAR_TO_DATE))
    seen = _known([*earlier, *this_year])
    known = replace(blank, standing=to_date)
    if polarity == Polarity.HIGH:
        best = max(seen, default=None)
        if to_date >= target:
            return _met(known, best)
        required = calculations.required_per_period(to_date, target, left)
        return _judged(known, required, best)
    best = min(seen, default=None)
    if to_date > target:
        return replace(known, state=RunRateState.LOST if left else RunRateState.ENDED_MISSED, best=best)
    # Nothing is met before the year is over: the quarters left can still bring too much.
    return _judged(known, (target - to_date) / left, best) if left else _met(known, best)


def stock_run_rate(
    levels: Sequence[float | None], quarters_left: int, target: float | None, polarity: str
) -> RunRate:
    """The run rate of a stock: its levels quarter by quarter, oldest first, and the level wanted at the year's end.

    >>> rate = stock_run_rate([100, 104, 110], 2, 120, Polarity.HIGH)
    >>> rate.required, rate.best, str(rate.state)
    (5.0, 6, 'within reach')
    """
    if not 0 <= quarters_left <= QUARTERS:
        raise Refused(f"a year has {QUARTERS} quarters, and {quarters_left} cannot be left")
    latest = levels[-1] if levels else None
    blank = StockRunRate(polarity, target, quarters_left)
    if target is None or polarity == Polarity.NONE or latest is None:
        return replace(blank, why_not=_why_not(target, polarity, "The latest level is not known."))
    sign = -1 if polarity == Polarity.LOW else 1
    # Only neighbours: over a missing quarter nobody knows what one quarter did.
    moves = [
        sign * (after - before)
        for before, after in pairwise(levels)
        if before is not None and after is not None
    ]
    known = replace(blank, standing=latest)
    best = max(moves, default=None)
    missing = sign * (target - latest)
    if missing <= 0:
        return _met(known, best)
    return _judged(known, missing / quarters_left if quarters_left else None, best)


def ratio_run_rate(
    this_year: Sequence[Parts | None],
    earlier: Iterable[Parts | None],
    target: float | None,
    polarity: str,
    most: float | None = 1.0,
) -> RunRate:
    """The run rate of a ratio: what it must be in the quarters left, if their denominators are as large as so far.

    Each quarter is a numerator and a denominator; `most` is the largest the ratio can be, None without a bound.

    >>> rate = ratio_run_rate([(70, 100), (72, 100)], [(80, 100)], 0.75, Polarity.HIGH)
    >>> round(rate.required, 4), rate.best, str(rate.state)
    (0.79, 0.8, 'within reach')
    """
    left = _quarters_left(this_year)
    blank = RatioRunRate(polarity, target, left)
    parts = [quarter for quarter in this_year if quarter is not None]
    if target is None or polarity == Polarity.NONE or len(parts) < len(this_year):
        return replace(blank, why_not=_why_not(target, polarity, _NO_YEAR_TO_DATE))
    part = math.fsum(numerator for numerator, _ in parts)
    whole = math.fsum(denominator for _, denominator in parts)
    seen = _known(calculations.ratio(*quarter) for quarter in [*earlier, *this_year] if quarter is not None)
    best = max(seen, default=None) if polarity == Polarity.HIGH else min(seen, default=None)
    standing = calculations.ratio(part, whole)
    if standing is None:
        if parts:
            return replace(blank, why_not="Nobody was counted in the denominator this year.")
        return _judged(blank, target, best)
    known = replace(blank, standing=standing)
    reached = standing >= target if polarity == Polarity.HIGH else standing <= target
    if not left:
        return _met(known, best) if reached else _judged(known, None, best)
    expected = whole / len(parts) * left
    required = (target * (whole + expected) - part) / expected
    if reached:
        # What is left may fall back so far, and the year is still met.
        return replace(_met(known, best), required=min(max(required, 0.0), most or math.inf))
    if required < 0 or (most is not None and required > most + calculations.HAIR):
        return replace(known, state=RunRateState.LOST, best=best)
    return _judged(known, required, best)


_NO_YEAR_TO_DATE = "A quarter of this year has no figure, so the year to date is not known."


def _quarters_left(this_year: Sequence[object]) -> int:
    left = QUARTERS - len(this_year)
    if left < 0:
        raise Refused(f"a year has {QUARTERS} quarters, and these are {len(this_year)}")
    return left


def _why_not(target: float | None, polarity: str, otherwise: str) -> str:
    if target is None:
        return "There is no target."
    return "No direction is good here." if polarity == Polarity.NONE else otherwise


def _known(figures: Iterable[float | None]) -> list[float]:
    return [figure for figure in figures if figure is not None]


def _met(known: RunRate, best: float | None) -> RunRate:
    state = RunRateState.MET if known.quarters_left else RunRateState.ENDED_MET
    return replace(known, state=state, best=best)


def _judged(known: RunRate, required: float | None, best: float | None) -> RunRate:
    """What is required against the best so far."""
    if required is None:
        return replace(known, state=RunRateState.ENDED_MISSED, best=best)
    if best is None:
        state = RunRateState.NOTHING_TO_COMPARE
    else:
        short = best - required if known.is_least_best else required - best
        state = RunRateState.OUT_OF_REACH if short > calculations.HAIR else RunRateState.WITHIN_REACH
    return replace(known, state=state, required=required, best=best)
