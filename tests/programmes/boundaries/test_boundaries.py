"""Boundary files: neighbours keep one line between them, and the shipped files hold every area."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from programmes.actions import boundaries
from programmes.boundaries import topojson
from programmes.boundaries.arcs import Network, area_of, cut, snapped
from programmes.boundaries.crossings import faulty_sides, on_grid
from programmes.boundaries.labels import label_point
from programmes.boundaries.shapes import BoundaryFileFaulty, Point, Shape, project
from programmes.boundaries.simplify import simplified
from programmes.models import Area, AreaCode, Edition, Source
from programmes.reference.reading import read
from tests.programmes.boundaries.validity import faults

WEST = Shape("E54000001", "West", ((((0, 0), (10, 0), (10.2, 3), (9.9, 5), (10, 10), (0, 10)),),))
EAST = Shape("E54000002", "East", ((((10, 0), (20, 0), (20, 10), (10, 10), (9.9, 5), (10.2, 3)),),))
SQUARE: list[Point] = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]

GEO = Path(__file__).resolve().parents[3] / "static" / "geo"
LEVELS = [("region", 7, 80_000), ("icb", 36, 100_000), ("sub_icb", 106, 135_000)]


def outlines(topology: Mapping[str, Any]) -> Iterator[tuple[str, list[list[list[Point]]]]]:
    """Each area's code and polygons (rings of points), read back."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_walked(steps, scale, translate) for steps in topology["arcs"]]
    network = Network(arcs)
    for geometry in topology["objects"]["areas"]["geometries"]:
        yield (
            geometry["id"],
            [[network.ring(tuple(ring)) for ring in polygon] for polygon in geometry["arcs"]],
        )


def _walked(steps: list[list[int]], scale: list[float], translate: list[float]) -> tuple[Point, ...]:
    x = y = 0
    points = []
    for across, up in steps:
        x, y = x + across, y + up
        points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return tuple(points)


def on_the_grid(ring: list[Point], grid: float) -> list[tuple[int, int]]:
    """The corners of a ring in steps of the grid, each told once."""
    corners = [(round(x / grid), round(y / grid)) for x, y in ring]
    return [corners[0], *(point for before, point in pairwise(corners) if point != before)]


def test_neighbours_share_one_arc() -> None:
    network = cut([WEST, EAST])

    [[west]], [[east]] = network.polygons["E54000001"], network.polygons["E54000002"]
    assert len(network.arcs) == 3
    assert {~number for number in west} & set(east)


def test_rings_come_back_whole() -> None:
    network = cut([WEST, EAST])

    [[ring]] = network.polygons["E54000001"]

    assert set(network.ring(ring)) == set(WEST.polygons[0][0])
    assert network.ring(ring)[0] == network.ring(ring)[-1]


def test_simplifying_opens_no_gap() -> None:
    small = simplified(cut([WEST, EAST]), triangle=5, island=0, grid=0.1)

    rings = [small.ring(polygons[0][0]) for polygons in small.polygons.values()]
    assert [len(ring) for ring in rings] == [5, 5]
    assert sum(map(area_of, rings)) == 200


def test_small_island_goes_but_an_area_never_vanishes() -> None:
    speck = tuple((x / 100, y / 100) for x, y in SQUARE[:-1])
    isles = Shape("E54000001", "Isles", ((tuple(SQUARE[:-1]),), (tuple((x + 50, y) for x, y in speck),)))
    alone = Shape("E54000002", "Speck", ((tuple((x + 90, y) for x, y in speck),),))

    small = simplified(cut([isles, alone]), triangle=0, island=1, grid=0.01)

    assert {code: len(polygons) for code, polygons in small.polygons.items()} == {
        "E54000001": 1,
        "E54000002": 1,
    }


