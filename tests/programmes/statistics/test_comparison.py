"""Comparisons by table: the published cases, and every boundary."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.choices import Polarity
from programmes.statistics.comparison import (
    Comparison,
    against_goal,
    against_goal_range,
    against_goal_with_interval,
    against_value,
    against_value_twice,
    of_two_areas,
    within_limits,
)
from programmes.statistics.intervals import Interval
from programmes.statistics.refusals import Refused

HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE
MIRRORED = {
    Comparison.BEST: Comparison.WORST,
    Comparison.BETTER: Comparison.WORSE,
    Comparison.SIMILAR: Comparison.SIMILAR,
    Comparison.WORSE: Comparison.BETTER,
    Comparison.WORST: Comparison.BEST,
    Comparison.NOT_COMPARED: Comparison.NOT_COMPARED,
}
figures = st.integers(-1_000, 1_000)
intervals = st.tuples(figures, figures, figures).map(
    lambda three: Interval(*[sorted(three)[at] for at in (1, 0, 2)])
)


@pytest.mark.parametrize(
    ("benchmark", "polarity", "result"),
    [
        (2.4, HIGH, "better"),
        (2.8, HIGH, "worse"),
        (2.4, LOW, "worse"),
        (2.8, LOW, "better"),
        (2.4, NONE, "higher"),
        (2.8, NONE, "lower"),
        (2.5, HIGH, "similar"),  # the lower limit touches
        (2.7, HIGH, "similar"),  # the upper limit touches
        (None, HIGH, "not compared"),
    ],
)
def test_against_a_value(benchmark, polarity, result):
    assert against_value(Interval(2.6, 2.5, 2.7), benchmark, polarity) == result


# Fingertips, AnalysisTest/SingleOverlappingCIsForTwoCILevelsComparerTest.cs.
@pytest.mark.parametrize(
    ("benchmark", "high", "low", "none"),
    [
        (3.0, "worst", "best", "much lower"),
        (2.8, "worse", "better", "lower"),
        (2.6, "similar", "similar", "similar"),
        (2.4, "better", "worse", "higher"),
        (2.2, "best", "worst", "much higher"),
        (2.3, "better", "worse", "higher"),  # touching the outer limit is inside it
    ],
)
def test_against_a_value_at_two_levels(benchmark, high, low, none):
    usual, strict = Interval(2.6, 2.5, 2.7), Interval(2.6, 2.3, 2.9, 0.998)

    results = [against_value_twice(usual, strict, benchmark, polarity) for polarity in (HIGH, LOW, NONE)]

    assert results == [high, low, none]


@pytest.mark.parametrize(
    ("usual", "strict", "benchmark"),
    [
        (None, Interval(2.6, 2.3, 2.9), 1),
        (Interval(2.6, 2.5, 2.7), None, 1),
        (Interval(2.6, 2.5, 2.7), Interval(2.6, None, 2.9), 1),
        (Interval(2.6, None, 2.7), Interval(2.6, 2.3, 2.9), 1),
        (Interval(2.6, 2.5, 2.7), Interval(2.6, 2.3, 2.9), None),
    ],
)
def test_two_levels_need_both_intervals_and_a_benchmark(usual, strict, benchmark):
    assert against_value_twice(usual, strict, benchmark, HIGH) == Comparison.NOT_COMPARED


# Fingertips, AnalysisTest/DoubleOverlappingCIsComparerTest.cs.
@pytest.mark.parametrize(
    ("area", "other", "result"),
    [
        (Interval(4.0, 3.5, 4.5), Interval(3.0, 2.7, 3.6), "similar"),
        (Interval(3.0, 2.7, 3.6), Interval(4.0, 3.5, 4.5), "similar"),
        (Interval(3.0, 2.7, 4.1), Interval(4.0, 3.5, 4.5), "similar"),
        (Interval(4.0, 3.5, 4.5), Interval(3.0, 2.7, 3.1), "worse"),
        (Interval(3.0, 2.7, 3.1), Interval(4.0, 3.5, 4.5), "better"),
        (Interval(3.0, 2.7, 3.5), Interval(4.0, 3.5, 4.5), "similar"),
        (Interval(3.0, None, 3.1), Interval(4.0, 3.5, 4.5), "not compared"),
        (Interval(3.0, 2.9, 3.1), Interval(4.0, 3.5, None), "not compared"),
        (None, Interval(4.0, 3.5, 4.5), "not compared"),
    ],
)
def test_two_areas(area, other, result):
    assert of_two_areas(area, other, LOW) == result


# Fingertips, AnalysisTest/SpcForProportionsComparerTest.cs; low is good.
@pytest.mark.parametrize(
    ("share", "denominator", "benchmark", "usual", "strict"),
    [
        (0.077065767284991562, 5930, 0.089611086876279327, "better", "better"),
        (0.098988121425428961, 2273, 0.089611086876279327, "similar", "similar"),
        (0.12474645030425965, 1972, 0.089611086876279327, "worse", "worse"),
        (0.109783420463032, 1339, 0.128379546895717, "better", "similar"),
        (0.159065628476085, 899, 0.128379546895717, "worse", "similar"),
        (0.1, 0, 0.09, "not compared", "not compared"),
        (0.1, -1, 0.09, "not compared", "not compared"),
        (None, 100, 0.09, "not compared", "not compared"),
    ],
)
def test_within_limits_drawn_round_the_benchmark(share, denominator, benchmark, usual, strict):
    assert within_limits(share, denominator, benchmark, LOW) == usual
    assert within_limits(share, denominator, benchmark, LOW, 0.998) == strict


@pytest.mark.parametrize(
    ("value", "polarity", "result"),
    [
        (80, HIGH, "better"),
        (79.999, HIGH, "worse"),
        (80, LOW, "better"),
        (80.001, LOW, "worse"),
        (80, NONE, "not compared"),
        (None, HIGH, "not compared"),
    ],
)
def test_a_single_goal(value, polarity, result):
    assert against_goal(value, 80, polarity) == result


@pytest.mark.parametrize(
    ("lower", "upper", "high", "low"),
    [(80, 90, "better", "worse"), (70, 79.9, "worse", "better"), (70, 80, "similar", "similar")],
)
def test_a_goal_with_intervals(lower, upper, high, low):
    area = Interval((lower + upper) / 2, lower, upper)

    assert [against_goal_with_interval(area, 80, polarity) for polarity in (HIGH, LOW)] == [high, low]
    assert against_goal_with_interval(area, 80, NONE) == "not compared"


@pytest.mark.parametrize(
    ("value", "high", "low"),
    [
        (89.9, "worse", "better"),
        (90, "similar", "similar"),
        (94.9, "similar", "similar"),
        (95, "better", "worse"),
        (None, "not compared", "not compared"),
    ],
)
def test_a_goal_range(value, high, low):
    assert [against_goal_range(value, 90, 95, polarity) for polarity in (HIGH, LOW)] == [high, low]


def test_a_goal_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused, match="ends before it begins"):
        against_goal_range(1, 95, 90, HIGH)


@settings(max_examples=25)
@given(intervals, intervals, figures)
def test_the_other_polarity_is_the_mirror(area, other, benchmark):
    assert against_value(area, benchmark, LOW) == MIRRORED[against_value(area, benchmark, HIGH)]
    assert of_two_areas(area, other, LOW) == MIRRORED[of_two_areas(area, other, HIGH)]
    assert of_two_areas(other, area, HIGH) == MIRRORED[of_two_areas(area, other, HIGH)]
    goal = against_goal_with_interval(area, benchmark, HIGH)
    assert against_goal_with_interval(area, benchmark, LOW) == MIRRORED[goal]


@settings(max_examples=25)
@given(intervals, figures)
def test_a_value_within_the_interval_is_similar_and_only_that(area, benchmark):
    inside = area.lower <= benchmark <= area.upper

    assert (against_value(area, benchmark, HIGH) == Comparison.SIMILAR) == inside
