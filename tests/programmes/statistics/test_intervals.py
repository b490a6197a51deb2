"""Intervals of shares, counts and rates: by table, against an independent library, and by property."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from programmes.statistics.intervals import byars, count_interval, exact, rate, wilson
from programmes.statistics.quantiles import STRICT
from programmes.statistics.refusals import Refused

counts = st.integers(1, 5_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
confidences = st.sampled_from([0.8, 0.95, STRICT])


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [
        (1, 100, 0.0018, 0.0545),
        (65, 100, 0.5525, 0.7364),
        (0, 100, 0, 0.0370),
        (100, 100, 0.9630, 1),
        (1, 1, 0.2065, 1),
        (678, 853, 0.7664, 0.8206),
    ],
)
def test_wilson(numerator, denominator, lower, upper):
    share = wilson(numerator, denominator)

    assert (round(share.lower, 4), round(share.upper, 4)) == (lower, upper)


@settings(max_examples=25)
@given(counts, confidences)
def test_wilson_agrees_with_an_independent_library(count, confidence):
    share = wilson(*count, confidence)

    found = stats.binomtest(*count).proportion_ci(confidence, method="wilson")
    assert (share.lower, share.upper) == pytest.approx((found.low, found.high), abs=1e-12)


@settings(max_examples=25)
@given(counts, confidences)
def test_wilson_holds_its_value_and_stays_a_share(count, confidence):
    share = wilson(*count, confidence)

    assert 0 <= share.lower <= share.value <= share.upper <= 1


@settings(max_examples=25)
@given(counts)
def test_wilson_of_the_others_is_the_mirror(count):
    numerator, denominator = count
    share, others = wilson(numerator, denominator), wilson(denominator - numerator, denominator)

    assert others.lower == pytest.approx(1 - share.upper, abs=1e-12)
    assert others.upper == pytest.approx(1 - share.lower, abs=1e-12)


@settings(max_examples=25)
@given(counts)
def test_a_stricter_wilson_is_wider(count):
    usual, strict = wilson(*count), wilson(*count, STRICT)

    assert strict.lower <= usual.lower
    assert usual.upper <= strict.upper


@pytest.mark.parametrize(
    ("numerator", "denominator", "why"),
    [
        (-1, 10, "below nothing"),
        (1, 0, "divided"),
        (0, -5, "divided"),
        (11, 10, "share"),
        (float("nan"), 1, "missing"),
    ],
)
def test_impossible_shares_are_refused_in_words(numerator, denominator, why):
    with pytest.raises(Refused, match=why):
        wilson(numerator, denominator)


def test_byars_has_no_lower_limit_where_it_would_fall_below_nothing():
    assert byars(0).lower is None
    assert byars(1, STRICT).lower is None
    assert byars(1).lower == pytest.approx(0.0131, abs=1e-4)


@settings(max_examples=25)
@given(st.integers(10, 100_000), confidences)
def test_byars_is_near_the_exact_limits(events, confidence):
    near, true = byars(events, confidence), exact(events, confidence)

    assert near.lower == pytest.approx(true.lower, rel=0.02)
    assert near.upper == pytest.approx(true.upper, rel=0.02)


@settings(max_examples=25)
@given(st.integers(0, 10_000), confidences)
def test_a_count_lies_within_its_limits_and_more_events_move_them_up(events, confidence):
    here, next_one = count_interval(events, confidence), count_interval(events + 1, confidence)

    assert here.lower <= events <= here.upper
    assert here.lower < next_one.lower
    assert here.upper < next_one.upper


def test_counts_below_ten_are_exact_and_from_ten_byars():
    assert count_interval(9) == exact(9)
    assert count_interval(10) == byars(10)


def test_a_rate_is_its_count_in_the_unit_of_people():
    crude = rate(9, 1_800, multiplier=1_000)

    assert crude.value == 5
    assert crude.lower == pytest.approx(stats.chi2.ppf(0.025, 18) / 2 / 1.8)
    assert crude.upper == pytest.approx(stats.chi2.ppf(0.975, 20) / 2 / 1.8)


@pytest.mark.parametrize(
    ("events", "people", "multiplier"), [(-1, 10, 1000), (1, 0, 1000), (1, 10, 0), (1, float("inf"), 1000)]
)
def test_impossible_rates_are_refused(events, people, multiplier):
    with pytest.raises(Refused):
        rate(events, people, multiplier)


def test_a_limit_that_does_not_exist_stays_so_in_another_unit():
    assert byars(0).times(10).lower is None
