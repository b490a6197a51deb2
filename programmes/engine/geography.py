"""Areas over time as arrays: who was alive on a day, who lay in whom, who became whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from programmes.choices import AreaType

AREA_TYPES: tuple[str, ...] = tuple(AreaType.values)
LEVEL = {
    AreaType.SUB_ICB.value: 0,
    AreaType.CCG.value: 0,
    AreaType.ICB.value: 1,
    AreaType.STP.value: 1,
    AreaType.REGION.value: 2,
    AreaType.ENGLAND.value: 3,
}
"""How high an area type stands. Types of one height follow each other in time: CCGs became sub-ICB locations."""

NEVER = np.iinfo(np.int32).max
"""The last day of an area that is still alive."""

Days = NDArray[np.int32]
Mask = NDArray[np.bool_]
Matrix = NDArray[np.float64]
Places = NDArray[np.intp]
"""Positions of areas (or of periods) in the arrays."""


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
    _successions: dict[int, Matrix] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """Height of each area: 0 sub-ICB location or CCG, 1 ICB or STP, 2 region, 3 England."""
        return np.array([LEVEL[name] for name in AREA_TYPES], dtype=np.int8)[self.types]

    @cached_property
    def in_edition(self) -> Mask:
        """Which areas are of the current edition, shape (A,)."""
        return self.alive(self.edition_on)

    @cached_property
    def leaves(self) -> NDArray[np.intp]:
        """The lowest areas of the current edition."""
        return np.flatnonzero(self.in_edition & (self.levels == 0))

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

    def successors_of(self, day: int) -> Matrix:
        """The share of each area alive on the day that lies in each area of the current edition.

        Shape (A, A), row the later area, column the earlier; a column of an area alive on the day sums to 1.
        Later steps are applied to earlier ones, so that a chain of three mergers is one multiplication each.
        """
        era = self.era(day)
        if era not in self._successions:
            self._successions[era] = self._follow(day)
        return self._successions[era]

    def _follow(self, day: int) -> Matrix:
        shares = np.diag(self.alive(day).astype(np.float64))
        for on in self._succession_dates:
            if on <= day or on > self.edition_on:
                continue
            steps = self.succeeded_on == on
            gone = np.unique(self.predecessor[steps])
            moved = np.zeros_like(shares)
            np.add.at(moved, self.successor[steps], self.share[steps, None] * shares[self.predecessor[steps]])
            shares[gone] = 0
            shares += moved
        return shares

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
