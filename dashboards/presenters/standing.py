"""Where one indicator stands in one area: a figure, what was planned, and the status, each in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from dashboards import formatting
from dashboards.presenters.leads import Leads, basis_href, figure_leads
from dashboards.wording import (
    MARKER_WORDS,
    TARGET_BASIS_WORDS,
    Tag,
    basis_words,
    capital,
    missing_words,
    provenance_tag,
    status_tag,
)
from programmes.choices import BESIDE_A_SHARE, AreaType, Basis, Marker, Provenance, Status, TargetBasis
from programmes.periods import Period
from programmes.results import IndicatorInfo, ProgressPoint, ProgressSeries
from programmes.sentences import counted, pluralize


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator in one area, as a card or a row prints it. Empty texts are sentences that have nothing to say."""

    name: str
    number: str
    unit: str
    when: str
    is_missing: bool
    plan: str
    plan_note: str
    plan_note_href: str
    """The rule by which the target was made, where it is told of."""
    status: Tag
    provenance: Tag
    is_made_up: bool
    needed: str
    rank: str
    """`2nd of 42 by share of plan`, or by the figure itself."""
    why_no_rank: str
    notes: tuple[str, ...]
    leads: Leads
    """How it is made, its rows, where it comes from."""

    @property
    def figure(self) -> str:
        """The number with its unit, or why there is none."""
        return f"{self.number} {self.unit}".strip()


def present_standing(series: ProgressSeries, point: ProgressPoint) -> Standing:
    """The point in words. The figure is the year to date where the indicator adds up over the year.

    Where no target is set any more, the last one that was is told with its own period, and judged.
    """
    indicator = series.indicator
    point = series.told(point)
    judged = series.judged(point)
    value, when = headline_value(indicator, point)
    if point.actual is None and point.marker == Marker.NOT_APPLICABLE and series.latest is None:
        when = "in any period"
    number = missing_words(point.marker) if value is None else formatting.amount_of(indicator, value)
    return Standing(
        name=indicator.short_name,
        number=number,
        unit="" if value is None else formatting.word_after(number, indicator.unit),
        when=when,
        is_missing=value is None,
        plan=f"{_plan(indicator, point)}{_ahead(series, point)}"
        if judged is point
        else _earlier_plan(series, judged),
        plan_note=_plan_note(judged),
        plan_note_href=basis_href(judged.target_basis) if _plan_note(judged) and judged.target_basis else "",
        status=status_tag(_status(judged, value)),
        provenance=provenance_tag(point.provenance),
        is_made_up=value is not None and point.is_made_up,
        needed=_needed(indicator, point),
        rank=_rank(point),
        why_no_rank=NO_RANK if point.status in BESIDE_A_SHARE and not point.rank else "",
        notes=present_notes(indicator, point),
        leads=figure_leads(indicator, point),
    )


NO_RANK = "Not ranked: nobody set this area a target."


def _rank(point: ProgressPoint) -> str:
    if not point.rank or not point.rank_of or point.rank_of < 2:
        return ""
    by = "share of plan" if point.has_set_target else "the figure itself"
    return f"{formatting.ranked(point.rank, point.rank_of)} by {by}"


def _status(judged: ProgressPoint, value: float | None) -> Status:
    """That of the results; but beside a figure without a target, and without a year to date, not that there is none."""
    status = Status(judged.status)
    has_figure = value is not None and judged.target_to_date is None
    return Status.NO_TARGET if status == Status.NO_DATA and has_figure else status


def headline_value(indicator: IndicatorInfo, point: ProgressPoint) -> tuple[float | None, str]:
    """The value that stands for the point, and the time it is about."""
    if not indicator.accumulates and Marker.PROVISIONAL in point.notes:
        # It may be of a day before the period's end: its note says which.
        return point.actual, f"in {point.period.label}, provisional"
    if not indicator.kind.can_be_added:
        return point.actual, f"in {point.period.label}"
    if indicator.kind.is_set_for_years:
        return point.actual, f"in the twelve months to {formatting.day(point.period.ends_on)}"
    if not indicator.accumulates:
        return point.actual, f"at {formatting.day(point.period.ends_on)}"
    if point.year_to_date is not None:
        return point.year_to_date, year_so_far(point.period)
    return point.actual, f"in {point.period.label}"


def year_so_far(period: Period) -> str:
    """`in 2023/24` when the year is over, else `in 2023/24 to 31 December 2023`."""
    if not period.quarters_left:
        return f"in {period.year.label}"
    return f"in {period.year.label} to {formatting.day(period.ends_on)}"


