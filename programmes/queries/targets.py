"""What was planned: the points of the trajectories that stand, for files and the API."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet

from programmes.models import Trajectory, TrajectoryPoint
from programmes.periods import Period
from programmes.queries import areas
from programmes.queries.rows import bytewise, where_and_when


def target_points(
    *,
    programmes: Iterable[str] = (),
    indicators: Iterable[str] = (),
    area: Iterable[str] = (),
    area_types: Iterable[str] = (),
    periods: Iterable[Period] = (),
    first: Period | None = None,
    last: Period | None = None,
) -> QuerySet[TrajectoryPoint]:
    """Points of the latest version of each trajectory, by programme, indicator, kind, area and period."""
    found = TrajectoryPoint.objects.filter(trajectory__in=Trajectory.objects.current())
    if wanted := list(programmes):
        found = found.filter(trajectory__indicator__programme__code__in=wanted)
    if wanted := list(indicators):
        found = found.filter(trajectory__indicator__code__in=wanted)
    found = where_and_when(found, area, area_types, periods, first, last)
    found = found.annotate(
        programme_position=F("trajectory__indicator__programme__position"),
        position=F("trajectory__indicator__position"),
        kind=F("trajectory__kind"),
        level=areas.level_order("area__area_type"),
        code=bytewise("area__code"),
        since=F("area__valid_from"),
        time=bytewise("period_id"),
    )
    return found.order_by(*TARGET_ORDER)


TARGET_ORDER = ("programme_position", "position", "kind", "level", "code", "since", "time")
