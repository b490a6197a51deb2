"""Several areas side by side, in words: the answer, the areas that are chosen and how to change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from dashboards import formatting
from dashboards.compare import figures
from dashboards.compare.figures import ComparedRow
from dashboards.presenters.areas import AreaLine, present_area_lines
from dashboards.presenters.leads import (
    FILE,
    MADE,
    ROWS,
    Leads,
    file_href,
    method_href,
    rows_href,
)
from dashboards.presenters.standing import year_so_far
from programmes.choices import DisclosureRule, Polarity, Unit
from programmes.periods import Period
from programmes.queries.comparison import ComparedArea
from programmes.results import AreaRef, IndicatorInfo, ProgrammeInfo
from programmes.sentences import pluralize
from programmes.statistics.comparison import Comparison

MOST = 10
"""Areas that are compared at once: more lines cannot be told apart."""


@dataclass(frozen=True, slots=True)
class ChosenArea:
    """One of the areas in the list of those chosen, with links to the same page without it, and beginning with it."""

    line: AreaLine
    without: str
    first: str


def present_answer(rows: Sequence[ComparedRow]) -> str:
    """Where the first area stands among the others, in sentences."""
    focus, indicator = rows[0], rows[0].indicator
    name, period = focus.point.area.short_name, focus.point.period
    if focus.figure is None or focus.standing is None:
        return f"{name} has no figure of “{indicator.name}” for {period.label} to compare with."
    spoken = figures.spoken(indicator, focus.standing)
    figure = (
        f"{formatting.figure_of(indicator, focus.figure)}, {spoken}"
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


_VERBS = {
    Comparison.BETTER: ("does better", "do better"),
    Comparison.WORSE: ("does worse", "do worse"),
    Comparison.HIGHER: ("is higher", "are higher"),
    Comparison.LOWER: ("is lower", "are lower"),
}


def _judged(rows: Sequence[ComparedRow]) -> str:
    """How many of the others do better and worse beyond chance, by name."""
    names: dict[str, list[str]] = {}
    for row in rows[1:]:
        names.setdefault(row.word, []).append(row.point.area.short_name)
    if names.keys() == {Comparison.NOT_COMPARED}:
        return _ends(rows[1:])
    sentences = [
        f"{formatting.listed(named)} {pluralize(len(named), *verbs)}."
        for word, verbs in _VERBS.items()
        if (named := names.get(word))
    ]
    if similar := names.get(Comparison.SIMILAR):
        sentences.append(f"Within what chance explains: {formatting.listed(similar)}.")
    return " ".join([*sentences, *_not_compared(rows)])


def _not_compared(rows: Sequence[ComparedRow]) -> list[str]:
    """Sentences about the others that are not compared, by reason: one may well have a figure at another time."""
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
        f"{name} ({figures.written(rows[0].indicator, value)})" for value, name in (max(known), min(known))
    ]
    if len(known) == 1:
        return f"Beside it: {told[0]}."
    return f"Of the others the highest is {told[0]}, the lowest {told[1]}."


def present_reading(indicator: IndicatorInfo, areas: Sequence[ComparedArea]) -> tuple[str, ...]:
    """What to know before reading the differences, in sentences."""
    name = areas[0].area.short_name
    said = [f"A difference is the area’s figure less that of {name}."]
    if why := figures.why_no_interval(indicator):
        said.append(why)
    else:
        made = "by Newcombe’s method" if indicator.kind.is_ratio else "from Byar’s limits of each rate"
        said.append(
            f"In brackets are the limits that chance alone puts round it (95%), {made}. Where they leave out 0 the "
            "area is called "
            + ("higher or lower" if indicator.polarity == Polarity.NONE else "better or worse")
            + "; else similar."
        )
        if indicator.disclosure == DisclosureRule.MHSDS:
            said.append(
                "Below England counts are rounded to the nearest 5, and the limits treat them as shown."
            )
        if indicator.unit in (Unit.TESTS, Unit.REFERRALS, Unit.COURSES, Unit.APPOINTMENTS):
            said.append(
                "One person may be counted several times, so that the limits are narrower than they should be."
            )
        if len({each.area.area_type for each in areas}) > 1:
            said.append(
                "Of two levels one may hold the other; the larger is then taken as it is, without limits of its own."
            )
    if (year := areas[0].adults_year) and not indicator.kind.is_ratio:
        said.append(f"Adults are those of mid-{year}, in every period.")
    return tuple(said)


# --- Links --------------------------------------------------------------------------------------------------------


def compare_href(codes: Iterable[str], **named: str) -> str:
    """The page for these areas, the first of them the one that others are compared with."""
    query = {"area": ",".join(codes), **{name: value for name, value in named.items() if value}}
    return (
        f"{reverse('compare')}?{urlencode({name: value for name, value in query.items() if value}, safe=',')}"
    )


def similar_href(code: str, **named: str) -> str:
    """The page for an area beside those like it."""
    return compare_href([code], peers="similar", **named)


def compare_leads(indicator: IndicatorInfo, areas: Sequence[AreaRef]) -> Leads:
    """How the figures are made and compared, their rows, the same as a file."""
    named = {
        "indicator": indicator.code,
        "area": ",".join(area.code for area in areas),
        "boundaries": "today",
    }
    return (
        (MADE, method_href(indicator.code)),
        ("How areas are compared", f"{reverse('methods')}#comparing"),
        (ROWS, rows_href(programme=indicator.programme, **named)),
        (FILE, file_href("progress", **named)),
    )


def present_chosen(areas: Sequence[AreaRef], named: Mapping[str, str]) -> list[ChosenArea]:
    """The areas compared, each with its links; `named` is what else the page was asked for."""
    codes = [area.code for area in areas]
    return [
        ChosenArea(
            line,
            compare_href([code for code in codes if code != line.code], **named),
            compare_href([line.code, *(code for code in codes if code != line.code)], **named),
        )
        for line in present_area_lines(areas)
    ]


def present_indicator_choices(programmes: Iterable[ProgrammeInfo]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every indicator as (code, name), under its programme."""
    return [(each.name, [(info.code, info.name) for info in each.indicators]) for each in programmes]