@pytest.mark.parametrize(
    ("arcs", "faulty"),
    [
        ([SQUARE], set()),
        ([[(0, 0), (10, 10), (10, 0), (0, 10), (0, 0)]], {(0, 0), (0, 2)}),
        ([[(0, 0), (10, 0), (10, 5), (5, 0), (0, 5), (0, 0)]], {(0, 0), (0, 2), (0, 3)}),
        ([[(0, 0), (10, 0), (5, 0), (5, 5), (0, 0)]], {(0, 0), (0, 1), (0, 2)}),
        ([[(0, 0), (5, 5)], [(5, 5), (9, 0)], [(5, 5), (5, 9)]], set()),
        ([[(0, 0), (4, 4), (8, 0)], [(0, 8), (4, 4), (8, 8)]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[(0, 0), (5, 0)], [(5, 0), (5, 0)], [(5, 0), (9, 3)]], set()),
    ],
)
def test_sides_that_cross_touch_or_cover_one_another_are_found(
    arcs: list[list[Point]], faulty: set[tuple[int, int]]
) -> None:
    assert faulty_sides([on_grid(arc, 1) for arc in arcs]) == faulty


def test_an_outline_that_meets_itself_on_the_grid_is_mended() -> None:
    south: list[Point] = [(x, 0) for x in range(10)]
    east: list[Point] = [(10, y) for y in range(10)]
    north: list[Point] = [(10, 10), (9, 10), (8, 10), (5.2, 9), (5, 0.4), (4.8, 9), (2, 10), (1, 10)]
    spike = [*south, *east, *north, *((0.0, float(y)) for y in range(10, 0, -1))]
    network = snapped(cut([Shape("E54000001", "Spike", ((tuple(spike),),))]), 1)

    small = simplified(network, triangle=0, island=0, grid=1)

    [[ring]] = small.polygons["E54000001"]
    assert faults([[on_the_grid(small.ring(ring), 1)]]) == []
    assert area_of(small.ring(ring)) > 80


def test_label_stands_inside_and_off_the_hole() -> None:
    hole: list[Point] = [(2, 2), (8, 2), (8, 8), (2, 8)]

    x, y = label_point(SQUARE[:-1], [hole])

    assert 0 < x < 10
    assert 0 < y < 10
    assert not (2 < x < 8 and 2 < y < 8)


def test_topojson_reads_back_as_written() -> None:
    network = snapped(cut([WEST, EAST]), topojson.GRID_KM)

    topology = topojson.written(network, {"E54000001": "QA", "E54000002": "QB"}, edition="2023", level="icb")

    told = dict(outlines(json.loads(json.dumps(topology))))
    assert list(told) == ["QA", "QB"]
    assert {(round(x, 6), round(y, 6)) for x, y in told["QB"][0][0]} == set(EAST.polygons[0][0])


def test_projection_keeps_england_in_shape() -> None:
    london, manchester = project(-0.1276, 51.5072), project(-2.2426, 53.4808)

    assert manchester[1] - london[1] == pytest.approx(219, abs=3)
    assert london[0] - manchester[0] == pytest.approx(142, abs=4)


@pytest.mark.parametrize("level", ["region", "icb", "sub_icb"])
def test_every_shipped_outline_is_valid(level: str) -> None:
    topology = json.loads((GEO / f"2026-{level}.json").read_text(encoding="utf-8"))
    grid = topology["transform"]["scale"][0]

    for code, polygons in outlines(topology):
        on = [[on_the_grid(ring, grid) for ring in polygon] for polygon in polygons]
        assert faults(on) == [], code


@pytest.mark.parametrize(("level", "count", "most_bytes"), LEVELS)
def test_shipped_file_has_every_area_and_stays_small(level: str, count: int, most_bytes: int) -> None:
    path = GEO / f"2026-{level}.json"
    topology = json.loads(path.read_text(encoding="utf-8"))

    told = dict(outlines(topology))

    assert len(told) == count
    assert path.stat().st_size < most_bytes
    assert "Office for National Statistics" in topology["attribution"]
    assert all(ring[0] == ring[-1] for polygons in told.values() for polygon in polygons for ring in polygon)
    land = sum(area_of(p[0]) - sum(map(area_of, p[1:])) for polygons in told.values() for p in polygons)
    assert land == pytest.approx(129_300, rel=0.01)


