"""A run rate: the value that a table or a chart shows, and the same in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from programmes.choices import Polarity
from programmes.sentences import counted, pluralize
from programmes.statistics.amounts import DOWN, UP, Noun


class RunRateState(StrEnum):
    """What can be said of a target before its year is over, and after."""

    MET = "already met"
    WITHIN_REACH = "within reach"
    OUT_OF_REACH = "out of reach on any quarter seen so far"
    NOTHING_TO_COMPARE = "no earlier quarter to compare with"
    LOST = "cannot be met any more"
    ENDED_MET = "the year is over: met"
    ENDED_MISSED = "the year is over: missed"
    NOT_KNOWN = "not known"


@dataclass(frozen=True)
class RunRate:
    """What the quarters left must bring, in the indicator's unit; of quarters that add up, unless a kind differs.

    `required` is what each quarter left must bring, where low is good the most it may. `best` is the best that any
    quarter seen so far did in the same terms. `standing` is the year to date, or the latest level.
    """

    polarity: str
    target: float | None
    quarters_left: int
    state: RunRateState = RunRateState.NOT_KNOWN
    required: float | None = None
    best: float | None = None
    standing: float | None = None
    why_not: str = ""

    @property
    def is_low_good(self) -> bool:
        """Whether the target is the most that there may be."""
        return self.polarity == Polarity.LOW

    @property
    def is_least_best(self) -> bool:
        """Whether the best quarter is that with the smallest figure."""
        return self.is_low_good

    @property
    def left(self) -> str:
        """`3 quarters left`."""
        return counted(self.quarters_left, "quarter left", "quarters left")

    def room_words(self, noun: Noun) -> str:
        """How far what is met already may fall back before it is lost again, as the end of a sentence."""
        return ""

    def required_words(self, required: float, noun: Noun) -> str:
        """`12 more people a quarter for the 3 quarters left`."""
        told = self.at_most(required, noun) or noun.counted(required, UP, before="more")
        return f"{told} {self.when('a quarter for')}"

    def best_words(self, best: float, noun: Noun, whose: str) -> str:
        """`your best quarter so far was 15`."""
        return f"{whose} {'lowest' if self.is_low_good else 'best'} quarter so far was {noun.number(best)}"

    def at_most(self, required: float, noun: Noun) -> str:
        """`No more than 12 people`, where low is good."""
        return f"No more than {noun.counted(required, DOWN)}" if self.is_low_good else ""

    def when(self, each: str) -> str:
        """`a quarter for the 3 quarters left`; of one quarter `in the one quarter left`."""
        return pluralize(self.quarters_left, "in the one quarter left", f"{each} the {self.left}")


class StockRunRate(RunRate):
    """Of a level: by how much each quarter must move it the good way."""

    @property
    def is_least_best(self) -> bool:
        """Never: a move the good way is wanted large, whichever way that is."""
        return False

    def room_words(self, noun: Noun) -> str:
        """That a level has to last to the end of the year."""
        return "; it has to stay there"

    def required_words(self, required: float, noun: Noun) -> str:
        """`5 more posts a quarter for the 2 quarters left`."""
        told = noun.counted(required, UP, before="fewer" if self.is_low_good else "more")
        return f"{told} {self.when('a quarter for')}"

    def best_words(self, best: float, noun: Noun, whose: str) -> str:
        """`your largest rise in a quarter so far was 6`."""
        move = "fall" if self.is_low_good else "rise"
        if best <= 0:
            return f"there was no {move} in any quarter so far"
        return f"{whose} largest {move} in a quarter so far was {noun.number(best)}"


class RatioRunRate(RunRate):
    """Of a ratio, as a fraction: what it must be in each quarter, where low is good the most it may."""

    def room_words(self, noun: Noun) -> str:
        """The ratio that keeps the target met."""
        if self.required is None:
            return ""
        bound, rounding = ("up to", DOWN) if self.is_low_good else ("from", UP)
        return f"; it stays met {bound} {noun.number(self.required, rounding)} in those"

    def required_words(self, required: float, noun: Noun) -> str:
        """`79% in each of the 2 quarters left, if as many are counted as so far`."""
        told = self.at_most(required, noun) or noun.counted(required, UP)
        known = "" if self.standing is None else ", if as many are counted as so far"
        return f"{told} {self.when('in each of')}{known}"


def describe_run_rate(rate: RunRate, noun: Noun, whose: str = "your") -> str:
    """What the quarters left must bring, in a sentence without a full stop before its end.

    Figures are rounded to the safe side: whoever does what the sentence says arrives.

    >>> from programmes.choices import Unit
    >>> from programmes.statistics.amounts import NOUNS
    >>> from programmes.statistics.run_rate import flow_run_rate
    >>> describe_run_rate(flow_run_rate([9], [7, 15, None, 6], 45, Polarity.HIGH), NOUNS[Unit.PEOPLE])
    '12 more people a quarter for the 3 quarters left; your best quarter so far was 15: within reach.'
    >>> describe_run_rate(flow_run_rate([9, 12], [], 20, Polarity.HIGH), NOUNS[Unit.PEOPLE])
    'Already met: 21 people against a target of 20, with 2 quarters left.'
    """
    if rate.state == RunRateState.NOT_KNOWN or rate.target is None:
        return f"What it takes is not known. {rate.why_not}"
    if rate.state in _OVER:
        return _standing(rate, rate.target, noun)
    if rate.required is None:
        return "What it takes is not known."
    return f"{rate.required_words(rate.required, noun)}; {_compared(rate, noun, whose)}."


_OVER = (RunRateState.MET, RunRateState.LOST, RunRateState.ENDED_MET, RunRateState.ENDED_MISSED)


def _standing(rate: RunRate, target: float, noun: Noun) -> str:
    standing = "" if rate.standing is None else noun.counted(rate.standing)
    at_most = "at most " if rate.is_low_good else "a target of "
    against = f"{standing} against {at_most}{noun.planned(target)}"
    if rate.state == RunRateState.LOST:
        return f"Cannot be met any more: {against}, with {rate.left}."
    if rate.state == RunRateState.MET:
        return f"Already met: {against}, with {rate.left}{rate.room_words(noun)}."
    ending = "met" if rate.state == RunRateState.ENDED_MET else "missed"
    return f"The year is over and the target {ending}: {against}."


def _compared(rate: RunRate, noun: Noun, whose: str) -> str:
    if rate.best is None:
        return "there is no earlier quarter to compare with"
    ending = "within reach" if rate.state == RunRateState.WITHIN_REACH else str(RunRateState.OUT_OF_REACH)
    return f"{rate.best_words(rate.best, noun, whose)}: {ending}"
