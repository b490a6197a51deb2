"""Leaving out points that nobody would miss: Visvalingam and Whyatt's rule, arc by arc.

The point whose triangle with its neighbours is smallest goes first. Ends of arcs stay, so borders still meet, and
an arc is simplified once for both its sides, so no gap and no overlap can open between neighbours.

M. Visvalingam and J. D. Whyatt, Line generalisation by repeated elimination of points, 1993.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence

from programmes.boundaries.arcs import ArcRing, Network, area_of, without_specks
from programmes.boundaries.crossings import faulty_sides, on_grid
from programmes.boundaries.shapes import BoundaryFileFaulty, Point

LEAST_POINTS_OF_RING = 4

# Each round halves what may be left out of arcs that meet wrongly, then leaves out the points where they do.
MOST_ROUNDS = 4
MOST_POINTS = 12

# A polygon that has shrunk below this (square kilometres) is a line.
SPECK = 1e-3


def simplified(network: Network, *, triangle: float, island: float, grid: float) -> Network:
    """The network without points of smaller triangles than `triangle`, and without islands smaller than `island`.

    Both in square kilometres; points lie on a grid of so many kilometres. The largest polygon of an area stays, however
    small. Where leaving out points makes arcs cross or touch, they keep more of them; where they do so on the grid
    whatever is kept, the points where they do are left out. BoundaryFileFaulty where that does not help.
    """
    polygons = {
        code: _without_islets(polygons, network, island) for code, polygons in network.polygons.items()
    }
    network = _renumbered(Network(network.arcs, polygons))
    alone = {
        abs_number(ring[0])
        for polygons_of_area in network.polygons.values()
        for polygon in polygons_of_area
        for ring in polygon
        if len(ring) == 1
    }
    least = [LEAST_POINTS_OF_RING if number in alone else 2 for number in range(len(network.arcs))]
    strictness = dict.fromkeys(range(len(network.arcs)), triangle)
    arcs = [_thinned(arc, triangle, keep=least[number]) for number, arc in enumerate(network.arcs)]
    for _ in range(MOST_ROUNDS):
        faulty = {number for number, _ in faulty_sides([on_grid(arc, grid) for arc in arcs])}
        for number in faulty:
            strictness[number] /= 4
            arcs[number] = _thinned(network.arcs[number], strictness[number], keep=least[number])
        if not faulty:
            break
    return _renumbered(without_specks(Network(_without_faults(arcs, grid), network.polygons), SPECK))


def abs_number(number: int) -> int:
    """The number of an arc, whichever way it is run."""
    return number if number >= 0 else ~number


def _without_faults(arcs: list[tuple[Point, ...]], grid: float) -> list[tuple[Point, ...]]:
    """The arcs without the points at which they meet one another wrongly, the fewest that do.

    BoundaryFileFaulty where some meet wrongly whatever is left out.
    """
    for _ in range(MOST_POINTS):
        faulty = faulty_sides([on_grid(arc, grid) for arc in arcs])
        if not faulty:
            return arcs
        inner: defaultdict[int, set[int]] = defaultdict(set)
        for number, side in faulty:
            inner[number] |= {side, side + 1} - {0, len(arcs[number]) - 1}
        arcs = [
            tuple(point for place, point in enumerate(arc) if place not in inner[number])
            for number, arc in enumerate(arcs)
        ]
    where = sorted({arcs[number][side] for number, side in faulty})[0]
    raise BoundaryFileFaulty(
        f"Borders cross {where[0]:.1f} km east and {where[1]:.1f} km north of 2° W, 50° N."
    )


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
