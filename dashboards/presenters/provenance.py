"""The way of one result in words: what it says, what it was made of, and what it is measured against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards import formatting
from dashboards.presenters.cards import programme_href
from dashboards.presenters.leads import (
    FILE,
    MADE,
    ROWS,
    basis_href,
    file_href,
    method_href,
    provenance_href,
    rows_href,
)
from dashboards.presenters.plans import plan_href, plan_title, published_words, target_words
from dashboards.wording import (
    MARKER_WORDS,
    MISSING_WORDS,
    TARGET_BASIS_WORDS,
    Tag,
    area_type_word,
    basis_words,
    capital,
    provenance_tag,
    status_tag,
)
from programmes.choices import Basis, DisclosureRule, Marker, Provenance, TargetBasis
from programmes.queries.origin import Origin, Part, TargetPoint
from programmes.results import IndicatorInfo, ProgressPoint, SourceRef
from programmes.sentences import counted


@dataclass(frozen=True, slots=True)
class PartRow:
    """One result that went into another, and the way to where that came from."""

    name: str
    kind: str
    href: str
    share: str
    figure: str
    why: str
    basis: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One figure of the plan that stands."""

    when: str
    figure: str
    made: str
    made_href: str
    tag: Tag
    note: str
    plan: str
    plan_href: str
    reason: str
    source: SourceRef | None
    published: str
    recorded: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Way:
    """Everything on the page of one result but the people behind it."""

    title: str
    figure: str
    why: str
    tag: Tag
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    published_note: str
    """What was said of the figure, in the words it came with."""
    row: tuple[tuple[str, str], ...]
    parts: tuple[PartRow, ...]
    parts_caption: str
    has_shares: bool
    targets: tuple[TargetRow, ...]
    target_sentence: str
    other_life: tuple[str, str] | None
    links: tuple[tuple[str, str], ...]


def present_way(origin: Origin, *, boundaries: str) -> Way:
    """The page in words."""
    indicator, point = origin.indicator, origin.point
    return Way(
        title=f"{indicator.short_name}, {point.area.short_name}, {point.period.label}",
        figure=_amount(indicator, point.actual) or formatting.missing(point.marker),
        why="" if point.actual is not None else MISSING_WORDS[Marker(point.marker or "x")],
        tag=provenance_tag(point.provenance),
        sentences=tuple(_sentences(origin)),
        notes=tuple(f"[{letter}] {capital(MARKER_WORDS[Marker(letter)])}." for letter in point.notes),
        published_note=origin.note,
        row=tuple(_row(indicator, point)),
        parts=tuple(_part(indicator, part) for part in origin.parts),
        parts_caption=f"The {counted(len(origin.parts), 'figure')} it is made of, {point.period.label}",
        has_shares=origin.made_of == "before",
        targets=tuple(_target(indicator, each) for each in origin.targets),
        target_sentence=_target_sentence(origin),
        other_life=_other_life(origin, boundaries),
        links=tuple(_links(indicator, point)),
    )


def _amount(indicator: IndicatorInfo, value: float | None) -> str:
    return "" if value is None else formatting.figure_of(indicator, value)


def _sentences(origin: Origin) -> Iterable[str]:
    indicator, point, area = origin.indicator, origin.point, origin.point.area
    then = formatting.day(point.period.ends_on)
    number = counted(len(origin.parts), "area")
    if point.basis == Basis.REPORTED:
        yield from _reported(point)
    elif point.basis == Basis.ROLLED_UP:
        yield f"Added up from the {number} that lay directly in {area.short_name} on {then}."
    elif point.is_given:
        yield f"{area.short_name} was not there, as it is today, on {then}."
        yield "The figure was added up for its borders of today from the smallest parts that are published."
    elif origin.made_of == "below":
        yield f"{area.short_name} was not there, as it is today, on {then}."
        yield f"This is the sum of the {number} that lie directly in it today, whose figures were carried back."
    else:
        yield f"{area.short_name} was not there, as it is today, on {then}."
        yield f"This is made of the {number} of that day which went into it, each by the share that did."
    if not origin.parts:
        return
    if indicator.kind.is_ratio:
        yield "Numerators and denominators were added up; the ratio was taken last."
    if point.actual is None and point.marker != Marker.CONFIDENTIAL:
        yield "As soon as one part has no figure, the sum has none: missing is not zero."
    elif indicator.disclosure == DisclosureRule.MHSDS:
        yield "Each figure shown is rounded for itself, so those shown need not add up to the one shown."
        if any(part.point.marker == Marker.CONFIDENTIAL for part in origin.parts):
            yield "A confidential count enters no sum: 2 stands in for it, whatever it is."


