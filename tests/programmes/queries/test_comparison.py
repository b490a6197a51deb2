"""Several areas at once, and those that are alike."""

from programmes import models
from programmes.periods import Period
from programmes.queries.comparison import areas_named, compared, largest_areas, similar_areas
from programmes.queries.programmes import indicator
from programmes.snapshot import one_snapshot
from programmes.stored_areas import area_history
from tests.reading import LATEST, QUARTERS


def codes(areas):
    return [area.code for area in areas]


def test_areas_of_today_are_known_by_either_code_and_others_are_not():
    known = areas_named(["QBB", "E00000003", "05X", "ZZZ"])

    assert {code: area.short_name for code, area in known.items()} == {"QBB": "Bure", "E00000003": "Avon"}


def test_largest_areas_begin_with_the_country():
    assert codes(largest_areas()) == ["ENG", "Y01", "Y02"]


def test_areas_keep_the_order_asked_for_and_have_a_point_for_each_period(django_assert_num_queries):
    access = indicator("ips-access")
    areas = areas_named(["QBB", "QAA"])

    area_history()

    with one_snapshot(), django_assert_num_queries(3):
        found = compared(access, [areas["QBB"], areas["QAA"]])

    assert codes(each.area for each in found) == ["QBB", "QAA"]
    assert [[point.period for point in each.series] for each in found] == [list(QUARTERS)] * 2
    assert [each.adults for each in found] == [300, 400]
    assert found[0].series.at(LATEST).actual == 330
    assert found[0].coverage.coverage == 0.5


def test_area_without_a_row_has_points_that_say_so():
    access = indicator("ips-access")
    models.Progress.objects.filter(indicator__code="ips-access", area__code="QBB").delete()

    (found,) = compared(access, [areas_named(["QBB"])["QBB"]], period=Period(2021, 1))

    assert {point.marker for point in found.series} == {"x"}
    assert found.coverage.period == Period(2021, 1)


def test_similar_areas_come_nearest_first():
    found = similar_areas("QBB")

    assert codes(each.area for each in found) == ["QCC", "QAA"]
    assert found[0].distance < found[1].distance
    assert codes(each.area for each in similar_areas("qbb", count=1)) == ["QCC"]


def test_country_regions_and_areas_that_are_gone_have_no_similar_areas():
    assert [similar_areas(code) for code in ("ENG", "Y01", "06X", "ZZZ")] == [()] * 4


def test_area_without_the_amounts_has_no_similar_areas_and_is_nobodys():
    models.AreaWeight.objects.filter(area__code="QAA", key="registered").delete()

    assert similar_areas("QAA") == ()
    assert codes(each.area for each in similar_areas("QBB")) == ["QCC"]


def test_similar_areas_cost_one_statement_while_the_geography_stands(django_assert_num_queries):
    similar_areas("QBB")

    with django_assert_num_queries(1):
        similar_areas("QAA")