def present_notes(indicator: IndicatorInfo, point: ProgressPoint) -> tuple[str, ...]:
    """What to know about the number: where it comes from when not reported, and its markers in words."""
    notes = [MARKER_WORDS[Marker(letter)] for letter in point.notes]
    if point.basis != Basis.REPORTED and point.actual is not None:
        notes.insert(0, basis_words(point.basis))
    added_up = point.basis == Basis.ROLLED_UP or (
        point.actual is None and AreaType(point.area.area_type).height > indicator.height
    )
    expected = point.reporting_expected if added_up else None
    if expected and point.reporting is not None and point.reporting < expected:
        some = f"{formatting.number(point.reporting)} of {counted(expected, 'area')} below it sent a figure"
        notes.append(pluralize(expected, "the one area below it sent no figure", some))
    return tuple(notes)


def _plan(indicator: IndicatorInfo, point: ProgressPoint) -> str:
    target = point.target_to_date
    if target is None:
        is_known = point.status == Status.NO_TARGET or point.actual is not None
        return "No target has been set for this period." if is_known else ""
    planned = formatting.planned(target, indicator.unit, indicator.decimals)
    by_when = (
        f"for {point.period.year.label}"
        if indicator.accumulates and not point.period.quarters_left
        else f"by {formatting.day(point.period.ends_on)}"
    )
    if point.attainment is None:
        why = "" if point.actual is None else "; the year to date is not known, as a quarter has no figure"
        return f"Planned {by_when}: {planned}{why}."
    if point.status in BESIDE_A_SHARE:
        return f"{formatting.percentage(point.attainment)} of an even share of England’s target, {planned} {by_when}"
    return f"{formatting.percentage(point.attainment)} of the {planned} planned {by_when}"


def _ahead(series: ProgressSeries, point: ProgressPoint) -> str:
    """Where a figure has no target, the first that is set for a later year."""
    if point.actual is None or point.target_to_date is not None:
        return ""
    later = (each for each in series if each.period > point.period and each.has_set_target)
    ahead = next((each for each in later if each.target_year is not None), None)
    if ahead is None or ahead.target_year is None:
        return ""
    indicator = series.indicator
    planned = formatting.planned_figure(ahead.target_year, indicator.unit, indicator.decimals)
    is_over = ahead.period.year.ends_on < timezone.localdate()
    return f" The next {'was' if is_over else 'is'} {planned} for {ahead.period.year.label}."


def _earlier_plan(series: ProgressSeries, judged: ProgressPoint) -> str:
    indicator = series.indicator
    value, when = headline_value(indicator, judged)
    target, attained = judged.target_to_date, judged.attainment
    if value is None or target is None or attained is None:
        return ""
    reached = formatting.amount_of(indicator, value)
    planned = formatting.planned(target, indicator.unit, indicator.decimals)
    share = formatting.percentage(attained)
    if judged.status in BESIDE_A_SHARE:
        return f"{capital(when)}: {reached}, {share} of an even share of England’s target, {planned}"
    return f"{capital(when)}, {_which(series, judged)}: {reached}, {share} of the {planned} planned"


def _which(series: ProgressSeries, judged: ProgressPoint) -> str:
    """What sets that period apart: no later one has a target, or those that have one have no year to date."""
    if any(point.has_set_target for point in series if point.period > judged.period):
        return "the last time both figure and target were known"
    return "the last time with a target"


def _plan_note(point: ProgressPoint) -> str:
    """Who made the target, when it is not simply as published and official."""
    if point.target_to_date is None:
        return ""
    parts = []
    if point.target_basis and point.target_basis != "published":
        parts.append(TARGET_BASIS_WORDS[TargetBasis(point.target_basis)])
    if point.target_provenance in (Provenance.RECALLED, Provenance.DEMONSTRATION):
        parts.append(provenance_tag(point.target_provenance).text.lower())
    return f"Target: {', '.join(parts)}." if parts else ""


def _needed(indicator: IndicatorInfo, point: ProgressPoint) -> str:
    """What each period left would have to bring, for indicators that add up; only while some are left."""
    if point.has_share_alone:
        return ""
    if point.required_per_period is None or not point.period.quarters_left or not indicator.kind.only_grows:
        return ""
    if point.required_per_period <= 0:
        return "the year’s target is already reached"
    each = formatting.figure_of(indicator, point.required_per_period)
    left = counted(point.period.quarters_left, "quarter")
    return (
        f"{each} needed in each of the {left} left"
        if point.period.quarters_left > 1
        else f"{each} needed in the last quarter"
    )
