from datetime import date

import pytest
from django.db.models import F

from programmes import models
from programmes.models import DataVersion
from programmes.periods import Period
from programmes.queries import progress
from programmes.queries.programmes import all_programmes
from programmes.queries.rows import COVERAGE_ORDER, coverage_rows, rows_after, rows_before
from programmes.queries.rows import rows as rows_of
from programmes.stored_areas import area_history
from tests.reading import LATEST, QUARTERS


def test_series_has_a_point_for_every_period_of_the_indicator(django_assert_num_queries):
    area_history()
    all_programmes()

    with django_assert_num_queries(4):
        series = progress.series("ips-access", "QAA")

    assert [point.period for point in series] == list(QUARTERS)
    assert series.latest.period == LATEST
    assert series.at(LATEST).actual == pytest.approx(440.0)


def test_definitions_are_read_anew_before_results_are_computed(django_assert_num_queries):
    DataVersion.objects.update(version=0)
    all_programmes()

    with django_assert_num_queries(4):
        all_programmes()


def test_series_as_reported_leaves_out_what_was_moved_here():
    series = progress.series("ips-access", "03B", boundaries="reported")

    assert series.at(Period(2021, 1)).marker == "z"
    assert series.at(Period(2022, 2)).actual is not None
    assert progress.series("ips-access", "03B").at(Period(2021, 1)).basis == "rebased"


def test_life_that_ended_has_no_figures_of_the_one_that_took_its_code():
    ended = date(2022, 6, 30)
    models.Area.objects.create(
        code="03B",
        area_type="ccg",
        name="Earlier Bure South",
        short_name="Earlier Bure South",
        valid_from=date(2017, 4, 1),
        valid_to=ended,
        source=models.Source.objects.first(),
    )
    DataVersion.objects.update(version=F("version") + 1)

    earlier = progress.series_of_area("03B", ["ips-access"], boundaries="reported", on=ended)["ips-access"]

    assert earlier.area.short_name == "Earlier Bure South"
    assert earlier.latest is None
    assert earlier.at(LATEST).marker == "z"
    assert progress.series("ips-access", "03B", boundaries="reported").at(LATEST).actual is not None


def test_nothing_is_expected_of_a_year_in_which_an_area_ended():
    row = models.Progress.objects.filter(indicator__code="ips-access", area__code="05X", actual__isnull=False)
    row.update(forecast=100.0, forecast_low=90.0, forecast_high=110.0)

    series = progress.series("ips-access", "05X", boundaries="reported")

    last, before = series.at(Period(2022, 1)), series.at(Period(2021, 3))
    assert (last.forecast, last.forecast_low, last.required_per_period) == (None, None, None)
    assert (before.forecast, before.forecast_low) == (100.0, 90.0)


def test_unknown_area_and_indicator_are_key_errors():
    with pytest.raises(KeyError):
        progress.series("ips-access", "ZZZ")
    with pytest.raises(KeyError):
        progress.series("nothing", "QAA")


def test_snapshot_has_every_area_by_name_and_says_what_is_missing(django_assert_num_queries):
    area_history()

    with django_assert_num_queries(3):
        points = progress.snapshot("ips-access", "sub_icb", LATEST)

    assert [point.area.short_name for point in points] == ["Avon", "Bure North", "Bure South", "Cam"]
    assert (points[1].actual, points[1].marker, points[1].status) == (None, "x", "no_data")


def test_snapshot_as_reported_shows_the_areas_of_the_day():
    points = progress.snapshot("ips-access", "sub_icb", Period(2021, 2), boundaries="reported")

    assert [point.area.code for point in points] == ["05X", "06X"]


def test_history_has_the_periods_with_a_figure(django_assert_num_queries):
    area_history()

    with django_assert_num_queries(2):
        history = progress.history("ips-access", "icb")

    assert list(history) == [period for period in QUARTERS if period <= LATEST]
    assert [point.area.code for point in history[LATEST]] == ["QAA", "QBB", "QCC"]


def test_where_no_area_has_a_figure_the_last_with_one_is_shown():
    later = max(period for period in QUARTERS if period > LATEST)

    asked = progress.snapshot("ips-access", "icb", later)
    shown = progress.latest_snapshot("ips-access", "icb", later)

    assert {point.actual for point in asked} == {None}
    assert shown == progress.snapshot("ips-access", "icb", shown[0].period)
    assert any(point.actual is not None for point in shown)
    assert progress.latest_snapshot("ips-access", "icb", LATEST) == progress.snapshot(
        "ips-access", "icb", LATEST
    )


def test_known_span_ends_with_the_last_figure():
    assert progress.known_span("ips-access", "icb") == (QUARTERS[0], LATEST)


def test_rows_come_in_one_stable_order():
    rows = rows_of(programmes=["ips"], boundaries="today")
    keys = [(point.indicator, point.area.area_type, point.area.code, point.period) for point in rows]

    assert len(rows) == len(keys) == 3 * 10 * 12
    assert [point.area.code for point in rows[0:2]] == ["ENG", "ENG"]
    assert (keys[0][0], keys[-1][0]) == ("ips-access", "smi-employment")
    assert rows[1].period == QUARTERS[1]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"indicators": ["ips-access"], "area": ["QAA"]}, 12),
        ({"indicators": ["ips-access"], "area": ["E00000003"]}, 12),
        ({"indicators": ["ips-access"], "area_types": ["icb"], "periods": [LATEST]}, 3),
        (
            {
                "indicators": ["ips-access"],
                "area": ["ENG"],
                "first": Period(2022, 1),
                "last": Period(2022, 4),
            },
            4,
        ),
        ({"indicators": ["ips-access"], "area": ["03B"], "boundaries": "reported"}, 7),
        ({"indicators": ["ips-access"], "area": ["05X"], "boundaries": "today"}, 0),
        ({"area": ["05X"], "indicators": ["ips-access"]}, 5),
    ],
)
def test_rows_are_filtered(filters, count):
    assert len(rows_of(**filters)) == count


def test_rows_around_a_place_are_all_that_come_before_and_all_that_come_after():
    order = list(COVERAGE_ORDER)
    found = coverage_rows(programmes=["ips"], last=Period(2021, 2)).queryset
    places = list(found.values_list(*order))

    assert len({place[:3] for place in places}) < len(places)
    for at in (0, 1, len(places) // 2, len(places) - 1):
        before, after = rows_before(order, places[at]), rows_after(order, places[at])
        assert list(found.filter(before).values_list(*order)) == places[:at]
        assert list(found.filter(after).values_list(*order)) == places[at + 1 :]
