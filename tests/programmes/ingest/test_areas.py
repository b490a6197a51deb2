"""The level a file names and the year it is about decide which life of an area a code means."""

from datetime import date

import pytest

from programmes.ingest.areas import AreaNotFound, find_area
from programmes.periods import Period
from tests.programmes.ingest import made

FOUND = [
    # printed, level, year, life
    ("00L", "ccg", 2021, made.GROUP),
    ("00L", "sub_icb", 2022, made.LOCATION),
    ("00L", "ccg", 2022, made.GROUP),  # ended on 30 June of that year, and reported until then
    ("00l ", "ccg", 2017, made.GROUP),
    ("E38000130", "sub_icb", 2023, made.LOCATION),
    ("QHM", "stp", 2021, made.STP),
    ("QHM", "icb", 2022, made.BOARD),  # the year began before any board did
    ("E54000049", "stp", 2018, made.STP),
    ("E54000047", "stp", 2017, made.STP_IN_PRINT),
    ("10H", "ccg", 2017, made.GONE),
    ("All", "england", 2019, made.ENGLAND),
    ("ENG", "england", 2019, made.ENGLAND),
    ("E92000001", "england", 2019, made.ENGLAND),
]

LOST = [
    # printed, level, year, code of the issue, what is said
    ("13Q", "ccg", 2017, "area-unknown", "no Clinical commissioning group code"),
    ("10H", "ccg", 2018, "area-retired", r"ended on 31 March 2018\. Give its figures under 14Y"),
    ("14Y", "ccg", 2017, "area-retired", "began on 1 April 2018"),
    ("00L", "sub_icb", 2021, "area-retired", "began on 1 July 2022"),
    ("Y63", "icb", 2023, "area-level", "but is NHS England region"),
    ("", "ccg", 2017, "area-unknown", "no Clinical"),
]


@pytest.mark.parametrize(("printed", "level", "year", "life"), FOUND)
def test_a_code_means_the_life_of_its_level_and_year(printed, level, year, life):
    assert find_area(made.AREAS, printed, level=level, period=Period(year)).pk == life


@pytest.mark.parametrize(("printed", "level", "year", "code", "said"), LOST)
def test_a_code_that_means_nothing_is_told_why(printed, level, year, code, said):
    with pytest.raises(AreaNotFound, match=said) as refused:
        find_area(made.AREAS, printed, level=level, period=Period(year))

    assert refused.value.code == code


def test_a_quarter_takes_the_life_of_its_last_day():
    assert find_area(made.AREAS, "00L", level="sub_icb", period=Period(2022, 2)).pk == made.LOCATION

    with pytest.raises(AreaNotFound, match="not alive in 2022/23 Q1"):
        find_area(made.AREAS, "00L", level="sub_icb", period=Period(2022, 1))


def test_areas_of_a_level_on_a_day_come_in_order():
    assert [life.code for life in made.AREAS.valid("ccg", on=date(2019, 1, 1))] == ["00L", "14Y"]
