"""What was planned: the points of the trajectories that stand, for files and the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, QuerySet

from programmes.models import Trajectory, TrajectoryPoint
from programmes.periods import Period
from programmes.queries.rows import PLACE_AND_TIME, narrowed


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
) -> QuerySet[TrajectoryPoint]:
    """Points of the latest version of each trajectory, by programme, indicator, kind, area and period.

    As known at an instant, when one is given; of one kind and one version (None: the latest), when that is.
    """
    wanted = {
        "trajectory__indicator__programme__code": programmes,
        "trajectory__indicator__code": indicators,
        "area__area_type": area_types,
    }
    found = TrajectoryPoint.objects.filter(trajectory__in=_meant(as_at, trajectory))
    found = narrowed(found, wanted, area, periods, first, last, inside)
    found = found.annotate(
        programme_position=F("trajectory__indicator__programme__position"),
        position=F("trajectory__indicator__position"),
        kind=F("trajectory__kind"),
        **PLACE_AND_TIME,
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
