"""Standardised rates, against the same worked out the long way."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.statistics.intervals import byars, count_interval
from programmes.statistics.refusals import Refused
from programmes.statistics.standardised import (
    EUROPEAN_STANDARD_POPULATION,
    directly_standardised,
    indirectly_standardised,
)

bands = st.lists(
    st.tuples(st.integers(0, 50), st.integers(100, 10_000), st.integers(1, 7_000)), min_size=2, max_size=19
).filter(lambda rows: sum(count for count, _, _ in rows) >= 10)


def test_the_standard_population_is_complete():
    assert len(EUROPEAN_STANDARD_POPULATION) == 19
    assert sum(EUROPEAN_STANDARD_POPULATION) == 100_000


@settings(max_examples=25)
@given(bands)
def test_direct_standardisation_the_long_way(rows):
    events, people, standard = zip(*rows, strict=True)

    found = directly_standardised(events, people, standard, multiplier=1)

    weights = [weight / sum(standard) for weight in standard]
    value = sum(w * x / n for w, x, n in zip(weights, events, people, strict=True))
    variance = sum(w * w * x / (n * n) for w, x, n in zip(weights, events, people, strict=True))
    total = byars(sum(events))
    stretch = math.sqrt(variance / sum(events))
    assert found.value == pytest.approx(value)
    assert found.lower == pytest.approx(value - stretch * (sum(events) - total.lower))
    assert found.upper == pytest.approx(value + stretch * (total.upper - sum(events)))


@settings(max_examples=25)
@given(bands, st.integers(2, 9))
def test_a_standard_like_the_area_gives_its_crude_rate_whatever_its_size(rows, times):
    events, people, _ = zip(*rows, strict=True)

    found = directly_standardised(events, people, [times * number for number in people], multiplier=1)

    assert found.value == pytest.approx(sum(events) / sum(people))
    assert found.lower == pytest.approx(byars(sum(events)).lower / sum(people))


def test_fewer_than_ten_events_are_not_standardised():
    with pytest.raises(Refused, match="needs 10 events, and there are 9"):
        directly_standardised([4, 5], [100, 100], [1, 1])


def test_expected_events_and_their_ratio():
    found = indirectly_standardised(9, [1_000, 3_000], [20, 10], [10_000, 2_000], multiplier=1_000)

    assert found.expected == 2 + 15
    assert found.ratio.value == 9 / 17
    assert found.ratio.lower == pytest.approx(count_interval(9).lower / 17)
    assert found.reference_rate == 2.5
    assert found.rate().value == pytest.approx(2.5 * 9 / 17)


def test_an_area_with_the_rates_of_the_reference_has_the_ratio_one():
    assert indirectly_standardised(30, [1_000, 1_000], [10, 20], [1_000, 1_000]).ratio.value == 1


@pytest.mark.parametrize(
    ("people", "events", "reference"),
    [
        ([1, 2], [1], [1, 2]),
        ([1, 2], [0, 0], [10, 10]),
        ([-1, 2], [1, 1], [10, 10]),
        ([1, 2], [1, 1], [10, 0]),
    ],
)
def test_impossible_references_are_refused(people, events, reference):
    with pytest.raises(Refused):
        indirectly_standardised(5, people, events, reference)
