"""Classes, measures and tiles."""

import re
from pathlib import Path

import pytest

from dashboards.charts import classes
from dashboards.charts.boundaries import build_boundary_data, build_frames
from dashboards.charts.measures import describe_map, measure, nobody_set_targets
from dashboards.charts.tiles import build_grid, build_groups
from dashboards.maps import present_instead
from programmes.choices import BESIDE_A_SHARE, Status
from programmes.periods import Period
from tests.dashboards.definitions import a_coverage, a_point, an_area, an_indicator

PERIOD = Period(2023, 4)
REGION = an_area("Y01", "North", area_type="region")
OTHER = an_area("Y02", "South", area_type="region")
ALL_SCALES = [
    classes.coverage_scale(leaves=False),
    classes.coverage_scale(leaves=True),
    classes.attainment_scale(),
    classes.status_scale(),
    classes.fifths(range(100), "people"),
]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scale", ALL_SCALES)
def test_words_can_be_read_on_every_class(scale):
    assert all(contrast(each.colour, each.ink) >= 4.5 for each in (*scale.classes, classes.MISSING))


def test_the_style_sheet_has_the_colours_of_the_classes():
    sheet = Path("static/css/map.css").read_text()
    written = dict(re.findall(r"^\.rollout-tile--(\S+) \.rollout-tile__shape.* fill: (#\w{6});", sheet, re.M))

    used = {each.key: each.colour.lower() for scale in ALL_SCALES for each in scale.classes}
    assert used.items() <= written.items()


@pytest.mark.parametrize(
    ("share", "label"),
    [(0, "None"), (0.01, "Under 50%"), (0.5, "50% to 79%"), (0.8, "80% to 99%"), (0.999, "80% to 99%"), (1, "All")],
)  # fmt: skip
def test_coverage_classes(share, label):
    assert classes.coverage_scale(leaves=False).class_of(share).label == label


@pytest.mark.parametrize(
    ("share", "label"),
    [(0.949, "80% to 94%"), (0.95, "95% to 99%"), (0.9999, "95% to 99%"), (1, "100% or more")],
)
def test_attainment_classes(share, label):
    assert classes.attainment_scale().class_of(share).label == label


def test_every_status_against_a_target_that_was_set_has_a_class():
    without = {Status.NOT_DUE, Status.NO_DATA, *BESIDE_A_SHARE}

    assert {each.key for each in classes.status_scale().classes} == {
        each.value for each in set(Status) - without
    }


def test_fifths_hold_about_a_fifth_each_at_round_bounds():
    scale = classes.fifths([float(value) for value in range(1, 51)], "people")

    assert [each.label for each in scale.classes] == [
        "Under 11", "11 to under 21", "21 to under 30", "30 to under 40", "40 or more",
    ]  # fmt: skip


@pytest.mark.parametrize("values", [[], [1.0], [2.0] * 40, [1.0, 2.0]])
def test_few_or_equal_values_still_have_a_class(values):
    scale = classes.fifths(values, "people")

    assert all(scale.class_of(value) in scale.classes for value in [0.0, *values])


def test_cells_say_what_the_map_shows():
    indicator = an_indicator()
    covered = measure("coverage", indicator, "icb").cell(a_coverage(PERIOD, 4))
    planned = a_point(PERIOD, 90, target_to_date=100.0, attainment=0.9, status="off_plan")

    assert (covered.text, covered.spoken) == ("40%", "Devon: 40% of areas served, 4 of 10 areas")
    assert (
        measure("attainment", indicator, "icb").cell(planned).spoken
        == "Devon: 90% of the 100 people planned by then"
    )
    assert measure("status", indicator, "icb").cell(planned).text == "Off plan"
    rate = measure("rate", indicator, "icb", reference=[planned], adults={"QJK": 200_000}).cell(planned)
    assert rate.spoken == "Devon: 45 people per 100,000 adults"
    assert measure("actual", indicator, "icb", reference=[planned]).cell(planned).spoken == "Devon: 90 people"


@pytest.mark.parametrize("show", ["attainment", "status", "rate", "actual"])
def test_a_missing_figure_is_hatched_and_says_why(show):
    absent = a_point(PERIOD, None, marker="c")
    cell = measure(show, an_indicator(), "icb", reference=[]).cell(absent)

    assert (cell.map_class.key, cell.text) == ("missing", "[c]")
    assert cell.spoken.startswith("Devon: confidential")


