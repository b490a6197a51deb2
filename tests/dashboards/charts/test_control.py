"""Control charts, their signs, and the forecast of a year's end: drawn, and said in words."""

from dataclasses import replace

import pytest

from dashboards.charts.control import MARKS, build_control_figure, describe_control_chart
from dashboards.charts.forecast import BAND, build_fan, describe_forecast, to_the_year_end
from dashboards.charts.icons import (
    ASSURANCE_SHORT,
    VARIATION_SHORT,
    build_signs,
    draw_assurance,
    draw_variation,
)
from dashboards.charts.places import build_places
from dashboards.charts.progress import build_progress_figure, describe_progress
from dashboards.control import control_of, meaning_of
from programmes.choices import IndicatorKind
from programmes.periods import Period
from programmes.results import ServiceInfo
from programmes.results.kinds import KINDS
from programmes.statistics.control import Assurance, Variation
from tests.dashboards.definitions import SOURCE, a_series, an_indicator

LONG = an_indicator(first_period=Period(2019, 1), runs_to=Period(2023, 4))
STEADY = [20, 24, 20, 26, 22, 16, 18, 16, 31, 28, 34, 26, 30, 19, 18]


def trace(figure, name):
    return next((each for each in figure["data"] if each["name"] == name), None)


def forecast(series, low, middle, high):
    ahead = {"forecast_low": low, "forecast": middle, "forecast_high": high}
    points = list(series.points)
    place = points.index(series.latest)
    points[place] = replace(points[place], **ahead)
    return replace(series, points=tuple(points))


def test_every_kind_and_state_has_its_sign_and_words():
    assert set(KINDS) == set(IndicatorKind)
    assert set(VARIATION_SHORT) == set(Variation) == {*MARKS, Variation.COMMON_CAUSE}
    assert set(ASSURANCE_SHORT) == set(Assurance)
    drawn = {draw_variation(each) for each in Variation} | {draw_assurance(each) for each in Assurance}
    assert len(drawn) == len(Variation) + len(Assurance)
    assert len({(MARKS[each][1], MARKS[each][2]) for each in MARKS}) == 3


def test_limits_and_the_plan_of_one_quarter_are_drawn(valid):
    series = a_series(STEADY, plan=40, indicator=LONG)
    figure = valid(build_control_figure(series, control_of(series)))

    assert trace(figure, "Mean")["y"] == [23.2] * 15
    assert round(trace(figure, "Upper limit")["y"][0], 2) == 37.64
    assert trace(figure, "Plan for the latest period")["y"] == [40, 40]
    assert "Plan 40" in [each["text"] for each in figure["layout"]["annotations"]]
    assert "The target of 40 lies above that range" in describe_control_chart(series, control_of(series))


def test_figures_and_not_years_to_date_are_judged(valid):
    series = a_series(STEADY, indicator=LONG)

    assert [point.value for point in control_of(series).points] == STEADY
    assert trace(build_control_figure(series, control_of(series)), "Figures")["y"] == STEADY


def test_what_chance_does_not_explain_has_a_shape_and_a_letter(valid):
    series = a_series([20, 40] * 6 + [130], indicator=LONG)
    chart = control_of(series)
    marked = trace(valid(build_control_figure(series, chart)), "Change for the better")

    assert (marked["x"], marked["text"], marked["marker"]["symbol"]) == ([12], ["H"], "circle")
    assert meaning_of(chart.points[-1]).startswith("[H] a change for the better")
    assert "Of 13 figures, 1 is marked as more than chance." in describe_control_chart(series, chart)
    assert [words for _, words in build_signs(chart)] == ["Change for the better (high)"]


def test_figures_that_grew_throughout_are_read_by_the_way_they_went(valid):
    """A level that has passed its plan lies far above limits round its own past: they must not call the plan missed."""
    stock = an_indicator("cdc-sites", kind="stock", unit="sites", accumulates=False, runs_to=Period(2025, 4))
    grown = [1, 2, 4, 4, 6, 8, 9, 12, 14, 13, 17, 19, 22, 24, 25]
    series = a_series(grown, plan=23, indicator=stock)
    chart = control_of(series)
    figure = valid(build_control_figure(series, chart))
    words = describe_control_chart(series, chart)

    assert [each for _, each in build_signs(chart)] == ["Change for the better (high)"]
    assert trace(figure, "Plan for the latest period") is None
    assert trace(figure, "Change for the better")["x"] == [14]
    assert "From one figure to the next it rose 12 times and fell once, from 1 site to 25 sites" in words
    assert "nothing is said of the plan" in words
    assert "are marked as more than chance" not in words
    assert sum(meaning_of(point).startswith("[") for point in chart.points) > len(grown) / 2


