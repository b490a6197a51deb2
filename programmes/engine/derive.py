"""From publishable figures to what is shown: year to date, attainment, variance, status, required rate, rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from programmes.calculations import HAIR
from programmes.choices import AreaType, Polarity, Provenance, Status
from programmes.engine.cube import BREAK, NO_BASIS, NOT_AVAILABLE, NOT_DUE, REPORTED, Cube
from programmes.engine.geography import Mask, Matrix, Places
from programmes.engine.targets import PROVENANCES, SET, Targets
from programmes.periods import Period
from programmes.results.indicators import WHOLE_THINGS

STATUSES: tuple[str, ...] = tuple(Status.values)
OF_REPORTED, OF_DERIVED = (
    np.array([PROVENANCES.index(member.value) for member in members], np.int8)
    for members in (
        (Provenance.OFFICIAL, Provenance.DERIVED, Provenance.ENTERED, Provenance.DEMONSTRATION),
        (Provenance.DERIVED, Provenance.DERIVED, Provenance.ENTERED, Provenance.DEMONSTRATION),
    )
)
"""By the cube's origin, the provenance of what was reported, and of what was made of it."""

NOBODYS = -1
"""In place of a provenance: nobody reported it, and it was made of nothing."""


@dataclass
class Derived:
    """What follows from a disclosed cube and its targets: every array has shape (A, P)."""

    actual: Matrix
    year_to_date: Matrix
    attainment: Matrix
    variance: Matrix
    required_per_period: Matrix
    status: NDArray[np.int8]
    """Positions in STATUSES."""
    provenance: NDArray[np.int8]
    rank: NDArray[np.int16]
    rank_of: NDArray[np.int16]


def derive(cube: Cube, targets: Targets, *, due: Mask) -> Derived:
    """Everything that is computed from publishable numbers. `due` says of each period whether figures are due."""
    waiting = cube.wanted & np.isnan(cube.numerator) & (cube.marker == NOT_AVAILABLE) & ~due
    cube.marker[waiting] = NOT_DUE
    _mark_breaks(cube)

    actual = _actual(cube, cube.numerator, cube.denominator)
    to_date = _year_to_date(cube)
    with np.errstate(divide="ignore", invalid="ignore"):
        attainment = np.where(targets.to_date > 0, to_date / targets.to_date, np.nan)
    variance = to_date - targets.to_date
    status = _status(cube, to_date, targets, attainment, waiting)
    rank, rank_of = _ranks(cube, np.where(np.isin(targets.basis, SET), attainment, np.nan), to_date)
    return Derived(
        actual=actual,
        year_to_date=to_date,
        attainment=attainment,
        variance=variance,
        required_per_period=_required(cube, to_date, targets.year),
        status=status,
        provenance=_provenance(cube),
        rank=rank,
        rank_of=rank_of,
    )


def due_by(periods: Sequence[Period], due_dates: dict[str, date], today: date) -> Mask:
    """Of each period, whether its figures were due before today; a period without a date was due when it ended."""
    return np.array([due_dates.get(period.code, period.ends_on) < today for period in periods])


def _actual(cube: Cube, numerator: Matrix, denominator: Matrix) -> Matrix:
    if not cube.definition.has_denominator:
        return numerator
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)


def _year_to_date(cube: Cube) -> Matrix:
    """What has built up since April; for a level, where it stands. Not known once a period of the year is missing.

    What was published as a year to date stands as it is, and later quarters are added to it.
    """
    if not (cube.definition.accumulates and cube.definition.is_quarterly):
        return _actual(cube, cube.numerator, cube.denominator)
    built_up = np.full_like(cube.numerator, np.nan)
    built_up_below = np.full_like(built_up, np.nan)
    for column, period in enumerate(cube.periods):
        first = period.quarter == 1
        before = 0.0 if first else (built_up[:, column - 1] if column else np.nan)
        before_below = 0.0 if first else (built_up_below[:, column - 1] if column else np.nan)
        given = ~np.isnan(cube.to_date[:, column])
        built_up[:, column] = np.where(given, cube.to_date[:, column], before + cube.numerator[:, column])
        built_up_below[:, column] = np.where(
            given, cube.to_date_below[:, column], before_below + cube.denominator[:, column]
        )
    return _actual(cube, built_up, built_up_below)


def _status(
    cube: Cube, to_date: Matrix, targets: Targets, attainment: Matrix, waiting: Mask
) -> NDArray[np.int8]:
    tolerance = cube.definition.tolerance
    shortfall = attainment - 1 if cube.definition.polarity == Polarity.LOW else 1 - attainment
    judged = np.where(
        shortfall <= HAIR,
        STATUSES.index(Status.ON_PLAN),
        np.where(
            shortfall <= tolerance + HAIR, STATUSES.index(Status.NEAR_PLAN), STATUSES.index(Status.OFF_PLAN)
        ),
    )
    judged = np.where(_is_share(cube, targets), _beside_share(cube, to_date, targets, attainment), judged)
    unjudged = np.isnan(attainment) | (cube.definition.polarity == Polarity.NONE)
    status = np.where(unjudged, STATUSES.index(Status.NO_TARGET), judged)
    status = np.where(np.isnan(to_date), STATUSES.index(Status.NO_DATA), status)
    return np.where(waiting, STATUSES.index(Status.NOT_DUE), status).astype(np.int8)


