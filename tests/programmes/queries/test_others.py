"""Coverage, services, freshness, programmes."""

from datetime import date

from programmes.models import Dirty, Indicator, Progress
from programmes.periods import Period
from programmes.queries import coverage, freshness, programmes, services
from programmes.queries.progress import beside
from programmes.snapshot import one_snapshot
from programmes.stored_areas import area_history
from tests.reading import LATEST, QUARTERS


def test_coverage_of_an_area_over_time(django_assert_num_queries):
    area_history()

    with django_assert_num_queries(3):
        points = coverage.series("ips", "QBB")

    assert [point.period for point in points] == list(QUARTERS)
    assert (points[0].coverage, points[0].population_coverage) == (0.5, 0.5)


def test_coverage_of_every_area_says_where_nothing_is_known():
    known = coverage.snapshot("ips", "icb", LATEST)
    unknown = coverage.snapshot("cdc", "icb", LATEST)

    assert [point.coverage for point in known] == [1.0, 0.5, 0.0]
    assert [point.coverage for point in unknown] == [None, None, None]


def test_coverage_history_and_latest_period():
    assert list(coverage.history("ips", "icb")) == list(QUARTERS)
    assert coverage.latest_period("ips") == QUARTERS[-1]
    assert coverage.latest_period("cdc") is None
    assert set(coverage.of_area("QAA")) == {"ips"}


def test_services_by_area_follow_the_succession_of_areas():
    assert [service.code for service in services.services_of("ips")] == ["first", "second"]
    assert [service.code for service in services.services_of("ips", area="QBB")] == ["second"]
    assert [service.code for service in services.services_of("ips", area="03B")] == ["second"]
    assert services.services_of("ips", area="04C") == ()


def test_services_on_a_day_are_those_live_then():
    assert [service.code for service in services.services_of("ips", on=date(2022, 1, 1))] == ["first"]


def test_waves_say_when_they_opened():
    first, second = services.waves("ips")

    assert (first.wave, first.services, first.first_opened_on) == (1, 1, date(2021, 4, 1))
    assert [area.code for area in second.areas] == ["05X"]


def test_programmes_carry_everything_that_defines_them(django_assert_num_queries):
    programmes.all_programmes()

    with django_assert_num_queries(1):
        ips, cdc = programmes.all_programmes()

    assert (ips.code, cdc.headline) == ("ips", "cdc-sites")
    assert ips.indicator("ips-access").breaks == ((Period(2022, 1), "Counted anew."),)
    assert ips.facts[0].value == 55000
    assert programmes.indicator("nothing") is None


def test_freshness_counts_slices_not_marks(django_assert_num_queries):
    access = Indicator.objects.get(code="ips-access")
    Dirty.objects.bulk_create([Dirty(indicator=access, start_year=2023) for _ in range(3)])

    freshness.freshness()

    with one_snapshot(), django_assert_num_queries(2):
        fresh = freshness.freshness()

    assert (fresh.data_version, fresh.dirty_slices) == (7, 1)
    assert fresh.latest_figures_to == LATEST.ends_on
    assert freshness.stamp() == (7, 3)
    assert freshness.data_version() == 7


def test_areas_beside_one_another_each_at_the_period_of_its_indicator():
    periods = {"ips-access": LATEST, "smi-employment": QUARTERS[0]}

    found = beside(["QCC", "QAA", "ZZZ"], periods)

    for indicator, points in found.items():
        assert {point.period for point in points} == {periods[indicator]}
        assert [point.area.code for point in points] == [
            code
            for code in ("QCC", "QAA")
            if Progress.objects.filter(
                indicator__code=indicator, area__code=code, period=periods[indicator].code
            ).exists()
        ]
    assert [point.area.code for point in found["ips-access"]] == ["QCC", "QAA"]
    assert beside([], periods) == beside(["QAA"], {}) == {}
