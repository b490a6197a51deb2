"""A run rate in a sentence, made from the same value that a table or a chart shows."""

from __future__ import annotations

from programmes.choices import IndicatorKind, Polarity
from programmes.sentences import counted, pluralize
from programmes.statistics.amounts import DOWN, UP, Noun
from programmes.statistics.run_rate import RunRate, RunRateState


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
    return f"{_required(rate, rate.required, noun)}; {_compared(rate, noun, whose)}."


_OVER = (RunRateState.MET, RunRateState.LOST, RunRateState.ENDED_MET, RunRateState.ENDED_MISSED)


def _standing(rate: RunRate, target: float, noun: Noun) -> str:
    standing = "" if rate.standing is None else noun.counted(rate.standing)
    at_most = "at most " if rate.polarity == Polarity.LOW else "a target of "
    against = f"{standing} against {at_most}{noun.planned(target)}"
    if rate.state == RunRateState.LOST:
        return f"Cannot be met any more: {against}, with {_left(rate)}."
    if rate.state == RunRateState.MET:
        return f"Already met: {against}, with {_left(rate)}{_room(rate, noun)}."
    ending = "met" if rate.state == RunRateState.ENDED_MET else "missed"
    return f"The year is over and the target {ending}: {against}."


def _room(rate: RunRate, noun: Noun) -> str:
    """How far a ratio may fall back, or a stock not, before its target is lost again."""
    if rate.kind == IndicatorKind.STOCK:
        return "; it has to stay there"
    if rate.kind != IndicatorKind.RATIO or rate.required is None:
        return ""
    if rate.polarity == Polarity.LOW:
        return f"; it stays met up to {noun.number(rate.required, DOWN)} in those"
    return f"; it stays met from {noun.number(rate.required, UP)} in those"


def _required(rate: RunRate, required: float, noun: Noun) -> str:
    low = rate.polarity == Polarity.LOW
    if rate.kind == IndicatorKind.RATIO:
        bound = f"No more than {noun.counted(required, DOWN)}" if low else noun.counted(required, UP)
        told = f"{bound} {_when(rate, 'in each of')}"
        return told if rate.standing is None else f"{told}, if as many are counted as so far"
    if rate.kind == IndicatorKind.STOCK:
        told = noun.counted(required, UP, before="fewer" if low else "more")
    elif low:
        told = f"No more than {noun.counted(required, DOWN)}"
    else:
        told = noun.counted(required, UP, before="more")
    return f"{told} {_when(rate, 'a quarter for')}"


def _when(rate: RunRate, each: str) -> str:
    return pluralize(rate.quarters_left, "in the one quarter left", f"{each} the {_left(rate)}")


def _compared(rate: RunRate, noun: Noun, whose: str) -> str:
    if rate.best is None:
        return "there is no earlier quarter to compare with"
    ending = "within reach" if rate.state == RunRateState.WITHIN_REACH else str(RunRateState.OUT_OF_REACH)
    if rate.kind != IndicatorKind.STOCK:
        word = "lowest" if rate.polarity == Polarity.LOW else "best"
        return f"{whose} {word} quarter so far was {noun.number(rate.best)}: {ending}"
    move = "fall" if rate.polarity == Polarity.LOW else "rise"
    if rate.best <= 0:
        return f"there was no {move} in any quarter so far: {ending}"
    return f"{whose} largest {move} in a quarter so far was {noun.number(rate.best)}: {ending}"


def _left(rate: RunRate) -> str:
    return counted(rate.quarters_left, "quarter left", "quarters left")
