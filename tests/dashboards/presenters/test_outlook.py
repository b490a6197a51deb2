"""Since when, heading where, what it takes, beside whom: tables of cases, no database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from dashboards.presenters.outlook import (
    AreaRow,
    Outlook,
    place_among,
    present_outlook,
    run_rate_of,
    status_since,
    summarise_rows,
)
from dashboards.presenters.plans import present_notes_of, present_targets
from dashboards.presenters.reporting import STATES, present_reporting
from dashboards.wording import status_tag
from programmes.choices import Status
from programmes.periods import Period
from programmes.queries.due import Arrival
from programmes.queries.explanations import Explanation
from programmes.queries.plans import YearTarget
from programmes.statistics.run_rate_words import RunRateState
from tests.dashboards.definitions import a_point, a_series, an_area, an_indicator

LOW = an_indicator(polarity="low")
STOCK = an_indicator(kind="stock", unit="sites", accumulates=False)
RATIO = an_indicator(kind="ratio", unit="percent", denominator_label="People")


def latest(series):
    return series.latest


def changed(series, **changes):
    points = [replace(each, **changes) if each is series.latest else each for each in series.points]
    return replace(series, points=tuple(points))


@pytest.mark.parametrize(
    ("actuals", "words"),
    [
        ([120, 120, 10, 10, 10], "since 2021/22 Q4"),
        ([10, 10, 10], "since 2021/22 Q1"),
        ([120, 10], ""),
        ([10, None, 10, 10], ""),
    ],
)
def test_status_is_told_since_the_first_quarter_of_its_row(actuals, words):
    series = a_series(actuals, plan=75)

    assert status_since(series, latest(series)) == words


def test_a_status_of_an_earlier_time_is_told_to_its_end():
    planned, unplanned = a_series([10, 10], plan=75), a_series([10, 10, 10])
    series = replace(unplanned, points=(*planned.points, unplanned.points[-1]))

    assert present_outlook(series).since == "from 2021/22 Q1 to 2021/22 Q2"


def test_what_it_takes_is_told_beside_the_best_quarter():
    outlook = present_outlook(a_series([7, 8, 9, 6, 9], plan=11.25))

    assert outlook.needed == (
        "12 more people a quarter for the 3 quarters left; its best quarter so far was 9: "
        "out of reach on any quarter seen so far"
    )


def test_a_year_that_is_over_needs_nothing():
    assert run_rate_of(a_series([7, 8, 9, 6], plan=10), latest(a_series([7, 8, 9, 6], plan=10))) is None


def test_best_of_a_stock_is_its_largest_rise():
    series = a_series([100, 104, 110], plan=30, indicator=STOCK)
    rate = run_rate_of(series, latest(series))

    assert (rate.standing, rate.best, rate.required) == (110, 6, 10)


def test_low_is_good_turns_what_it_takes_around():
    series = a_series([5, 4], plan=5, indicator=LOW)
    rate = run_rate_of(series, latest(series))

    assert rate.state == RunRateState.WITHIN_REACH
    assert "No more than 5 people a quarter for the 2 quarters left" in present_outlook(series).needed


def test_a_ratio_that_builds_up_is_told_by_its_parts():
    series = a_series([0.5, 0.5], indicator=RATIO)
    parts = replace(
        series, points=tuple(replace(each, numerator=50, denominator=100) for each in series.points)
    )
    rate = run_rate_of(changed(parts, target_year=0.6), replace(parts.latest, target_year=0.6))

    assert round(rate.required, 6) == 0.7
    level = replace(parts, indicator=replace(RATIO, accumulates=False))
    assert run_rate_of(level, replace(level.latest, target_year=0.6)) is None


def test_a_year_that_began_before_the_indicator_is_not_known():
    begun_late = an_indicator(first_period=Period(2021, 3))
    series = a_series([10], indicator=begun_late)
    rate = run_rate_of(series, replace(series.latest, target_year=40))

    assert rate.state == RunRateState.NOT_KNOWN


def test_heading_is_marked_and_says_where_it_lands():
    ahead = {"forecast": 390, "forecast_low": 350, "forecast_high": 430}
    outlook = present_outlook(changed(a_series([100] * 10, plan=100), **ahead))

    assert outlook.heading == "heading for 350 to 430 people [f] of 400: too close to call"


def test_no_forecast_says_why_only_while_the_year_lasts():
    assert present_outlook(a_series([1, 2])).why_no_heading == "A forecast needs 8 quarters, and there are 2."
    assert present_outlook(a_series([1, 2, 3, 4])).why_no_heading == ""


def test_area_that_ended_heads_nowhere():
    series = a_series([1, 2, None])
    ended = replace(series, points=(*series.points[:2], replace(series.points[2], marker="z")))

    assert present_outlook(ended).why_no_heading == ""


@pytest.mark.parametrize(
    ("indicator", "own", "others", "words"),
    [
        (an_indicator(), 0.9, [1.0, 0.8, None], "2nd of 3 similar areas"),
        (an_indicator(), 0.9, [0.9, 0.9], "1st of 3 similar areas"),
        (LOW, 0.9, [1.0, 0.8], "2nd of 3 similar areas"),
        (an_indicator(), None, [1.0], ""),
        (an_indicator(), 0.9, [None], ""),
        (an_indicator(polarity="none"), 0.9, [1.0], ""),
    ],
)
def test_place_among_similar_areas_counts_those_that_can_be_compared(indicator, own, others, words):
    similar = [a_point(Period(2021, 1), 1, attainment=each) for each in others]

    assert place_among(indicator, a_point(Period(2021, 1), 1, attainment=own), similar) == words


def test_nothing_follows_from_nothing():
    assert present_outlook(a_series([None])) == Outlook("", "", "", "", "")


def test_areas_are_told_by_what_became_of_their_figures():
    period = Period(2021, 1)
    areas = [an_area(name) for name in ("In", "Late", "Small", "Gone", "Never", "Made")]
    points = [
        a_point(period, 5, area=areas[0]),
        a_point(period, 5, area=areas[1]),
        a_point(period, None, area=areas[2], marker="c"),
        a_point(period, None, area=areas[3]),
        a_point(period, 5, area=areas[5], basis="rebased"),
    ]
    due = date(2021, 7, 31)
    arrived = {"In": Arrival(None, due), "Late": Arrival(date(2021, 8, 2), due), "Small": Arrival(due, due)}

    shown = present_reporting(an_indicator(), period, areas, points, arrived)

    assert shown.sentence.startswith("3 of 6 integrated care boards reported")
    assert shown.sentence.endswith("1 of them late.")
    assert {words: [place.name for place in places] for words, places in shown.states} == {
        STATES["sent"]: ["In"],
        STATES["late"]: ["Late"],
        STATES["made"]: ["Made"],
        STATES["confidential"]: ["Small"],
        STATES["missing"]: ["Gone", "Never"],
    }
    assert dict(shown.states)[STATES["late"]][0].why == "sent 2 August 2021, due 31 July 2021"


def test_target_in_force_says_which_one_applied_before():
    def version(number, value, month, published, reason=""):
        when = datetime(2024, month, 1, tzinfo=UTC)
        kind = ("long_term_plan", number, "The plan", reason, when, published, value)
        return YearTarget("ips-access", Period(2023), *kind, "published", "", "official", number == 2)

    def shown(*published):
        versions = (version(2, 1800.0, 5, published[1], "Raised."), version(1, 1650.0, 1, published[0]))
        [target] = present_targets([an_indicator()], {"ips-access": versions})
        return target

    first, second = date(2019, 4, 23), date(2022, 7, 1)
    both, neither = shown(first, second), shown(None, None)

    assert both.figure == "1,800 people for 2023/24"
    assert both.plan == "National plan: The plan, version 2"
    assert both.since == "in force since 1 July 2022, when it was published: Raised."
    assert both.before == ("From 23 April 2019 to 1 July 2022: 1,650 people by version 1",)
    assert neither.since == "recorded here on 1 May 2024; when it was published is not known: Raised."
    assert neither.before == ("Shown here until 1 May 2024: 1,650 people by version 1",)
    assert shown(second, second).before == neither.before


NOTED = Explanation("ips-access", Period(2021, 2), "Four.")


@pytest.mark.parametrize(
    ("second", "shown"),
    [
        ({}, True),
        ({"actual": 11.0, "marker": ""}, True),
        ({"marker": "z"}, True),
        ({"marker": "c"}, False),
        ({"actual": 11.0, "marker": "", "basis": "rebased", "revision": None}, False),
    ],
    ids=["not available", "a figure", "not applicable", "withheld", "carried over"],
)
def test_a_note_stands_beside_what_its_area_sent_unless_that_is_withheld(second, shown):
    series = a_series([10, None, 12])
    points = [replace(each, **second) if each.period == NOTED.period else each for each in series.points]

    notes = present_notes_of([replace(series, points=tuple(points))], [NOTED])

    assert (("ips-access, 2021/22 Q2", "Four.") in [(note.about, note.text) for note in notes]) == shown


def test_a_gap_and_the_notes_beside_figures_are_told_together():
    told = [Explanation("ips-access", Period(2021, 3), "A new team."), NOTED]

    notes = [(note.about, note.text) for note in present_notes_of([a_series([10, None, 12])], told)]

    assert notes == [
        ("ips-access, 2021/22 Q2", "No figure (not available): a gap, not a zero."),
        ("ips-access, 2021/22 Q3", "A new team."),
        ("ips-access, 2021/22 Q2", "Four."),
    ]


def a_row(name, status, *, judged=None, latest=None):
    """As much of a row as its summary reads."""
    standing = SimpleNamespace(status=status_tag(status)) if status else None
    return AreaRow(
        card=SimpleNamespace(name=name, standing=standing, why_empty=""),
        outlook=None,
        signs=(),
        judged=judged,
        latest=latest,
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ""),
        (
            [a_row("IPS", Status.OFF_PLAN, judged=Period(2024, 2), latest=Period(2024, 2))],
            "Off plan: IPS.",
        ),
        (
            [
                a_row("IPS", Status.OFF_PLAN, judged=Period(2023, 4), latest=Period(2024, 4)),
                a_row("CDC", Status.ON_PLAN, judged=Period(2025, 3), latest=Period(2025, 3)),
                a_row("Posts", Status.OFF_PLAN, judged=Period(2020, 4), latest=Period(2020, 4)),
                a_row("IAPT", Status.NO_TARGET, latest=Period(2022)),
                a_row("PCN", None),
            ],
            "On plan: CDC. Off plan: IPS (2023/24) and Posts (2020/21). No target: IAPT. Not counted here: PCN.",
        ),
    ],
)
def test_summary_says_of_what_year_a_judgement_is(rows, said):
    assert summarise_rows(rows) == said


def test_nobody_is_told_what_it_takes_to_reach_a_share_that_nobody_set():
    wanted = {"target_to_date": 100.0, "target_year": 200.0, "attainment": 0.5, "forecast": 90.0}
    wanted |= {"forecast_low": 80.0, "forecast_high": 99.0}
    planned = a_point(Period(2021, 2), 50, status="off_plan", **wanted)
    shared = replace(planned, status="below_share", target_basis="shared_out")

    told, beside = (present_outlook(replace(a_series([]), points=(point,))) for point in (planned, shared))

    assert told.needed
    assert "of 200: likely to fall short" in told.heading
    assert beside.needed == ""
    assert "200" not in beside.heading
    assert beside.heading.startswith("heading for")
