"""How one indicator is made: what it counts, how it adds up, what may be shown, where it has figures, its targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from dashboards import formatting
from dashboards.presenters.cards import programme_href
from dashboards.presenters.leads import API, FILE, Leads, file_href, progress_leads, rows_href
from dashboards.presenters.plans import Plan, present_plans
from dashboards.wording import Tag, area_type_word, basis_words, capital, provenance_tag
from programmes.choices import DisclosureRule, IndicatorKind, Polarity, Provenance, ReportedAs
from programmes.queries.extent import Extent
from programmes.queries.plans import PlanInfo
from programmes.results import IndicatorInfo, ProgrammeInfo, SourceRef
from programmes.sentences import counted, pluralize

ADDING_UP = {
    (IndicatorKind.FLOW, True): "A count over a period: the quarters of a year add up to the year.",
    (
        IndicatorKind.FLOW,
        False,
    ): "A count over twelve months: nothing is added up, and nothing taken from another.",
    (
        IndicatorKind.STOCK,
        False,
    ): "A level on the last day of a period: quarters do not add up, and a year’s figure "
    "is the one at its end.",
    (
        IndicatorKind.RATIO,
        True,
    ): "One count over another. Each is added up over the year and the ratio is taken last; "
    "it is never the mean of the quarters’ ratios.",
    (
        IndicatorKind.RATIO,
        False,
    ): "One count over another, both of the same moment: quarters do not add up, and a "
    "year’s figure is the one at its end.",
}
"""By kind, and by whether the periods of a year add up."""

YEARLY = {
    IndicatorKind.FLOW: "A count over a whole year, which comes in once: there is nothing to add up.",
    IndicatorKind.RATIO: "One count over another, both of a whole year, and in once: there is nothing to add up.",
}
"""By kind, of what builds up and is counted once a year."""

AS_PRINTED = (
    "A ratio that is published as one number, without the two counts it is made of: it stands as printed. Nothing is "
    "added up, and no limits of chance can be put round it."
)

COVERS = {
    ReportedAs.PERIOD: "The period itself. Where a publication gave the year to date, that stands as published, and "
    "the quarter’s own figure is what it grew by.",
    ReportedAs.YEAR_TO_DATE: "From April to the end of the quarter, and that stands as it was reported. The quarter’s "
    "own figure is this year to date less the one before; it is not known where the one before is missing or higher.",
    ReportedAs.ROLLING_YEAR: "The twelve months up to the end of the quarter. It is compared with the year’s target in "
    "the fourth quarter, when the twelve months are the year.",
}
"""What a figure covers, as it is reported."""

POLARITIES = {
    Polarity.HIGH: "Higher is better: below the plan is behind it.",
    Polarity.LOW: "Lower is better: above the plan is behind it.",
    Polarity.NONE: "Neither high nor low is better in itself, so no status is given.",
}

RULES = {
    DisclosureRule.NONE: (
        "None: every figure is shown as it came in. It counts posts, sites or tests, which tell nothing about "
        "anybody’s health.",
    ),
    DisclosureRule.MHSDS: (
        "The rule of the Mental Health Services Data Set. Below England a count under 5, nought included, is "
        "confidential ([c]), and every other is rounded to the nearest 5; a ratio is withheld with either of its "
        "counts.",
        "A confidential count enters no total: 2 stands in for it, whatever it is, and such a total is marked "
        "estimated ([e]) and rounded to the nearest 5, England’s too. Other counts are added up before they are "
        "rounded, and England is exact where nothing in it is confidential. Only what may be shown is compared, ranked "
        "and forecast. What a publication gave as a year to date is shown as published: its publisher rounds.",
    ),
    DisclosureRule.PUBLISHED: (
        "Its publisher has rounded and suppressed it already. It is shown as published: [c] stands where the "
        "publisher has a star, and a sum of rounded figures is marked estimated ([e]).",
    ),
}


@dataclass(frozen=True, slots=True)
class ExtentRow:
    """The figures of one level that came about in one way."""

    level: str
    basis: str
    when: str
    areas: str
    figures: str
    withheld: str
    tag: Tag | None


@dataclass(frozen=True, slots=True)
class IndicatorMethod:
    """Everything on an indicator's method page."""

    code: str
    name: str
    programme: str
    programme_href: str
    counts: tuple[tuple[str, str], ...]
    adding_up: tuple[tuple[str, str], ...]
    rule: tuple[str, ...]
    shown: str
    periods: tuple[tuple[str, str], ...]
    breaks: tuple[tuple[str, str], ...]
    extent: tuple[ExtentRow, ...]
    made_up: str
    plans: tuple[Plan, ...]
    source: SourceRef
    leads: Leads
    target_leads: Leads
    links: tuple[tuple[str, str, str], ...]


def present_method(
    programme: ProgrammeInfo, indicator: IndicatorInfo, plans: Sequence[PlanInfo], extent: Sequence[Extent]
) -> IndicatorMethod:
    """The page in words."""
    return IndicatorMethod(
        code=indicator.code,
        name=indicator.name,
        programme=programme.name,
        programme_href=programme_href(programme.code),
        counts=tuple(_counts(indicator)),
        adding_up=tuple(_adding_up(indicator)),
        rule=RULES[DisclosureRule(indicator.disclosure)],
        shown=_withheld(extent),
        periods=tuple(_periods(indicator)),
        breaks=tuple((f"From {period.label}", note) for period, note in indicator.breaks),
        extent=tuple(_extent(each) for each in extent),
        made_up=_made_up(extent),
        plans=present_plans(indicator, plans),
        source=indicator.source,
        leads=(
            ("How areas that merge are handled", f"{reverse('methods')}#areas"),
            *progress_leads(programme.code, indicator.code)[1:],
        ),
        target_leads=(
            ("How targets came about, and since when they are in force", f"{reverse('methods')}#targets"),
            (FILE, file_href("targets", indicator=indicator.code)),
        ),
        links=tuple(_links(programme, indicator)),
    )


