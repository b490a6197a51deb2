"""Areas over time as arrays: which were valid on a day, what lay in what, what became of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from programmes.area_history import AreaHistory, AreaVersion
from programmes.choices import AreaType

AREA_TYPES: tuple[str, ...] = tuple(AreaType.values)
NEVER = np.iinfo(np.int32).max
"""The last day of an area that is still valid."""

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


class Geography:
    """An `AreaHistory` as arrays over A versions of areas, by primary key. Days are ordinals (`date.toordinal`).

    LookupError where no edition is current.
    """

    def __init__(self, history: AreaHistory[AreaVersion]) -> None:
        if history.today is None:
            raise LookupError(
                "No geography edition is current: load the reference data first (manage.py load_reference)."
            )
        self.history = history
        self.edition_on = history.today.toordinal()
        versions = sorted(history, key=lambda one: one.pk)
        self.index_of = {one.pk: place for place, one in enumerate(versions)}
        self.ids = np.array([one.pk for one in versions], np.int64)
        self.codes = tuple(one.code for one in versions)
        self.types = np.array([AREA_TYPES.index(one.area_type) for one in versions], np.int8)
        """Positions in AREA_TYPES."""
        self.valid_from = _days(one.valid_from for one in versions)
        self.valid_to = _days(one.valid_to for one in versions)
        """The last day, included; NEVER while it is valid."""
        people = [history.people.get(one.pk) for one in versions]
        self.adults = np.array([each.adults if each else None for each in people], np.float64)
        """People aged 18 and over, shape (A,); NaN where not known."""
        self.child = self._places(link.child for link in history.links)
        self.parent = self._places(link.parent for link in history.links)
        self.link_from = _days(link.valid_from for link in history.links)
        self.link_to = _days(link.valid_to for link in history.links)
        self.successor = self._places(step.successor for step in history.successions)
        self.succeeded_on = np.unique(_days(step.on for step in history.successions))
        self._successions: dict[int, Successions] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def _places(self, keys: Iterable[int]) -> Places:
        return np.array([self.index_of[key] for key in keys], np.intp)

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """Height of each area: 0 sub-ICB location or CCG, 1 ICB or STP, 2 region, 3 England."""
        return np.array([area_type.height for area_type in AreaType], dtype=np.int8)[self.types]

    @cached_property
    def in_edition(self) -> Mask:
        """Which areas are of the current edition, shape (A,)."""
        return self.valid_on(self.edition_on)

    @cached_property
    def leaves(self) -> Places:
        """The lowest areas of the current edition."""
        return np.flatnonzero(self.in_edition & (self.levels == 0))

    @cached_property
    def leaf_of(self) -> Places:
        """The place of each area among the leaves, -1 of one that is none: shape (A,)."""
        places = np.full(len(self), -1, np.intp)
        places[self.leaves] = np.arange(len(self.leaves))
        return places

    @cached_property
    def lineage(self) -> Places:
        """Each leaf and what it lies in in the current edition, level by level, then -1: shape (leaves, 4)."""
        parent_of = np.full(len(self), -1, np.intp)
        children, parents = self.families(self.edition_on)
        parent_of[children] = parents
        steps = [self.leaves]
        for _ in range(AreaType.ENGLAND.height):
            steps.append(np.where(steps[-1] >= 0, parent_of[steps[-1]], -1))
        return np.stack(steps, axis=1)

    def add_leaves(self, values: NDArray) -> Matrix:
        """The sum over the leaves in each area of the current edition: from shape (leaves,) to shape (A,)."""
        inside = self.lineage >= 0
        every = np.broadcast_to(values[:, None], inside.shape)
        return np.bincount(self.lineage[inside], every[inside], len(self)).astype(np.float64)

    def valid_on(self, day: int) -> Mask:
        """Which areas were valid on the day, shape (A,)."""
        return (self.valid_from <= day) & (day <= self.valid_to)

    def era(self, day: int) -> int:
        """How many dates of succession lie on or before the day: days of one era have the same areas before them."""
        return int(np.searchsorted(self.succeeded_on, day, side="right"))

    def successions(self, day: int) -> Successions:
        """The share of each area valid on the day that lies in each area of the current edition.

        What came to nothing stays what it is, so that the shares of each area sum to 1. By the earlier area, then by
        the later one. Days of one era share an answer.
        """
        era = self.era(day)
        if era not in self._successions:
            today = date.fromordinal(self.edition_on)
            pairs = sorted(
                (self.index_of[area], self.index_of[successor], share)
                for area in self.ids[self.valid_on(day)].tolist()
                for successor, share in (self.history.later(area, today) or {area: 1.0}).items()
            )
            self._successions[era] = Successions(
                np.array([earlier for earlier, _, _ in pairs], np.intp),
                np.array([later for _, later, _ in pairs], np.intp),
                np.array([share for _, _, share in pairs], np.float64),
            )
        return self._successions[era]

    def families(self, day: int) -> tuple[Places, Places]:
        """(children, parents), pair by pair, by which parents are added up on the day.

        A parent valid on the day is the sum of the children it had that day. A parent of the current edition that
        had not begun is the sum of the children it has in the edition, whose own figures were moved back.
        """
        valid = self.valid_on(day)
        that_day = (self.link_from <= day) & (day <= self.link_to) & valid[self.child] & valid[self.parent]
        in_edition = (self.link_from <= self.edition_on) & (self.edition_on <= self.link_to)
        not_begun = in_edition & self.in_edition[self.parent] & ~valid[self.parent]
        pairs = that_day | not_begun
        return self.child[pairs], self.parent[pairs]


def _days(days: Iterable[date | None]) -> Days:
    return np.array([NEVER if day is None else day.toordinal() for day in days], np.int32)