def _reported(point: ProgressPoint) -> Iterable[str]:
    if point.provenance == Provenance.DERIVED:
        yield f"Worked out by us for {point.area.short_name} from what was published: the note says how."
    elif point.actual is not None or point.marker == Marker.CONFIDENTIAL:
        yield f"Reported by {point.area.short_name} itself, for this period."
    else:
        why = capital(MARKER_WORDS[Marker(point.marker or "x")])
        yield f"{point.area.short_name} was to report this itself. {why}."
    if (point.revision or 1) > 1:
        yield f"It is revision {point.revision}: those before it are kept, and can be shown as at their day."


def _row(indicator: IndicatorInfo, point: ProgressPoint) -> Iterable[tuple[str, str]]:
    def count(value: float | None) -> str:
        return "" if value is None else formatting.number(value, 0 if value == int(value) else 1)

    missing = formatting.missing(point.marker)
    yield (
        "In the period",
        _amount(indicator, point.actual) or f"{missing} {MARKER_WORDS[Marker(point.marker or 'x')]}",
    )
    if point.denominator is not None:
        yield capital(indicator.numerator_label), count(point.numerator)
        yield capital(indicator.denominator_label), count(point.denominator)
    rows = [
        ("Year to date", _amount(indicator, point.year_to_date)),
        ("Planned by then", _amount(indicator, point.target_to_date)),
        ("Planned for the year", _amount(indicator, point.target_year)),
        ("Share of plan", "" if point.attainment is None else formatting.percentage(point.attainment)),
        (
            "Difference from plan",
            ""
            if point.variance is None
            else formatting.difference(point.variance, indicator.unit, indicator.decimals),
        ),
        ("Status", status_tag(point.status).text),
        ("Rank", formatting.ranked(point.rank, point.rank_of) if point.rank and point.rank_of else ""),
        ("How it came about", capital(basis_words(point.basis))),
        ("Areas that reported", _reporting(point)),
        ("Revision", str(point.revision) if point.revision else ""),
    ]
    yield from ((name, value) for name, value in rows if value)


def _reporting(point: ProgressPoint) -> str:
    if not point.reporting_expected:
        return ""
    return f"{formatting.number(point.reporting or 0)} of {formatting.number(point.reporting_expected)}"


def _part(indicator: IndicatorInfo, part: Part) -> PartRow:
    point = part.point
    return PartRow(
        name=point.area.short_name,
        kind=f"{area_type_word(point.area.area_type)}, {point.area.code}",
        href=provenance_href(point),
        share="All of it" if part.share >= 1 - 1e-6 else formatting.percentage(part.share, 1),
        figure=_amount(indicator, point.actual) or formatting.missing(point.marker),
        why="" if point.actual is not None else MISSING_WORDS[Marker(point.marker or "x")],
        basis=capital(basis_words(point.basis)) if point.actual is not None else "",
    )


def _target(indicator: IndicatorInfo, each: TargetPoint) -> TargetRow:
    return TargetRow(
        when=each.period.label,
        figure=formatting.figure_of(indicator, each.value),
        made=capital(target_words(each.basis, each.shared_by)),
        made_href=basis_href(each.basis),
        tag=provenance_tag(each.provenance),
        note=each.note,
        plan=plan_title(each.kind, each.plan, each.version),
        plan_href=plan_href(indicator.code, each.kind, each.version),
        reason=each.reason,
        source=each.source,
        published=published_words(each.published_on),
        recorded=formatting.day(each.recorded_at),
        recorded_by=each.recorded_by,
    )


def _target_sentence(origin: Origin) -> str:
    point = origin.point
    if point.target_to_date is None or not point.target_basis:
        return "No target is in force for this area and period."
    made = TARGET_BASIS_WORDS[TargetBasis(point.target_basis)]
    said = f"The target at the end of {point.period.label} is {made}."
    if any(each.period == point.period for each in origin.targets) or point.period.year == point.period:
        return said
    if not point.period.quarters_left and point.target_to_date == point.target_year:
        return said
    if point.target_to_date == point.target_year:
        return f"{said} It is wanted at the same level all year."
    return f"{said} Within the year it follows a straight line, which is ours."


def _other_life(origin: Origin, boundaries: str) -> tuple[str, str] | None:
    """The result that the same code has as another area: the one of the day, or the one of today."""
    if not origin.is_other_life:
        return None
    if boundaries == "reported":
        return "The same code on today’s boundaries", "?boundaries=today"
    return "The same code as it was reported then", "?boundaries=reported"


def _links(indicator: IndicatorInfo, point: ProgressPoint) -> Iterable[tuple[str, str]]:
    area, period = point.area, point.period.code
    yield MADE, method_href(indicator.code)
    yield (
        ROWS,
        rows_href(programme=indicator.programme, indicator=indicator.code, area=area.code, period=period),
    )
    yield FILE, file_href("progress", indicator=indicator.code, area=area.code, period=period)
    yield f"{indicator.short_name} in {area.short_name}, over time", programme_href(indicator.programme, area)