def _counts(indicator: IndicatorInfo) -> Iterable[tuple[str, str]]:
    yield "What it counts", indicator.counts
    is_divided = indicator.has_denominator
    yield ("Numerator" if is_divided else "The figure"), capital(indicator.numerator_label)
    if indicator.denominator_label:
        yield "Denominator", capital(indicator.denominator_label)
    yield "Unit", capital(formatting.unit_words(indicator.unit) or "per cent")
    yield "Why it matters", indicator.why
    if indicator.caveat:
        yield "Before you use it", indicator.caveat


def _adding_up(indicator: IndicatorInfo) -> Iterable[tuple[str, str]]:
    kind = indicator.kind
    yield "Over a year", _over_a_year(indicator)
    yield "A figure covers", COVERS[ReportedAs(indicator.reported_as)]
    below = "numerators and denominators are added up, and the ratio is taken last" * (kind.is_ratio)
    yield (
        "Over areas",
        f"An area without a figure of its own is the sum of the areas in it{f': {below}' if below else ''}; "
        "where one of them has none, the sum has none."
        if indicator.adds_up
        else "Areas are not added up: an area has a figure only where one was reported for it.",
    )
    yield "Which way is good", POLARITIES[Polarity(indicator.polarity)]
    share = formatting.percentage(indicator.tolerance)
    yield (
        "Status",
        f"On plan from 100% of the plan at the same point, near plan down to {share} short of it, off plan beyond "
        "that; decided on the share before it is rounded.",
    )


def _over_a_year(indicator: IndicatorInfo) -> str:
    kind = IndicatorKind(indicator.kind)
    if not indicator.kind.can_be_added:
        return AS_PRINTED
    if indicator.accumulates and not indicator.is_quarterly:
        return YEARLY[kind]
    return ADDING_UP[kind, indicator.accumulates]


def _periods(indicator: IndicatorInfo) -> Iterable[tuple[str, str]]:
    often = "each year" if not indicator.is_quarterly else "each quarter"
    level = area_type_word(indicator.reporting_level, 2)
    level = "England" if indicator.reporting_level == "england" else level
    yield "Asked of", f"{capital(level)}, {often}; larger areas are added up unless they report too"
    yield (
        "From",
        f"{indicator.first_period.label} (begins {formatting.day(indicator.first_period.starts_on)})",
    )
    if indicator.ended_on is None:
        yield "To", "It goes on: no end has been set"
    else:
        yield "To", f"{indicator.runs_to.label} (ended {formatting.day(indicator.ended_on)})"
        yield "Why it ended", indicator.end_reason


def _extent(each: Extent) -> ExtentRow:
    first, last = each.first.label, each.last.label
    return ExtentRow(
        level="England" if each.area_type == "england" else capital(area_type_word(each.area_type, 2)),
        basis=capital(basis_words(each.basis)),
        when=first if first == last else f"{first} to {last}",
        areas=formatting.number(each.areas),
        figures=formatting.number(each.figures),
        withheld=formatting.number(each.confidential),
        tag=_extent_tag(each),
    )


def _extent_tag(each: Extent) -> Tag | None:
    if not each.made_up:
        return None
    tag = provenance_tag(Provenance.DEMONSTRATION)
    if each.made_up == each.figures:
        return tag
    return Tag(f"{formatting.number(each.made_up)} made up", tag.colour, tag.meaning)


def _withheld(extent: Sequence[Extent]) -> str:
    figures, withheld = (sum(getattr(each, name) for each in extent) for name in ("figures", "confidential"))
    if not figures:
        return ""
    if not withheld:
        return f"None of its {counted(figures, 'figure')} is confidential now."
    are = pluralize(withheld, "is", "are")
    return f"{formatting.number(withheld)} of its {counted(figures, 'figure')} {are} confidential now."


def _made_up(extent: Sequence[Extent]) -> str:
    figures, made = (sum(getattr(each, name) for each in extent) for name in ("figures", "made_up"))
    if not figures:
        return "It has no figures yet."
    if not made:
        return "None of its figures is made up."
    if made == figures:
        return "All of its figures are made up to show what Rollout does, and no facts about any place."
    levels = dict.fromkeys(each.area_type for each in extent if each.made_up < each.figures)
    real = formatting.listed(
        ["England" if level == "england" else area_type_word(level, 2) for level in levels]
    )
    return (
        f"{formatting.number(made)} of its {counted(figures, 'figure')} are made up to show "
        f"what Rollout does, and no facts about any place. The others are figures of {real}; each row says which it is."
    )


def _links(programme: ProgrammeInfo, indicator: IndicatorInfo) -> Iterable[tuple[str, str, str]]:
    """Words, address, and what is found there."""
    shown = urlencode({"programme": programme.code, "show": "attainment", "indicator": indicator.code})
    rows = rows_href(programme=programme.code, indicator=indicator.code)
    yield "Rows", rows, "every area and period, to filter and to sort"
    yield "CSV", file_href("progress", indicator=indicator.code), "the same rows as a file"
    yield "API", f"{API}/progress?indicator={indicator.code}", "the same rows for programs"
    yield (
        "Targets (CSV)",
        file_href("targets", indicator=indicator.code),
        "every figure of the plans in force",
    )
    yield "Map", f"{reverse('map')}?{shown}", "share of plan, area by area"
