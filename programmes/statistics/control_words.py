"""A control chart in sentences, and what its states mean. Made from the chart itself, so that words and lines agree."""

from __future__ import annotations

from itertools import pairwise

from programmes.statistics.amounts import Noun
from programmes.statistics.control import Assurance, ControlChart, ControlPoint, Variation
from programmes.statistics.control_rules import Rule, Side

VARIATION_WORDS = {
    Variation.IMPROVEMENT_HIGH: "a change for the better, higher than ordinary variation explains",
    Variation.IMPROVEMENT_LOW: "a change for the better, lower than ordinary variation explains",
    Variation.CONCERN_HIGH: "a cause for concern, higher than ordinary variation explains",
    Variation.CONCERN_LOW: "a cause for concern, lower than ordinary variation explains",
    Variation.NEITHER_HIGH: "a change, higher than ordinary variation explains",
    Variation.NEITHER_LOW: "a change, lower than ordinary variation explains",
    Variation.COMMON_CAUSE: "ordinary variation, and nothing suggests a change",
}

VARIATION_LETTERS = {
    Variation.IMPROVEMENT_HIGH: "H",
    Variation.IMPROVEMENT_LOW: "L",
    Variation.CONCERN_HIGH: "H",
    Variation.CONCERN_LOW: "L",
    Variation.NEITHER_HIGH: "H",
    Variation.NEITHER_LOW: "L",
    Variation.COMMON_CAUSE: "",
}
"""What stands in a variation icon, together with its shape and its words: high, low, or nothing."""

ASSURANCE_WORDS = {
    Assurance.PASS: "it is met every time, as long as nothing changes",
    Assurance.FAIL: "it is missed every time, until something changes",
    Assurance.HIT_OR_MISS: "it is met or missed by chance, until something changes",
}

ASSURANCE_LETTERS = {Assurance.PASS: "P", Assurance.FAIL: "F", Assurance.HIT_OR_MISS: "?"}

_WHICH_WAY = {Side.HIGH: ("above", "upper"), Side.LOW: ("below", "lower")}
_MOVED = {Side.HIGH: "risen", Side.LOW: "fallen"}


def describe_control(chart: ControlChart, noun: Noun, period: str = "") -> str:
    """The chart in a few sentences: what the latest figure says, the range of chance, and the target against it.

    `period` is the latest figure's, in words.

    >>> from programmes.choices import Polarity, Unit
    >>> from programmes.statistics.amounts import NOUNS
    >>> from programmes.statistics.control import SeriesKind, control_chart
    >>> shown = [20, 24, 20, 26, 22, 16, 18, 16, 31, 28, 34, 26, 30, 19, 18]
    >>> chart = control_chart(shown, SeriesKind.PER_PERIOD, Polarity.HIGH, target=40)
    >>> for sentence in describe_control(chart, NOUNS[Unit.PEOPLE]).split(". "):
    ...     sentence
    'The latest figure is 18 people: ordinary variation, and nothing suggests a change'
    'By ordinary variation alone figures lie between 9 and 38, round a mean of 23'
    'The target of 40 lies above that range: it is missed every time, until something changes.'
    """
    if not chart.points:
        return "There are no figures yet."
    if chart.variation is None:
        plain = f"A plain line. {chart.why_not}"
        mean = chart.points[-1].mean
        return plain if mean is None else f"{plain} The mean is {noun.number(mean)}."
    sentences = [_latest(chart, noun, period), _range(chart, noun), _target(chart, noun)]
    return " ".join(sentence for sentence in sentences if sentence)


def reasons(chart: ControlChart) -> tuple[str, ...]:
    """Why the latest figure is a special cause: one clause for each rule that it breaks the way that is shown.

    None for ordinary variation and for a plain line.

    >>> from programmes.choices import Polarity
    >>> from programmes.statistics.control import SeriesKind, control_chart
    >>> rising = [*([10, 12] * 5), 11, 12, 13, 14, 15, 16]
    >>> reasons(control_chart(rising, SeriesKind.PER_PERIOD, Polarity.HIGH))
    ('the figures have risen 5 times in a row', 'two of the latest three figures lie close to the upper process limit')
    """
    if not chart.points:
        return ()
    last = chart.points[-1]
    return tuple(_reason(chart, rule, side) for rule, side in last.broken if side == last.side)


def _latest(chart: ControlChart, noun: Noun, period: str) -> str:
    last = chart.points[-1]
    meaning = VARIATION_WORDS[last.variation or Variation.COMMON_CAUSE]
    when = f" ({period})" if period else ""
    why = reasons(chart)
    told = f"The latest figure{when} is {noun.counted(last.value)}: {meaning}"
    return f"{told}, as {' and '.join(why)}." if why else f"{told}."


def _reason(chart: ControlChart, rule: Rule, side: Side) -> str:
    where, which = _WHICH_WAY[side]
    if rule == Rule.OUTSIDE:
        return f"it lies {where} the {which} process limit"
    if rule == Rule.TWO_OF_THREE:
        return f"two of the latest three figures lie close to the {which} process limit"
    if rule == Rule.SHIFT:
        return f"the latest {_shift_length(chart, side)} figures all lie {where} the mean"
    return f"the figures have {_MOVED[side]} {_trend_length(chart.points, side)} times in a row"


def _shift_length(chart: ControlChart, side: Side) -> int:
    length = 0
    for point in reversed(chart.points):
        if (Rule.SHIFT, side) not in point.broken:
            break
        length += 1
    return length


def _trend_length(points: tuple[ControlPoint, ...], side: Side) -> int:
    """How many of the latest figures lie beyond the one before them."""
    length = 0
    for after, before in pairwise(reversed(points)):
        if after.value <= before.value if side == Side.HIGH else after.value >= before.value:
            break
        length += 1
    return length


def _range(chart: ControlChart, noun: Noun) -> str:
    last = chart.points[-1]
    if last.mean is None or last.lower is None or last.upper is None:
        return ""
    mean, upper = noun.number(last.mean), noun.number(last.upper)
    if last.lower < 0 <= min(point.value for point in chart.points):
        return f"By ordinary variation alone figures lie up to {upper}, round a mean of {mean}."
    lower = noun.number(last.lower)
    return f"By ordinary variation alone figures lie between {lower} and {upper}, round a mean of {mean}."


def _target(chart: ControlChart, noun: Noun) -> str:
    last = chart.points[-1]
    if chart.target is None:
        return ""
    shown = noun.number(chart.target)
    if chart.assurance is None or last.upper is None:
        return f"No direction is good here, so nothing is said of meeting the target of {shown}."
    if chart.assurance == Assurance.HIT_OR_MISS:
        where = "within"
    else:
        where = "above" if chart.target > last.upper else "below"
    return f"The target of {shown} lies {where} that range: {ASSURANCE_WORDS[chart.assurance]}."
