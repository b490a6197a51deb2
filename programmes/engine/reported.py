"""Figures as they were reported, taken apart: a year to date into the period's own figure and what has built up.

What a publication gives cumulatively from April stays as it was published. The period's own figure is this quarter's
less that of the quarter before; of a first quarter it is the figure itself. Where the quarter before was not given as
a year to date, or where less is given than a quarter ago (an error of the publisher), the period's own figure is not
known, and the year to date stands all the same. A difference of two rounded numbers is an estimate.

Nothing is taken from an exact count: of figures that people report, a year to date is added up, and after disclosure.
"""

from __future__ import annotations

import numpy as np

from programmes.engine.cube import ESTIMATED, NOT_AVAILABLE, Cube
from programmes.engine.geography import Mask, Matrix


def take_apart(cube: Cube) -> None:
    """Put what is cumulative into `to_date`, and the period's own figure in its place, in place."""
    if not cube.is_cumulative.any():
        return
    for reported, built_up in (("numerator", "to_date"), ("denominator", "to_date_below")):
        getattr(cube, built_up)[:] = np.where(cube.is_cumulative, getattr(cube, reported), np.nan)
    is_first = np.array([period.quarter == 1 for period in cube.periods])
    own, own_below = _growth(cube.to_date, is_first), _growth(cube.to_date_below, is_first)
    given = cube.is_cumulative & ~np.isnan(cube.to_date)
    unknown = given & _fails(cube, own, own_below)
    cube.numerator[given], cube.denominator[given] = own[given], own_below[given]
    cube.numerator[unknown] = cube.denominator[unknown] = np.nan
    cube.marker[unknown] = NOT_AVAILABLE
    cube.notes[given & ~unknown & ~is_first & cube.is_published] |= ESTIMATED


def _fails(cube: Cube, own: Matrix, own_below: Matrix) -> Mask:
    """Where the difference is no figure: one of the two is not known, or less was given than a quarter ago."""
    fails = ~(own >= 0)
    return fails | ~(own_below >= 0) if cube.definition.has_denominator else fails


def _growth(built_up: Matrix, is_first: Mask) -> Matrix:
    """By how much it grew in each period: from nothing in the first of a year."""
    before = np.full_like(built_up, np.nan)
    before[:, 1:] = built_up[:, :-1]
    before[:, is_first] = 0.0
    return built_up - before
