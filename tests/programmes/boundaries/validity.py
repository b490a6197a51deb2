"""Whether an area drawn on a grid is valid, found side by side in whole numbers: a second opinion on the builder."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

Node = tuple[int, int]
Side = tuple[Node, Node]
CELL = 64


def faults(polygons: list[list[list[Node]]]) -> list[str]:
    """What is wrong with an area: rings that meet themselves or one another, holes outside, lines without width."""
    rings = [ring for polygon in polygons for ring in polygon]
    found = [f"a ring without land at {ring[0]}" for ring in rings if not _doubled_land(ring)]
    found += [
        f"a ring is twice at one point near {ring[0]}" for ring in rings if len(set(ring)) < len(ring) - 1
    ]
    sides = [(number, side) for number, ring in enumerate(rings) for side in pairwise(ring)]
    for (one, a), (other, b) in _near(sides):
        ends = set(a) & set(b)
        if _cross(a, b) or any(_on(point, b) for point in a if point not in ends):
            found.append(f"sides of rings {one} and {other} meet near {a[0]}")
        elif any(_on(point, a) for point in b if point not in ends):
            found.append(f"sides of rings {one} and {other} meet near {b[0]}")
    for outline, *holes in polygons:
        found += [f"a hole outside its outline at {hole[0]}" for hole in holes if not _holds(outline, hole)]
    return found


def _near(sides: list[tuple[int, Side]]) -> Iterator[tuple[tuple[int, Side], tuple[int, Side]]]:
    """Each pair of sides that share a cell of a coarse grid, once."""
    cells: dict[Node, list[int]] = defaultdict(list)
    for number, (_, ((ax, ay), (bx, by))) in enumerate(sides):
        for column in range(min(ax, bx) // CELL, max(ax, bx) // CELL + 1):
            for row in range(min(ay, by) // CELL, max(ay, by) // CELL + 1):
                cells[column, row].append(number)
    pairs = {pair for numbers in cells.values() for pair in combinations(numbers, 2)}
    return ((sides[a], sides[b]) for a, b in pairs)


def _turn(a: Node, b: Node, c: Node) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _cross(a: Side, b: Side) -> bool:
    return _turn(*a, b[0]) * _turn(*a, b[1]) < 0 and _turn(*b, a[0]) * _turn(*b, a[1]) < 0


def _on(point: Node, side: Side) -> bool:
    (ax, ay), (bx, by) = side
    inside = min(ax, bx) <= point[0] <= max(ax, bx) and min(ay, by) <= point[1] <= max(ay, by)
    return inside and _turn(*side, point) == 0


def _doubled_land(ring: list[Node]) -> int:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))


def _holds(outline: list[Node], hole: list[Node]) -> bool:
    """Whether the first corner of a hole that is none of the outline lies inside it."""
    x, y = next((point for point in hole if point not in outline), hole[0])
    inside = False
    for (ax, ay), (bx, by) in pairwise(outline):
        if (ay > y) != (by > y) and (x - ax) * (by - ay) * (1 if by > ay else -1) < (y - ay) * (bx - ax) * (
            1 if by > ay else -1
        ):
            inside = not inside
    return inside
