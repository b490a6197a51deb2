"""Where one result comes from: its row, the rows it was made of, and the target it is measured against.

Everything here was read from results, after disclosure control: exact figures, and the people behind them, are in
`queries.history`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from typing import Any

from django.db.models import Q, QuerySet

from programmes.choices import AreaType, Basis, Marker, Provenance, TrajectoryKind
from programmes.models import Area, AreaParent, AreaSuccession, Progress, Trajectory, TrajectoryPoint
from programmes.periods import Period
from programmes.queries import areas
from programmes.queries.explanations import published_note
from programmes.queries.points import points
from programmes.results import IndicatorInfo, ProgressPoint, SourceRef

WHOLE = 1 - 1e-9
"""A share from here on is the whole area: shares are stored to eight places."""

NEAREST_FIRST = list(TrajectoryKind.values)[::-1]
"""An area is measured against the plan that was set closest to it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A result that went into another; `share` is how much of its area went there, 1 for all of it."""

    point: ProgressPoint
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class TargetPoint:
    """One figure of the plan that an area is measured against, with its version and where it was read."""

    period: Period
    value: float
    basis: str
    shared_by: str
    provenance: str
    note: str
    kind: str
    version: int
    plan: str
    reason: str
    source: SourceRef | None
    """None for what is only recalled."""
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One result and where it comes from.

    `made_of` says what the parts are: areas `below`, or areas `before`; it is empty where an area was to report itself.
    `is_other_life` says that the same code has another result for this period, of the area before or after.
    """

    indicator: IndicatorInfo
    area_id: int
    point: ProgressPoint
    made_of: str
    parts: tuple[Part, ...]
    targets: tuple[TargetPoint, ...]
    is_other_life: bool
    was_alive: bool
    note: str = ""
    """What the area said of the figure it reported, where that is published."""


def origin(
    indicator: IndicatorInfo, code: str, period: Period, *, boundaries: str = "today"
) -> Origin | None:
    """One result; None where there is no row of it. Ten statements at most.

    The area is that of the current edition; on boundaries as "reported", the one alive when the period ended.
    """
    lives = {life.pk: life for life in Area.objects.coded(code)}
    rows = Progress.objects.filter(indicator__code=indicator.code, period=period.code)
    found = dict(rows.filter(area__in=lives).values_list("area_id", published_note()))
    if not found:
        return None
    edition = areas.current_edition()
    day = period.ends_on if boundaries == "reported" or edition is None else edition.on
    area = max(
        (lives[pk] for pk in found), key=lambda life: (life.is_alive_on(day), life.valid_from, life.pk)
    )
    [point] = points(rows.filter(area=area))
    made_of, parts = _made_of(indicator, area, point, edition.on if edition else day)
    return Origin(
        indicator=indicator,
        area_id=area.pk,
        point=point,
        made_of=made_of,
        parts=parts,
        targets=_targets(indicator, area, period),
        is_other_life=len(found) > 1,
        was_alive=area.is_alive_on(period.ends_on),
        note=found[area.pk],
    )


def _made_of(
    indicator: IndicatorInfo, area: Area, point: ProgressPoint, edition_on: date
) -> tuple[str, tuple[Part, ...]]:
    """What the engine made the row of, in the order in which it tries."""
    if point.basis == Basis.REPORTED:
        return "", ()
    if point.basis == Basis.ROLLED_UP:
        return "below", _below(point, area, point.period.ends_on)
    before = _before(point, area, edition_on)
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


def _below(point: ProgressPoint, area: Area, day: date) -> tuple[Part, ...]:
    """The results of the areas that lay directly in it on the day. One statement."""
    links = AreaParent.objects.all().on(day).filter(parent=area)
    return tuple(Part(each) for each in _rows(point, links.values("child")))


def _before(point: ProgressPoint, area: Area, edition_on: date) -> tuple[Part, ...]:
    """The results of the areas alive when the period ended that went into it, each with its share. Three statements."""
    shares = _shares(area.pk, point.period.ends_on, edition_on)
    then = Area.objects.all().on(point.period.ends_on).filter(pk__in=shares)
    key_of = {(life.code, life.area_type): life.pk for life in then}
    return tuple(
        Part(each, shares[key_of[each.area.code, each.area.area_type]])
        for each in _rows(point, key_of.values())
    )


def _rows(point: ProgressPoint, area_ids: Iterable[int] | QuerySet[Any, Any]) -> Iterable[ProgressPoint]:
    rows = Progress.objects.filter(
        indicator__code=point.indicator, period=point.period.code, area__in=area_ids
    )
    return points(rows.order_by("area__short_name", "area__code", "area__valid_from"))


def _shares(area: int, day: date, edition_on: date) -> dict[int, float]:
    """How much of every earlier area lies in this one, after all steps since the day. One statement."""
    steps: dict[date, list[tuple[int, int, float]]] = defaultdict(list)
    since = AreaSuccession.objects.filter(Q(on__gt=day), on__lte=edition_on)
    for on, before, after, part in since.values_list("on", "predecessor_id", "successor_id", "share"):
        steps[on].append((before, after, float(part)))
    shares = {area: 1.0}
    for on in sorted(steps, reverse=True):
        earlier: dict[int, float] = defaultdict(float)
        for before, after, share in steps[on]:
            if after in shares:
                earlier[before] += share * shares[after]
        shares |= earlier
    return shares


def _targets(indicator: IndicatorInfo, area: Area, period: Period) -> tuple[TargetPoint, ...]:
    """What the plan nearest to the area says of the period and its year; of a level, of the year before too, from
    which its line starts. One statement.
    """
    wanted = {period.code, period.year.code}
    if not indicator.accumulates and period.quarters_left:
        wanted.add(period.year.previous().code)
    rows = TrajectoryPoint.objects.filter(
        trajectory__in=Trajectory.objects.filter(indicator__code=indicator.code).current(),
        area=area,
        period__in=wanted,
    ).select_related("trajectory__source", "trajectory__recorded_by", "source")
    nearest: dict[str, TrajectoryPoint] = {}
    for row in sorted(rows, key=lambda row: NEAREST_FIRST.index(row.trajectory.kind)):
        nearest.setdefault(row.period_id, row)
    return tuple(
        _target(row) for row in sorted(nearest.values(), key=lambda row: Period.parse(row.period_id))
    )


def _target(row: TrajectoryPoint) -> TargetPoint:
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
        recorded_at=plan.recorded_at,
        recorded_by="" if person is None else person.get_full_name() or person.get_username(),
    )
