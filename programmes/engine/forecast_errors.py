"""How far off simple methods were in the quarters that have come, and how far that lets them be trusted now.

For each origin (a quarter with seven before it), so many quarters ahead, each of the four methods and each area of the
current edition, which has all its years: the error, in that area's restlessness as it was at the origin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from programmes.engine.cube import Cube
from programmes.engine.geography import Matrix, Places
from programmes.periods import QUARTERS
from programmes.statistics import forecast as method
from programmes.statistics.forecast_simple import FURTHEST, HISTORY, SIMPLE

Block = NDArray[np.float64]
"""Numbers by more than two things."""


@dataclass
class Trust:
    """What earlier errors say of forecasts: NaN where there are too few."""

    mix: Block
    """How much each method counts: shape (methods, A, columns)."""
    margins: Matrix
    """How many times its unit a forecast may be off: shape (A, columns)."""


class Errors:
    """The errors of one indicator. Areas are in the order of their levels, so that a level is a slice of them."""

    def __init__(self, cube: Cube, figures: Matrix, restless: Matrix) -> None:
        """`restless` has a column for each origin, NaN where nothing can be forecast from it."""
        levels = cube.geography.levels
        edition = np.flatnonzero(cube.geography.in_edition)
        asked = edition[np.argsort(levels[edition], kind="stable")]
        present = np.unique(levels)
        bounds = [np.searchsorted(levels[asked], [level, level + 1]) for level in present]
        self._levels = [slice(first, last) for first, last in bounds]
        self._level_of = np.searchsorted(present, levels)
        self._level_of_asked = self._level_of[asked]
        self._builds_up = cube.definition.accumulates
        self._errors = _errors(figures[asked].T, restless[asked].T)
        # Of each level, and after them of all levels together.
        middles = np.stack([_middles(self._errors[..., part]) for part in [*self._levels, slice(None)]])
        self._products = _products_of_four(np.maximum(middles, method.LEAST_TYPICAL))

    def trust(self, origins: Places, left: int) -> Trust:
        """How far forecasts from these origins may be trusted, as many quarters ahead as are left of the year.

        Each origin has so many before it that four can be judged. By the errors of the area's level; where they are
        too few, by those of all levels.
        """
        mixes = self._mixes(origins, left)
        past = origins[:, None] - left - np.arange(method.JUDGED_BY)
        judged = list(self._of_what_is_left(left)[:, past])
        of_level = _together(mixes[self._level_of_asked], judged)
        of_all = _together(mixes[-1:], judged)
        margins = np.stack([*(_margins(of_level[..., level]) for level in self._levels), _margins(of_all)])
        enough = ~np.isnan(margins)
        mixes = np.where(enough[:, None], mixes, mixes[-1])
        margins = np.where(enough, margins, margins[-1])
        return Trust(mixes[self._level_of].swapaxes(0, 1), margins[self._level_of])

    def _of_what_is_left(self, left: int) -> Block:
        """Errors, quarter for quarter, of what is forecast: the year's last quarter, or the mean of those left."""
        if not self._builds_up:
            return self._errors[left - 1]
        return total([self._errors[ahead] for ahead in range(left)]) / left

    def _mixes(self, origins: Places, left: int) -> Block:
        """How much each method counts, shape (groups, methods, origins); NaN where one of the middles is not known."""
        product = self._products[:, 0][..., origins - 1]
        for ahead in range(2, left + 1):
            product = product * self._products[:, ahead - 1][..., origins - ahead]
        # One number at a time: numpy's power may differ in its last bit by where in an array a number stands.
        power = -2 / (left * method.JUDGED_BY)
        marks = np.array([each**power for each in product.ravel().tolist()]).reshape(product.shape)
        return marks / total([marks[:, place] for place in range(len(SIMPLE))])[:, None]


def expectations(latest: list[Matrix]) -> list[list[Matrix]]:
    """What the four methods expect, in their order, of the next quarter and the two after it.

    The same as `programmes.statistics.forecast_simple` says with weights, of the latest eight quarters, oldest first.
    """
    usual = total(latest[QUARTERS:]) / QUARTERS
    grown = usual - total(latest[:QUARTERS]) / QUARTERS
    drift = (latest[-1] - latest[0]) / (HISTORY - 1)
    return [
        [latest[-1], latest[-1] + steps * drift, latest[QUARTERS - 1 + steps] + grown, usual]
        for steps in range(1, FURTHEST + 1)
    ]


def _errors(figures: Matrix, restless: Matrix) -> Block:
    """Shape (quarters ahead, methods, origins, areas), of figures and restlessness with areas across.

    A change of definition between an origin and what came need not be looked for: no forecast that could be judged by
    such an error stands on eight quarters alike.
    """
    origins = len(restless)
    errors = np.full((FURTHEST, len(SIMPLE), *restless.shape), np.nan)
    said = expectations([figures[back : back + origins] for back in range(HISTORY)])
    for ahead in range(1, FURTHEST + 1):
        known = max(origins - ahead, 0)
        came = figures[HISTORY - 1 + ahead :]
        for place in range(len(SIMPLE)):
            errors[ahead - 1, place, :known] = (came - said[ahead - 1][place][:known]) / restless[:known]
    return errors


def _middles(errors: Block) -> Block:
    """The median of the absolute errors of known areas, the last axis gone; NaN where none is known."""
    if not errors.shape[-1]:
        return np.full(errors.shape[:-1], np.nan)
    ordered, known = _in_order(errors)
    # NaN is last in order, and -1 the last place.
    return (_at(ordered, (known - 1) // 2) + _at(ordered, known // 2)) / 2


def _together(mixes: Block, judged: list[Block]) -> Block:
    """The errors of the methods together, shape (origins, quarters, areas).

    `mixes` has a row for each area, or one for all; `judged` is of each method, in the shape of what comes out.
    """
    return total([mixes[:, place].T[:, None] * each for place, each in enumerate(judged)])


def _margins(together: Block) -> Matrix:
    """The margin from each origin, by errors of shape (origins, quarters, areas); NaN where too few are known."""
    if not together.shape[-1]:
        return np.full(len(together), np.nan)
    ordered, known = _in_order(together.reshape(len(together), -1))
    places = np.array([method.rank_of_margin(count) - 1 for count in known.tolist()], np.intp)
    return np.where(known >= method.LEAST_ERRORS, _at(ordered, places), np.nan)


def _in_order(errors: Block) -> tuple[Block, NDArray[np.intp]]:
    """Absolute errors, the smallest first and those not known last, and how many are known."""
    ordered = np.abs(errors)
    ordered.sort(axis=-1)
    return ordered, np.count_nonzero(ordered == ordered, axis=-1)


def _at(ordered: Block, places: NDArray[np.intp]) -> Block:
    """Of each row along the last axis, what stands at its place."""
    wide = ordered.reshape(-1, ordered.shape[-1])
    return wide[np.arange(len(wide)), places.ravel()].reshape(places.shape)


def _products_of_four(middles: Block) -> Block:
    """Each middle, by origin, times the three before it; NaN where there are not so many."""
    products = np.full_like(middles, np.nan)
    last = method.JUDGED_BY - 1
    count = middles.shape[-1] - last
    products[..., last:] = middles[..., :count]
    for after in range(1, method.JUDGED_BY):
        products[..., last:] *= middles[..., after : after + count]
    return products


def total(terms: list[Matrix]) -> Matrix:
    """The sum, in the order given; numpy's own would depend on how the array lies in memory."""
    summed = terms[0].copy()
    for term in terms[1:]:
        summed += term
    return summed
