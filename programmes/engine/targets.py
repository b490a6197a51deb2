"""What was planned, as arrays beside the cube: the year's target, and where it stands at each period's end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from programmes.choices import NEAREST_FIRST, SET_FOR_THE_AREA, Provenance, TargetBasis, TrajectoryKind
from programmes.engine.cube import PERIOD_NUMBER, copy_out, period_number
from programmes.engine.geography import Geography, Matrix
from programmes.periods import QUARTERS, Period
from programmes.results import IndicatorInfo

PROVENANCES: tuple[str, ...] = tuple(Provenance.values)
BASES: tuple[str, ...] = tuple(TargetBasis.values)
INTERPOLATED = BASES.index(TargetBasis.INTERPOLATED.value)
ENTITLEMENT = BASES.index(TargetBasis.ENTITLEMENT.value)
SET = [BASES.index(basis.value) for basis in SET_FOR_THE_AREA]
DERIVED = PROVENANCES.index(Provenance.DERIVED.value)


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
class Points:
    """Figures expected of areas by the ends of some periods: shape (A, N), NaN and -1 where none is.

    `column` finds a period, as a number; the last column is that of all others, and empty.
    """

    column: dict[int, int]
    value: Matrix
    basis: NDArray[np.int8]
    provenance: NDArray[np.int8]

    @classmethod
    def none(cls, areas: int, periods: list[Period]) -> Points:
        """Nothing expected of so many areas, with room for these periods."""
        shape = (areas, len(periods) + 1)
        column = {period_number(period): place for place, period in enumerate(periods)}
        return cls(column, np.full(shape, np.nan), np.full(shape, -1, np.int8), np.full(shape, -1, np.int8))

    def columns(self, periods: Iterable[Period]) -> list[int]:
        """Where these periods are."""
        return [self.column.get(period_number(period), -1) for period in periods]


POINT = np.dtype(
    [
        ("fields", ">i2"),
        ("area_length", ">i4"),
        ("area", ">i8"),
        ("period_length", ">i4"),
        ("period", ">i4"),
        ("value_length", ">i4"),
        ("value", ">f8"),
        ("basis_length", ">i4"),
        ("basis", ">i2"),
        ("provenance_length", ">i4"),
        ("provenance", ">i2"),
    ]
)
"""One row of the query below, as COPY writes it in binary."""


def _place(column: str, names: Iterable[str]) -> str:
    """SQL for the place of a text among these names."""
    cases = " ".join(f"when '{name}' then {place}" for place, name in enumerate(names))
    return f"case {column} {cases} end"


POINTS_SQL = f"""
select p.area_id, {PERIOD_NUMBER.format("p.period_id")}, p.value::float8,
       ({_place("p.basis", BASES)})::int2, ({_place("p.provenance", PROVENANCES)})::int2
  from programmes_trajectory t join programmes_trajectorypoint p on p.trajectory_id = t.id
 where t.indicator_id = {{indicator}} and t.recorded_at <= '{{as_at}}' and p.period_id in ({{periods}})
   and {{meant}}
 order by {_place("t.kind", NEAREST_FIRST)} desc
