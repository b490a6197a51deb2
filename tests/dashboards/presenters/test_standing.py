"""Where an indicator stands, in words: table of cases, no database."""

from dataclasses import replace

import pytest

from dashboards.charts.progress_words import describe_progress
from dashboards.presenters.cards import why_not_counted
from dashboards.presenters.standing import present_standing
from programmes.periods import Period
from tests.dashboards.definitions import a_point, a_series, an_area, an_indicator


def stand(series):
    return present_standing(series, series.latest or series.points[-1])


def test_flow_is_told_by_its_year_to_date():
    standing = stand(a_series([300, 295, 250], plan=300))

    assert standing.figure == "845 people"
    assert standing.when == "in 2021/22 to 31 December 2021"
    assert standing.plan == "94% of the 900 planned by 31 December 2021"
    assert standing.status.text == "Off plan"


def test_whole_year_is_named_without_a_day():
    standing = stand(a_series([300, 295, 250, 400], plan=300))

    assert standing.when == "in 2021/22"
    assert standing.plan == "104% of the 1,200 planned for 2021/22"


@pytest.mark.parametrize(
    ("changes", "when"),
    [
        ({"reported_as": "rolling_year", "accumulates": False}, "in the twelve months to 30 September 2021"),
        (
            {"kind": "ratio", "unit": "percent", "denominator_label": "", "accumulates": False},
            "in 2021/22 Q2",
        ),
    ],
)
def test_what_is_no_level_is_told_by_what_it_covers(changes, when):
    series = a_series([], indicator=an_indicator("made", **changes))

    assert present_standing(series, a_point(Period(2021, 2), 0.5)).when == when


def test_stock_is_told_at_its_day():
    indicator = an_indicator("cdc-sites", kind="stock", unit="sites")
    point = a_point(Period(2021, 2), 90.0, target_to_date=100.0, attainment=0.9, status="off_plan")

    standing = present_standing(a_series([], indicator=indicator), point)

    assert standing.figure == "90 sites"
    assert standing.when == "at 30 September 2021"
    assert standing.plan == "90% of the 100 planned by 30 September 2021"


def test_small_target_that_was_shared_out_keeps_its_tenth():
    indicator = an_indicator("cdc-sites", kind="stock", unit="sites")
    point = a_point(Period(2021, 2), 2.0, target_to_date=2.105, attainment=0.95, status="near_plan")

    standing = present_standing(a_series([], indicator=indicator), point)

    assert standing.plan == "95% of the 2.1 planned by 30 September 2021"


def test_missing_figure_says_why_and_is_no_number():
    point = a_point(Period(2021, 2), None, marker="c")

    standing = present_standing(a_series([]), point)

    assert (standing.number, standing.unit, standing.is_missing) == ("Confidential", "", True)
    assert standing.status.text == "Not known"


def test_area_that_is_gone_is_told_by_the_last_period_it_was_there_for():
    there, gone = a_point(Period(2021, 2), None, marker="c"), a_point(Period(2021, 3), None, marker="z")
    series = a_series([])
    series = type(series)(series.indicator, series.area, (there, gone))

    standing = present_standing(series, gone)

    assert (standing.number, standing.when) == ("Confidential", "in 2021/22 Q2")


def test_area_that_was_never_counted_is_told_of_no_period():
    gone = a_point(Period(2021, 3), None, marker="z")
    series = a_series([])

    standing = present_standing(type(series)(series.indicator, series.area, (gone,)), gone)

    assert (standing.number, standing.when) == ("Not applicable", "in any period")


def test_figure_without_a_year_to_date_is_not_said_to_be_none():
    unplanned = a_point(Period(2021, 3), 250, year_to_date=None, status="no_data")
    planned = a_point(Period(2021, 3), 250, year_to_date=None, status="no_data", target_to_date=900.0)

    standing = present_standing(a_series([]), unplanned)
    assert (standing.status.text, standing.plan) == ("No target", "No target has been set for this period.")
    assert present_standing(a_series([]), planned).plan == (
        "Planned by 31 December 2021: 900; the year to date is not known, as a quarter has no figure."
    )


def test_year_to_date_with_a_gap_falls_back_on_the_quarter():
    standing = stand(a_series([300, None, 250]))

    assert standing.figure == "250 people"
    assert standing.when == "in 2021/22 Q3"


def test_after_the_last_target_that_one_is_told_and_judged():
    planned = a_series([300, 295, 250, 205], plan=300)
    after = a_point(Period(2022, 1), 310.0)
    series = type(planned)(planned.indicator, planned.area, (*planned.points, after))

    standing = present_standing(series, after)

    assert standing.figure == "310 people"
    assert standing.plan == "In 2021/22, the last time with a target: 1,050, 88% of the 1,200 planned"
    assert standing.status.text == "Off plan"
    assert series.judged_period == Period(2021, 4)


def test_a_target_that_nothing_can_be_compared_with_is_not_said_to_be_none():
    planned = a_series([300, 295, 250, 205, 310, None, 300, 290], plan=300)
    series = replace(planned, points=(*planned.points, a_point(Period(2023, 1), 310.0)))

    standing = present_standing(series, series.latest)

    assert standing.plan == (
        "In 2022/23 to 30 June 2022, the last time both figure and target were known: 310, 103% of the 300 planned"
    )
    assert "in 2022/23 Q1, the last with both target and year to date, it reached 103%" in describe_progress(
        series
    )


def test_ratio_of_two_levels_is_told_at_its_day():
    indicator = an_indicator(kind="ratio", unit="per_network", decimals=2, accumulates=False)
    point = a_point(Period(2023, 4), 0.91, target_to_date=3.0, attainment=0.91 / 3, status="off_plan")

    standing = present_standing(a_series([], indicator=indicator), point)

    assert (standing.number, standing.when) == ("0.91", "at 31 March 2024")
    assert standing.plan == "30% of the 3.00 planned by 31 March 2024"


