"""What was planned: every version of every trajectory, how its figures were made, and which target is in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from programmes.choices import NEAREST_FIRST, AreaType
from programmes.models import Trajectory, TrajectoryPoint
from programmes.periods import Period
from programmes.queries.plan_days import PUBLISHED_ON
from programmes.results import SourceRef


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The figures of a plan that were made in one way: how many, for which levels of areas, from when to when."""

    basis: str
    shared_by: str
    provenance: str
    area_types: tuple[str, ...]
    first: Period
    last: Period
    figures: int


@dataclass(frozen=True, slots=True)
class PlannedFigure:
    """What a plan expects of an area by the end of one period; None for the source means the plan's own."""

    period: Period
    value: float
    basis: str
    provenance: str
    note: str
    source: SourceRef | None
    published_on: date | None
    """The day from which it is in force; None where no day is known."""


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """One version of one kind of trajectory. The version that `stands` is the latest of its kind."""

    kind: str
    version: int
    name: str
    reason: str
    source: SourceRef
    published_on: date | None
    recorded_at: datetime
    stands: bool
    parts: tuple[PlanPart, ...]
    national: tuple[PlannedFigure, ...]


def plans_of(indicator: str) -> tuple[PlanInfo, ...]:
    """Every plan of an indicator, by kind, the latest version first. Three statements."""
    every = Trajectory.objects.filter(indicator__code=indicator).select_related("source")
    parts, national = _parts(indicator), _national(indicator)
    seen: set[str] = set()
    found = []
    for plan in every.order_by("kind", "-version"):
        found.append(
            PlanInfo(
                kind=plan.kind,
                version=plan.version,
                name=plan.name,
                reason=plan.reason,
                source=SourceRef.of(plan.source),
                published_on=plan.published_on,
                recorded_at=plan.recorded_at,
                stands=plan.kind not in seen,
                parts=tuple(parts[plan.pk]),
                national=tuple(national[plan.pk]),
            )
        )
        seen.add(plan.kind)
    return tuple(found)


def _parts(indicator: str) -> dict[int, list[PlanPart]]:
    """By plan. One statement."""
    rows = (
        TrajectoryPoint.objects.filter(trajectory__indicator__code=indicator)
        .values("trajectory_id", "basis", "shared_by", "provenance")
        .annotate(
            area_types=ArrayAgg("area__area_type", distinct=True),
            first=Min("period_id"),
            last=Max("period_id"),
            figures=Count("pk"),
        )
        .order_by("trajectory_id", "basis", "shared_by", "provenance")
    )
    found: dict[int, list[PlanPart]] = defaultdict(list)
    for row in rows:
        levels = tuple(level.value for level in AreaType if level in row["area_types"])
        first, last = Period.parse(row["first"]), Period.parse(row["last"])
        found[row["trajectory_id"]].append(
            PlanPart(row["basis"], row["shared_by"], row["provenance"], levels, first, last, row["figures"])
        )
    return found


def _national(indicator: str) -> dict[int, list[PlannedFigure]]:
    """By plan. One statement."""
    points = TrajectoryPoint.objects.filter(
        trajectory__indicator__code=indicator, area__area_type=AreaType.ENGLAND
    )
    found: dict[int, list[PlannedFigure]] = defaultdict(list)
    points = points.annotate(published_on=PUBLISHED_ON).select_related("source")
    for point in points.order_by("period__ends_on", "period__starts_on"):
        found[point.trajectory_id].append(
            PlannedFigure(
                period=Period.parse(point.period_id),
                value=float(point.value),
                basis=point.basis,
                provenance=point.provenance,
                note=point.note,
                source=SourceRef.of(point.source) if point.source else None,
                published_on=point.published_on,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class YearTarget:
    """What one version of a trajectory expects of one area for one financial year, in the indicator's unit."""

    indicator: str
    year: Period
    kind: str
    version: int
    name: str
    reason: str
    recorded_at: datetime
    published_on: date | None
    value: float
    basis: str
    shared_by: str
    provenance: str
    stands: bool
    """Whether no later version of this kind is known."""


def year_targets(area: str, years: Mapping[str, Period]) -> dict[str, tuple[YearTarget, ...]]:
    """By indicator code, the targets of its year in one area (an ODS code): the one in force first, then earlier ones.

    Only versions of the kind that the area is measured against. One statement; none without indicators.
    """
    if not years:
        return {}
    wanted = Q()
    for indicator, year in years.items():
        ends = [year.code, year.quarters()[-1].code]
        wanted |= Q(trajectory__indicator__code=indicator, period__in=ends)
    later = Trajectory.objects.filter(
        indicator=OuterRef("trajectory__indicator"),
        kind=OuterRef("trajectory__kind"),
        version__gt=OuterRef("trajectory__version"),
    )
    rows = (
        TrajectoryPoint.objects.filter(wanted, area__code=area)
        .annotate(replaced=Exists(later), published_on=PUBLISHED_ON)
        .order_by("trajectory__indicator", "-trajectory__version", "period_id")
        .values_list(
            *("trajectory__indicator__code", "trajectory__kind", "trajectory__version", "trajectory__name"),
            *("trajectory__reason", "trajectory__recorded_at", "published_on", "value"),
            *("basis", "shared_by", "provenance", "replaced"),
        )
    )
    found: dict[str, dict[str, dict[int, YearTarget]]] = defaultdict(lambda: defaultdict(dict))
    for code, kind, version, name, reason, recorded_at, published_on, value, *made, replaced in rows:
        # A year may carry its figure and that of its last quarter: they are the same target, told once.
        target = YearTarget(
            *(code, years[code], kind, version, name, reason, recorded_at, published_on),
            *(float(value), *made, not replaced),
        )
        found[code][kind][version] = target
    return {code: _nearest(kinds) for code, kinds in found.items()}


def _nearest(kinds: Mapping[str, Mapping[int, YearTarget]]) -> tuple[YearTarget, ...]:
    """The versions of the nearest kind that stands, the latest first; nothing where none stands any more."""
    for kind in NEAREST_FIRST:
        versions = sorted(kinds.get(kind, {}).values(), key=lambda each: -each.version)
        if versions and versions[0].stands:
            return tuple(versions)
    return ()
