"""Quantised TopoJSON: whole numbers on a grid, each point told as the step from the one before."""

from collections.abc import Mapping
from typing import Any

from programmes.boundaries.arcs import Network, area_of
from programmes.boundaries.labels import label_point
from programmes.boundaries.shapes import EAST, KM_PER_DEGREE, ORIGIN, Point

GRID_KM = 0.05

ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right 2026. Simplified by us."
)


def written(network: Network, codes: Mapping[str, str], *, edition: str, level: str) -> dict[str, Any]:
    """The network as TopoJSON, each area under its ODS code, with the point where its label stands."""
    steps = [_steps(arc) for arc in network.arcs]
    geometries = []
    for gss_code, polygons in sorted(network.polygons.items(), key=lambda item: codes[item[0]]):
        rings = [[network.ring(ring) for ring in polygon] for polygon in polygons]
        largest = max(rings, key=lambda polygon: area_of(polygon[0]))
        label = label_point(largest[0][:-1], [hole[:-1] for hole in largest[1:]])
        geometries.append(
            {
                "type": "MultiPolygon",
                "id": codes[gss_code],
                "properties": {"label": [round(label[0], 2), round(label[1], 2)]},
                "arcs": [[list(ring) for ring in polygon] for polygon in polygons],
            }
        )
    return {
        "type": "Topology",
        "edition": edition,
        "level": level,
        "attribution": ATTRIBUTION,
        "projection": {"origin": list(ORIGIN), "km_per_degree": [round(EAST, 5), KM_PER_DEGREE]},
        "transform": {"scale": [GRID_KM, GRID_KM], "translate": [0, 0]},
        "objects": {"areas": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": steps,
    }


def _steps(arc: tuple[Point, ...]) -> list[list[int]]:
    """The first point on the grid, then each step; steps of nothing are left out."""
    grid = [(round(x / GRID_KM), round(y / GRID_KM)) for x, y in arc]
    steps = [list(grid[0])]
    for before, point in zip(grid, grid[1:], strict=False):
        if point != before:
            steps.append([point[0] - before[0], point[1] - before[1]])
    return steps if len(steps) > 1 else [*steps, [0, 0]]
