"""What if every quarter from the next one on brought so much: where the year ends, and when its target is reached.

Plain arithmetic on what is known and on a pace that somebody chose. Nothing is forecast, and nothing says that the pace
is likely. For flows (quarters add up) and stocks (levels), where high is good and where low is good. Ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from programmes.choices import Polarity
from programmes.periods import QUARTERS, Period
from programmes.sentences import pluralize
from programmes.statistics.amounts import Noun
from programmes.statistics.refusals import Refused

FARTHEST = 40
"""Quarters looked ahead. A pace that needs more than ten years is no plan."""

DIGITS_KEPT = 9
"""Decimals that count: what binary fractions leave behind them must not cost a quarter."""


@dataclass(frozen=True)
class WhatIf:
    """Where a year ends at a chosen pace, and when its target is reached. Figures are in the indicator's unit.

    `rate` is what each quarter brings from the next on. `turns` is the quarter in which the
    target is reached; where low is good and quarters add up, the one in which it is passed. None: it is so already
    (`is_there`), or never within sight.
    """

    polarity: str
    rate: float
    target: float
    year: Period
    quarters: int
    landing: float
    is_met: bool
    is_there: bool
    turns: Period | None

    only_grows: ClassVar = True
    """Whether quarters add up, so that a year once over its target stays there, and the next begins at nothing."""

    def pace_words(self, noun: Noun) -> str:
        """`With 60 people in each of the 3 quarters left`."""
        if self.quarters == QUARTERS:
            return f"With {noun.counted(self.rate)} in each quarter of {self.year.label}"
        each = f"in each of the {self.quarters} quarters left"
        return f"With {noun.counted(self.rate)} {pluralize(self.quarters, 'in the quarter left', each)}"


class StockWhatIf(WhatIf):
    """Of a level: `rate` is by how much each quarter moves it the good way."""

    only_grows = False

    def pace_words(self, noun: Noun) -> str:
        """`With 5 more posts a quarter`."""
        if not self.rate:
            return "With no change"
        is_fewer = (self.polarity == Polarity.LOW) == (self.rate > 0)
        return f"With {noun.counted(abs(self.rate), before='fewer' if is_fewer else 'more')} a quarter"


def flow_what_if(standing: float, now: Period, rate: float, target: float, polarity: str) -> WhatIf:
    """A flow: its year to date, the last quarter counted, and what each quarter after it brings.

    After a fourth quarter the next year is meant, which begins at nothing. Where the target is missed, the count goes
    on after March until it is reached.

    >>> found = flow_what_if(100, Period(2024, 1), 60, 300, Polarity.HIGH)
    >>> found.landing, found.is_met, found.turns.label
    (280, False, '2025/26 Q1')
    >>> found = flow_what_if(100, Period(2024, 1), 80, 300, Polarity.LOW)
    >>> found.landing, found.is_met, found.turns.label
    (340, False, '2024/25 Q4')
    """
    _refuse(now, polarity)
    if rate < 0:
        raise Refused("a quarter cannot bring less than nothing")
    year, quarters = _ahead(now)
    so_far = standing if now.quarters_left else 0
    landing = so_far + rate * quarters
    if polarity == Polarity.HIGH:
        is_there, is_met = so_far >= target, _rounded(landing - target) >= 0
        steps = _steps(target - so_far, rate)
    else:
        is_there, is_met = so_far > target, _rounded(landing - target) <= 0
        steps = None if is_met else math.floor(_rounded((target - so_far) / rate)) + 1 if rate else None
    turns = None if is_there or steps is None else now.shifted(steps)
    return WhatIf(polarity, rate, target, year, quarters, landing, is_met, is_there, turns)


def stock_what_if(standing: float, now: Period, rate: float, target: float, polarity: str) -> WhatIf:
    """A stock: its level at the end of the last quarter counted, and by how much it moves the good way in each.

    `standing` is that level; none falls below nothing.

    >>> found = stock_what_if(1800, Period(2024, 4), 100, 2400, Polarity.HIGH)
    >>> found.landing, found.is_met, found.turns.label
    (2200, False, '2026/27 Q2')
    >>> found = stock_what_if(50, Period(2024, 2), 10, 30, Polarity.LOW)
    >>> found.landing, found.is_met, found.turns.label
    (30, True, '2024/25 Q4')
    """
    _refuse(now, polarity)
    year, quarters = _ahead(now)
    sign = -1 if polarity == Polarity.LOW else 1
    landing = max(standing + sign * rate * quarters, 0)
    gap = sign * (target - standing)
    steps = None if gap <= 0 else _steps(gap, rate)
    return StockWhatIf(
        polarity=polarity,
        rate=rate,
        target=target,
        year=year,
        quarters=quarters,
        landing=landing,
        is_met=_rounded(sign * (landing - target)) >= 0,
        is_there=gap <= 0,
        turns=None if steps is None else now.shifted(steps),
    )


def describe_what_if(found: WhatIf, noun: Noun) -> str:
    """Where the year ends and when the target is reached, in two sentences.

    >>> from programmes.choices import Unit
    >>> from programmes.statistics.amounts import NOUNS
    >>> describe_what_if(flow_what_if(100, Period(2024, 1), 60, 300, Polarity.HIGH), NOUNS[Unit.PEOPLE])[:75]
    'With 60 people in each of the 3 quarters left, 2024/25 ends at 280 people, '
    >>> describe_what_if(flow_what_if(100, Period(2024, 1), 60, 300, Polarity.HIGH), NOUNS[Unit.PEOPLE])[75:]
    '20 short of 300. Counted on after March, 300 is reached in 2025/26 Q1.'
    """
    return f"{found.pace_words(noun)}, {_landing(found, noun)}. {_turning(found, noun)}"


def _refuse(now: Period, polarity: str) -> None:
    if not now.is_quarter:
        raise Refused("a pace is set quarter by quarter, and this is counted once a year")
    if polarity == Polarity.NONE:
        raise Refused("no direction is good here, so nothing is to be reached")


def _ahead(now: Period) -> tuple[Period, int]:
    """The year that the next quarter lies in, and how many quarters of it are to come."""
    return now.next().year, now.quarters_left or QUARTERS


def _steps(gap: float, rate: float) -> int | None:
    """How many quarters of this rate fill the gap; None where none do within sight."""
    if rate <= 0:
        return None
    steps = max(math.ceil(_rounded(gap / rate)), 1)
    return steps if steps <= FARTHEST else None


def _rounded(value: float) -> float:
    return round(value, DIGITS_KEPT)


def _landing(found: WhatIf, noun: Noun) -> str:
    apart = found.landing - found.target
    ends = f"{found.year.label} ends at {noun.counted(found.landing)}"
    if not _rounded(apart):
        return f"{ends}, just as planned"
    target = noun.planned(found.target)
    # A target that was shared out is no whole number: what is shown alike may still lie a little apart.
    gap = (noun.number if target == noun.number(found.target) else noun.planned)(abs(apart))
    if gap == noun.number(0):
        return f"{ends}, just {'short of' if apart < 0 else 'over'} {target} unrounded"
    if found.polarity == Polarity.LOW:
        words = "fewer than the most allowed," if apart < 0 else "more than the most allowed,"
    else:
        words = "short of" if apart < 0 else "more than the target of"
    return f"{ends}, {gap} {words} {target}"


def _turning(found: WhatIf, noun: Noun) -> str:
    target = noun.planned(found.target)
    if found.only_grows and found.polarity == Polarity.LOW:
        if found.is_there:
            return f"It is over {target} already."
        return (
            f"It goes over {target} in {found.turns.label}." if found.turns else f"It stays within {target}."
        )
    if found.is_there:
        return "The target is reached already."
    if found.turns is None:
        return f"At that pace {target} is not reached within ten years."
    late = found.only_grows and found.turns.year != found.year
    return f"{'Counted on after March, ' if late else ''}{target} is reached in {found.turns.label}."
