"""What was planned for an indicator, version by version, and what explains an odd figure of it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards import formatting
from dashboards.presenters.leads import basis_href, method_href
from dashboards.wording import (
    SHARING_WORDS,
    TARGET_BASIS_WORDS,
    TRAJECTORY_KIND_WORDS,
    Tag,
    capital,
    level_words,
    missing_words,
    provenance_tag,
)
from programmes.choices import Basis, TargetBasis, TrajectoryKind
from programmes.queries.explanations import Explanation, has_published_note
from programmes.queries.plans import PlanInfo, PlannedFigure, PlanPart, YearTarget
from programmes.results import IndicatorInfo, ProgressSeries, SourceRef


@dataclass(frozen=True, slots=True)
class PlanYear:
    """What a plan expects of England by the end of a period."""

    when: str
    figure: str
    basis: str
    basis_href: str
    tag: Tag
    note: str
    published: str
    source: SourceRef | None


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a trajectory, in words."""

    anchor: str
    title: str
    version: int
    standing: str
    reason: str
    published: str
    recorded: str
    source: SourceRef
    parts: tuple[tuple[str, Tag], ...]
    years: tuple[PlanYear, ...]


def present_plans(indicator: IndicatorInfo, plans: Sequence[PlanInfo]) -> tuple[Plan, ...]:
    """Every version of every trajectory of an indicator, in the order given."""
    return tuple(_plan(indicator, plan) for plan in plans)


def _plan(indicator: IndicatorInfo, plan: PlanInfo) -> Plan:
    return Plan(
        anchor=_anchor(plan.kind, plan.version),
        title=plan_title(plan.kind, plan.name),
        version=plan.version,
        standing=f"Version {plan.version}, " + ("in force" if plan.stands else "replaced by a later one"),
        reason=plan.reason,
        published=published_words(plan.published_on),
        recorded=formatting.day(plan.recorded_at),
        source=plan.source,
        parts=tuple((_part(part), provenance_tag(part.provenance)) for part in plan.parts),
        years=tuple(_year(indicator, each) for each in plan.national),
    )


def published_words(day: date | None) -> str:
    """`published on 23 April 2019`, or that no day is known."""
    return "day of publication not known" if day is None else f"published on {formatting.day(day)}"


def plan_title(kind: str, name: str, version: int | None = None) -> str:
    """`National plan: IPS access to 2023/24, version 2`, or without its version."""
    title = f"{TRAJECTORY_KIND_WORDS[TrajectoryKind(kind)]}: {name}"
    return title if version is None else f"{title}, version {version}"


def plan_href(indicator: str, kind: str, version: int) -> str:
    """Where this version of a trajectory is told in full."""
    return f"{method_href(indicator)}#{_anchor(kind, version)}"


def _anchor(kind: str, version: int) -> str:
    return f"plan-{kind}-{version}"


def _part(part: PlanPart) -> str:
    """`England, 2020/21 to 2023/24: as published`."""
    levels = formatting.listed(level_words(part.area_types))
    first, last = part.first.label, part.last.label
    when = first if first == last else f"{first} to {last}"
    return f"{capital(levels)}, {when}: {target_words(part.basis, part.shared_by)}"


def target_words(basis: str, shared_by: str) -> str:
    """How a target was made: `our share of the national figure, by need for mental health care`."""
    words = TARGET_BASIS_WORDS[TargetBasis(basis)]
    return f"{words}, {SHARING_WORDS.get(shared_by, f'by {shared_by}')}" if shared_by else words


def _year(indicator: IndicatorInfo, each: PlannedFigure) -> PlanYear:
    return PlanYear(
        when=each.period.label,
        figure=formatting.figure_of(indicator, each.value),
        basis=TARGET_BASIS_WORDS[TargetBasis(each.basis)],
        basis_href=basis_href(each.basis),
        tag=provenance_tag(each.provenance),
        note=each.note,
        published=published_words(each.published_on),
        source=each.source,
    )


