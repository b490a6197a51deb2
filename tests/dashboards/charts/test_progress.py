from dataclasses import replace

import pytest

from dashboards.charts import theme
from dashboards.charts.progress import build_progress_figure, describe_progress
from programmes.periods import Period
from tests.dashboards.definitions import a_series, an_indicator

STOCK = an_indicator("ips-specialists", kind="stock", unit="wte")
RATIO = an_indicator("smi-employment", kind="ratio", unit="percent", denominator_label="People")
YEARLY = an_indicator("referrals", period_type="year", first_period=Period(2019), runs_to=Period(2023))


def trace(figure, name):
    return next(each for each in figure["data"] if each["name"] == name)


def words_on(figure):
    return [each["text"] for each in figure["layout"]["annotations"]]


@pytest.mark.parametrize("indicator", [None, STOCK, RATIO, YEARLY])
@pytest.mark.parametrize("plan", [None, 0.5])
@pytest.mark.parametrize("actuals", [[0.1, 0.2, None, 0.4], [None, None], [0.3]])
def test_every_kind_is_a_valid_figure(valid, indicator, plan, actuals):
    valid(build_progress_figure(a_series(actuals, plan=plan, indicator=indicator)))


def test_year_to_date_begins_again_each_april(valid):
    figure = valid(build_progress_figure(a_series([10, 20, 30, 40, 50], plan=25)))
    actual = trace(figure, "Actual")

    assert actual["y"] == [10, 30, 60, 100, None, 50]
    assert actual["connectgaps"] is False


def test_plan_steps_beside_it_and_is_named_at_its_end(valid):
    figure = valid(build_progress_figure(a_series([10, 20, 30, 40, 50], plan=25)))

    assert trace(figure, "Trajectory")["y"] == [25, 50, 75, 100, None, 25]
    assert trace(figure, "Trajectory")["line"]["color"] == theme.TRAJECTORY
    assert "Plan<br>25" in words_on(figure)
    assert figure["layout"]["showlegend"] is False


def test_a_plan_that_ended_is_named_where_it_ended(valid):
    planned, unplanned = a_series([10, 20, 30, 40], plan=25), a_series([10, 20, 30, 40, 50])
    series = replace(unplanned, points=(*planned.points, unplanned.points[-1]))

    assert "Plan: 100 by 2021/22 Q4" in words_on(valid(build_progress_figure(series)))
    assert "in 2021/22 Q4, the last with one, it reached 100% of the 100 people planned" in describe_progress(
        series
    )


@pytest.mark.parametrize(("actual", "side"), [(20, "bottom"), (40, "top")])
def test_name_of_a_plan_that_ended_does_not_lie_on_what_was_reached(valid, actual, side):
    planned, unplanned = a_series([actual] * 4, plan=30), a_series([actual] * 5)
    series = replace(unplanned, points=(*planned.points, unplanned.points[-1]))
    figure = valid(build_progress_figure(series))

    [label] = [each for each in figure["layout"]["annotations"] if each["text"].startswith("Plan:")]
    assert label["yanchor"] == side


def test_a_missing_figure_is_a_gap_and_never_zero(valid):
    series = a_series([10, None, 30, 40])
    figure = valid(build_progress_figure(series))

    assert figure["data"][-1]["y"] == [10, None, 30, 40]
    assert trace(figure, "Actual")["y"] == [10, None, None, None]
    assert "1 earlier period has no figure (not available): a gap, not a zero." in describe_progress(series)


def test_bars_and_axes_begin_at_zero(valid):
    layout = valid(build_progress_figure(a_series([500, 510, 520])))["layout"]

    assert layout["yaxis"]["rangemode"] == layout["yaxis2"]["rangemode"] == "tozero"


def test_provisional_figures_are_dashed_hatched_and_called_so(valid):
    series = a_series([10, 20, 30])
    points = (*series.points[:2], replace(series.points[2], notes="p"))
    series = replace(series, points=points)
    figure = valid(build_progress_figure(series))

    assert trace(figure, "Actual, provisional")["line"]["dash"] == "dash"
    assert figure["data"][-1]["marker"]["pattern"]["shape"] == ["", "", "/"]
    assert "provisional" in describe_progress(series)


def test_a_year_before_is_not_told_across_a_break():
    broken = an_indicator(breaks=((Period(2022, 1), "Counted anew."),))
    told = [describe_progress(a_series([10] * count, indicator=broken)) for count in (4, 8, 9)]

    assert ["A year before" in words for words in told] == [False, False, True]


def test_first_quarter_is_not_told_twice():
    assert "2022/23 Q1: 10 people. " in describe_progress(a_series([20] * 4 + [10], plan=10))


def test_breaks_are_marked_and_said(valid):
    broken = an_indicator(breaks=((Period(2021, 3), "Counted anew."),))
    series = a_series([10, 20, 30, 40, 50], indicator=broken)
    points = [
        replace(point, notes="b") if point.period == Period(2022, 1) else point for point in series.points
    ]
    series = replace(series, points=tuple(points))
    figure = valid(build_progress_figure(series))

    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [1.5, 3.5]
    assert "a break, at 2021/22 Q3 and 2022/23 Q1, may not be compared" in describe_progress(series)


def test_words_say_where_the_latest_figure_stands():
    words = describe_progress(a_series([10, 20, 30, 40, 30, 40], plan=30))

    assert words.startswith("Devon, 2022/23 Q2: 40 people, 70 people in the year to date.")
    assert "of the 60 people planned by then: on plan." in words
    assert "A year before it was 20 people (+20)." in words


def test_words_of_nothing():
    assert "no figure" in describe_progress(a_series([None, None]))
    assert build_progress_figure(a_series([None]))["data"] == []


def test_labels_never_touch():
    assert theme.apart([5, 5, 6], 2) == [5, 7, 9]
    assert theme.apart([9, 9.5], 2, highest=10) == [8, 10]
