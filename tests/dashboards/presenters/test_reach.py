"""How far services reach, in words: table of cases, no database."""

import pytest

from dashboards.presenters.reach import furthest_behind, not_reached, present_reach
from programmes.periods import Period
from tests.dashboards.definitions import a_coverage, a_point, a_programme, an_area, an_indicator

THEN = Period(2021, 4)


@pytest.mark.parametrize(
    ("covered", "total", "sentence", "percent"),
    [
        (None, 10, "Where it is live is not known: no list says so", "Not known"),
        (0, 10, "Not live yet in any of 10 sub-ICB locations", "0%"),
        (10, 10, "Live in all 10 sub-ICB locations", "100%"),
        (2, 2, "Live in both sub-ICB locations", "100%"),
        (4, 10, "Live in 4 of 10 sub-ICB locations", "40%"),
        (1, 1, "Live here", "100%"),
        (0, 1, "Not live here yet", "0%"),
    ],
)
def test_coverage_sentence(covered, total, sentence, percent):
    reach = present_reach(a_coverage(THEN, covered, total))

    assert (reach.sentence, reach.percent) == (sentence, percent)
    assert reach.when == ("" if covered is None else "on 31 March 2022")


def test_people_are_told_only_where_it_is_live_in_part():
    told = [present_reach(a_coverage(THEN, covered, 10)).people for covered in (0, 4, 10)]

    assert told == ["", "40% of adults live in them", ""]


def test_nothing_asked_is_nothing_said():
    assert present_reach(None) is None


def test_places_without_are_named_and_the_rest_counted():
    areas = [an_area(f"Q0{number}", f"Place {number}") for number in range(8)]
    points = [a_coverage(THEN, 0, area=area) for area in areas]

    places = not_reached(a_programme(), a_coverage(THEN, 2, 10), points)

    assert places.total == "8 integrated care boards"
    assert [place.name for place in places.named] == [f"Place {number}" for number in range(6)]
    assert places.others == 2
    assert places.named[0].href == "/areas/Q00/ips/"


def test_not_known_is_not_without():
    assert not_reached(a_programme(), None, ()) is None
    assert not_reached(a_programme(), a_coverage(THEN, None), ()) is None
    assert not_reached(a_programme(), a_coverage(THEN, 10, 10), ()).named == ()


def test_furthest_behind_come_first_and_only_those_off_plan():
    points = [
        a_point(THEN, 1.0, area=an_area(code), attainment=attained, status=status)
        for code, attained, status in (
            ("Q01", 0.93, "off_plan"),
            ("Q02", 0.41, "off_plan"),
            ("Q03", 0.97, "near_plan"),
            ("Q04", None, "no_data"),
        )
    ]

    places = furthest_behind(an_indicator(), points)

    assert [(place.name, place.why) for place in places.named] == [("Q02", "41%"), ("Q01", "93%")]
    assert furthest_behind(an_indicator(), points[3:]) is None


def test_nobody_is_called_last_where_a_nought_may_mean_that_nobody_sent_anything():
    points = [
        a_point(THEN, value, area=an_area(code), attainment=value / 100, status="off_plan")
        for code, value in (("Q01", 0.0), ("Q02", 41.0))
    ]

    assert furthest_behind(an_indicator(), points) is None
    assert [place.name for place in furthest_behind(an_indicator(), points[1:]).named] == ["Q02"]
