"""Recent trends: the published cases, and the same by an independent regression."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from programmes.choices import Polarity
from programmes.statistics.intervals import Interval, wilson
from programmes.statistics.trend import (
    SIGNIFICANT_ABOVE,
    Judgement,
    RecentTrend,
    TrendDirection,
    YearPoint,
    last_two,
    recent_trend,
    recent_trend_of_shares,
)

# Fingertips, AnalysisTest/TrendMarkerCalculatorTest.cs: value, limits, count, denominator, 2014 to 2018.
RISING = [
    (24.67, 23.16, 26.25, 994, 40299),
    (24.6, 23.15, 26.19, 1023, 41527),
    (28, 26.44, 29.64, 1199, 42811),
    (30.2, 28.63, 31.9, 1332, 44064),
    (30.6, 28.98, 32.25, 1367, 44701),
]
LEVEL = [
    (20.5506, 18.1803, 23.1427, 209, 1017),
    (19.5952, 17.3444, 22.0602, 213, 1087),
    (19.0349, 16.8421, 21.4394, 213, 1119),
    (21.3966, 19.0918, 23.8975, 239, 1117),
    (18.4372, 16.2925, 20.7941, 210, 1139),
]
# FingertipsNext, trend-analysis, IndicatorTestData.cs, 2020 to 2024.
VACCINATED = [
    (92.6254, 92.4168, 92.8288),
    (92.3221, 92.1072, 92.5315),
    (90.8708, 90.6358, 91.1004),
    (90.017, 89.7694, 90.2594),
    (90.1013, 89.8578, 90.3396),
]
EYE_DISEASE = [
    (2.935, 2.7841, 3.0919),
    (1.93028, 1.8085, 2.058),
    (2.7567, 2.6113, 2.9082),
    (2.8701, 2.7225, 3.0237),
    (3.0121, 2.8616, 3.1683),
]
DIABETES = [
    (3455176, 48783947),
    (3491868, 49122259),
    (3625401, 49956777),
    (3774801, 50649129),
    (3938080, 51441896),
]
numbers = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 60)), min_size=5, max_size=5)


def years_of(rows):
    return [YearPoint(*row) for row in rows]


def shares_of(rows):
    return [YearPoint(part / whole, numerator=part, denominator=whole) for part, whole in rows]


@pytest.mark.parametrize(
    ("rows", "direction"),
    [
        (RISING, "increasing"),
        (LEVEL, "no significant change"),
        (VACCINATED, "decreasing"),
        (EYE_DISEASE, "increasing"),
        (VACCINATED[1:], "cannot be calculated"),
    ],
)
def test_the_published_trends(rows, direction):
    assert recent_trend(years_of(rows)).direction == direction


def test_the_published_chi_squares():
    assert round(recent_trend(years_of(RISING)).chi_square, 2) == 46.77
    assert round(recent_trend_of_shares(years_of(RISING)).chi_square, 2) == 47.90


def test_the_bound_is_that_of_one_in_five_hundred():
    assert pytest.approx(stats.chi2.ppf(0.998, 1), rel=1e-12) == SIGNIFICANT_ABOVE


def test_the_published_trends_of_shares():
    assert recent_trend_of_shares(shares_of(DIABETES)).direction == "increasing"
    assert recent_trend_of_shares(years_of(LEVEL)).direction == "no significant change"


# Fingertips, AnalysisTest/WhenUsingTrendMarkerCalculator.cs: chi-square for linear trend of five years.
@pytest.mark.parametrize(
    ("rows", "chi_square"),
    [
        ([(5405, 18095), (5500, 18170), (5435, 18005), (5480, 17890), (5315, 17860)], 0.018),
        ([(22435, 65880), (22445, 67900), (21365, 68705), (20955, 69835), (19055, 70910)], 978.2845),
    ],
)
def test_the_published_chi_squares_for_linear_trend(rows, chi_square):
    assert round(recent_trend_of_shares(shares_of(rows)).chi_square, 4) == chi_square


@pytest.mark.parametrize(
    ("years", "why"),
    [
        (years_of(RISING)[1:], "there are 4"),
        ([*years_of(RISING)[:4], None], "has no figure"),
        ([None, *years_of(RISING)[1:]], "has no figure"),
        ([YearPoint(5, 5, 5), *years_of(RISING)[1:]], "one and the same"),
        ([YearPoint(5), *years_of(RISING)[1:]], "no confidence limits"),
        ([YearPoint(1, 0.5, 1, 5, 5), *years_of(RISING)[1:]], "the whole"),
    ],
)
def test_what_cannot_be_calculated_says_why(years, why):
    trend = recent_trend(years)

    assert trend.direction == TrendDirection.NOT_CALCULATED
    assert why in trend.why_not
    assert trend.chi_square is None


# The first row is a published case (TrendMarkerCalculatorTest.cs): a count that is its whole denominator.
@pytest.mark.parametrize(
    "rows",
    [[(5, 5), (3, 5), (1, 5), (1, 4), (2, 4)], [(0, 5), (3, 5), (1, 5), (1, 4), (2, 4)], [(1, 5)] * 4],
)
def test_shares_without_odds_cannot_be_calculated(rows):
    assert recent_trend_of_shares(shares_of(rows)).direction == TrendDirection.NOT_CALCULATED


def test_shares_without_counts_cannot_be_calculated():
    assert recent_trend_of_shares(years_of(VACCINATED)).why_not == "a year has no counts"


def test_only_the_latest_five_years_count_and_an_old_gap_does_not():
    assert recent_trend([None, YearPoint(90, 89, 91), *years_of(RISING)]) == recent_trend(years_of(RISING))


def test_one_year_that_turns_the_slope_is_no_trend():
    rows = [(10, 9.9, 10.1), (10, 9.9, 10.1), (10, 9.9, 10.1), (9.99, 9.89, 10.09), (20, 19.9, 20.1)]

    trend = recent_trend(years_of(rows))

    assert trend.chi_square > SIGNIFICANT_ABOVE
    assert trend.direction == TrendDirection.NO_CHANGE


@settings(max_examples=25)
@given(numbers)
def test_the_slope_agrees_with_an_independent_regression(rows):
    points = [YearPoint(value, value - width, value + width) for value, width in rows]

    trend = recent_trend(points)

    errors = [2 * width / 3.92 for _, width in rows]
    fit, cov = numpy.polyfit(
        range(1, 6), [value for value, _ in rows], 1, w=[1 / error for error in errors], cov="unscaled"
    )
    assert trend.slope == pytest.approx(fit[0], abs=1e-7)
    assert trend.chi_square == pytest.approx(fit[0] ** 2 / cov[0, 0], abs=1e-6, rel=1e-6)


@settings(max_examples=25)
@given(numbers)
def test_the_mirrored_figures_have_the_mirrored_trend(rows):
    there = recent_trend([YearPoint(value, value - width, value + width) for value, width in rows])
    back = recent_trend([YearPoint(-value, -value - width, -value + width) for value, width in rows])

    assert back.chi_square == pytest.approx(there.chi_square)
    assert back.slope == pytest.approx(-there.slope)
    for polarity, other in ((Polarity.HIGH, Polarity.LOW), (Polarity.LOW, Polarity.HIGH)):
        assert there.judged(polarity) == back.judged(other)


@pytest.mark.parametrize(
    ("direction", "polarity", "judged"),
    [
        (TrendDirection.INCREASING, Polarity.HIGH, Judgement.BETTER),
        (TrendDirection.INCREASING, Polarity.LOW, Judgement.WORSE),
        (TrendDirection.DECREASING, Polarity.HIGH, Judgement.WORSE),
        (TrendDirection.DECREASING, Polarity.LOW, Judgement.BETTER),
        (TrendDirection.INCREASING, Polarity.NONE, Judgement.NONE),
        (TrendDirection.NO_CHANGE, Polarity.HIGH, Judgement.NONE),
        (TrendDirection.NOT_CALCULATED, Polarity.LOW, Judgement.NONE),
    ],
)
def test_judgement(direction, polarity, judged):
    assert RecentTrend(direction).judged(polarity) == judged


@pytest.mark.parametrize(
    ("earlier", "latest", "direction"),
    [
        (wilson(10, 100), wilson(60, 100), "increasing"),
        (wilson(60, 100), wilson(10, 100), "decreasing"),
        (wilson(50, 100), wilson(51, 100), "no significant change"),
        (None, wilson(51, 100), "cannot be calculated"),
        (Interval(3, None, 4), Interval(9, 8, 10), "cannot be calculated"),
    ],
)
def test_the_last_two_points(earlier, latest, direction):
    assert last_two(earlier, latest) == direction
