"""Parents added up from their parts, and how many of those who should report did.

A parent with a figure of its own keeps it. Otherwise it is the sum of its parts, if the indicator adds up; as soon
as one part has no figure, the sum has none: missing is not zero. Parts that are not applicable are left out. A parent
whose own figure was set aside stays confidential where its parts do not make a sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from programmes.choices import AreaType, DisclosureRule
from programmes.engine.cube import CONFIDENTIAL, NO_BASIS, NOT_APPLICABLE, REBASED, REPORTED, ROLLED_UP, Cube
from programmes.engine.geography import Places
from programmes.engine.parts import Parts, combine, fill


def roll_up(cube: Cube) -> None:
    """Fill parents level by level from below, and count who reported."""
    asked = _asked_levels(cube)
    _count_lowest(cube, asked)
    for parts, columns in from_below(cube):
        _add_up(cube, parts, columns, asked < cube.geography.levels[parts.whole[0]])


def from_below(cube: Cube) -> Iterator[tuple[Parts, Places]]:
    """The parents of one level with their children, and the periods in which they were so: lower levels first."""
    for columns, children, parents in _families(cube):
        for level in range(cube.definition.height + 1, AreaType.ENGLAND.height + 1):
            of_level = cube.geography.levels[parents] == level
            if of_level.any():
                yield Parts(children[of_level], parents[of_level]), np.array(columns)


def _asked_levels(cube: Cube) -> NDArray[np.int8]:
    """The level whose areas were to report in each period, shape (P,).

    A publication may go less far down in some years than in others (since 2022/23 talking therapies figures stop at
    integrated care boards): then those who are in it are counted, and nobody below is said not to have reported.
    """
    asked = np.full(len(cube.periods), cube.definition.height, np.int8)
    if cube.definition.disclosure == DisclosureRule.PUBLISHED:
        for column in range(len(cube.periods)):
            published = cube.geography.levels[cube.basis[:, column] == REPORTED]
            if len(published):
                asked[column] = published.min()
    return asked


def _families(cube: Cube) -> Iterable[tuple[list[int], Places, Places]]:
    """(columns, children, parents): periods with the same families together."""
    grouped: dict[tuple[bytes, bytes], tuple[list[int], Places, Places]] = {}
    for column, day in enumerate(cube.days):
        children, parents = cube.geography.families(day)
        key = (children.tobytes(), parents.tobytes())
        grouped.setdefault(key, ([], children, parents))[0].append(column)
    return grouped.values()


def _count_lowest(cube: Cube, asked_level: NDArray[np.int8]) -> None:
    of_level = cube.geography.levels[:, None] == asked_level[None, :]
    asked = of_level & cube.wanted & (cube.marker != NOT_APPLICABLE)
    answered = asked & (cube.has_figure | (cube.marker == CONFIDENTIAL))
    cube.expected[:] = asked
    cube.reporting[:] = answered


def _add_up(cube: Cube, parts: Parts, columns: Places, counted_below: NDArray[np.bool_]) -> None:
    """Fill the cells of the parents that have no figure of their own from the cells of their children, in place."""
    there, here = np.ix_(parts.part, columns), np.ix_(parts.whole, columns)
    wanted = cube.wanted[there]
    below_counts = counted_below[columns][None, :]
    for counts in (cube.reporting, cube.expected):
        counts[here] = np.where(below_counts, parts.add(np.where(wanted, counts[there], 0)), counts[here])
    if not cube.definition.adds_up:
        return
    combined = combine(cube, parts, columns, wanted)
    # A parent whose own figure was set aside stays confidential where its parts make no sum.
    set_aside = ~combined.complete & (cube.marker[here] == CONFIDENTIAL)
    combined.marker[set_aside] = CONFIDENTIAL
    any_part = parts.any(wanted & (cube.basis[there] != NO_BASIS))
    write = cube.wanted[here] & (cube.basis[here] == NO_BASIS) & any_part
    was_there = np.stack([cube.valid_in(column) for column in columns], axis=1)[parts.whole]
    fill(cube, parts, columns, combined, write, np.where(was_there, ROLLED_UP, REBASED))
