"""What was planned, as arrays beside the cube: the year's target, and where it stands at each period's end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from programmes.choices import IndicatorKind, Provenance, TargetBasis, TrajectoryKind
from programmes.engine.cube import PERIOD_NUMBER, Definition, period_number
from programmes.engine.geography import Geography, Matrix
from programmes.periods import QUARTERS, Period

PROVENANCES: tuple[str, ...] = tuple(Provenance.values)
BASES: tuple[str, ...] = tuple(TargetBasis.values)
NEAREST_FIRST = (TrajectoryKind.LOCAL_PLAN, TrajectoryKind.LONG_TERM_PLAN, TrajectoryKind.NATIONAL_STANDARD)
"""Where an area has several kinds of trajectory, it is measured against the one set closest to it."""

STRAIGHT_LINE = BASES.index(TargetBasis.STRAIGHT_LINE.value)
PUBLISHED = BASES.index(TargetBasis.PUBLISHED.value)


@dataclass
class Targets:
    """Targets over areas and periods: every array has shape (A, P); NaN and -1 where there is none."""

    year: Matrix
    to_date: Matrix
    basis: NDArray[np.int8]
    """Positions in BASES."""
    provenance: NDArray[np.int8]
    """Positions in PROVENANCES."""


@dataclass(frozen=True)
class Point:
    """The figure expected of an area (by its place in the geography) by the end of a period (as a number)."""

    area: int
    period: int
    value: float
    basis: int
    provenance: int


POINTS_SQL = f"""
select t.kind, p.area_id, {PERIOD_NUMBER.format("p.period_id")}, p.value::float8, p.basis, p.provenance
  from programmes_trajectory t join programmes_trajectorypoint p on p.trajectory_id = t.id
 where t.indicator_id = %(indicator)s and t.recorded_at <= coalesce(%(as_at)s::timestamptz, 'infinity')
   and not exists (select 1 from programmes_trajectory later
                    where later.indicator_id = t.indicator_id and later.kind = t.kind and later.version > t.version
                      and later.recorded_at <= coalesce(%(as_at)s::timestamptz, 'infinity'))
"""


def read(
    definition: Definition,
    geography: Geography,
    periods: tuple[Period, ...],
    *,
    as_at: datetime | None = None,
) -> Targets:
    """The targets in force now, or at an instant. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(POINTS_SQL, {"indicator": definition.id, "as_at": as_at})
        rows = cursor.fetchall()
    rows.sort(key=lambda row: NEAREST_FIRST.index(TrajectoryKind(row[0])), reverse=True)
    points = {}
    for _kind, area_id, period, value, basis, provenance in rows:
        area = geography.index_of[area_id]
        points[area, period] = Point(area, period, value, BASES.index(basis), PROVENANCES.index(provenance))
    return lay_out(definition, len(geography), periods, points)


def lay_out(
    definition: Definition, areas: int, periods: tuple[Period, ...], points: dict[tuple[int, int], Point]
) -> Targets:
    """Targets at every period, from points at some: as published where there is one, else on a straight line.

    A flow starts each year at nothing; a stock starts where last year's target stood, so its line needs two points;
    a ratio is wanted at the same level all year, unless it is a level itself.
    """
    shape = (areas, len(periods))
    targets = Targets(
        np.full(shape, np.nan),
        np.full(shape, np.nan),
        np.full(shape, -1, np.int8),
        np.full(shape, -1, np.int8),
    )
    by_period: dict[int, list[Point]] = {}
    for point in points.values():
        by_period.setdefault(point.period, []).append(point)

    def values_at(number: int) -> tuple[Matrix, NDArray[np.int8], NDArray[np.int8]]:
        values, basis, provenance = (
            np.full(areas, np.nan),
            np.full(areas, -1, np.int8),
            np.full(areas, -1, np.int8),
        )
        for point in by_period.get(number, ()):
            values[point.area], basis[point.area], provenance[point.area] = (
                point.value,
                point.basis,
                point.provenance,
            )
        return values, basis, provenance

    for column, period in enumerate(periods):
        this_year, basis, provenance = values_at(period_number(period.year))
        at_point, point_basis, point_provenance = values_at(period_number(period))
        line = _line(
            definition,
            this_year,
            lambda period=period: values_at(period_number(period.year.previous()))[0],
            period,
        )
        exact = ~np.isnan(at_point)
        drawn = (period.quarters_done < QUARTERS) & ~exact & ~np.isnan(line) & (basis == PUBLISHED)
        targets.year[:, column] = this_year
        targets.to_date[:, column] = np.where(exact, at_point, line)
        targets.basis[:, column] = np.where(exact, point_basis, np.where(drawn, STRAIGHT_LINE, basis))
        targets.provenance[:, column] = np.where(exact, point_provenance, provenance)
    nothing = np.isnan(targets.to_date)
    targets.basis[nothing] = targets.provenance[nothing] = -1
    return targets


def _line(definition: Definition, this_year: Matrix, last_year, period: Period) -> Matrix:
    if period.quarters_done == QUARTERS or (
        definition.kind == IndicatorKind.RATIO and definition.accumulates
    ):
        return this_year
    start = np.zeros_like(this_year) if definition.accumulates else last_year()
    return start + (this_year - start) * period.quarters_done / QUARTERS