"""
"""The nearest last, so that it takes the place of the others."""

LATEST_SQL = """not exists (select 1 from programmes_trajectory later
                    where later.indicator_id = t.indicator_id and later.kind = t.kind and later.version > t.version
                      and later.recorded_at <= '{as_at}')"""

Meant = tuple[str, int | None]
"""A trajectory by its kind and its version; None for the latest version."""


def read(
    definition: IndicatorInfo,
    geography: Geography,
    periods: tuple[Period, ...],
    *,
    as_at: datetime | None = None,
    trajectory: Meant | None = None,
) -> Targets:
    """The targets in force now, or at an instant; or those of one trajectory, if it was known then. One SQL statement.

    Raises ValueError for a kind of trajectory that there is not.
    """
    years = {period.year for period in periods}
    wanted = sorted({*periods, *years, *(year.previous() for year in years)})
    points = Points.none(len(geography), wanted)
    if wanted:
        instant = "infinity" if as_at is None else as_at.isoformat()
        rows = copy_out(
            POINTS_SQL.format(
                indicator=int(definition.id),
                as_at=instant,
                periods=", ".join(repr(period.code) for period in wanted),
                meant=_meant(trajectory, LATEST_SQL.format(as_at=instant)),
            ),
            POINT,
        )
        numbers, inverse = np.unique(rows["period"], return_inverse=True)
        column = np.array([points.column[int(number)] for number in numbers], np.intp)[inverse]
        cell = (np.searchsorted(geography.ids, rows["area"]), column)
        points.value[cell], points.basis[cell], points.provenance[cell] = (
            rows["value"],
            rows["basis"],
            rows["provenance"],
        )
    return lay_out(definition, periods, points)


def _meant(trajectory: Meant | None, latest: str) -> str:
    """SQL for the trajectories that areas are measured against."""
    if trajectory is None:
        return latest
    kind, version = trajectory
    which = latest if version is None else f"t.version = {int(version)}"
    return f"t.kind = '{TrajectoryKind(kind).value}' and {which}"


def lay_out(definition: IndicatorInfo, periods: tuple[Period, ...], points: Points) -> Targets:
    """Targets at every period, from points at some: as published where there is one, else on a straight line.

    A flow starts each year at nothing; a stock starts where last year's target stood, so its line needs two points;
    a ratio is wanted at the same level all year, unless it is a level itself; of a rolling year only that of the
    last quarter is compared with the target, for it is the year; an allowance is one at its own date alone. A line is
    no better than what it leads to, nor than where a level's begins, and never official.
    """
    here = points.columns(periods)
    year = points.columns(period.year for period in periods)
    at_point, this_year = points.value[:, here], points.value[:, year]
    done = np.array([period.quarters_done for period in periods], int)
    line = np.where(
        (points.basis[:, year] == ENTITLEMENT) & (done < QUARTERS),
        np.nan,
        _line(definition, periods, points, this_year),
    )
    exact = ~np.isnan(at_point)
    drawn = (done < QUARTERS) & ~exact & ~np.isnan(line) & ~_is_wanted_all_year(definition)
    basis, provenance = points.basis[:, year], points.provenance[:, year]
    weakest = np.maximum(provenance, DERIVED)
    if not definition.accumulates:
        before = points.columns(period.year.previous() for period in periods)
        weakest = np.maximum(weakest, points.provenance[:, before])
    basis = np.where(drawn & np.isin(basis, SET), INTERPOLATED, basis)
    provenance = np.where(drawn, weakest, provenance)
    targets = Targets(
        year=this_year,
        to_date=np.where(exact, at_point, line),
        basis=np.where(exact, points.basis[:, here], basis).astype(np.int8),
        provenance=np.where(exact, points.provenance[:, here], provenance).astype(np.int8),
    )
    nothing = np.isnan(targets.to_date)
    targets.basis[nothing] = targets.provenance[nothing] = -1
    return targets


def _is_wanted_all_year(definition: IndicatorInfo) -> bool:
    """Whether the target of the year holds at each of its quarters: of a ratio that builds up."""
    return definition.kind.is_ratio and definition.accumulates


def _line(
    definition: IndicatorInfo, periods: tuple[Period, ...], points: Points, this_year: Matrix
) -> Matrix:
    if _is_wanted_all_year(definition):
        return this_year
    done = np.array([period.quarters_done for period in periods], float)
    if definition.kind.is_set_for_years:
        return np.where(done == QUARTERS, this_year, np.nan)
    before = points.columns(period.year.previous() for period in periods)
    start = 0.0 if definition.accumulates else points.value[:, before]
    return np.where(done == QUARTERS, this_year, start + (this_year - start) * done / QUARTERS)
