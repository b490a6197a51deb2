"""The arithmetic by table, and its worked examples."""

import doctest
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import calculations, periods
from programmes.choices import Polarity, Status


@pytest.mark.parametrize("module", [calculations, periods])
def test_worked_examples_are_true(module):
    results = doctest.testmod(module, optionflags=doctest.ELLIPSIS)

    assert results.attempted > 2
    assert results.failed == 0


@pytest.mark.parametrize(
    ("attained", "polarity", "tolerance", "status"),
    [
        (1.0, Polarity.HIGH, 0.05, Status.ON_PLAN),
        (0.95, Polarity.HIGH, 0.05, Status.NEAR_PLAN),  # though 1 - 0.95 is a hair above 0.05 in binary
        (0.93, Polarity.HIGH, 0.07, Status.NEAR_PLAN),
        (0.9501, Polarity.HIGH, 0.05, Status.NEAR_PLAN),
        (0.94996, Polarity.HIGH, 0.05, Status.OFF_PLAN),
        (1.2, Polarity.HIGH, 0.05, Status.ON_PLAN),
        (1.0, Polarity.LOW, 0.05, Status.ON_PLAN),
        (1.04, Polarity.LOW, 0.05, Status.NEAR_PLAN),
        (1.06, Polarity.LOW, 0.05, Status.OFF_PLAN),
        (0.0, Polarity.LOW, 0.05, Status.ON_PLAN),
        (1.0, Polarity.NONE, 0.05, None),
        (None, Polarity.HIGH, 0.05, None),
    ],
)
def test_status(attained, polarity, tolerance, status):
    assert calculations.status_of(attained, polarity, tolerance) == status


@pytest.mark.parametrize(
    ("figures", "total"), [([], 0), ([1, 2], 3), ([0, 0], 0), ([1, None, 2], None), ([None], None)]
)
def test_a_missing_period_leaves_the_year_unknown(figures, total):
    assert calculations.year_to_date(figures) == total


@pytest.mark.parametrize(
    ("start", "end", "done", "value"),
    [
        (0, 100, 1, 25),
        (40, 100, 2, 70),
        (100, 40, 3, 55),
        (None, 100, 3, None),
        (None, 100, 4, 100),
        (0, None, 2, None),
    ],
)
def test_straight_line(start, end, done, value):
    assert calculations.straight_line(start, end, done) == value


@pytest.mark.parametrize(
    ("to_date", "target", "left", "needed"),
    [
        (900, 1200, 3, 100),
        (1300, 1200, 1, 0),
        (None, 1200, 1, None),
        (900, None, 1, None),
        (900, 1200, 0, None),
    ],
)
def test_required_per_period(to_date, target, left, needed):
    assert calculations.required_per_period(to_date, target, left) == needed


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (2, 0), (3, 5), (7, 5), (7.5, 10), (12.5, 15), (1203, 1205)]
)
def test_nearest_five_rounds_halves_up(count, shown):
    assert calculations.nearest_five(count) == shown


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(1, 4, 0.25), (0, 4, 0), (1, 0, None), (None, 4, None), (1, None, None)]
)
def test_division_by_nothing_is_not_known(part, whole, share):
    assert calculations.ratio(part, whole) == share
    assert calculations.rate(part, whole) == (None if share is None else share * 100_000)


@pytest.mark.parametrize(
    ("whole", "weights", "parts"),
    [
        (10, {"a": 1, "b": 1, "c": 1}, {"a": 4, "b": 3, "c": 3}),
        (10, {"c": 1, "b": 1, "a": 1}, {"a": 4, "b": 3, "c": 3}),
        (7, {"a": 0.0, "b": 2.0}, {"a": 0, "b": 7}),
        (1, {"b": 1, "a": 1}, {"a": 1, "b": 0}),
        (3, {"a": 6, "b": 3, "c": 1}, {"a": 2, "b": 1, "c": 0}),
        (160, {"a": 250, "b": 125, "c": 125}, {"a": 80, "b": 40, "c": 40}),
        (0, {"a": 0, "b": 0}, {"a": 0, "b": 0}),
        (0, {"a": 5}, {"a": 0}),
        (0, {}, {}),
    ],
    ids=[
        "ties by code",
        "in another order",
        "no weight",
        "one",
        "largest remainder",
        "exact",
        "nothing",
        "none",
        "nobody",
    ],
)
def test_whole_shares(whole, weights, parts):
    assert calculations.apportion(whole, weights) == parts


@pytest.mark.parametrize(
    ("weights", "words"), [({"a": 0}, "sum to nothing"), ({"a": -1, "b": 2}, "below nothing")]
)
def test_nothing_is_shared_out_by_no_weight(weights, words):
    with pytest.raises(ValueError, match=words):
        calculations.apportion(1, weights)


codes = st.text("0123ABQ", min_size=1, max_size=3)
some_weights = st.dictionaries(codes, st.integers(0, 10**9) | st.floats(0, 1e9), min_size=1, max_size=40)


@given(st.integers(0, 10**12), some_weights.filter(lambda of: any(of.values())), st.randoms())
def test_whole_shares_add_up_exactly_each_within_one_of_exact_in_whatever_order(whole, weights, random):
    parts = calculations.apportion(whole, weights)

    total = sum(Fraction(weight) for weight in weights.values())
    assert sum(parts.values()) == whole
    assert all(abs(part - whole * Fraction(weights[code]) / total) < 1 for code, part in parts.items())
    items = list(weights.items())
    random.shuffle(items)
    assert calculations.apportion(whole, dict(items)) == parts
