"""Cells of tables: as shown, and as worth in a file."""

import pytest
from bs4 import BeautifulSoup

from dashboards import columns
from dashboards.presenters.cards import markers_used, present_area_rows
from dashboards.tables import AreaTable
from programmes.choices import MISSING_MARKERS, Status
from programmes.periods import Period
from tests.dashboards.definitions import a_point, an_area, an_indicator

THEN = Period(2021, 4)


def a_table(*points, **options):
    return AreaTable(present_area_rows(an_indicator(), points), caption="Areas", **options)


def shown(table, column):
    return [str(row.get_cell(column)) for row in table.rows]


def a_place(code, actual, **changes):
    return a_point(THEN, actual, area=an_area(code), **changes)


@pytest.mark.parametrize("marker", MISSING_MARKERS)
def test_missing_figure_is_its_marker_and_its_words(marker):
    [cell] = shown(a_table(a_place("Q01", None, marker=marker.value)), "to_date")
    cell = BeautifulSoup(cell, "html.parser").abbr

    assert cell.get_text() == f"[{marker.value}]"
    assert cell["title"]


def test_zero_is_a_number():
    assert shown(a_table(a_place("Q01", 0.0)), "to_date") == ["0"]


def test_quarter_alone_never_stands_under_to_date():
    [cell] = shown(a_table(a_place("Q01", 705.0, year_to_date=None, status="no_data")), "to_date")

    assert BeautifulSoup(cell, "html.parser").abbr.get_text() == "[x]"


def test_thousands_are_separated():
    assert shown(a_table(a_place("Q01", 41310.0)), "to_date") == ["41,310"]


def test_share_of_plan_is_a_bar_and_its_percentage():
    [cell] = shown(a_table(a_place("Q01", 5.0, attainment=0.75, target_to_date=10.0)), "attainment")
    soup = BeautifulSoup(cell, "html.parser")

    assert soup.get_text() == "75%"
    assert soup.svg["aria-hidden"] == "true"
    assert soup.select_one(".rollout-bar__value")["width"] == "60.0"


def test_no_target_is_told_apart_from_no_figure():
    table = a_table(a_place("Q01", 5.0), a_place("Q02", None, marker="c", target_to_date=4.0))

    assert ["No target" in cell for cell in shown(table, "attainment")] == [True, False]
    assert "[c]" in shown(table, "attainment")[1]


@pytest.mark.parametrize("status", Status.values)
def test_status_is_a_word_in_its_tag(status):
    [cell] = shown(a_table(a_place("Q01", 5.0, status=status)), "status")

    assert BeautifulSoup(cell, "html.parser").get_text().strip()


def test_names_are_escaped():
    area = an_area("Q01", "<script>")

    assert "<script>" not in shown(a_table(a_point(THEN, 1.0, area=area)), "area")[0]


@pytest.mark.parametrize(
    ("order", "codes"), [("to_date", ["Q02", "Q01", "Q03"]), ("-to_date", ["Q01", "Q02", "Q03"])]
)
def test_missing_sorts_last_both_ways(order, codes):
    table = a_table(a_place("Q03", None), a_place("Q01", 9.0), a_place("Q02", 3.0), order_by=order)

    assert [row.record.point.area.code for row in table.rows] == codes


def test_unknown_order_is_left_aside(rf):
    table = a_table(a_place("Q01", 9.0), prefix="a-").ordered(rf.get("/?a-sort=nonsense&a-page=x"))

    assert len(list(table.rows)) == 1


def test_file_values_are_numbers_not_appearances():
    table = a_table(a_place("Q01", 41310.0, attainment=0.751, target_to_date=55000.0), a_place("Q02", None))
    header, first, second = table.as_values()

    values = dict(zip(header, first, strict=True))
    assert values["To date"] == 41310.0
    assert values["Share of plan"] == 0.751
    assert dict(zip(header, second, strict=True))["To date"] is None


def test_markers_are_explained_once_in_one_order():
    points = [
        a_place("Q01", None, marker="x"),
        a_place("Q02", 5.0, notes="bp"),
        a_place("Q03", None, marker="c"),
    ]

    assert [letter for letter, _ in markers_used(points)] == ["c", "x", "p", "b"]


@pytest.mark.parametrize(
    ("share", "width"), [(0.0, "0.0"), (0.5, "50.0"), (1.0, "100.0"), (1.7, "100.0"), (-1, "0.0")]
)
def test_bar_begins_at_zero_and_stays_in_its_cell(share, width):
    assert f'width="{width}"' in columns.bar(share)
