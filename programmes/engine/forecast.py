"""Forecasts of the year's outturn, from publishable figures, over all areas and quarters at once.

The method, its constants and its reasons are in `programmes.statistics.forecast`; here it is the same arithmetic over
arrays. Sums are taken term by term, oldest or newest first as written, so that one year's slice and all years together
give the same numbers to the last bit: results are compared by fingerprint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from programmes.engine.cube import Cube
from programmes.engine.geography import Mask, Matrix, Places
from programmes.periods import QUARTERS
from programmes.statistics import forecast as method

YEARS_BEFORE = 3
"""How many years before a year its forecasts depend on: last year's errors, and eight quarters before the first."""


@dataclass
class Forecasts:
    """Forecasts as seen at each period, and the ends of their intervals: shape (A, P), NaN where there is none."""

    expected: Matrix
    low: Matrix
    high: Matrix

    @classmethod
    def none(cls, shape: tuple[int, ...]) -> Forecasts:
        """No forecast anywhere."""
        return cls(*(np.full(shape, np.nan) for _ in range(3)))

    def of_columns(self, columns: slice) -> Forecasts:
        """Those seen in some periods that follow each other."""
        return Forecasts(self.expected[:, columns], self.low[:, columns], self.high[:, columns])


@dataclass
class Seen:
    """What is expected at the end of one quarter of each year, shape (A, years), and what came of it."""

    expected: Matrix
    scale: Matrix
    """The unit that errors are measured in."""
    least: Matrix
    """What the outturn cannot be below."""
    outturn: Matrix
    """NaN where the year has not ended, or has gaps."""


def forecast(cube: Cube) -> Forecasts:
    """The forecasts of a disclosed cube; those of its first years only as far as its first periods allow.

    As seen at a quarter: nothing later enters, neither figures nor errors. There is none without an interval.
    """
    made = Forecasts.none(cube.numerator.shape)
    if not cube.definition.per_quarter:
        return made
    for quarter in range(1, QUARTERS):
        origins = np.array(
            [
                column
                for column, period in enumerate(cube.periods)
                if period.quarter == quarter and column >= method.HISTORY - 1
            ],
            np.intp,
        )
        if len(origins) < 2:
            continue
        seen = look(cube, origins, quarter)
        half = _margins(cube, seen) * seen.scale
        known = ~np.isnan(half) & ~np.isnan(seen.expected)
        high = seen.expected + half
        most = np.minimum(high, 1.0) if cube.definition.is_share else high
        made.expected[:, origins] = np.where(known, seen.expected, np.nan)
        made.low[:, origins] = np.where(known, np.maximum(seen.expected - half, seen.least), np.nan)
        made.high[:, origins] = np.where(known, most, np.nan)
    return made


def look(cube: Cube, origins: Places, quarter: int) -> Seen:
    """What is expected at these columns, each of which is that quarter of a year and has seven columns before it."""
    above, below = cube.numerator, cube.denominator
    figures = above
    if cube.definition.has_denominator:
        with np.errstate(divide="ignore", invalid="ignore"):
            figures = np.where(below > 0, above / below, np.nan)
    # Oldest first, as the weights are.
    latest = [figures[:, origins - back] for back in reversed(range(method.HISTORY))]
    left = QUARTERS - quarter
    ahead = [_expected(latest, step + 1, cube.definition.is_share) for step in range(left)]
    restless = _restlessness(latest)
    ends = origins + left
    inside = ends < len(cube.periods)
    ends = np.where(inside, ends, 0)
    year = [ends - back for back in reversed(range(QUARTERS))]
    with np.errstate(divide="ignore", invalid="ignore"):
        if not cube.definition.accumulates:
            seen = Seen(ahead[-1], restless, np.zeros_like(restless), figures[:, ends])
        elif not cube.definition.has_denominator:
            to_date = _sum([above[:, origins - back] for back in reversed(range(quarter))])
            outturn = _sum([above[:, column] for column in year])
            seen = Seen(to_date + _sum(ahead), restless * left, to_date, outturn)
        else:
            usual = _sum([below[:, origins - back] for back in reversed(range(QUARTERS))]) / QUARTERS
            whole = _sum([below[:, origins - back] for back in reversed(range(quarter))]) + usual * left
            part = _sum([above[:, origins - back] for back in reversed(range(quarter))])
            outturn = _sum([above[:, column] for column in year]) / _sum(
                [below[:, column] for column in year]
            )
            expected = (part + _sum([ratio * usual for ratio in ahead])) / whole
            seen = Seen(expected, restless * (usual * left / whole), np.zeros_like(restless), outturn)
    broken = _broken(cube, origins)
    seen.expected[:, broken] = np.nan
    seen.outturn[:, ~inside | _broken_since(cube, origins, left)] = np.nan
    # What moves by nothing is at nothing, and has been for two years: nothing has begun that could be forecast.
    seen.expected[~(seen.scale > 0)] = np.nan
    return seen


def _expected(latest: list[Matrix], step: int, is_share: bool) -> Matrix:
    weights = method.weights(step)
    expected = _sum([weight * figures for weight, figures in zip(weights, latest, strict=True)])
    expected = np.maximum(expected, 0.0)
    return np.minimum(expected, 1.0) if is_share else expected


def _restlessness(latest: list[Matrix]) -> Matrix:
    moves = [np.abs(after - before) for before, after in zip(latest, latest[1:], strict=False)]
    level = _sum(latest[-QUARTERS:]) / QUARTERS
    return _sum(moves) / len(moves) + method.RESTLESS_AT_LEAST * level


def _margins(cube: Cube, seen: Seen) -> Matrix:
    """How many times its scale each forecast may be off: by last year's errors among the areas of the level.

    Areas of the current edition, which have all their years, are the ones that are asked.
    """
    errors = np.abs(seen.outturn - seen.expected) / seen.scale
    errors[~cube.geography.in_edition] = np.nan
    margins = np.full_like(seen.expected, np.nan)
    levels = [(cube.geography.levels == level) for level in np.unique(cube.geography.levels)]
    for place in range(1, errors.shape[1]):
        past = errors[:, place - 1]
        known = ~np.isnan(past)
        everywhere = _margin(past[known])
        for of_level in levels:
            own = _margin(past[known & of_level])
            margins[of_level, place] = everywhere if np.isnan(own) else own
    return margins


def _margin(errors: Matrix) -> float:
    if len(errors) < method.LEAST_ERRORS:
        return float("nan")
    place = method.rank_of_margin(len(errors)) - 1
    return float(np.partition(errors, place)[place])


def _broken(cube: Cube, origins: Places) -> Mask:
    """Whether the indicator began to be counted differently within the quarters a forecast stands on."""
    return _break_between(cube, origins - method.HISTORY + 2, origins)


def _broken_since(cube: Cube, origins: Places, left: int) -> Mask:
    return _break_between(cube, origins + 1, origins + left)


def _break_between(cube: Cube, first: Places, last: Places) -> Mask:
    breaks: NDArray[np.bool_] = np.array([period in cube.definition.breaks for period in cube.periods])
    so_far = np.concatenate([[0], np.cumsum(breaks)])
    end = np.minimum(last + 1, len(breaks))
    return so_far[end] > so_far[np.minimum(first, end)]


def _sum(terms: list[Matrix]) -> Matrix:
    """The sum, in the order given; numpy's own would depend on how the array lies in memory."""
    total = terms[0].copy()
    for term in terms[1:]:
        total += term
    return total
