"""Which target of a year an area is measured against, and what it was before it was changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from programmes.choices import TrajectoryKind
from programmes.models import Trajectory, TrajectoryPoint
from programmes.periods import Period

NEAREST_FIRST = (TrajectoryKind.LOCAL_PLAN, TrajectoryKind.LONG_TERM_PLAN, TrajectoryKind.NATIONAL_STANDARD)
"""Where an area has several kinds of trajectory, it is measured against the one set closest to it."""


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
        .annotate(replaced=Exists(later))
        .order_by("trajectory__indicator", "-trajectory__version", "period_id")
        .values_list(
            *("trajectory__indicator__code", "trajectory__kind", "trajectory__version", "trajectory__name"),
            *("trajectory__reason", "trajectory__recorded_at", "value", "basis", "shared_by", "provenance"),
            "replaced",
        )
    )
    found: dict[str, dict[str, dict[int, YearTarget]]] = defaultdict(lambda: defaultdict(dict))
    for code, kind, version, name, reason, recorded_at, value, basis, shared_by, provenance, replaced in rows:
        # A year may carry its figure and that of its last quarter: they are the same target, told once.
        found[code][kind][version] = YearTarget(
            code,
            years[code],
            kind,
            version,
            name,
            reason,
            recorded_at,
            float(value),
            basis,
            shared_by,
            provenance,
            not replaced,
        )
    return {code: _nearest(kinds) for code, kinds in found.items()}


def _nearest(kinds: Mapping[str, Mapping[int, YearTarget]]) -> tuple[YearTarget, ...]:
    """The versions of the nearest kind that stands, the latest first; nothing where none stands any more."""
    for kind in NEAREST_FIRST:
        versions = sorted(kinds.get(kind, {}).values(), key=lambda each: -each.version)
        if versions and versions[0].stands:
            return tuple(versions)
    return ()