@dataclass(frozen=True, slots=True)
class TargetInForce:
    """The target that one indicator is measured against, in words."""

    name: str
    figure: str
    plan: str
    plan_href: str
    since: str
    made: str
    made_href: str
    tag: Tag
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know of figures: of which, and what."""

    about: str
    text: str


def present_targets(
    indicators: Iterable[IndicatorInfo], targets: Mapping[str, Sequence[YearTarget]]
) -> tuple[TargetInForce, ...]:
    """The target in force of each indicator that has one, with the versions that it replaced."""
    return tuple(
        _in_force(indicator, targets[indicator.code])
        for indicator in indicators
        if targets.get(indicator.code)
    )


def _in_force(indicator: IndicatorInfo, versions: Sequence[YearTarget]) -> TargetInForce:
    now, *earlier = versions
    return TargetInForce(
        name=indicator.short_name,
        figure=f"{_figure(indicator, now)} for {now.year.label}",
        plan=plan_title(now.kind, now.name, now.version),
        plan_href=plan_href(indicator.code, now.kind, now.version),
        since=_since(now),
        made=target_words(now.basis, now.shared_by),
        made_href=basis_href(now.basis),
        tag=provenance_tag(now.provenance),
        before=tuple(_before(indicator, each, after) for after, each in zip(versions, earlier, strict=False)),
    )


def _since(target: YearTarget) -> str:
    """`in force since 23 April 2019, when it was published: why this version`; loading it put nothing in force."""
    recorded = formatting.day(target.recorded_at)
    since = (
        f"recorded here on {recorded}; when it was published is not known"
        if target.published_on is None
        else f"in force since {formatting.day(target.published_on)}, when it was published"
    )
    return f"{since}: {target.reason}" if target.reason and target.version > 1 else since


def _before(indicator: IndicatorInfo, each: YearTarget, after: YearTarget) -> str:
    """What stood here until another version was recorded; from when to when it was in force, if that is known."""
    said = f"{_figure(indicator, each)} by version {each.version}"
    began, ended = each.published_on, after.published_on
    if began is not None and ended is not None and began < ended:
        return f"From {formatting.day(began)} to {formatting.day(ended)}: {said}"
    return f"Shown here until {formatting.day(after.recorded_at)}: {said}"


def _figure(indicator: IndicatorInfo, target: YearTarget) -> str:
    return formatting.planned_figure(target.value, indicator.unit, indicator.decimals)


def present_notes_of(series: Iterable[ProgressSeries], explained: Iterable[Explanation]) -> tuple[Note, ...]:
    """What to know of an area's figures: breaks, the join with the areas before, gaps, what was published.

    Where a figure is withheld, what was said of it is not shown either.
    """
    every = {each.indicator.code: each for each in series}
    notes: list[Note] = []
    for each in every.values():
        notes += _changes(each)
    for told in explained:
        point = every[told.indicator].at(told.period) if told.indicator in every else None
        if point is not None and has_published_note(point):
            name = every[told.indicator].indicator.short_name
            notes.append(Note(f"{name}, {told.period.label}", told.text))
    return tuple(notes)


def _changes(series: ProgressSeries) -> Iterable[Note]:
    indicator = series.indicator
    for period, words in indicator.breaks:
        yield Note(f"{indicator.short_name}, from {period.label}", words)
    carried = [point for point in series if point.basis == Basis.REBASED and point.actual is not None]
    if carried:
        last = carried[-1].period.label
        yield Note(
            f"{indicator.short_name}, to {last}",
            "Carried here from the areas that came before, as the area was not there.",
        )
    latest = series.latest
    gaps = [point for point in series if latest and point.actual is None and point.period < latest.period]
    known = next((point.period for point in series if point.actual is not None), None)
    inside = [point for point in gaps if known is not None and point.period > known]
    if inside:
        periods = formatting.listed([point.period.label for point in inside])
        why = formatting.listed(sorted({missing_words(point.marker).lower() for point in inside}))
        yield Note(f"{indicator.short_name}, {periods}", f"No figure ({why}): a gap, not a zero.")
