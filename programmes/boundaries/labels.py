"""Where in an area its label stands: the inner point farthest from any border, as near as a grid finds it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from programmes.boundaries.shapes import Point

GRID = 28


def label_point(outline: Sequence[Point], holes: Sequence[Sequence[Point]] = ()) -> Point:
    """The grid point inside the outline (and outside the holes) that is farthest from every border."""
    rings = [np.asarray(ring, dtype=float) for ring in (outline, *holes)]
    low, high = rings[0].min(axis=0), rings[0].max(axis=0)
    steps = (np.arange(GRID) + 0.5) / GRID
    across, up = np.meshgrid(low[0] + steps * (high[0] - low[0]), low[1] + steps * (high[1] - low[1]))
    grid = np.column_stack([across.ravel(), up.ravel()])
    inside = np.zeros(len(grid), bool)
    distance = np.full(len(grid), np.inf)
    for ring in rings:
        start, end = ring, np.roll(ring, -1, axis=0)
        inside ^= _crossings(grid, start, end) % 2 == 1
        distance = np.minimum(distance, _distance(grid, start, end))
    best = int(np.where(inside, distance, -1).argmax())
    return float(grid[best, 0]), float(grid[best, 1])


def _crossings(
    grid: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.int64]:
    """How many sides a line to the east of each point crosses."""
    x, y = grid[:, 0, None], grid[:, 1, None]
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    rise = np.where(end[:, 1] == start[:, 1], 1, end[:, 1] - start[:, 1])
    at = start[:, 0] + (y - start[:, 1]) / rise * (end[:, 0] - start[:, 0])
    return np.asarray((spans & (x < at)).sum(axis=1))


def _distance(
    grid: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far each point is from the nearest side."""
    side = end - start
    length = np.maximum((side**2).sum(axis=1), 1e-12)
    reach = grid[:, None, :] - start
    along = np.clip((reach * side).sum(axis=2) / length, 0, 1)
    return np.asarray(np.sqrt(((reach - along[:, :, None] * side) ** 2).sum(axis=2)).min(axis=1))
