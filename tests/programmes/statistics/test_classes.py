"""Classes by quantiles: the published bounds, and an independent library."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.choices import Polarity
from programmes.statistics.classes import FIFTHS, QUARTERS, class_bounds, class_of
from programmes.statistics.refusals import Refused

values = st.lists(st.integers(-1_000, 1_000), min_size=5, max_size=60)


# Fingertips, AnalysisTest/QuintilesCalculatorTest.cs and QuartilesCalculatorTest.cs.
def test_the_published_bounds_of_one_to_fifty():
    assert class_bounds(range(1, 51), FIFTHS) == pytest.approx([10.8, 20.6, 30.4, 40.2])
    assert class_bounds(range(1, 51), QUARTERS) == (13.25, 25.5, 37.75)


@pytest.mark.parametrize("few", [[], [1], [1, 2, 3, 4]])
def test_fewer_values_than_classes_have_none(few):
    assert class_bounds(few) == ()
    assert class_of(1, class_bounds(few)) is None


def test_one_class_is_refused():
    with pytest.raises(Refused):
        class_bounds([1, 2, 3], 1)


@settings(max_examples=25)
@given(values, st.integers(2, 5))
def test_bounds_agree_with_an_independent_library(reference, classes):
    parts = [part / classes for part in range(1, classes)]

    assert class_bounds(reference, classes) == pytest.approx(numpy.quantile(reference, parts))


@pytest.mark.parametrize(
    ("value", "lowest_first", "highest_first"), [(1, 1, 5), (2.8, 1, 5), (2.9, 2, 4), (5, 3, 3), (10, 5, 1)]
)
def test_the_class_of_a_value(value, lowest_first, highest_first):
    bounds = class_bounds(range(1, 11))

    assert class_of(value, bounds) == class_of(value, bounds, Polarity.LOW) == lowest_first
    assert class_of(value, bounds, Polarity.HIGH) == highest_first


@settings(max_examples=25)
@given(values)
def test_a_higher_value_never_has_a_lower_class(reference):
    bounds = class_bounds(reference)

    places = [class_of(value, bounds) for value in sorted(reference)]

    assert places == sorted(places)
    assert set(places) <= {1, 2, 3, 4, 5}


@settings(max_examples=25)
@given(st.lists(st.integers(-10_000, 10_000), min_size=10, max_size=60, unique=True))
def test_classes_of_different_values_are_of_one_size(reference):
    bounds = class_bounds(reference)

    sizes = [sum(class_of(value, bounds) == place for value in reference) for place in range(1, 6)]

    assert max(sizes) - min(sizes) <= 1
