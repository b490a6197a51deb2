"""Where one result comes from: its row, the rows it was made of, and the target it is measured against.

Everything here was read from results, after disclosure control: exact figures, and the people behind them, are in
`queries.history`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import inf

from programmes.area_history import WHOLE, AreaVersion, meant
from programmes.choices import NEAREST_FIRST, AreaType, Basis, Marker, Provenance
from programmes.models import Progress, Trajectory, TrajectoryPoint, shown_name
from programmes.periods import Period
from programmes.queries.explanations import published_note
from programmes.queries.plan_days import PUBLISHED_ON
from programmes.queries.plans import PlannedFigure
from programmes.queries.points import points
from programmes.results import IndicatorInfo, ProgressPoint, SourceRef
from programmes.stored_areas import area_history


@dataclass(frozen=True, slots=True)
class Part:
    """A result that went into another; `share` is how much of its area went there, 1 for all of it."""

    point: ProgressPoint
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class TargetPoint(PlannedFigure):
    """A figure of the plan that an area is measured against, with its version; no source for what is only recalled."""

    shared_by: str
    kind: str
    version: int
    plan: str
    reason: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One result and where it comes from.

    `made_of` says what the parts are: areas `below`, or areas `before`; it is empty where a figure was
    to be given for the area itself.
    `is_other_life` says that the same code has another result for this period, of the area before or after.
    """

    indicator: IndicatorInfo
    area_id: int
    point: ProgressPoint
    made_of: str
    parts: tuple[Part, ...]
    targets: tuple[TargetPoint, ...]
    is_other_life: bool
    was_valid: bool
    note: str = ""
    """What was said of the figure that was given for the area, where that is published."""


def origin(
    indicator: IndicatorInfo, code: str, period: Period, *, boundaries: str = "today"
) -> Origin | None:
    """One result; None where there is no row of it. Seven statements at most.

    The area is that of the current edition; on boundaries as "reported", the one valid when the period ended.
    """
    history = area_history()
    versions = {one.pk: one for one in history.coded(code)}
    rows = Progress.objects.filter(indicator__code=indicator.code, period=period.code)
    found = dict(rows.filter(area__in=versions).values_list("area_id", published_note()))
    day = period.ends_on if boundaries == "reported" else history.today or period.ends_on
    area = meant((versions[pk] for pk in found), day)
    if area is None:
        return None
    [point] = points(rows.filter(area=area.pk))
    made_of, parts = _made_of(indicator, area, point, history.today or day)
    return Origin(
        indicator=indicator,
        area_id=area.pk,
        point=point,
        made_of=made_of,
        parts=parts,
        targets=_targets(indicator, area, period),
        is_other_life=len(found) > 1,
        was_valid=area.valid_on(period.ends_on),
        note=found[area.pk],
    )


def _made_of(
    indicator: IndicatorInfo, area: AreaVersion, point: ProgressPoint, edition_on: date
) -> tuple[str, tuple[Part, ...]]:
    """What the engine made the row of, in the order in which it tries."""
    if not point.basis or point.is_given:
        return "", ()
    if point.basis == Basis.ROLLED_UP:
        return "below", _below(point, area, point.period.ends_on)
    before = _before(point, area)
    if AreaType(area.area_type).height <= AreaType(indicator.reporting_level).height:
        return "before", before
    heard = any(part.point.basis == Basis.REPORTED and _is_said(part.point) for part in before)
    if heard and all(part.share >= WHOLE for part in before):
        return "before", before
    below = _below(point, area, edition_on)
    if heard and _misses(before, point) < _misses(below, point):
        return "before", before
    return "below", below


def _is_said(point: ProgressPoint) -> bool:
    return point.actual is not None or point.marker in (Marker.CONFIDENTIAL, Marker.NOT_APPLICABLE)


def _misses(parts: tuple[Part, ...], point: ProgressPoint) -> float:
    """How far the parts are from the whole; infinitely where one that is needed is not there.

    The engine takes the parts of today where each had a figure by then, and else those of the day. What it had by then
    is not kept, but the two ways give different sums.
    """
    if not parts or not all(_is_said(part.point) for part in parts):
        return inf
    total = sum(part.share * (part.point.numerator or 0.0) for part in parts)
    return abs(total - (point.numerator or 0.0))


def _below(point: ProgressPoint, area: AreaVersion, day: date) -> tuple[Part, ...]:
    """The results of the areas that lay directly in it on the day. One statement."""
    return tuple(Part(each) for each in _rows(point, area_history().children(area.pk, day)))


def _before(point: ProgressPoint, area: AreaVersion) -> tuple[Part, ...]:
    """The results of the areas valid when the period ended that went into it, each with its share. One statement."""
    history = area_history()
    shares = history.earlier(area.pk, point.period.ends_on)
    share_of = {history.versions[pk].code: share for pk, share in shares.items()}
    return tuple(Part(each, share_of[each.area.code]) for each in _rows(point, shares))


def _rows(point: ProgressPoint, areas: Iterable[int]) -> Iterable[ProgressPoint]:
    rows = Progress.objects.filter(indicator__code=point.indicator, period=point.period.code, area__in=areas)
    return points(rows.order_by("area__short_name", "area__code", "area__valid_from"))


def _targets(indicator: IndicatorInfo, area: AreaVersion, period: Period) -> tuple[TargetPoint, ...]:
    """What the plan nearest to the area says of the period and its year; of a level, of the year before too, from
    which its line starts. One statement.
    """
    wanted = {period.code, period.year.code}
    if not indicator.accumulates and period.quarters_left:
        wanted.add(period.year.previous().code)
    rows = TrajectoryPoint.objects.filter(
        trajectory__in=Trajectory.objects.filter(indicator__code=indicator.code).current(),
        area=area.pk,
        period__in=wanted,
    ).annotate(published_on=PUBLISHED_ON)
    rows = rows.select_related("trajectory__source", "trajectory__recorded_by", "source")
    days = {row.pk: row.published_on for row in rows}
    nearest: dict[str, TrajectoryPoint] = {}
    for row in sorted(rows, key=lambda row: NEAREST_FIRST.index(row.trajectory.kind)):
        nearest.setdefault(row.period_id, row)
    return tuple(
        _target(row, days[row.pk])
        for row in sorted(nearest.values(), key=lambda row: Period.parse(row.period_id))
    )


def _target(row: TrajectoryPoint, published_on: date | None) -> TargetPoint:
    plan = row.trajectory
    person = plan.recorded_by
    # The plan's source does not vouch for a figure in it that was found in no source.
    source = row.source or (None if row.provenance == Provenance.RECALLED else plan.source)
    return TargetPoint(
        period=Period.parse(row.period_id),
        value=float(row.value),
        basis=row.basis,
        shared_by=row.shared_by,
        provenance=row.provenance,
        note=row.note,
        kind=plan.kind,
        version=plan.version,
        plan=plan.name,
        reason=plan.reason,
        source=None if source is None else SourceRef.of(source),
        published_on=published_on,
        recorded_at=plan.recorded_at,
        recorded_by=shown_name(person),
    )