def test_only_one_of_its_kind_has_no_place_among_them():
    alone, second = (
        a_point(Period(2021, 3), 250, rank=1, rank_of=1),
        a_point(Period(2021, 3), 250, rank=2, rank_of=3),
    )

    assert present_standing(a_series([]), alone).rank == ""
    assert present_standing(a_series([]), second).rank == "2nd of 3 by the figure itself"


def test_without_any_target_it_says_so():
    standing = stand(a_series([300]))

    assert standing.plan == "No target has been set for this period."
    assert standing.status.text == "No target"


@pytest.mark.parametrize(
    ("basis", "provenance", "note"),
    [
        ("published", "official", ""),
        ("published", "recalled", "Target: recalled."),
        ("interpolated", "derived", "Target: our straight line to a published point."),
        ("shared_out", "demonstration", "Target: our share of the national figure, demonstration."),
    ],
)
def test_target_that_nobody_published_says_whose_it_is(basis, provenance, note):
    point = a_point(
        Period(2021, 1),
        5.0,
        target_to_date=4.0,
        attainment=1.25,
        target_basis=basis,
        target_provenance=provenance,
    )

    assert present_standing(a_series([]), point).plan_note == note


@pytest.mark.parametrize(
    ("period", "required", "words"),
    [
        (Period(2021, 1), 48.6, "49 people needed in each of the 3 quarters left"),
        (Period(2021, 3), 1, "1 person needed in the last quarter"),
        (Period(2021, 2), 0, "the year’s target is already reached"),
        (Period(2021, 4), 5, ""),
        (Period(2021, 2), None, ""),
    ],
)
def test_what_each_quarter_left_would_need(period, required, words):
    point = a_point(period, 5.0, required_per_period=required)

    assert present_standing(a_series([]), point).needed == words


def test_notes_say_where_a_number_comes_from():
    point = a_point(
        Period(2022, 2),
        5.0,
        basis="rolled_up",
        notes="pb",
        reporting=7,
        reporting_expected=8,
        rank=18,
        rank_of=42,
    )

    standing = present_standing(a_series([]), point)

    assert standing.rank == "18th of 42 by the figure itself"
    assert standing.notes[0] == "added up from the areas below"
    assert standing.notes[1].startswith("provisional")
    assert standing.notes[2].startswith("break in the series")
    assert standing.notes[3] == "7 of 8 areas below it sent a figure"


def test_nothing_is_said_to_lie_below_an_area_that_reports_itself():
    whole, part = (an_area("QA", area_type=level) for level in ("icb", "sub_icb"))
    points = [
        a_point(Period(2021, 1), None, area=area, reporting=0, reporting_expected=2) for area in (whole, part)
    ]

    told = [present_standing(a_series([]), point).notes for point in points]

    assert told == [("0 of 2 areas below it sent a figure",), ()]


def test_a_single_area_below_that_sent_nothing_is_not_counted():
    point = a_point(Period(2021, 1), 310.0, basis="rolled_up", reporting=0, reporting_expected=1)

    assert "the one area below it sent no figure" in present_standing(a_series([]), point).notes


@pytest.mark.parametrize(
    ("level", "area_type", "counted"),
    [("icb", "icb", True), ("icb", "stp", True), ("icb", "sub_icb", False), ("sub_icb", "ccg", True)]
    + [("icb", "ccg", False), ("england", "region", False)],
)
def test_area_too_small_for_an_indicator_is_told_so(level, area_type, counted):
    empty = a_series([], indicator=an_indicator(reporting_level=level))
    series = type(empty)(empty.indicator, an_area("Q01", area_type=area_type), ())

    assert series.is_counted == counted
    assert ("not for this one" in why_not_counted(series)) != counted


SHARE = {"target_basis": "shared_out", "target_provenance": "derived", "status": "below_share"}


def test_beside_a_share_a_card_names_no_plan_and_no_rank():
    period = Period(2021, 3)
    point = a_point(period, 80, target_to_date=100.0, attainment=0.8, **SHARE)

    standing = present_standing(a_series([]), point)

    assert standing.plan == "80% of an even share of England’s target, 100 by 31 December 2021"
    assert (standing.status.text, standing.status.colour) == ("Below an even share", "grey")
    assert (standing.rank, standing.why_no_rank) == ("", "Not ranked: nobody set this area a target.")
    assert standing.plan_note_href == "/methods/#target-shared-out"


def test_the_last_target_that_was_set_goes_before_a_share_of_today():
    points = (
        a_point(Period(2021, 1), 50, target_to_date=60.0, attainment=0.8, status="off_plan"),
        a_point(Period(2021, 2), 70, target_to_date=80.0, attainment=0.9, **SHARE),
        a_point(Period(2021, 3), 80, target_to_date=100.0, attainment=0.8, **SHARE),
    )
    series = replace(a_series([]), points=points)

    assert series.judged(points[2]).period == Period(2021, 1)
    assert replace(series, points=points[1:]).judged(points[2]) is points[2]


@pytest.mark.parametrize(
    ("year", "told"),
    [(2098, "The next is 805 people for 2098/99."), (2023, "The next was 805 people for 2023/24.")],
)
def test_where_no_target_was_set_the_next_one_is_told(year, told):
    now = a_point(Period(2021), 670, target_to_date=None)
    later = a_point(Period(year), None, target_to_date=805.0, target_year=805.0)
    series = replace(a_series([], indicator=an_indicator(period_type="year")), points=(now, later))

    plan = present_standing(series, now).plan

    assert plan == f"No target has been set for this period. {told}"
