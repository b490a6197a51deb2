"""What it takes and what if, from a series: the target meant, the pace shown, the places of the slider."""

from datetime import date

import pytest

from dashboards.presenters.whatif import STEPS, present_what_if, read_rate, slider_step
from programmes.periods import Period
from tests.dashboards.definitions import a_point, a_series, an_indicator

STOCK = {"kind": "stock", "unit": "posts", "accumulates": False}


def a_yearly(figures):
    """Counts of whole years."""
    series = a_series([])
    points = tuple(
        a_point(Period(2021 + place), each, target_year=150.0) for place, each in enumerate(figures)
    )
    return type(series)(series.indicator, series.area, points)


def a_stock(levels, target, **changes):
    """Levels from 2021/22 Q1, with one target for the end of each year."""
    indicator = an_indicator(**STOCK, **changes)
    series = a_series(levels, indicator=indicator)
    points = tuple(
        a_point(point.period, point.actual, target_to_date=target, target_year=target) for point in series
    )
    return type(series)(indicator, series.area, points)


def test_a_flow_is_asked_for_its_own_years_target_at_its_latest_pace():
    shown = present_what_if(a_series([100, 110], plan=150), None)

    assert shown.label == "People a quarter, from 2021/22 Q3 on"
    assert shown.takes.startswith("195 more people a quarter for the 2 quarters left; Devon’s best")
    assert shown.chosen.words == (
        "With 110 people in each of the 2 quarters left, 2021/22 ends at 430 people, 170 short of 600. "
        "Counted on after March, 600 is reached in 2022/23 Q2."
    )
    assert shown.target_note == ""


def test_where_the_year_has_no_target_the_last_one_is_asked_for_and_that_is_said():
    planned = a_series([100] * 4, plan=150)
    unplanned = a_series([100] * 6)
    series = type(planned)(planned.indicator, planned.area, planned.points + unplanned.points[4:])

    shown = present_what_if(series, 250)

    assert shown.target_note == (
        "No target has been set for 2022/23; what is asked for here is the last one, that of 2021/22."
    )
    assert "2022/23 ends at 700 people, 100 more than the target of 600" in shown.chosen.words


def test_every_place_of_the_slider_has_its_sentence_and_its_bar():
    shown = present_what_if(a_series([100, 110], plan=150), 123)

    assert len(shown.data) == STEPS + 1
    assert shown.data[0][2].startswith("With 0 people in each of the 2 quarters left, 2021/22 ends at 210")
    lengths = [length for *_, length in shown.data]
    assert lengths == sorted(lengths)
    assert max(lengths) == 600
    assert abs(shown.steps[shown.nearest].rate - 123) <= shown.slider_step / 2
    assert shown.steps[-1].rate >= 195


def test_a_stock_moves_the_good_way():
    shown = present_what_if(a_stock([100, 104, 108, 112, 116], 150), None)

    assert shown.label == "More posts a quarter, from 2022/23 Q2 on"
    assert shown.chosen.words.startswith(
        "With 4 more posts a quarter, 2022/23 ends at 128 posts, 22 short of 150."
    )

    falling = present_what_if(a_stock([116, 112, 108, 104, 100], 80, polarity="low"), None)

    assert falling.label == "Fewer posts a quarter, from 2022/23 Q2 on"
    assert falling.chosen.words.endswith("80 is reached in 2023/24 Q2.")


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (a_series([100, 110]), "No target has been set"),
        (a_series([None, 110], plan=150), "The year to date is not known"),
        (a_series([None]), "no figure to go on from"),
        (
            a_series([10] * 12, plan=15, indicator=an_indicator(ended_on=date(2024, 3, 31))),
            "It was counted for the last time in 2023/24 Q4: no pace lies ahead of it.",
        ),
        (a_yearly([100]), "counted once a year"),
        (
            a_series([0.4], indicator=an_indicator(kind="ratio", unit="percent"), plan=0.1),
            "A share has no pace",
        ),
        (a_series([100], indicator=an_indicator(polarity="none"), plan=150), "No direction is good"),
    ],
)
def test_where_no_pace_can_be_chosen_it_says_why(series, why):
    shown = present_what_if(series, None)

    assert why in shown.why_not
    assert shown.chosen is None
    assert shown.data == []


@pytest.mark.parametrize(
    ("text", "rate", "notice"),
    [
        ("", None, ""),
        ("12,000", 12000, ""),
        (" 7 ", 7, ""),
        ("1,250,000.50", 1250000, ""),
        ("+3", 3, ""),
        ("abc", None, "“abc” is not a number"),
        ("nan", None, "is not a number"),
        ("1e3", None, "is not a number"),
        ("1,5", None, "is not a number"),
        ("٣", None, "is not a number"),
        ("9" * 400, None, "more than anything here"),
        ("-5", None, "less than nothing"),
    ],
)
def test_a_pace_is_read_or_refused_in_words(text, rate, notice):
    found, said = read_rate(text, an_indicator())

    assert found == rate
    assert notice in said
    assert bool(said) == bool(notice)


def test_a_level_may_fall():
    assert read_rate("-5", an_indicator(**STOCK)) == (-5, "")


@pytest.mark.parametrize(
    ("top", "decimals", "width"), [(320, 0, 10), (22000, 0, 1000), (3, 0, 1), (3, 1, 0.1), (0, 0, 1)]
)
def test_places_of_the_slider_are_round(top, decimals, width):
    assert slider_step(top, an_indicator(decimals=decimals)) == pytest.approx(width)


def test_target_that_is_no_whole_number_is_not_missed_by_nothing():
    short = present_what_if(a_stock([6.0], 8.13), 1).chosen.words
    met = present_what_if(a_stock([150.0], 152.87), 1).chosen.words

    assert "2021/22 ends at 9 posts, 0.9 more than the target of 8.1." in short
    assert "2021/22 ends at 153 posts, just over 153 unrounded." in met


def test_after_a_year_with_a_gap_the_next_can_be_tried():
    shown = present_what_if(a_series([100, None, 100, 100], plan=150), 150)

    assert shown.chosen.words.startswith(
        "With 150 people in each quarter of 2022/23, 2022/23 ends at 600 people"
    )


def test_latest_figure_of_the_fourth_quarter_begins_the_next_year():
    shown = present_what_if(a_series([100] * 4, plan=150), 150)

    assert shown.standing == 0
    assert shown.chosen.words.startswith("With 150 people in each quarter of 2022/23")
    assert Period(2022).label in shown.label
