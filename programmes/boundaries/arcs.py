"""Cutting rings into arcs: a stretch of border that two areas share becomes one line that both refer to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from programmes.boundaries.shapes import Point, Ring, Shape

ArcRing = tuple[int, ...]
"""A ring as the arcs it is made of, one after another; an arc run backwards is written ~n, as TopoJSON does."""


@dataclass(slots=True)
class Network:
    """Arcs, and each area's polygons in terms of them."""

    arcs: list[tuple[Point, ...]] = field(default_factory=list)
    polygons: dict[str, list[list[ArcRing]]] = field(default_factory=dict)

    def ring(self, ring: ArcRing) -> list[Point]:
        """The points of a ring, the last one being the first again."""
        points: list[Point] = []
        for number in ring:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points.extend(arc if not points else arc[1:])
        return points


def cut(shapes: Iterable[Shape]) -> Network:
    """The network of arcs of all shapes."""
    shapes = list(shapes)
    corners = _corners(ring for shape in shapes for polygon in shape.polygons for ring in polygon)
    network = Network()
    known: dict[tuple[Point, ...], int] = {}
    for shape in shapes:
        network.polygons[shape.gss_code] = [
            [_numbers(_stretches(ring, corners), network, known) for ring in polygon]
            for polygon in shape.polygons
        ]
    return network


def snapped(network: Network, grid: float) -> Network:
    """The network with every point on a grid, points that fall together made one, and what shrank to nothing left out.

    The largest polygon of an area stays.
    """
    arcs = [_snapped(arc, grid) for arc in network.arcs]
    return without_specks(Network(arcs, network.polygons), grid**2)


def without_specks(network: Network, least: float) -> Network:
    """The network without polygons and holes of less than `least`, but with the largest polygon of each area."""
    polygons = {}
    for code, parts in network.polygons.items():
        sizes = [area_of(network.ring(polygon[0])) for polygon in parts]
        polygons[code] = [
            [polygon[0], *(hole for hole in polygon[1:] if area_of(network.ring(hole)) >= least)]
            for polygon, size in zip(parts, sizes, strict=True)
            if size >= least or size == max(sizes)
        ]
    return Network(network.arcs, polygons)


def area_of(ring: Sequence[Point]) -> float:
    """The area inside a closed ring, in the square of its unit."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _snapped(arc: tuple[Point, ...], grid: float) -> tuple[Point, ...]:
    points = [(round(x / grid) * grid, round(y / grid) * grid) for x, y in arc]
    kept = [points[0], *(point for before, point in zip(points, points[1:], strict=False) if point != before)]
    return tuple(kept) if len(kept) > 1 else (kept[0], kept[0])


def _corners(rings: Iterable[Ring]) -> set[Point]:
    """Points where borders part or meet: on different visits they have different neighbours."""
    neighbours: dict[Point, frozenset[Point]] = {}
    corners: set[Point] = set()
    for ring in rings:
        for number, point in enumerate(ring):
            beside = frozenset((ring[number - 1], ring[(number + 1) % len(ring)]))
            if neighbours.setdefault(point, beside) != beside:
                corners.add(point)
    return corners


def _stretches(ring: Ring, corners: set[Point]) -> list[tuple[Point, ...]]:
    """The ring in stretches from corner to corner; one closed stretch when there is no corner on it."""
    starts = [number for number, point in enumerate(ring) if point in corners]
    if not starts:
        first = ring.index(min(ring))
        return [(*ring[first:], *ring[: first + 1])]
    turned = (*ring[starts[0] :], *ring[: starts[0]])
    ends = [*(number - starts[0] for number in starts[1:]), len(ring)]
    closed = (*turned, turned[0])
    return [closed[start : end + 1] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def _numbers(
    stretches: Sequence[tuple[Point, ...]], network: Network, known: dict[tuple[Point, ...], int]
) -> ArcRing:
    numbers = []
    for stretch in stretches:
        if stretch in known:
            numbers.append(known[stretch])
        elif stretch[::-1] in known:
            numbers.append(~known[stretch[::-1]])
        else:
            known[stretch] = len(network.arcs)
            network.arcs.append(stretch)
            numbers.append(known[stretch])
    return tuple(numbers)
