"""Comparisons by table: the published cases, and every boundary."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.choices import Polarity
from programmes.statistics.comparison import Comparison, against_value, of_two_areas
from programmes.statistics.intervals import Interval

HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE
MIRRORED = {
    Comparison.BETTER: Comparison.WORSE,
    Comparison.SIMILAR: Comparison.SIMILAR,
    Comparison.WORSE: Comparison.BETTER,
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


@settings(max_examples=25)
@given(intervals, figures)
def test_the_other_polarity_is_the_mirror(area, benchmark):
    assert against_value(area, benchmark, LOW) == MIRRORED[against_value(area, benchmark, HIGH)]


@settings(max_examples=25)
@given(intervals, figures)
def test_a_value_within_the_interval_is_similar_and_only_that(area, benchmark):
    inside = area.lower <= benchmark <= area.upper

    assert (against_value(area, benchmark, HIGH) == Comparison.SIMILAR) == inside


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
