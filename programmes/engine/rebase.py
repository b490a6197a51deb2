"""Figures of areas that are gone, moved to the areas that came after.

A cell of an area of the current edition, in a period before that area was born, is made from its predecessors
alive at the time: each gives the share of itself that lies in the area. The total of the predecessors is the
total of the successors. As soon as one predecessor has no figure, the sum has none.

A publication may give earlier periods again by later areas (the groups of 2021 for 2019/20). Where those alive at the
time say nothing, predecessors that came later and have a figure for the period stand in for them, all of one day.

Where small counts are withheld, what goes over in part is the figure as it is shown: on which side of five a part of
it falls then says nothing of the count behind it. What goes over whole stays exact until disclosure.
"""

from __future__ import annotations

import numpy as np

from programmes.engine.cube import NO_BASIS, REBASED, REPORTED, Cube
from programmes.engine.geography import Mask, Places
from programmes.engine.parts import Parts, combine, fill


def rebase_lowest(cube: Cube) -> None:
    """Rebase the areas that report: the lowest level."""
    _rebase(cube, cube.geography.levels == cube.definition.height, whole_only=False)


def rebase_published_parents(cube: Cube) -> None:
    """Rebase higher areas where their predecessors published figures and went over whole.

    A published figure of the same land is better than the sum of its parts, which may be rounded or suppressed.
    """
    _rebase(cube, cube.geography.levels > cube.definition.height, whole_only=True)


def rebase_remaining_parents(cube: Cube) -> None:
    """Rebase higher areas that have no figure after adding up, by shares of what their predecessors published."""
    _rebase(cube, cube.geography.levels > cube.definition.height, whole_only=False)


def _rebase(cube: Cube, targets: Mask, *, whole_only: bool) -> None:
    """Move figures to these areas of the current edition in the periods before they were there, in place."""
    geography = cube.geography
    for day, columns in cube.eras():
        there = geography.valid_on(day)
        target = targets & geography.in_edition & ~there
        came_later = ~there & ~geography.in_edition
        for since in (day, *_later_days(cube, came_later, day, columns)):
            moves = geography.successions(since)
            wanted = target[moves.later] & (moves.earlier != moves.later)
            if wanted.any():
                parts = Parts(moves.earlier[wanted], moves.later[wanted], moves.share[wanted])
                meant = there if since == day else came_later
                _move(cube, parts, np.array(columns), meant, whole_only=whole_only)


def _later_days(cube: Cube, came_later: Mask, day: int, columns: list[int]) -> list[int]:
    """The days after this one on which areas took the place of others, up to the last of which one has a figure."""
    geography = cube.geography
    told = (cube.basis[:, columns] == REPORTED).any(axis=1) & came_later
    if not told.any():
        return []
    return [int(on) for on in geography.succeeded_on if day < on <= geography.valid_from[told].max()]


def _move(cube: Cube, parts: Parts, columns: Places, meant: Mask, *, whole_only: bool) -> None:
    """Fill the cells of later areas that have no figure from those of earlier ones, of which one meant has reported."""
    there, here = np.ix_(parts.part, columns), np.ix_(parts.whole, columns)
    combined = combine(cube, parts, columns, np.ones((len(parts.part), len(columns)), bool))
    free = (cube.basis[here] == NO_BASIS) | ((cube.basis[here] != REPORTED) & ~cube.has_figure[here])
    write = free & parts.any((cube.basis[there] == REPORTED) & meant[parts.part, None])
    if whole_only:
        write &= parts.are_whole[:, None]
    fill(cube, parts, columns, combined, write, REBASED)
