"""What explains an odd figure: which target applied, where the counting changed, what was said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.presenters.plans import plan_href, plan_title, target_words
from dashboards.wording import Tag, missing_words, provenance_tag
from programmes.choices import Basis
from programmes.queries.explanations import Explanation, has_published_note
from programmes.queries.plans import YearTarget
from programmes.results import IndicatorInfo, ProgressSeries


@dataclass(frozen=True, slots=True)
class TargetInForce:
    """The target that one indicator is measured against, in words."""

    name: str
    figure: str
    plan: str
    plan_href: str
    since: str
    made: str
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
    recorded = formatting.day(now.recorded_at)
    return TargetInForce(
        name=indicator.short_name,
        figure=f"{_figure(indicator, now)} for {now.year.label}",
        plan=plan_title(now.kind, now.name, now.version),
        plan_href=plan_href(indicator.code, now.kind, now.version),
        since=f"in force since it was recorded on {recorded}" + (f": {now.reason}" if now.reason else ""),
        made=target_words(now.basis, now.shared_by),
        tag=provenance_tag(now.provenance),
        before=tuple(_before(indicator, each, after) for after, each in zip(versions, earlier, strict=False)),
    )


def _before(indicator: IndicatorInfo, each: YearTarget, after: YearTarget) -> str:
    until = formatting.day(after.recorded_at)
    return f"Until {until} version {each.version} applied: {_figure(indicator, each)}"


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
