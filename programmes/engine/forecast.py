"""Forecasts of the year's outturn, from publishable figures, over all areas and quarters at once.

The method, its constants and its reasons are in `programmes.statistics.forecast`; here it is the same arithmetic over
arrays. Sums are taken term by term in the order written, so that one year's slice and all years together give the same
numbers to the last bit: results are compared by fingerprint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from programmes.engine.cube import Cube
from programmes.engine.forecast_errors import Block, Errors, expectations, total
from programmes.engine.geography import Mask, Matrix, Places
from programmes.periods import QUARTERS
from programmes.statistics import forecast as method
from programmes.statistics.forecast_simple import HISTORY

YEARS_BEFORE = 4
"""How many years before a year its forecasts depend on.

In its first quarter three are left. The latest forecast so far ahead that can be judged was made three quarters
before, the fourth latest six before, and the eight quarters that it stood on began thirteen before.
"""


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
    """What is expected of the year at some columns, shape (A, columns)."""

    expected: Matrix
    unit: Matrix
    """What an error of one quarter comes to in it: the outturn of a flow is off by so much for each quarter left."""
    least: Matrix
    """What the outturn cannot be below."""


def forecast(cube: Cube) -> Forecasts:
    """The forecasts of a disclosed cube; those of its first years only as far as its first periods allow.

    As seen at a quarter: nothing later enters, neither figures nor errors. There is none without an interval.
    """
    made = Forecasts.none(cube.numerator.shape)
    # Quarters with seven before them; the first of them is the eighth column.
    origins = np.arange(max(len(cube.periods) - HISTORY + 1, 0))
    if not cube.definition.is_quarterly or len(origins) <= method.JUDGED_BY:
        return made
    figures = _figures(cube)
    latest = [figures[:, back : back + len(origins)] for back in range(HISTORY)]
    restless = _restlessness(latest)
    # What moves by nothing is at nothing, and has been for two years: nothing has begun that could be forecast.
    restless[~(restless > 0)] = np.nan
    restless[:, _broken(cube)] = np.nan
    errors = Errors(cube, figures, restless)
    quarters = np.array([period.quarter for period in cube.periods[HISTORY - 1 :]])
    for quarter in range(1, QUARTERS):
        left = QUARTERS - quarter
        seen_at = np.flatnonzero((quarters == quarter) & (origins >= left + method.JUDGED_BY - 1))
        if not len(seen_at):
            continue
        trust = errors.trust(seen_at, left)
        seen = _look(cube, seen_at, [each[:, seen_at] for each in latest], trust.mix, quarter)
        half = trust.margins * seen.unit * restless[:, seen_at]
        known = ~np.isnan(half)
        columns = seen_at + HISTORY - 1
        high = seen.expected + half
        most = np.minimum(high, 1.0) if cube.definition.is_share else high
        made.expected[:, columns] = np.where(known, seen.expected, np.nan)
        made.low[:, columns] = np.maximum(seen.expected - half, seen.least)
        made.high[:, columns] = most
    return made


def _look(cube: Cube, seen_at: Places, latest: list[Matrix], mix: Block, quarter: int) -> Seen:
    """What is expected of the year at the end of this quarter of it, as much as each method counts."""
    left = QUARTERS - quarter
    above, below = cube.numerator, cube.denominator
    now = seen_at + HISTORY - 1
    most = 1.0 if cube.definition.is_share else np.inf
    ahead = [_together(said, mix, most) for said in expectations(latest)[:left]]
    nothing = np.zeros_like(ahead[0])
    if not cube.definition.accumulates:
        return Seen(ahead[-1], np.ones_like(nothing), nothing)
    to_date = total([above[:, now - back] for back in reversed(range(quarter))])
    if not cube.definition.has_denominator:
        return Seen(to_date + total(ahead), np.full_like(nothing, left), to_date)
    usual = total([below[:, now - back] for back in reversed(range(QUARTERS))]) / QUARTERS
    whole = total([below[:, now - back] for back in reversed(range(quarter))]) + usual * left
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (to_date + total([ratio * usual for ratio in ahead])) / whole
        return Seen(expected, usual * left / whole, nothing)


def _together(said: list[Matrix], mix: Block, most: float) -> Matrix:
    """What the methods together expect of one quarter: never below nothing, and a share never above 1."""
    expected = total([share * each for share, each in zip(mix, said, strict=True)])
    return np.minimum(np.maximum(expected, 0.0), most)


def _figures(cube: Cube) -> Matrix:
    """What is forecast, quarter by quarter: counts, or ratios."""
    if not cube.definition.has_denominator:
        return cube.numerator
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(cube.denominator > 0, cube.numerator / cube.denominator, np.nan)


def _restlessness(latest: list[Matrix]) -> Matrix:
    moves = [np.abs(after - before) for before, after in zip(latest, latest[1:], strict=False)]
    level = total(latest[-QUARTERS:]) / QUARTERS
    return total(moves) / len(moves) + method.RESTLESS_AT_LEAST * level


def _broken(cube: Cube) -> Mask:
    """For each origin: did the indicator begin to be counted differently within the eight quarters, after the first?"""
    breaks = [period in cube.definition.began_anew for period in cube.periods]
    return np.array([any(breaks[first + 1 : first + HISTORY]) for first in range(len(breaks) - HISTORY + 1)])