def _is_share(cube: Cube, targets: Targets) -> Mask:
    """Where the target of an area is one that we worked out, and nobody set for it."""
    below_england = (cube.geography.levels < AreaType.ENGLAND.height)[:, None]
    return below_england & ~np.isin(targets.basis, SET)


def _beside_share(cube: Cube, to_date: Matrix, targets: Targets, attainment: Matrix) -> NDArray[np.int64]:
    """Above, near or below an even share: near within the tolerance, and where less than one whole is between them."""
    away = attainment - 1
    near = np.abs(away) <= cube.definition.tolerance + HAIR
    if cube.definition.unit in WHOLE_THINGS:
        near |= np.abs(to_date - targets.to_date) < 1
    beyond = np.where(away > 0, STATUSES.index(Status.ABOVE_SHARE), STATUSES.index(Status.BELOW_SHARE))
    return np.where(near, STATUSES.index(Status.NEAR_SHARE), beyond)


def _required(cube: Cube, to_date: Matrix, target_year: Matrix) -> Matrix:
    """How much each quarter left must bring: of a flow, its figure; of a stock, its growth.

    None for what has no pace: a ratio, or a rolling year.
    """
    if not cube.definition.kind.has_pace or not cube.definition.is_quarterly:
        return np.full_like(to_date, np.nan)
    left = np.array([period.quarters_left for period in cube.periods], float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(left > 0, np.maximum(target_year - to_date, 0) / left, np.nan)


def _ranks(cube: Cube, attained: Matrix, to_date: Matrix) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Place among areas of one type that stand side by side: 1 is best, equals share a place, 0 is unranked.

    By what each attained of a target that was set for it; where none of them has one, a share of one denominator by
    itself. A count of areas of every size is then no matter of rank, nor a ratio printed without its counts.
    """
    rank = np.zeros(attained.shape, np.int16)
    rank_of = np.zeros(attained.shape, np.int16)
    if cube.definition.polarity == Polarity.NONE:
        return rank, rank_of
    sign = 1 if cube.definition.polarity == Polarity.LOW else -1
    for area_type in np.unique(cube.geography.types):
        of_type = np.flatnonzero(cube.geography.types == area_type)
        for day, columns in cube.eras():
            side_by_side = of_type[cube.geography.in_edition[of_type]]
            if len(side_by_side) == 0:
                side_by_side = of_type[cube.geography.valid_on(day)[of_type]]
            _rank(sign * attained, side_by_side, columns, rank, rank_of)
            if cube.definition.has_denominator:
                nobody = [column for column in columns if not rank_of[side_by_side, column].any()]
                _rank(sign * to_date, side_by_side, nobody, rank, rank_of)
    return rank, rank_of


def _rank(
    score: Matrix, rows: Places, columns: list[int], rank: NDArray[np.int16], rank_of: NDArray[np.int16]
) -> None:
    for column in columns:
        values = score[rows, column]
        known = ~np.isnan(values)
        if not known.any():
            continue
        in_order = np.sort(values[known])
        rank[rows[known], column] = np.searchsorted(in_order, values[known], side="left") + 1
        rank_of[rows[known], column] = len(in_order)


def _mark_breaks(cube: Cube) -> None:
    """Mark where a series is not comparable with the period before: counted differently, or a new area's first own."""
    known = ~np.isnan(cube.numerator)
    succeeds = np.zeros(len(cube.geography), bool)
    succeeds[cube.geography.successor] = True
    for column, period in enumerate(cube.periods):
        broken = np.zeros(len(cube.geography), bool)
        if period in cube.definition.began_anew:
            broken[:] = True
        if period > cube.definition.first_period:
            before = period.previous().ends_on.toordinal()
            broken |= (
                succeeds
                & cube.geography.in_edition
                & cube.valid_in(column)
                & ~cube.geography.valid_on(before)
            )
        cube.notes[known[:, column] & broken, column] |= BREAK


def _provenance(cube: Cube) -> NDArray[np.int8]:
    """Positions in PROVENANCES; NOBODYS where there is neither a figure nor a reason that somebody gave."""
    made = np.where(cube.basis == REPORTED, OF_REPORTED[cube.origin], OF_DERIVED[cube.origin])
    return np.where(cube.basis == NO_BASIS, NOBODYS, made).astype(np.int8)
