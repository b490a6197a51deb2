"""What a programme promised, what it counts, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from dashboards import formatting
from dashboards.presenters.lives import collected_words
from dashboards.presenters.reach import area_href
from dashboards.wording import FACT_KIND_WORDS, Tag, area_type_word, capital, provenance_tag
from programmes.choices import (
    AreaType,
    DisclosureRule,
    FactKind,
    IndicatorKind,
    PeriodType,
    Polarity,
    Unit,
)
from programmes.results import (
    FactInfo,
    IndicatorInfo,
    ProgrammeInfo,
    ServiceInfo,
    SourceRef,
)

KIND_SENTENCES = {
    IndicatorKind.FLOW: "A count over a period; quarters add up to the year.",
    IndicatorKind.STOCK: "A level on the last day of the period; quarters do not add up.",
    IndicatorKind.RATIO: "One count over another; each adds up over the year, and the ratio is taken last.",
}
OF_A_MOMENT = "One count over another, both of the same moment; quarters do not add up."
AS_PRINTED = "Published as one number, without the counts it is made of; nothing is added up."
OF_TWELVE_MONTHS = "A count over twelve months; it does not add up."
OF_A_YEAR = "Counted once for the whole year."
POLARITY_SENTENCES = {
    Polarity.HIGH: "Higher is better.",
    Polarity.LOW: "Lower is better.",
    Polarity.NONE: "Neither high nor low is better in itself.",
}
DISCLOSURE_SENTENCES = {
    DisclosureRule.NONE: "Shown as it is.",
    DisclosureRule.MHSDS: "Below England, counts under 5 are confidential and others are rounded to the nearest 5.",
    DisclosureRule.PUBLISHED: "Rounded and suppressed by its publisher; shown as published.",
}
PERIOD_WORDS = {PeriodType.YEAR: "Yearly", PeriodType.QUARTER: "Quarterly"}


@dataclass(frozen=True, slots=True)
class FactRow:
    """One figure that was promised or counted, as its table prints it."""

    fact: FactInfo
    kind: str
    value: str
    provenance: Tag


@dataclass(frozen=True, slots=True)
class Definition:
    """How one indicator is made."""

    code: str
    name: str
    rows: tuple[tuple[str, str], ...]
    source: SourceRef


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A site or team, as its table prints it."""

    service: ServiceInfo
    areas: tuple[tuple[str, str], ...]
    since: str
    wave: str
    provenance: Tag


def present_facts(facts: Iterable[FactInfo]) -> list[FactRow]:
    """The figures in their order: promises and what was counted together, as they follow one another."""
    return [
        FactRow(
            fact=fact,
            kind=FACT_KIND_WORDS[FactKind(fact.kind)],
            value=_fact_value(fact),
            provenance=provenance_tag(fact.provenance),
        )
        for fact in facts
    ]


def _fact_value(fact: FactInfo) -> str:
    if fact.value is None:
        return ""
    decimals = next(
        places for places in (0, 1, 2, 4) if round(fact.value, places) == fact.value or places == 4
    )
    if fact.unit in Unit.values:
        share = fact.unit == Unit.PERCENT
        return formatting.figure(fact.value / 100 if share else fact.value, fact.unit, decimals)
    if fact.unit.startswith("£"):
        return f"£{formatting.number(fact.value, decimals)}{fact.unit[1:]}"
    if fact.unit.startswith("%"):
        return f"{formatting.number(fact.value, decimals)}{fact.unit}"
    return f"{formatting.number(fact.value, decimals)} {fact.unit}".strip()


def present_services(services: Iterable[ServiceInfo], programme: str) -> list[ServiceRow]:
    """Services in the order given, each area a link to the programme there."""
    return [
        ServiceRow(
            service=service,
            areas=tuple((area.short_name, area_href(area, programme)) for area in service.areas),
            since=_since(service),
            wave="" if service.wave is None else f"Wave {service.wave}",
            provenance=provenance_tag(service.provenance),
        )
        for service in services
    ]


def _since(service: ServiceInfo) -> str:
    if service.closed_on:
        word = "closed" if service.closed_on <= timezone.localdate() else "closes"
        return f"{word} on {formatting.day(service.closed_on)}"
    if service.opened_on:
        word = "since" if service.opened_on <= timezone.localdate() else "from"
        return f"{word} {formatting.day(service.opened_on)}"
    if service.listed_on:
        return f"on the list of {formatting.day(service.listed_on)}; opening date not published"
    return "not known"


def present_definitions(programme: ProgrammeInfo) -> list[Definition]:
    """How each of a programme's indicators is made."""
    return [
        Definition(indicator.code, indicator.name, tuple(present_definition(indicator)), indicator.source)
        for indicator in programme.indicators
    ]


def present_levels(indicator: IndicatorInfo) -> list[tuple[str, str]]:
    """The levels below England that an indicator has figures for, as (value, words)."""
    levels = [AreaType.REGION, AreaType.ICB, AreaType.SUB_ICB]
    if indicator.reporting_level in levels:
        levels = levels[: levels.index(AreaType(indicator.reporting_level)) + 1]
    words = [(level.value, area_type_word(level, 2)) for level in levels]
    return [(level, capital(text)) for level, text in words]


def _adding_up(indicator: IndicatorInfo) -> str:
    if not indicator.kind.can_be_added:
        return AS_PRINTED
    if indicator.kind.is_ratio and not indicator.accumulates:
        return OF_A_MOMENT
    if indicator.kind.is_set_for_years:
        return OF_TWELVE_MONTHS
    return KIND_SENTENCES[IndicatorKind(indicator.kind)] if indicator.is_quarterly else OF_A_YEAR


def present_definition(indicator: IndicatorInfo) -> list[tuple[str, str]]:
    """How an indicator is made, as keys and values."""
    rows = [
        ("What it counts", indicator.counts),
        ("Why it matters", indicator.why),
        ("Before you use it", indicator.caveat),
        ("How it adds up", _adding_up(indicator)),
        ("Reading it", POLARITY_SENTENCES[Polarity(indicator.polarity)]),
        ("Numerator" if indicator.has_denominator else "The figure", indicator.numerator_label),
        ("Denominator", indicator.denominator_label),
        ("Reported", _reported(indicator)),
        ("Near plan", f"Within {formatting.percentage(indicator.tolerance, 0)} below its trajectory."),
        ("Small numbers", DISCLOSURE_SENTENCES[DisclosureRule(indicator.disclosure)]),
        ("Breaks", " ".join(f"From {period.label}: {note}" for period, note in indicator.breaks)),
    ]
    return [(key, value) for key, value in rows if value]


def _reported(indicator: IndicatorInfo) -> str:
    often = PERIOD_WORDS[PeriodType(indicator.period_type)]
    ended = f" {indicator.end_reason}" if indicator.end_reason else ""
    return f"{often}, {collected_words(indicator)}.{ended}"
