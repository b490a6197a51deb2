"""Where lines of a network meet that should not: exact, as every point is a pair of whole numbers on the grid.

Two arcs may meet at their ends only, and an arc never meets itself. Where that holds, every outline is valid and no
two areas overlap.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from programmes.boundaries.shapes import Point

Numbers = NDArray[np.int64]
ROWS = 64
"""How many sides are held against all others at once, so that little memory is taken."""


def on_grid(arc: Sequence[Point], grid: float) -> Numbers:
    """The points of an arc in steps of the grid: shape (N, 2)."""
    return np.rint(np.asarray(arc, dtype=float) / grid).astype(np.int64)


def faulty_sides(arcs: Sequence[Numbers]) -> set[tuple[int, int]]:
    """The sides, as (arc, number of the side in it), that cross, touch or cover another, but for shared ends.

    >>> faulty_sides([np.array([(0, 0), (4, 4), (4, 0), (0, 4)])])
    {(0, 0), (0, 2)}
    """
    owner = np.concatenate([np.full(len(arc) - 1, number) for number, arc in enumerate(arcs)])
    place = np.concatenate([np.arange(len(arc) - 1) for arc in arcs])
    start, end = np.concatenate([arc[:-1] for arc in arcs]), np.concatenate([arc[1:] for arc in arcs])
    first, last = _nodes(arcs)
    # An arc that shrank to one point of the grid has no side.
    long = (start != end).any(axis=1)
    owner, place, start, end, first, last = (each[long] for each in (owner, place, start, end, first, last))
    low, high = np.minimum(start, end), np.maximum(start, end)
    found: set[tuple[int, int]] = set()
    for begin in range(0, len(start), ROWS):
        some = slice(begin, begin + ROWS)
        around = ((low <= high[some].max(axis=0)) & (high >= low[some].min(axis=0))).all(axis=1)
        there = np.flatnonzero(around)
        near = ((low[some, None] <= high[there]) & (low[there] <= high[some, None])).all(axis=2)
        a, b = np.nonzero(near)
        a, b = a + begin, there[b]
        a, b = a[a < b], b[a < b]
        wrong = _meet_wrongly(start, end, first, last, a, b)
        for side in (*a[wrong].tolist(), *b[wrong].tolist()):
            found.add((int(owner[side]), int(place[side])))
    return found


def _nodes(arcs: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """A number for the first and the last point of every side; ends of arcs at one place are one point."""
    ends: dict[tuple[int, ...], int] = {}
    first, last = [], []
    count = 0
    for arc in arcs:
        numbers = list(range(count, count + len(arc)))
        count += len(arc)
        for end in (0, -1):
            numbers[end] = -1 - ends.setdefault(tuple(arc[end].tolist()), len(ends))
        first += numbers[:-1]
        last += numbers[1:]
    return np.array(first, np.int64), np.array(last, np.int64)


def _meet_wrongly(
    start: Numbers, end: Numbers, first: Numbers, last: Numbers, a: Numbers, b: Numbers
) -> NDArray[np.bool_]:
    """Whether the sides of each pair meet elsewhere than in an end that they share."""
    shared = [left[a] == right[b] for left in (first, last) for right in (first, last)]
    ff, fl, lf, ll = shared
    sharing = np.sum(shared, axis=0)
    turns = (
        _turn(start[a], end[a], start[b]),
        _turn(start[a], end[a], end[b]),
        _turn(start[b], end[b], start[a]),
        _turn(start[b], end[b], end[a]),
    )
    crossed = (turns[0] * turns[1] < 0) & (turns[2] * turns[3] < 0)
    touched = (
        (turns[0] == 0) & _between(start[a], end[a], start[b]) & ~(ff | lf)
        | (turns[1] == 0) & _between(start[a], end[a], end[b]) & ~(fl | ll)
        | (turns[2] == 0) & _between(start[b], end[b], start[a]) & ~(ff | fl)
        | (turns[3] == 0) & _between(start[b], end[b], end[a]) & ~(lf | ll)
    )
    return np.asarray(np.where(sharing == 0, crossed | touched, touched | (sharing > 1)))


def _turn(a: Numbers, b: Numbers, c: Numbers) -> Numbers:
    """1 where c lies to the left of the way from a to b, -1 to the right, 0 on it."""
    return np.sign((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]))


def _between(a: Numbers, b: Numbers, c: Numbers) -> NDArray[np.bool_]:
    """Whether c lies in the box of a and b."""
    return np.asarray(((np.minimum(a, b) <= c) & (c <= np.maximum(a, b))).all(axis=1))
