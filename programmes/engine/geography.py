"""Areas over time as arrays: which were valid on a day, what lay in what, what became of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
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
    """An `AreaHistory` as arrays over A versions of areas. Days are proleptic ordinals (`date.toordinal`)."""

    ids: NDArray[np.int64]
    """Primary keys, ascending."""
    codes: tuple[str, ...]
    types: NDArray[np.int8]
    """Positions in AREA_TYPES."""
    valid_from: Days
    valid_to: Days
    """The last day, included; NEVER while it is valid."""
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

    @classmethod
    def of(cls, history: AreaHistory[AreaVersion]) -> Geography:
        """The arrays of a history. LookupError where no edition is current."""
        if history.today is None:
            raise LookupError(
                "No geography edition is current: load the reference data first (manage.py load_reference)."
            )
        versions = [history.versions[pk] for pk in sorted(history.versions)]
        people = [history.people.get(one.pk) for one in versions]
        place_of = {one.pk: place for place, one in enumerate(versions)}
        links, steps = history.links, history.successions
        return cls(
            ids=np.array([one.pk for one in versions], np.int64),
            codes=tuple(one.code for one in versions),
            types=np.array([AREA_TYPES.index(one.area_type) for one in versions], np.int8),
            valid_from=_days(one.valid_from for one in versions),
            valid_to=_days(one.valid_to for one in versions),
            adults=np.array([each.adults if each else None for each in people], np.float64),
            edition_on=history.today.toordinal(),
            child=np.array([place_of[link.child] for link in links], np.intp),
            parent=np.array([place_of[link.parent] for link in links], np.intp),
            link_from=_days(link.valid_from for link in links),
            link_to=_days(link.valid_to for link in links),
            predecessor=np.array([place_of[step.predecessor] for step in steps], np.intp),
            successor=np.array([place_of[step.successor] for step in steps], np.intp),
            succeeded_on=_days(step.on for step in steps),
            share=np.array([step.share for step in steps], np.float64),
        )

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """Height of each area: 0 sub-ICB location or CCG, 1 ICB or STP, 2 region, 3 England."""
        return np.array([area_type.height for area_type in AreaType], dtype=np.int8)[self.types]

    @cached_property
    def in_edition(self) -> Mask:
        """Which areas are of the current edition, shape (A,)."""
        return self.valid_on(self.edition_on)

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

    @cached_property
    def index_of(self) -> dict[int, int]:
        """From the key of an area to its place in the arrays."""
        return {int(area_id): position for position, area_id in enumerate(self.ids)}

    def valid_on(self, day: int) -> Mask:
        """Which areas were valid on the day, shape (A,)."""
        return (self.valid_from <= day) & (day <= self.valid_to)

    def era(self, day: int) -> int:
        """How many dates of succession lie on or before the day: days of one era have the same areas before them."""
        return int(np.searchsorted(self._succession_dates, day, side="right"))

    @cached_property
    def _succession_dates(self) -> Days:
        return np.unique(self.succeeded_on)

    def successions(self, day: int) -> Successions:
        """The share of each area valid on the day that lies in each area of the current edition.

        Later steps are applied to earlier ones, so that a chain of three mergers is three steps. The shares of an
        area valid on the day sum to 1. Days of one era share an answer.
        """
        era = self.era(day)
        if era not in self._successions:
            self._successions[era] = self._follow(day)
        return self._successions[era]

    def _follow(self, day: int) -> Successions:
        living = np.flatnonzero(self.valid_on(day))
        found = Successions(living, living, np.ones(len(living)))
        for on in self._succession_dates:
            if day < on <= self.edition_on:
                steps = self.succeeded_on == on
                found = found.followed_by(self.predecessor[steps], self.successor[steps], self.share[steps])
        return found

    def families(self, day: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
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
