"""Where an area stands among those that it is compared with, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboards import comparing, formatting
from dashboards.presenters.compare import ComparedRow
from dashboards.presenters.standing import year_so_far
from programmes.choices import Polarity
from programmes.periods import Period
from programmes.results import IndicatorInfo
from programmes.statistics.comparison import Comparison


def present_answer(rows: Sequence[ComparedRow]) -> str:
    """Where the first area stands among the others, in sentences."""
    focus, indicator = rows[0], rows[0].indicator
    name, period = focus.point.area.short_name, focus.point.period
    if focus.figure is None or focus.standing is None:
        return f"{name} has no figure of “{indicator.name}” for {period.label} to compare with."
    spoken = comparing.spoken(indicator, focus.standing)
    figure = (
        f"{formatting.figure(focus.figure, indicator.unit, indicator.decimals)}, {spoken}"
        if not indicator.kind.is_ratio
        else spoken
    )
    sentences = [f"{name}, {when_of(indicator, period)}: {figure}{_place(rows)}."]
    if len(rows) > 1:
        sentences.append(_judged(rows))
    return " ".join(sentence for sentence in sentences if sentence)


def when_of(indicator: IndicatorInfo, period: Period) -> str:
    """The time that the compared figures are about."""
    return year_so_far(period) if indicator.kind.only_grows else formatting.when(period, indicator.kind)


def _place(rows: Sequence[ComparedRow]) -> str:
    known = [row.standing for row in rows if row.standing is not None]
    if len(known) < 2:
        return ""
    own = rows[0].standing or 0.0
    low = rows[0].indicator.polarity == Polarity.LOW
    ahead = sum(value < own if low else value > own for value in known)
    end, other = ("lowest", "highest") if low else ("highest", "lowest")
    if ahead == len(known) - 1 and known.count(own) == 1:
        return f", the {other} of {len(known)}"
    return f", the {end if not ahead else f'{formatting.ordinal(ahead + 1)} {end}'} of {len(known)}"


_SAID = (
    ((Comparison.BETTER,), "{} better", ("does", "do")),
    ((Comparison.WORSE,), "{} worse", ("does", "do")),
    ((Comparison.HIGHER,), "{} higher", ("is", "are")),
    ((Comparison.LOWER,), "{} lower", ("is", "are")),
)


def _judged(rows: Sequence[ComparedRow]) -> str:
    """How many of the others do better and worse beyond chance, by name."""
    names: dict[str, list[str]] = {}
    for row in rows[1:]:
        names.setdefault(row.word, []).append(row.point.area.short_name)
    counted = Counter({word: len(areas) for word, areas in names.items()})
    if counted[Comparison.NOT_COMPARED] == len(rows) - 1:
        return _ends(rows[1:])
    sentences = []
    for (word,), said, (one, many) in _SAID:
        if named := names.get(word):
            sentences.append(f"{formatting.listed(named)} {said.format(one if len(named) == 1 else many)}.")
    if similar := names.get(Comparison.SIMILAR):
        sentences.append(f"Within what chance explains: {formatting.listed(similar)}.")
    return " ".join([*sentences, *_not_compared(rows)])


def _not_compared(rows: Sequence[ComparedRow]) -> list[str]:
    """Which of the others are not compared, by reason: one without a figure now may well have one at another time."""
    named: dict[str, list[str]] = {}
    for row in rows[1:]:
        if row.word == Comparison.NOT_COMPARED:
            named.setdefault(_why_not(row), []).append(row.point.area.short_name)
    return [f"Not compared, as {why}: {formatting.listed(areas)}." for why, areas in named.items()]


def _why_not(row: ComparedRow) -> str:
    if row.figure is None:
        return f"there is no figure {when_of(row.indicator, row.point.period)}"
    if row.standing is None:
        return "the number of adults is not known"
    return "chance limits cannot be put round the figure"


def _ends(rows: Sequence[ComparedRow]) -> str:
    """The highest and the lowest of the others, where no interval says which of them differ."""
    known = [(row.standing, row.point.area.short_name) for row in rows if row.standing is not None]
    if not known:
        return "None of the others has a figure to compare with it."
    told = [
        f"{name} ({comparing.written(rows[0].indicator, value)})" for value, name in (max(known), min(known))
    ]
    if len(known) == 1:
        return f"Beside it: {told[0]}."
    return f"Of the others the highest is {told[0]}, the lowest {told[1]}."
