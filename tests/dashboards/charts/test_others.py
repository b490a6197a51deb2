"""Coverage, ranks and sparklines."""

from datetime import date
from xml.etree import ElementTree

import pytest

from dashboards.charts import theme
from dashboards.charts.coverage import build_coverage_figure, describe_coverage
from dashboards.charts.ranking import build_ranking_figure, describe_ranking, measure_of
from dashboards.charts.sparkline import build_sparkline, draw_sparkline
from programmes.periods import Period
from programmes.results import WaveInfo
from tests.dashboards.definitions import a_coverage, a_point, a_series, an_area, an_indicator

PERIOD = Period(2023, 4)
OVER_TIME = [
    a_coverage(period, covered)
    for period, covered in zip(Period(2023).quarters(), [None, 0, 4, 10], strict=True)
]
RANKED = [
    a_point(PERIOD, 90, area=an_area("QA", "Avon"), attainment=0.9, status="off_plan"),
    a_point(PERIOD, 120, area=an_area("QB", "Bure"), attainment=1.2, status="on_plan"),
    a_point(PERIOD, None, area=an_area("QC", "Cam")),
    a_point(PERIOD, 100, area=an_area("QD", "Dee"), attainment=1.0, status="on_plan"),
]


def test_coverage_begins_where_something_is_known(valid):
    figure = valid(build_coverage_figure(OVER_TIME))

    assert figure["data"][0]["y"] == [0.0, 0.4, 1.0]
    assert figure["layout"]["yaxis"]["range"][0] == 0


def test_coverage_of_one_quarter_is_a_point_that_can_be_seen(valid):
    figure = valid(build_coverage_figure(OVER_TIME[-1:]))

    assert {trace["mode"] for trace in figure["data"]} == {"markers"}


def test_coverage_marks_the_waves(valid):
    wave = WaveInfo(2, 5, date(2023, 11, 1), (), ("official",))

    figure = valid(build_coverage_figure(OVER_TIME, [wave]))

    assert "Wave 2" in [each["text"] for each in figure["layout"]["annotations"]]


def test_coverage_in_words():
    words = describe_coverage(OVER_TIME)

    assert words.startswith(
        "By the end of 2023/24 Q4, all 10 areas were served in Devon. The first was served"
    )
    assert "The first was served in 2023/24 Q3." in words
    assert describe_coverage(OVER_TIME[:-1]).startswith(
        "By the end of 2023/24 Q3, 4 of 10 areas (40%) were served in Devon, where 40% of its adults live."
    )


def test_a_place_of_one_part_is_served_from_a_quarter_on():
    points = [
        a_coverage(period, covered, 1)
        for period, covered in zip(Period(2023).quarters(), [0, 1, 1, 1], strict=True)
    ]

    assert describe_coverage(points) == (
        "By the end of 2023/24 Q4, there was a service in Devon. It was first served in 2023/24 Q2."
    )


def test_unknown_coverage_claims_nothing(valid):
    unknown = [a_coverage(PERIOD, None)]

    assert valid(build_coverage_figure(unknown))["data"] == []
    assert "nothing is claimed" in describe_coverage(unknown)


def test_ranking_has_the_best_at_the_top_and_leaves_missing_ones_out(valid):
    figure = valid(build_ranking_figure(RANKED, an_indicator(), selected="QD"))
    bars = figure["data"][0]

    assert bars["y"] == ["Avon", "Dee", "Bure"]
    assert len(set(bars["marker"]["color"])) == 2


def test_ranking_of_a_low_is_good_indicator_turns_round(valid):
    low = an_indicator(polarity="low")

    assert valid(build_ranking_figure(RANKED, low, measure="actual"))["data"][0]["y"][-1] == "Avon"


def test_ranking_in_words_names_those_without_a_figure():
    words = describe_ranking(RANKED, an_indicator(), selected="QD")

    assert "First is Bure (120%), in the middle Dee (100%), last Avon (90%)." in words
    assert "2 of 3 are on plan." in words
    assert "Without a figure: Cam." in words
    assert "Dee is 2nd of 3" in words


def test_ranking_of_a_single_area_is_told_of_one():
    assert describe_ranking(RANKED[:1], an_indicator()).endswith(
        "a figure for 2023/24 Q4. It is not on plan."
    )
    assert "1 integrated care board has a figure" in describe_ranking(RANKED[:1], an_indicator())


def test_ranking_of_nothing():
    assert describe_ranking([RANKED[2]], an_indicator()) == "No area has a figure for this period."


def test_a_sparkline_breaks_where_a_figure_is_missing():
    image = ElementTree.fromstring(draw_sparkline([1, 2, None, 4, 5], label="Five"))
    lines = image.findall(".//polyline")

    assert len(lines) == 2
    assert image.get("aria-label") == "Five"


def test_a_sparkline_of_a_series_says_first_highest_and_latest():
    image = build_sparkline(a_series([10, 50, 40]))

    assert "first 10 people, highest 50 people in 2021/22 Q2, latest 40 people" in image
    assert build_sparkline(a_series([None])) == ""


@pytest.mark.parametrize("label", ['<script>"', "a & b"])
def test_a_sparkline_escapes_its_words(label):
    assert ElementTree.fromstring(draw_sparkline([1, 2], label=label)).get("aria-label") == label


@pytest.mark.parametrize(("first", "named"), [(1, [0, 4, 8]), (2, [0, 3, 7, 11]), (4, [1, 5, 9])])
def test_years_on_an_axis_do_not_run_into_one_another(first, named):
    periods = list(Period.between(Period(2021, first), Period(2021, first).shifted(11)))

    assert theme.period_axis(periods)["tickvals"] == named


def test_areas_are_ranked_by_targets_that_were_set_else_by_a_share_else_not():
    share = {"target_basis": "shared_out", "attainment": 0.8, "status": "below_share"}
    shares = [a_point(Period(2023, 4), 80, area=an_area(code), **share) for code in ("QA", "QB")]
    people, ratio = an_indicator(), an_indicator(kind="ratio", unit="percent", denominator_label="People")

    assert measure_of(shares, people) == ""
    assert measure_of(shares, ratio) == "actual"
    assert measure_of([*shares, *RANKED], people) == "attainment"
    assert "Nobody set these areas a target" in describe_ranking(shares, people, measure="")
    told = describe_ranking([*shares, *RANKED], people)
    assert "Without a target that was set for them: QA and QB." in told
