"""Areas over time as arrays: who was alive on a day, who lay in whom, who became whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from programmes.choices import AreaType

AREA_TYPES: tuple[str, ...] = tuple(AreaType.values)
NEVER = np.iinfo(np.int32).max
"""The last day of an area that is still alive."""

Days = NDArray[np.int32]
Mask = NDArray[np.bool_]
Matrix = NDArray[np.float64]
Places = NDArray[np.intp]
"""Positions of areas (or of periods) in the arrays."""


@dataclass(frozen=True, slots=True)
class Successions:
    """Where areas went: of `earlier` this `share` lies in `later`. N pairs, each once, shape (N,).

    Sparse, because nearly every area goes to one other: a matrix of 14,000 areas would take 1.6 GB.
    """

    earlier: Places
    later: Places
    share: Matrix

    def followed_by(self, predecessor: Places, successor: Places, share: Matrix) -> Successions:
        """The same after one more step, in which each predecessor went to its successors.

        >>> merged = Successions(np.array([0, 1]), np.array([2, 2]), np.array([1.0, 1.0]))
        >>> split = merged.followed_by(np.array([2, 2]), np.array([3, 4]), np.array([0.25, 0.75]))
        >>> list(zip(split.earlier.tolist(), split.later.tolist(), split.share.tolist()))
        [(0, 3, 0.25), (0, 4, 0.75), (1, 3, 0.25), (1, 4, 0.75)]
        """
        order = np.argsort(predecessor, kind="stable")
        first = np.searchsorted(predecessor[order], self.later, side="left")
        ways = np.searchsorted(predecessor[order], self.later, side="right") - first
        stays = ways == 0
        pair = np.repeat(np.arange(len(self.later)), ways)
        nth = np.arange(len(pair)) - np.repeat(np.cumsum(ways) - ways, ways)
        step = order[np.repeat(first, ways) + nth]
        return _summed(
            np.concatenate([self.earlier[stays], self.earlier[pair]]),
            np.concatenate([self.later[stays], successor[step]]),
            np.concatenate([self.share[stays], self.share[pair] * share[step]]),
        )


def _summed(earlier: Places, later: Places, share: Matrix) -> Successions:
    """Each pair once, by the earlier area: what went there by several ways is added up."""
    order = np.lexsort((later, earlier))
    earlier, later, share = earlier[order], later[order], share[order]
    if not len(earlier):
        return Successions(earlier, later, share)
    first = np.flatnonzero(np.r_[True, (np.diff(earlier) != 0) | (np.diff(later) != 0)])
    return Successions(earlier[first], later[first], np.add.reduceat(share, first))


@dataclass(frozen=True)
class Geography:
    """Every life of every area, as arrays over A areas. Days are proleptic ordinals (`date.toordinal`)."""

    ids: NDArray[np.int64]
    codes: tuple[str, ...]
    types: NDArray[np.int8]
    """Positions in AREA_TYPES."""
    born: Days
    died: Days
    """The last day, included; NEVER while alive."""
    adults: Matrix
    """People aged 18 and over, shape (A,); NaN where not known."""
    edition_on: int
    """The day whose areas are the current edition."""
    child: NDArray[np.intp]
    parent: NDArray[np.intp]
    link_from: Days
    link_to: Days
    predecessor: NDArray[np.intp]
    successor: NDArray[np.intp]
    succeeded_on: Days
    share: Matrix
    _successions: dict[int, Successions] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """Height of each area: 0 sub-ICB location or CCG, 1 ICB or STP, 2 region, 3 England."""
        return np.array([area_type.height for area_type in AreaType], dtype=np.int8)[self.types]

    @cached_property
    def in_edition(self) -> Mask:
        """Which areas are of the current edition, shape (A,)."""
        return self.alive(self.edition_on)

    @cached_property
    def leaves(self) -> NDArray[np.intp]:
        """The lowest areas of the current edition."""
        return np.flatnonzero(self.in_edition & (self.levels == 0))

    @cached_property
    def leaf_of(self) -> NDArray[np.intp]:
        """The place of each area among the leaves, -1 of one that is none: shape (A,)."""
        places = np.full(len(self), -1, np.intp)
        places[self.leaves] = np.arange(len(self.leaves))
        return places

    @cached_property
    def leaves_below(self) -> Matrix:
        """Which leaves lie in which area of the current edition, the leaf itself included: shape (A, leaves)."""
        below = np.zeros((len(self), len(self.leaves)))
        below[self.leaves, np.arange(len(self.leaves))] = 1
        children, parents = self.families(self.edition_on)
        for level in range(1, 4):
            of_level = self.levels[parents] == level
            np.maximum.at(below, parents[of_level], below[children[of_level]])
        return below

    @cached_property
    def index_of(self) -> dict[int, int]:
        """From the key of an area to its place in the arrays."""
        return {int(area_id): position for position, area_id in enumerate(self.ids)}

    def alive(self, day: int) -> Mask:
        """Which areas were alive on the day, shape (A,)."""
        return (self.born <= day) & (day <= self.died)

    def era(self, day: int) -> int:
        """How many dates of succession lie on or before the day: days of one era have the same areas before them."""
        return int(np.searchsorted(self._succession_dates, day, side="right"))

    @cached_property
    def _succession_dates(self) -> Days:
        return np.unique(self.succeeded_on)

    def successions(self, day: int) -> Successions:
        """The share of each area alive on the day that lies in each area of the current edition.

        Later steps are applied to earlier ones, so that a chain of three mergers is three steps. The shares of an
        area alive on the day sum to 1. Days of one era share an answer.
        """
        era = self.era(day)
        if era not in self._successions:
            self._successions[era] = self._follow(day)
        return self._successions[era]

    def _follow(self, day: int) -> Successions:
        living = np.flatnonzero(self.alive(day))
        found = Successions(living, living, np.ones(len(living)))
        for on in self._succession_dates:
            if day < on <= self.edition_on:
                steps = self.succeeded_on == on
                found = found.followed_by(self.predecessor[steps], self.successor[steps], self.share[steps])
        return found

    def families(self, day: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """(children, parents), pair by pair, by which parents are added up on the day.

        A parent alive on the day is the sum of the children it had that day. A parent of the current edition that
        was not yet born is the sum of the children it has in the edition, whose own figures were moved back.
        """
        alive = self.alive(day)
        that_day = (self.link_from <= day) & (day <= self.link_to) & alive[self.child] & alive[self.parent]
        in_edition = (self.link_from <= self.edition_on) & (self.edition_on <= self.link_to)
        unborn = in_edition & self.in_edition[self.parent] & ~alive[self.parent]
        pairs = that_day | unborn
        return self.child[pairs], self.parent[pairs]
