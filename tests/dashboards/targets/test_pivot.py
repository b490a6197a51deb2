"""The pivot: areas by years or quarters, each year at its last quarter with any figure."""

from urllib.parse import urlsplit

import pytest

from dashboards.question import Question
from dashboards.targets.pivot import read_pivot
from programmes.periods import Period
from tests.dashboards.targets.conftest import words

BOARDS = Question(indicator=("ips-access",), area_type=("icb",), boundaries="today")


def test_a_year_stands_at_its_last_quarter_with_any_figure(every_row):
    pivot = read_pivot(BOARDS)

    assert pivot.periods == (Period(2021, 4), Period(2022, 4), Period(2023, 3))
    stored = {(row.area.code, row.period_id): row for row in every_row if row.indicator.code == "ips-access"}
    for row in pivot.rows:
        for period, cell in zip(pivot.periods, row.cells, strict=True):
            found = stored[row.area.code, period.code]
            assert (cell.target, cell.actual, cell.attainment) == (
                found.target_to_date,
                found.year_to_date,
                found.attainment,
            )


def test_quarters_are_all_there_and_two_statements_make_it(django_assert_num_queries):
    with django_assert_num_queries(2):
        pivot = read_pivot(BOARDS, across="quarters")

    assert len(pivot.periods) == 12
    assert [row.area.code for row in pivot.rows] == ["QAA", "QBB", "QCC"]


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("2023-24-Q3:actual", ["03B", "04C", "01A", "02B"]),
        ("-2023-24-Q3:actual", ["01A", "04C", "03B", "02B"]),
        ("area", ["01A", "02B", "03B", "04C"]),
        ("-area", ["04C", "03B", "02B", "01A"]),
        ("nonsense", ["01A", "02B", "03B", "04C"]),
    ],
)
def test_areas_sort_by_a_column_with_missing_ones_last(order, codes):
    question = Question(indicator=("ips-access",), area_type=("sub_icb",), boundaries="today")

    assert [row.area.code for row in read_pivot(question, order=order).rows] == codes


def test_page_names_the_quarter_and_sorts_by_link(look):
    soup = look("?view=pivot&indicator=ips-access&area_type=icb&boundaries=today")

    assert "2023/24 to Q3" in words(soup.select_one("thead"))
    heading = soup.select("thead tr:last-child a")[-2]
    again = look(f"?{urlsplit(heading['href']).query}")
    assert again.select_one("th[aria-sort]")["aria-sort"] == "descending"


def test_pivot_of_several_indicators_keeps_to_one_and_says_so(look):
    soup = look("?view=pivot&programme=cdc,ips")

    assert "A pivot is of one indicator. This one shows Ips access" in words(
        soup.select_one(".nhsuk-inset-text")
    )


def test_measures_are_shown_or_left_out_by_link(look):
    soup = look("?view=pivot&indicator=ips-access&area_type=icb&measure=actual")

    assert {words(each).split(",")[0].strip() for each in soup.select("thead tr:last-child a")} == {"Actual"}
    assert soup.select_one(".targets-options a[aria-current]")