@pytest.mark.parametrize("level", ["region", "icb", "sub_icb"])
def test_shipped_file_is_of_the_areas_of_the_reference_files(level: str, checkout: Path) -> None:
    day = date(2026, 4, 1)
    areas = read(checkout / "fixtures", day).areas.valid(level, on=day)
    codes = {area.code for area in areas}

    topology = json.loads((GEO / f"2026-{level}.json").read_text(encoding="utf-8"))

    assert {geometry["id"] for geometry in topology["objects"]["areas"]["geometries"]} == codes


def geojson(path: Path, *codes: str, **changed: Any) -> Path:
    """A file of squares a degree wide, side by side."""
    features = [
        {
            "type": "Feature",
            "properties": {"ICB23CD": code, "ICB23NM": f"Board {code}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 52], [x + 1, 52], [x + 1, 53], [x, 53], [x, 52]]],
            },
        }
        | changed
        for x, code in enumerate(codes, start=-2)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def two_boards(db: None) -> None:
    source = Source.objects.create(slug="made-up", title="Made up")
    Edition.objects.create(code="2023", name="Two boards", on=date(2024, 4, 1))
    for code, gss in (("QA1", "E54000001"), ("QB1", "E54000002")):
        area = Area.objects.create(
            code=code, area_type="icb", name=code, short_name=code, valid_from=date(2022, 7, 1), source=source
        )
        AreaCode.objects.create(area=area, code=gss, valid_from=date(2022, 7, 1))


@pytest.mark.usefixtures("two_boards")
def test_official_file_becomes_a_small_one_under_ods_codes(tmp_path: Path) -> None:
    path = geojson(tmp_path / "official.geojson", "E54000001", "E54000002")

    built = boundaries.build(path, edition="2023", level="icb", directory=tmp_path / "geo")

    topology = json.loads((tmp_path / "geo/2023-icb.json").read_text(encoding="utf-8"))
    assert built.areas == 2
    assert [code for code, _ in outlines(topology)] == ["QA1", "QB1"]


@pytest.mark.usefixtures("two_boards")
@pytest.mark.parametrize(
    ("codes", "edition", "told"),
    [
        (("E54000001",), "2023", "not in the file: QB1"),
        (("E54000001", "E54000002", "E54000003"), "2023", "E54000003 Board E54000003"),
        (("E54000001", "E54000002", "E54000002"), "2023", "stands twice"),
        (("E54000001", "E54000002"), "1999", "There is no edition “1999”"),
    ],
)
def test_file_of_other_areas_is_refused(
    tmp_path: Path, codes: tuple[str, ...], edition: str, told: str
) -> None:
    path = geojson(tmp_path / "official.geojson", *codes)

    with pytest.raises(BoundaryFileFaulty, match=told):
        boundaries.build(path, edition=edition, level="icb", directory=tmp_path)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"properties": {"name": "no code"}}, "0 properties that are GSS codes"),
        ({"geometry": {"type": "Point", "coordinates": [0, 0]}}, "must be a polygon"),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[400_000, 300_000], [1, 1], [2, 2]]]}},
            "not in degrees",
        ),
    ],
)
def test_file_that_holds_no_boundaries_is_refused(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    path = geojson(tmp_path / "official.geojson", "E54000001", **changed)

    with pytest.raises(BoundaryFileFaulty, match=told):
        boundaries.build(path, edition="2023", level="icb", directory=tmp_path)


def test_file_that_is_no_geojson_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.geojson").write_text("<html>", encoding="utf-8")

    with pytest.raises(BoundaryFileFaulty, match="is not GeoJSON"):
        boundaries.build(tmp_path / "other.geojson", edition="2023", level="icb", directory=tmp_path)
