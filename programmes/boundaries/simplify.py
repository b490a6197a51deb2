"""Leaving out points that nobody would miss: Visvalingam and Whyatt's rule, arc by arc.

The point whose triangle with its neighbours is smallest goes first. Ends of arcs stay, so borders still meet, and
an arc is simplified once for both its sides, so no gap and no overlap can open between neighbours.

M. Visvalingam and J. D. Whyatt, Line generalisation by repeated elimination of points, 1993.
"""

import heapq
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from programmes.boundaries.arcs import ArcRing, Network, area_of, without_specks
from programmes.boundaries.shapes import Point

LEAST_POINTS_OF_RING = 4

# Each round halves what may be left out of an outline that crosses itself.
MOST_ROUNDS = 8

# Crossings flatter than this (square kilometres) are points on a line, but for rounding.
TOUCH = 1e-9

# A polygon that has shrunk below this (square kilometres) is a line.
SPECK = 1e-3


def simplified(network: Network, *, triangle: float, island: float) -> Network:
    """The network without points of smaller triangles than `triangle`, and without islands smaller than `island`.

    Both in square kilometres. The largest polygon of an area stays, however small. Where leaving out points makes
    an outline cross itself, its arcs keep more of them.
    """
    polygons = {
        code: _without_islets(polygons, network, island) for code, polygons in network.polygons.items()
    }
    alone = {
        abs_number(ring[0])
        for polygons_of_area in polygons.values()
        for polygon in polygons_of_area
        for ring in polygon
        if len(ring) == 1
    }
    strictness = dict.fromkeys(range(len(network.arcs)), triangle)
    for _ in range(MOST_ROUNDS):
        arcs = [
            _thinned(arc, strictness[number], keep=LEAST_POINTS_OF_RING if number in alone else 2)
            for number, arc in enumerate(network.arcs)
        ]
        thinned = Network(arcs, polygons)
        crossed = _arcs_of_crossed_outlines(thinned)
        if not crossed:
            break
        for number in crossed:
            strictness[number] /= 2
    return _renumbered(without_specks(thinned, SPECK))


def abs_number(number: int) -> int:
    """The number of an arc, whichever way it is run."""
    return number if number >= 0 else ~number


def _arcs_of_crossed_outlines(network: Network) -> set[int]:
    """The arcs whose sides cross another side of the same ring."""
    crossed: set[int] = set()
    for polygons in network.polygons.values():
        for polygon in polygons:
            for ring in polygon:
                owners = [abs_number(n) for n in ring for _ in range(len(network.arcs[abs_number(n)]) - 1)]
                crossed |= {owners[side] for side in crossing_sides(network.ring(ring))}
    return crossed


def crossing_sides(ring: Sequence[Point]) -> list[int]:
    """The sides of a closed ring that cross another of its sides; sides that only touch do not."""
    points = np.asarray(ring, dtype=float)
    start, end = points[:-1], points[1:]
    side_of = _side(start[:, None], end[:, None], start[None, :])
    next_side_of = np.roll(side_of, -1, axis=1)
    apart = side_of * next_side_of < 0
    return [int(number) for number in np.flatnonzero((apart & apart.T).any(axis=1))]


def _side(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> NDArray[np.float64]:
    """On which side of the line from a to b the point c lies: positive, negative, or 0 on it."""
    cross = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
        c[..., 0] - a[..., 0]
    )
    return np.where(np.abs(cross) < TOUCH, 0.0, cross)


def _without_islets(polygons: list[list[ArcRing]], network: Network, island: float) -> list[list[ArcRing]]:
    sizes = [area_of(network.ring(polygon[0])) for polygon in polygons]
    shared = Counter(abs_number(number) for polygon in polygons for ring in polygon for number in ring)
    largest = max(sizes)
    return [
        polygon
        for polygon, size in zip(polygons, sizes, strict=True)
        if size in (largest,)
        or size >= island
        or len(polygon[0]) > 1
        or shared[abs_number(polygon[0][0])] > 1
    ]


def _thinned(arc: tuple[Point, ...], triangle: float, keep: int) -> tuple[Point, ...]:
    """The arc without its smallest triangles, down to `keep` points."""
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    waiting = [(_triangle(arc, number - 1, number, number + 1), number) for number in range(1, len(arc) - 1)]
    size = {number: area for area, number in waiting}
    heapq.heapify(waiting)
    gone: set[int] = set()
    floor = 0.0
    while waiting and len(arc) - len(gone) > keep:
        area, number = heapq.heappop(waiting)
        if number in gone or area != size[number]:
            continue
        floor = max(floor, area)
        if floor >= triangle:
            break
        gone.add(number)
        left, right = before[number], after[number]
        after[left], before[right] = right, left
        for beside in (left, right):
            if 0 < beside < len(arc) - 1:
                size[beside] = max(floor, _triangle(arc, before[beside], beside, after[beside]))
                heapq.heappush(waiting, (size[beside], beside))
    return tuple(point for number, point in enumerate(arc) if number not in gone)


def _triangle(arc: Sequence[Point], a: int, b: int, c: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = arc[a], arc[b], arc[c]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def _renumbered(network: Network) -> Network:
    """Without the arcs that nothing refers to any more."""
    used = sorted(
        {
            abs_number(n)
            for polygons in network.polygons.values()
            for p in polygons
            for ring in p
            for n in ring
        }
    )
    new = {old: number for number, old in enumerate(used)}
    return Network(
        [network.arcs[old] for old in used],
        {
            code: [
                [tuple(new[n] if n >= 0 else ~new[~n] for n in ring) for ring in polygon]
                for polygon in polygons
            ]
            for code, polygons in network.polygons.items()
        },
    )
