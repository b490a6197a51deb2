"""What a figure is made of: parents of the areas below them, areas of today of those that came before.

Both are one thing: wholes, their parts, and the share of each part that belongs to the whole. Sums over them touch
only the pairs there are, never a matrix of all areas by all areas.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from programmes.area_history import WHOLE
from programmes.engine.cube import (
    CONFIDENTIAL,
    ESTIMATED,
    NO_MARKER,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Cube,
)
from programmes.engine.geography import Mask, Matrix, Places
from programmes.engine.small_counts import as_shown


class Parts:
    """Pairs of a whole and a part of it, N pairs of W wholes, ordered by whole.

    `whole` holds the places of the wholes in the geography, shape (W,); `part` that of the part of each pair and
    `share` how much of it belongs to its whole, shape (N,). What is summed has a row for each pair, shape (N, P), and
    gives a row for each whole, shape (W, P).

    >>> parts = Parts(np.array([7, 8, 9]), np.array([2, 1, 2]))
    >>> parts.whole, parts.part, parts.add(np.array([[1.0], [10.0], [100.0]])).ravel()
    (array([1, 2]), array([8, 7, 9]), array([ 10., 101.]))
    """

    def __init__(self, part: Places, whole: Places, share: Matrix | None = None) -> None:
        order = np.argsort(whole, kind="stable")
        self.part = part[order]
        self.whole, self._first = np.unique(whole[order], return_index=True)
        self.share = np.ones(len(part)) if share is None else share[order]

    def __len__(self) -> int:
        return len(self.whole)

    def add(self, rows: NDArray) -> Matrix:
        """The sum over the parts of each whole."""
        return np.add.reduceat(rows, self._first, axis=0, dtype=np.float64)

    def any(self, rows: Mask) -> Mask:
        """Whether it is so of any part."""
        return np.logical_or.reduceat(rows, self._first, axis=0)

    def any_bit(self, rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The bits that any part has."""
        return np.bitwise_or.reduceat(rows, self._first, axis=0)

    def most(self, rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The largest of the parts of each whole."""
        return np.maximum.reduceat(rows, self._first, axis=0)

    @property
    def is_alone(self) -> Mask:
        """Which parts make a whole by themselves, shape (N,)."""
        pairs = np.diff([*self._first, len(self.part)])
        return np.repeat(pairs == 1, pairs)

    @property
    def are_whole(self) -> Mask:
        """Which wholes are made of parts that belong to them entirely, shape (W,)."""
        return ~self.any(self.share < WHOLE)


@dataclass(frozen=True, slots=True)
class PublishedToDate:
    """What the parts make of each whole of what was published from April on: arrays of shape (W, P)."""

    to_date: Matrix
    to_date_below: Matrix
    is_published: Mask


@dataclass(frozen=True, slots=True)
class Combined:
    """What the parts make of each whole: arrays of shape (W, P).

    `complete` says where there is a figure; elsewhere the counts are NaN and `marker` says why. `published` is None
    where nothing of the indicator was published from April on.
    """

    numerator: Matrix
    denominator: Matrix
    marker: NDArray[np.uint8]
    notes: NDArray[np.uint8]
    origin: NDArray[np.uint8]
    complete: Mask
    published: PublishedToDate | None


def combine(cube: Cube, parts: Parts, columns: Places, counted: Mask) -> Combined:
    """The sums of the parts in some periods, by their shares; `counted` (N, P) says which parts are asked for.

    As soon as one part has no figure, the sum has none: missing is not zero. Parts that are not applicable are left
    out. A part that goes over in part goes over as it is shown outside, or not at all where it was published, or
    counts places: shares are ours. Nor does one go over with others, where figures cannot be added. The sum is an
    estimate where a part was split, and where its publisher rounds and several parts are added.
    """
    there = np.ix_(parts.part, columns)
    numerator, denominator, marker = cube.numerator[there], cube.denominator[there], cube.marker[there]
    published = cube.is_published[there]
    # Nobody published how much of a figure belongs to a piece of its area: a share would be a number of ours.
    unshared = published | cube.definition.counts_places
    told = counted & ~(unshared & (parts.share < WHOLE)[:, None])
    if not cube.definition.kind.can_be_added:
        told &= parts.is_alone[:, None]
    known = told & ~np.isnan(numerator)
    asked = counted & (marker != NOT_APPLICABLE)
    lacking = asked & ~known
    unsaid = parts.any(lacking & (marker != CONFIDENTIAL))
    complete = ~parts.any(lacking) & parts.any(known)
    has_below = (
        complete & ~parts.any(known & np.isnan(denominator)) if cube.definition.has_denominator else np.False_
    )
    several_rounded = parts.any(known & published) & (parts.add(known) > 1)
    estimated = np.where(~parts.are_whole[:, None] | several_rounded, ESTIMATED, 0).astype(np.uint8)
    notes = parts.any_bit(np.where(known, cube.notes[there], 0)) | estimated
    why_not = np.where(unsaid, NOT_AVAILABLE, np.where(parts.any(lacking), CONFIDENTIAL, NOT_APPLICABLE))
    return Combined(
        numerator=np.where(complete, parts.add(_in_shares(cube, parts, numerator, known)), np.nan),
        denominator=np.where(has_below, parts.add(_in_shares(cube, parts, denominator, known)), np.nan),
        marker=np.where(complete, NO_MARKER, why_not).astype(np.uint8),
        notes=np.where(complete, notes, 0).astype(np.uint8),
        origin=parts.most(np.where(counted, cube.origin[there], 0)),
        complete=complete,
        published=_published(cube, parts, columns, told, asked) if cube.is_cumulative.any() else None,
    )


def fill(
    cube: Cube, parts: Parts, columns: Places, combined: Combined, write: Mask, basis: NDArray | int
) -> None:
    """Write what was combined into the cells of the wholes where `write` (W, P) says so, in place."""
    here = np.ix_(parts.whole, columns)
    values = {name: getattr(combined, name) for name in ("numerator", "denominator", "marker", "notes")}
    if combined.published is not None:
        values |= {each.name: getattr(combined.published, each.name) for each in fields(PublishedToDate)}
    for name, made in values.items():
        cells = getattr(cube, name)
        cells[here] = np.where(write, made, cells[here])
    cube.basis[here] = np.where(write, basis, cube.basis[here])
    cube.origin[here] = np.where(write, np.maximum(cube.origin[here], combined.origin), cube.origin[here])


def _published(cube: Cube, parts: Parts, columns: Places, told: Mask, asked: Mask) -> PublishedToDate:
    """The published years to date added up, where every part that is asked for has one.

    By themselves: the quarter's own figure may be missing where the year to date is known.
    """
    there = np.ix_(parts.part, columns)
    to_date, below = cube.to_date[there], cube.to_date_below[there]
    known = told & asked & ~np.isnan(to_date)
    complete = parts.any(known) & ~parts.any(asked & ~known)
    sums = [parts.add(np.where(known, np.nan_to_num(each), 0)) for each in (to_date, below)]
    has_below = complete & ~parts.any(known & np.isnan(below)) & cube.definition.has_denominator
    return PublishedToDate(
        to_date=np.where(complete, sums[0], np.nan),
        to_date_below=np.where(has_below, sums[1], np.nan),
        is_published=~parts.any(asked & ~cube.is_published[there]),
    )


def _in_shares(cube: Cube, parts: Parts, counts: Matrix, known: Mask) -> Matrix:
    """What each part gives, shape (N, P): all of its count, or a share of the count as it is shown."""
    counts = np.where(known, np.nan_to_num(counts), 0)
    split = parts.share < WHOLE
    if split.any():
        counts[split] = parts.share[split, None] * as_shown(cube.definition.disclosure, counts[split])
    return counts