def test_unknown_coverage_is_hatched_and_not_nothing():
    cell = measure("coverage", an_indicator(), "icb").cell(a_coverage(PERIOD, None))

    assert (cell.map_class.key, cell.value) == ("missing", None)


def test_a_map_in_words_names_those_without_a_figure():
    shown = measure("coverage", an_indicator(), "icb")
    cells = [shown.cell(a_coverage(PERIOD, covered)) for covered in (10, 10, None)]

    assert (
        describe_map(cells, shown.scale, "icb")
        == "Of 3 integrated care boards: All: 2. Without a figure: Devon."
    )


def a_grid(selected=""):
    shown = measure("coverage", an_indicator(), "icb")
    places = {"QA": (1, 2), "QB": (2, 2), "QC": (2, 1)}
    areas = [an_area(code, tile_column=column, tile_row=row) for code, (column, row) in places.items()]
    cells = [shown.cell(a_coverage(PERIOD, 5, area=area)) for area in areas]
    links = {code: f"/areas/{code}/" for code in places}
    return build_grid(cells, links, {"QA": REGION, "QB": REGION, "QC": OTHER}, selected)


def test_tiles_stand_from_north_to_south_and_odd_rows_half_a_tile_right():
    north, east, south = a_grid().tiles

    assert [tile.cell.area.code for tile in (north, east, south)] == ["QA", "QB", "QC"]
    assert south.y > north.y == east.y
    assert south.x - east.x == pytest.approx(31.2, abs=0.1)


def test_tiles_link_and_the_chosen_one_is_marked():
    assert [(tile.href, tile.selected) for tile in a_grid("QC").tiles][-1] == ("/areas/QC/", True)


def test_borders_run_round_groups_and_not_within():
    grid = a_grid()

    assert grid.borders.count("M") == 3 * 6 - 2 - 1


def test_levels_without_a_grid_are_listed_under_region_and_board():
    shown = measure("coverage", an_indicator(), "sub_icb")
    board = an_area("QA", "Avon")
    cells = [
        shown.cell(a_coverage(PERIOD, 1, 1, area=an_area(code, area_type="sub_icb")))
        for code in ("01A", "02A")
    ]

    (region,) = build_groups(cells, {}, {"01A": (REGION, board), "02A": (REGION, board)}, "02A")

    assert region.area == REGION
    assert [tile.selected for tile in region.groups[0].tiles] == [False, True]
    assert cells[0].text == "Served"


def test_frames_and_boundaries_carry_the_same_classes():
    shown = measure("coverage", an_indicator(), "icb")
    cell = shown.cell(a_coverage(PERIOD, 10))

    data = build_boundary_data([cell], {"QJK": "/areas/QJK/"}, shown.scale, selected="QJK")
    frames = build_frames({PERIOD: [cell]})

    assert data["areas"]["QJK"]["key"] == frames["frames"][0]["areas"]["QJK"][0] == "blue-5"
    assert data["classes"]["blue-5"]["colour"] == "#12436D"


@pytest.mark.parametrize("show", ["attainment", "status"])
def test_a_share_that_nobody_set_has_no_class_on_a_map_of_targets(show):
    shown = measure(show, an_indicator(), "icb")
    share = a_point(
        Period(2023, 4),
        80,
        target_to_date=100.0,
        attainment=0.8,
        status="below_share",
        target_basis="shared_out",
    )

    cell = shown.cell(share)

    assert (cell.value, cell.text) == (None, "No plan")
    assert cell.words == "no target was set; below an even share of England’s"
    assert nobody_set_targets([share])
    assert not nobody_set_targets([share, a_point(Period(2023, 4), 80, attainment=0.8, status="off_plan")])
    assert not nobody_set_targets([a_point(Period(2023, 4), 80)])


def test_in_place_of_a_status_the_map_says_where_areas_lie_beside_england():
    points = [
        a_point(Period(2023, 4), figure, area=an_area(code)) for code, figure in (("QA", 40), ("QB", 20))
    ]
    england = [a_point(Period(2023, 4), 60, area=an_area("ENG", area_type="england"))]

    said = present_instead(an_indicator(), "icb", points, england, {"QA": 100_000.0, "QB": 100_000.0})

    assert said == (
        "Nobody set integrated care boards a target for 2023/24 Q4, so there is no status to show: this map shows the "
        "figure for each 100,000 adults. England’s is 30 people; 1 lies above that, 1 below."
    )
    assert "England" not in present_instead(an_indicator(), "icb", points, [], {})
