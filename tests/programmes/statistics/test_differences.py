"""Differences with limits: the published examples of Newcombe, the same put together by hand, and the words."""

import pytest

from programmes.statistics.comparison import Comparison
from programmes.statistics.differences import between, of_shares, said
from programmes.statistics.intervals import Interval, rate

# Newcombe (1998), table II, method 10: the eight pairs of shares that the paper compares methods on.
NEWCOMBE = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("one", "other", "limits"), NEWCOMBE)
def test_published_examples_of_shares(one, other, limits):
    found = of_shares(*one, *other)

    assert (found.lower, found.upper) == pytest.approx(limits, abs=5e-5)
    assert found.value == pytest.approx(one[0] / one[1] - other[0] / other[1])


def test_difference_of_rates_is_put_together_from_the_limits_of_each():
    one, other = rate(65, 10_000), rate(40, 10_000)

    found = between(one, other)

    assert found.value == pytest.approx(250)
    assert found.lower == pytest.approx(250 - ((650 - one.lower) ** 2 + (other.upper - 400) ** 2) ** 0.5)
    assert found.upper == pytest.approx(250 + ((one.upper - 650) ** 2 + (400 - other.lower) ** 2) ** 0.5)


def test_difference_turned_round_has_its_limits_turned_round():
    one, other = rate(65, 10_000), rate(12, 9_000)
    there, back = between(one, other), between(other, one)

    assert (there.lower, there.upper) == pytest.approx((-back.upper, -back.lower))


def test_limit_that_does_not_exist_is_not_made_up():
    found = between(Interval(0.0, None, 3.0), Interval(2.0, 1.0, 5.0))

    assert found.lower is None
    assert found.upper is not None
    assert said(found, "high") == Comparison.NOT_COMPARED


@pytest.mark.parametrize(
    ("lower", "upper", "polarity", "word"),
    [
        (0.1, 3, "high", "better"),
        (0.1, 3, "low", "worse"),
        (0.1, 3, "none", "higher"),
        (-3, -0.1, "high", "worse"),
        (-3, -0.1, "low", "better"),
        (0.0, 3, "high", "similar"),
        (-3, 0.0, "low", "similar"),
    ],
)
def test_word_follows_from_whether_the_limits_leave_out_nothing(lower, upper, polarity, word):
    assert said(Interval((lower + upper) / 2, lower, upper), polarity) == word


def test_without_an_interval_nothing_is_said():
    assert said(None, "high") == Comparison.NOT_COMPARED