def test_a_missing_figure_is_a_gap_in_the_line(valid):
    series = a_series([*STEADY[:5], None, *STEADY[5:]], indicator=LONG)

    assert trace(valid(build_control_figure(series, control_of(series))), "Figures")["y"][5] is None


def test_limits_begin_anew_where_the_indicator_was_counted_anew(valid):
    counted_anew = replace(LONG, breaks=((Period(2022, 1), "Counted anew."),))
    series = a_series([*STEADY, 20], indicator=counted_anew)
    chart = control_of(series)

    assert chart.variation is None
    assert "since the last recalculation there are 4" in describe_control_chart(series, chart)
    assert len(valid(build_control_figure(series, chart))["layout"]["shapes"]) == 1


def test_too_few_figures_are_a_plain_line_that_says_why(valid):
    series = a_series([1, 2, 3])
    figure = valid(build_control_figure(series, control_of(series)))

    assert trace(figure, "Upper limit") is None
    assert "Limits need 13 figures, and there are 3." in describe_control_chart(series, control_of(series))
    assert build_signs(control_of(series)) == ()


def test_no_figure_at_all_is_said(valid):
    series = a_series([None, None])

    valid(build_control_figure(series, control_of(series)))
    assert describe_control_chart(series, control_of(series)) == "There are no figures yet."


def test_lower_limit_is_not_drawn_below_nothing(valid):
    series = a_series([0, 9] * 7, indicator=LONG)
    chart = control_of(series)

    assert chart.points[0].lower < 0
    assert min(trace(valid(build_control_figure(series, chart)), "Lower limit")["y"]) == 0


def test_forecast_widens_from_the_latest_figure_to_the_years_end(valid):
    series = forecast(a_series([100] * 10, plan=120), 350, 390, 430)
    figure = valid(build_progress_figure(series))
    fan = trace(figure, "Eight in ten forecasts")

    assert (fan["x"], fan["y"], fan["fillcolor"]) == ([9, 11, 11, 9], [200, 350, 430, 200], BAND)
    assert trace(figure, "Forecast [f]")["line"]["dash"] == "dot"
    assert "Forecast [f]<br>350 to 430" in [each["text"] for each in figure["layout"]["annotations"]]
    assert "2023/24: heading for 350 to 430 people [f] of 480: likely to fall short." in describe_progress(
        series
    )


def test_forecast_makes_room_for_a_year_that_the_indicator_does_not_finish(valid):
    short = an_indicator(runs_to=Period(2023, 2))
    series = forecast(a_series([100] * 10, indicator=short), 350, 390, 430)

    assert [point.period.code for point in to_the_year_end(series.points)[-2:]] == [
        "2023-24-Q3",
        "2023-24-Q4",
    ]
    assert trace(valid(build_progress_figure(series)), "Forecast [f]")["x"] == [9, 11]


def test_label_of_a_forecast_that_says_no_change_joins_that_of_the_figure(valid):
    stock = an_indicator("ips-specialists", kind="stock", unit="wte", accumulates=False)
    series = a_series([6.0] * 10, indicator=stock)
    level = replace(series, points=tuple(replace(each, year_to_date=each.actual) for each in series.points))
    figure = valid(build_progress_figure(forecast(level, 5, 6, 7)))

    assert [each["text"] for each in figure["layout"]["annotations"]] == [
        "Actual 6<br>Forecast [f]<br>5 to 7"
    ]


def test_without_a_forecast_there_is_neither_fan_nor_sentence():
    series = a_series([100] * 10)

    assert build_fan(series.indicator, series.points) == []
    assert describe_forecast(series) == ""


def a_site(name, latitude, longitude):
    blank = dict.fromkeys(ServiceInfo.__dataclass_fields__)
    given = {"code": name, "name": name, "latitude": latitude, "longitude": longitude, "source": SOURCE}
    return ServiceInfo(**{**blank, **given, "areas": ()})


def test_sites_are_numbered_from_north_to_south():
    places = build_places([a_site("South & co", 50.0, -1.0), a_site("North", 51.0, -1.2)], "Avon")

    assert places.names == ("North", "South & co")
    assert places.words == "2 sites that serve Avon, by position"
    assert "<title>South &amp; co</title>" in places.drawn


@pytest.mark.parametrize("sites", [[], [a_site("Nowhere", None, None)]])
def test_without_a_position_there_is_no_map(sites):
    assert build_places(sites, "Avon") is None
