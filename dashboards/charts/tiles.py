"""Areas as tiles of equal size, so that a small city is seen as well as a wide county. Drawn by the server as SVG.

Boards and regions are hexagons where their neighbours are: rows are counted from the south, and odd rows stand
half a tile to the right ("odd-r"). Levels without a place on the grid are listed in groups instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from dashboards.charts.measures import Cell
from programmes.results import AreaRef

RADIUS = 36.0
MARGIN = 4.0
SMALL = 330.0
WIDTH = sqrt(3) * RADIUS
RISE = 1.5 * RADIUS

# Corners clockwise from the top, and for each side (from corner n to n + 1) the neighbour on an even and an odd row.
CORNERS = tuple((sin(pi / 3 * corner), -cos(pi / 3 * corner)) for corner in range(6))
NEIGHBOURS = (
    ((0, 1), (1, 1)),
    ((1, 0), (1, 0)),
    ((0, -1), (1, -1)),
    ((-1, -1), (0, -1)),
    ((-1, 0), (-1, 0)),
    ((-1, 1), (0, 1)),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One area: a hexagon of `points` round a middle, a link to the area, its words; `href` is the caller's."""

    cell: Cell
    href: str
    selected: bool
    x: float = 0.0
    y: float = 0.0
    points: str = ""


@dataclass(frozen=True, slots=True)
class TileGroup:
    """Tiles that belong together under a name, in groups of their own or by themselves."""

    area: AreaRef
    tiles: tuple[Tile, ...]
    groups: tuple[TileGroup, ...] = ()

    @property
    def across(self) -> int:
        """How many tiles stand side by side."""
        return min(len(self.tiles), 4)

    @property
    def is_itself(self) -> bool:
        """Whether its only tile has its own name, so that saying it once is enough."""
        return [tile.cell.area.short_name for tile in self.tiles] == [self.area.short_name]


@dataclass(frozen=True, slots=True)
class TileGrid:
    """Hexagons on a grid, and the lines between those of different groups."""

    width: float
    height: float
    tiles: tuple[Tile, ...]
    borders: str

    @property
    def is_small(self) -> bool:
        """Whether the whole of it fits a telephone."""
        return self.width < SMALL


def has_places(cells: Iterable[Cell]) -> bool:
    """Whether every area has a place on the grid."""
    return all(cell.area.tile_column is not None for cell in cells)


def build_grid(
    cells: Sequence[Cell], links: Mapping[str, str], groups: Mapping[str, AreaRef], selected: str = ""
) -> TileGrid:
    """Hexagons from north to south, and the borders round the areas of one group (by area code)."""
    places = {(cell.area.tile_column or 0, cell.area.tile_row or 0): cell for cell in cells}
    top = max((row for _, row in places), default=0)
    left = min((column for column, _ in places), default=0)

    def middle(column: int, row: int) -> tuple[float, float]:
        x = MARGIN + WIDTH * (column - left + 0.5 + (0.5 if row % 2 else 0.0))
        return x, MARGIN + RADIUS + RISE * (top - row)

    tiles = []
    for (column, row), cell in sorted(places.items(), key=lambda each: (-each[0][1], each[0][0])):
        x, y = middle(column, row)
        code = cell.area.code
        tiles.append(
            Tile(cell, links.get(code, ""), code == selected, round(x, 1), round(y, 1), _hexagon(x, y))
        )
    bottom = min((row for _, row in places), default=0)
    return TileGrid(
        width=round(max((tile.x for tile in tiles), default=0.0) + WIDTH / 2 + MARGIN, 1),
        height=round(2 * (MARGIN + RADIUS) + RISE * (top - bottom), 1),
        tiles=tuple(tiles),
        borders=_borders(places, groups, middle),
    )


def build_groups(
    cells: Sequence[Cell],
    links: Mapping[str, str],
    parents: Mapping[str, Sequence[AreaRef]],
    selected: str = "",
) -> tuple[TileGroup, ...]:
    """Tiles under their region and, below it, their board; `parents` are an area's ancestors without England.

    Boards of a single tile come after the others, so that they stand side by side.
    """
    inner: dict[tuple[AreaRef, ...], list[Tile]] = defaultdict(list)
    for cell in cells:
        code = cell.area.code
        inner[tuple(parents.get(code, ()))].append(Tile(cell, links.get(code, ""), code == selected))
    outer: dict[AreaRef, list[TileGroup]] = defaultdict(list)
    for above, tiles in inner.items():
        if above:
            outer[above[0]].append(TileGroup(above[-1], tuple(tiles)))

    def together(group: TileGroup) -> tuple[bool, str]:
        return len(group.tiles) == 1, group.area.short_name

    regions = [
        TileGroup(region, (), tuple(sorted(groups, key=together)))
        if any(group.area != region for group in groups)
        else groups[0]
        for region, groups in outer.items()
    ]
    return tuple(sorted(regions, key=lambda group: group.area.short_name))


def _hexagon(x: float, y: float, radius: float = RADIUS) -> str:
    return " ".join(f"{x + dx * radius:.1f},{y + dy * radius:.1f}" for dx, dy in CORNERS)


def _borders(
    places: Mapping[tuple[int, int], Cell],
    groups: Mapping[str, AreaRef],
    middle: Callable[[int, int], tuple[float, float]],
) -> str:
    """The sides between areas of different groups, and round the whole, as one SVG path."""
    lines = []
    for (column, row), cell in places.items():
        x, y = middle(column, row)
        own = groups.get(cell.area.code)
        for side, offsets in enumerate(NEIGHBOURS):
            across, up = offsets[row % 2]
            other = places.get((column + across, row + up))
            if other is not None and groups.get(other.area.code) == own:
                continue
            if other is not None and (column, row) > (column + across, row + up):
                continue
            (ax, ay), (bx, by) = CORNERS[side], CORNERS[(side + 1) % 6]
            lines.append(
                f"M{x + ax * RADIUS:.1f},{y + ay * RADIUS:.1f}L{x + bx * RADIUS:.1f},{y + by * RADIUS:.1f}"
            )
    return "".join(lines)
