"""What was planned: the points of the trajectories that stand, for files and the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, QuerySet

from programmes.models import Trajectory, TrajectoryPoint
from programmes.periods import Period
from programmes.queries import areas
from programmes.queries.rows import bytewise, made_up_or_not, where_and_when


def target_points(
    *,
    programmes: Iterable[str] = (),
    indicators: Iterable[str] = (),
    area: Iterable[str] = (),
    area_types: Iterable[str] = (),
    periods: Iterable[Period] = (),
    first: Period | None = None,
    last: Period | None = None,
    as_at: datetime | None = None,
    trajectory: tuple[str, int | None] | None = None,
    inside: Iterable[str] = (),
    illustrative: bool | None = None,
) -> QuerySet[TrajectoryPoint]:
    """Points of the latest version of each trajectory, by programme, indicator, kind, area and period.

    As known at an instant, when one is given; of one kind and one version (None: the latest), when that is.
    """
    found = TrajectoryPoint.objects.filter(trajectory__in=_meant(as_at, trajectory))
    if wanted := list(programmes):
        found = found.filter(trajectory__indicator__programme__code__in=wanted)
    if wanted := list(indicators):
        found = found.filter(trajectory__indicator__code__in=wanted)
    found = where_and_when(found, area, area_types, periods, first, last, inside)
    found = made_up_or_not(found, illustrative)
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


def _meant(as_at: datetime | None, trajectory: tuple[str, int | None] | None) -> QuerySet[Trajectory]:
    kind, version = trajectory or ("", None)
    every = Trajectory.objects.all()
    if version is not None:
        found = every.filter(version=version)
        if as_at is not None:
            found = found.filter(recorded_at__lte=as_at)
    else:
        found = every.current() if as_at is None else every.as_at(as_at)
    return found.filter(kind=kind) if kind else found


TARGET_ORDER = ("programme_position", "position", "kind", "level", "code", "since", "time")
