"""Reading official boundary files: GeoJSON in degrees, one feature an area, known by its GSS code."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]

# A plain projection on which England looks as on a wall map: kilometres east of 2° W and north of 50° N, with
# degrees of longitude as long as they are at 52.9° N, the middle of the country.
ORIGIN: Point = (-2.0, 50.0)
KM_PER_DEGREE = 111.2
MIDDLE_LATITUDE = 52.9
EAST = KM_PER_DEGREE * math.cos(math.radians(MIDDLE_LATITUDE))

GSS_CODE = re.compile(r"E[0-9]{8}")

# The same corner must be the same point on both sides of a border: seven decimals are a centimetre.
DECIMALS = 7


class BoundaryFileFaulty(Exception):
    """The file does not hold what was asked for; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One area: its GSS code, its name, and the rings of its polygons. The first ring of a polygon is its outline."""

    gss_code: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


def project(longitude: float, latitude: float) -> Point:
    """Kilometres east and north of the origin."""
    return (longitude - ORIGIN[0]) * EAST, (latitude - ORIGIN[1]) * KM_PER_DEGREE


def read_shapes(path: Path) -> list[Shape]:
    """Every area of a GeoJSON file, projected."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BoundaryFileFaulty(f"{path} is not there; mend the path.") from None
    except (ValueError, RecursionError) as problem:
        raise BoundaryFileFaulty(f"{path} is not GeoJSON ({problem}); download it again.") from None
    features = content.get("features") if isinstance(content, dict) else None
    if not features or not isinstance(features, list):
        raise BoundaryFileFaulty(f"{path} has no features; download the boundaries as GeoJSON.")
    shapes = []
    for number, feature in enumerate(features, start=1):
        where = f"{path}, feature {number}"
        try:
            shapes.append(_shape(feature, where))
        except (AttributeError, KeyError, IndexError, TypeError):
            raise BoundaryFileFaulty(f"{where} is not built as GeoJSON is; download it again.") from None
    return shapes


def _shape(feature: Mapping[str, Any], where: str) -> Shape:
    properties = feature.get("properties") or {}
    codes = [value for value in properties.values() if isinstance(value, str) and GSS_CODE.fullmatch(value)]
    if len(codes) != 1:
        raise BoundaryFileFaulty(f"{where} has {len(codes)} properties that are GSS codes; it must have one.")
    name = next((str(value) for key, value in properties.items() if key.upper().endswith("NM")), codes[0])
    geometry = feature.get("geometry") or {}
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BoundaryFileFaulty(f"{where} ({codes[0]}) is a {geometry.get('type')}; it must be a polygon.")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return Shape(codes[0], name, tuple(tuple(_ring(ring, where) for ring in polygon) for polygon in polygons))


def _ring(coordinates: list[list[float]], where: str) -> Ring:
    """The ring without the repeated last point."""
    if any(not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90) for point in coordinates):
        raise BoundaryFileFaulty(f"{where} is not in degrees; download the boundaries in WGS 84 (EPSG:4326).")
    points = [(round(point[0], DECIMALS), round(point[1], DECIMALS)) for point in coordinates]
    if points[0] == points[-1]:
        points.pop()
    return tuple(project(*point) for point in points)
