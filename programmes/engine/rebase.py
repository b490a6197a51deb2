"""Figures of areas that are gone, moved to the areas that came after.

A cell of an area of the current edition, in a period before that area was born, is made from its predecessors
alive at the time: each gives the share of itself that lies in the area. The total of the predecessors is the
total of the successors. As soon as one predecessor has no figure, the sum has none.

Where small counts are withheld, what goes over in part is the figure as it is shown: on which side of five a part of
it falls then says nothing of the count behind it. What goes over whole stays exact until disclosure.
"""

from __future__ import annotations

import numpy as np

from programmes.choices import DisclosureRule
from programmes.engine import disclose
from programmes.engine.cube import (
    CONFIDENTIAL,
    ESTIMATED,
    NO_BASIS,
    NO_MARKER,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    REBASED,
    REPORTED,
    Cube,
)
from programmes.engine.geography import Mask, Matrix, Places

WHOLE = 1 - 1e-9
"""A share from here on is the whole area: shares are stored to eight places."""


def rebase_lowest(cube: Cube) -> None:
    """Rebase the areas that report: the lowest level."""
    _rebase(cube, cube.geography.levels == cube.definition.level, whole_only=False)


def rebase_published_parents(cube: Cube) -> None:
    """Rebase higher areas where their predecessors published figures and went over whole.

    A published figure of the same land is better than the sum of its parts, which may be rounded or suppressed.
    """
    _rebase(cube, cube.geography.levels > cube.definition.level, whole_only=True)


def rebase_remaining_parents(cube: Cube) -> None:
    """Rebase higher areas that have no figure after adding up, by shares of what their predecessors published."""
    _rebase(cube, cube.geography.levels > cube.definition.level, whole_only=False)


def _rebase(cube: Cube, targets: Mask, *, whole_only: bool) -> None:
    geography = cube.geography
    for day, columns in cube.eras():
        alive = geography.alive(day)
        target = np.flatnonzero(targets & geography.in_edition & ~alive)
        if len(target) == 0:
            continue
        shares = geography.successors_of(day)[target]
        source = np.flatnonzero((shares > 0).any(axis=0))
        _move(cube, target, source, shares[:, source], np.array(columns), whole_only=whole_only)


def _move(
    cube: Cube, target: Places, source: Places, shares: Matrix, columns: Places, *, whole_only: bool
) -> None:
    """Fill the cells (target, columns) that have no figure from the cells (source, columns)."""
    there = np.ix_(source, columns)
    here = np.ix_(target, columns)
    gives = shares > 0
    known = ~np.isnan(cube.numerator[there])
    marker = cube.marker[there]
    excused = marker == NOT_APPLICABLE
    heard = cube.basis[there] == REPORTED

    has_source = gives.sum(axis=1) > 0
    silent = (gives @ (~known & ~excused)) > 0
    any_known = (gives @ known) > 0
    any_heard = (gives @ heard) > 0
    confidential = (gives @ (marker == CONFIDENTIAL)) > 0
    unsaid = (gives @ (~known & ~excused & (marker != CONFIDENTIAL))) > 0

    all_whole = (gives & (shares < WHOLE)).sum(axis=1) == 0
    free = (cube.basis[here] == NO_BASIS) | ((cube.basis[here] != REPORTED) & np.isnan(cube.numerator[here]))
    write = free & any_heard & has_source[:, None]
    if whole_only:
        write &= (all_whole & has_source)[:, None]
    complete = ~silent & any_known

    values = _moved(cube, shares, cube.numerator[there])
    below = cube.denominator[there]
    has_below = (
        ((gives @ (known & np.isnan(below))) == 0)
        if cube.definition.has_denominator
        else np.zeros_like(write)
    )
    values_below = _moved(cube, shares, below)
    why_not = np.where(unsaid, NOT_AVAILABLE, np.where(confidential, CONFIDENTIAL, NOT_APPLICABLE))

    rounded = cube.definition.disclosure == DisclosureRule.PUBLISHED
    several = gives.sum(axis=1) > 1
    estimated = ~all_whole | (several if rounded else False)
    notes = np.bitwise_or.reduce(
        np.where(gives[:, :, None], cube.notes[there][None, :, :], 0), axis=1
    ) | np.where(estimated, ESTIMATED, 0)[:, None].astype(np.uint8)

    cube.numerator[here] = np.where(write, np.where(complete, values, np.nan), cube.numerator[here])
    cube.denominator[here] = np.where(
        write, np.where(complete & has_below, values_below, np.nan), cube.denominator[here]
    )
    cube.marker[here] = np.where(write, np.where(complete, NO_MARKER, why_not), cube.marker[here])
    cube.notes[here] = np.where(write, np.where(complete, notes, 0), cube.notes[here])
    cube.basis[here] = np.where(write, REBASED, cube.basis[here])
    cube.illustrative[here] |= write & ((gives @ cube.illustrative[there]) > 0)


def _moved(cube: Cube, shares: Matrix, counts: Matrix) -> Matrix:
    counts = np.nan_to_num(counts)
    in_part = np.where(shares < WHOLE, shares, 0)
    return (shares - in_part) @ counts + in_part @ disclose.as_shown(cube, counts)
