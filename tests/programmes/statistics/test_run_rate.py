"""What it takes: by table for each kind and polarity, by property, and in words."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.choices import Polarity, Unit
from programmes.statistics.amounts import NOUNS, UP, Noun
from programmes.statistics.refusals import Refused
from programmes.statistics.run_rate import flow_run_rate, ratio_run_rate, stock_run_rate
from programmes.statistics.run_rate_words import RunRateState, describe_run_rate

HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE
PEOPLE, POSTS, PERCENT = NOUNS[Unit.PEOPLE], NOUNS[Unit.POSTS], NOUNS[Unit.PERCENT]
counts = st.integers(0, 500)


@pytest.mark.parametrize(
    ("this_year", "earlier", "target", "polarity", "state", "required", "best"),
    [
        ([9], [7, 8, None, 6], 45, HIGH, "out of reach on any quarter seen so far", 12, 9),
        ([9], [7, 12], 45, HIGH, "within reach", 12, 12),
        ([9], [7, 11.9], 45, HIGH, "out of reach on any quarter seen so far", 12, 11.9),
        ([], [10], 40, HIGH, "within reach", 10, 10),
        ([], [], 40, HIGH, "no earlier quarter to compare with", 10, None),
        ([30, 15], [], 45, HIGH, "already met", None, 30),
        ([10, 10, 10, 10], [], 40, HIGH, "the year is over: met", None, 10),
        ([10, 10, 10, 9], [], 40, HIGH, "the year is over: missed", None, 10),
        ([10, 6], [], 30, LOW, "within reach", 7, 6),
        ([10, 8], [], 30, LOW, "out of reach on any quarter seen so far", 6, 8),
        ([20, 15], [], 30, LOW, "cannot be met any more", None, 15),
        ([5, 5, 5, 5], [], 20, LOW, "the year is over: met", None, 5),
        ([5, 5, 5, 6], [], 20, LOW, "the year is over: missed", None, 5),
        ([0, 0, 0, 0], [], 0, LOW, "the year is over: met", None, 0),
    ],
)
def test_flows(this_year, earlier, target, polarity, state, required, best):
    rate = flow_run_rate(this_year, earlier, target, polarity)

    assert (rate.state, rate.required, rate.best) == (state, required, best)
    assert rate.quarters_left == 4 - len(this_year)
    assert rate.standing == sum(this_year)


@pytest.mark.parametrize(
    ("levels", "left", "target", "polarity", "state", "required", "best"),
    [
        ([100, 104, 110], 2, 120, HIGH, "within reach", 5, 6),
        ([100, 104, 110], 2, 124, HIGH, "out of reach on any quarter seen so far", 7, 6),
        ([100, None, 110], 2, 112, HIGH, "no earlier quarter to compare with", 1, None),
        ([110], 1, 112, HIGH, "no earlier quarter to compare with", 2, None),
        ([100, 90], 1, 95, HIGH, "out of reach on any quarter seen so far", 5, -10),
        ([100, 120], 3, 120, HIGH, "already met", None, 20),
        ([100, 120], 0, 120, HIGH, "the year is over: met", None, 20),
        ([100, 119], 0, 120, HIGH, "the year is over: missed", None, 19),
        ([50, 44, 40], 2, 30, LOW, "within reach", 5, 6),
        ([50, 44, 40], 2, 26, LOW, "out of reach on any quarter seen so far", 7, 6),
        ([50, 30], 2, 30, LOW, "already met", None, 20),
    ],
)
def test_stocks(levels, left, target, polarity, state, required, best):
    rate = stock_run_rate(levels, left, target, polarity)

    assert (rate.state, rate.required, rate.best) == (state, required, best)
    assert rate.standing == levels[-1]


@pytest.mark.parametrize(
    ("this_year", "earlier", "target", "polarity", "state", "required", "best"),
    [
        ([(70, 100), (72, 100)], [(80, 100)], 0.75, HIGH, "within reach", 0.79, 0.8),
        ([(70, 100), (72, 100)], [None], 0.75, HIGH, "out of reach on any quarter seen so far", 0.79, 0.72),
        ([(50, 100), (50, 100), (50, 100)], [], 0.75, HIGH, "cannot be met any more", None, 0.5),
        ([(80, 100), (80, 100)], [], 0.75, HIGH, "already met", 0.70, 0.8),
        ([(80, 100)] * 4, [], 0.75, HIGH, "the year is over: met", None, 0.8),
        ([(70, 100)] * 4, [], 0.75, HIGH, "the year is over: missed", None, 0.7),
        ([], [(60, 100)], 0.75, HIGH, "out of reach on any quarter seen so far", 0.75, 0.6),
        ([], [], 0.75, HIGH, "no earlier quarter to compare with", 0.75, None),
        ([(12, 100)], [(8, 100)], 0.10, LOW, "within reach", 0.28 / 3, 0.08),
        ([(12, 100)], [(11, 100)], 0.10, LOW, "out of reach on any quarter seen so far", 0.28 / 3, 0.11),
        ([(30, 100)] * 3, [], 0.10, LOW, "cannot be met any more", None, 0.3),
        ([(5, 100)], [], 0.10, LOW, "already met", 0.35 / 3, 0.05),
    ],
)
def test_ratios(this_year, earlier, target, polarity, state, required, best):
    rate = ratio_run_rate(this_year, earlier, target, polarity)

    assert (rate.state, rate.best) == (state, best)
    assert rate.required == (None if required is None else pytest.approx(required))


def test_a_ratio_without_a_bound_may_have_to_be_above_one():
    assert ratio_run_rate([(5, 10)] * 3, [(30, 10)], 1, HIGH, most=None).required == pytest.approx(2.5)
    assert ratio_run_rate([(5, 10)] * 3, [(30, 10)], 1, HIGH, most=None).state == RunRateState.WITHIN_REACH


@pytest.mark.parametrize(
    ("rate", "why"),
    [
        (flow_run_rate([1, None], [], 40, HIGH), "A quarter of this year has no figure"),
        (flow_run_rate([1], [], None, HIGH), "There is no target."),
        (flow_run_rate([1], [], 40, NONE), "No direction is good here."),
        (stock_run_rate([1, None], 2, 40, HIGH), "The latest level is not known."),
        (stock_run_rate([], 2, 40, HIGH), "The latest level is not known."),
        (stock_run_rate([1], 2, None, HIGH), "There is no target."),
        (ratio_run_rate([(1, 2), None], [], 0.5, HIGH), "A quarter of this year has no figure"),
        (ratio_run_rate([(0, 0)], [], 0.5, HIGH), "Nobody was counted"),
    ],
)
def test_what_is_not_known_says_why(rate, why):
    assert rate.state == RunRateState.NOT_KNOWN
    assert rate.required is None
    assert rate.why_not.startswith(why)
    assert describe_run_rate(rate, PEOPLE).startswith(f"What it takes is not known. {why}")


def test_a_fifth_quarter_is_refused():
    with pytest.raises(Refused, match="a year has 4 quarters"):
        flow_run_rate([1] * 5, [], 40, HIGH)
    with pytest.raises(Refused, match="a year has 4 quarters"):
        stock_run_rate([1], 5, 40, HIGH)


@settings(max_examples=40)
@given(st.lists(counts, max_size=3), st.lists(counts | st.none(), max_size=8), st.integers(0, 3_000))
def test_bringing_what_is_required_reaches_the_target(this_year, earlier, target):
    rate = flow_run_rate(this_year, earlier, target, HIGH)
    lower = flow_run_rate(this_year, earlier, target, LOW)

    if rate.required is not None:
        assert sum(this_year) + rate.required * rate.quarters_left == pytest.approx(target)
        reach = rate.best is not None and rate.required <= rate.best + 1e-9
        assert (rate.state == RunRateState.WITHIN_REACH) == reach
    else:
        assert sum(this_year) >= target
    if lower.required is not None:
        assert sum(this_year) + lower.required * lower.quarters_left == pytest.approx(target)


@settings(max_examples=40)
@given(
    st.lists(st.integers(-500, 500), min_size=1, max_size=8), st.integers(1, 4), st.integers(-1_000, 1_000)
)
def test_levels_upside_down_take_the_same_the_other_way(levels, left, target):
    there = stock_run_rate(levels, left, target, HIGH)
    back = stock_run_rate([-level for level in levels], left, -target, LOW)

    assert (there.state, there.required, there.best) == (back.state, back.required, back.best)


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 200).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), max_size=3),
    st.floats(0.01, 0.99),
)
def test_the_required_ratio_over_as_many_reaches_the_target(this_year, target):
    rate = ratio_run_rate(this_year, [], target, HIGH)

    if rate.state in (RunRateState.WITHIN_REACH, RunRateState.OUT_OF_REACH) and this_year:
        whole = sum(of for _, of in this_year)
        rest = whole / len(this_year) * rate.quarters_left
        reached = (sum(part for part, _ in this_year) + rate.required * rest) / (whole + rest)
        assert reached == pytest.approx(target)


@pytest.mark.parametrize(
    ("rate", "noun", "words"),
    [
        (
            flow_run_rate([9], [7, 8], 45, HIGH),
            PEOPLE,
            "12 more people a quarter for the 3 quarters left; your best quarter so far was 9: "
            "out of reach on any quarter seen so far.",
        ),
        (
            flow_run_rate([9, 10, 10], [], 30, HIGH),
            PEOPLE,
            "1 more person in the one quarter left; your best quarter so far was 10: within reach.",
        ),
        (
            flow_run_rate([], [], 40, HIGH),
            PEOPLE,
            "10 more people a quarter for the 4 quarters left; there is no earlier quarter to compare with.",
        ),
        (
            flow_run_rate([10, 6], [], 31, LOW),
            PEOPLE,
            "No more than 7 people a quarter for the 2 quarters left; your lowest quarter so far was 6: within reach.",
        ),
        (
            flow_run_rate([1000, 800], [], 1700, HIGH),
            PEOPLE,
            "Already met: 1,800 people against a target of 1,700, with 2 quarters left.",
        ),
        (
            flow_run_rate([20, 15, 1], [], 30, LOW),
            PEOPLE,
            "Cannot be met any more: 36 people against at most 30, with 1 quarter left.",
        ),
        (
            flow_run_rate([10, 10, 10, 9], [], 40, HIGH),
            PEOPLE,
            "The year is over and the target missed: 39 people against a target of 40.",
        ),
        (
            stock_run_rate([100, 104, 109], 2, 120, HIGH),
            POSTS,
            "6 more posts a quarter for the 2 quarters left; your largest rise in a quarter so far was 5: "
            "out of reach on any quarter seen so far.",
        ),
        (
            stock_run_rate([50, 44, 40], 1, 39, LOW),
            POSTS,
            "1 fewer post in the one quarter left; your largest fall in a quarter so far was 6: within reach.",
        ),
        (
            stock_run_rate([100, 90], 2, 95, HIGH),
            POSTS,
            "3 more posts a quarter for the 2 quarters left; there was no rise in any quarter so far: "
            "out of reach on any quarter seen so far.",
        ),
        (
            stock_run_rate([100, 120], 2, 120, HIGH),
            POSTS,
            "Already met: 120 posts against a target of 120, with 2 quarters left; it has to stay there.",
        ),
        (
            ratio_run_rate([(70, 100), (72, 100)], [(80, 100)], 0.75, HIGH),
            PERCENT,
            "79.0% in each of the 2 quarters left, if as many are counted as so far; "
            "your best quarter so far was 80.0%: within reach.",
        ),
        (
            ratio_run_rate([(12, 100)], [(8, 100)], 0.10, LOW),
            PERCENT,
            "No more than 9.3% in each of the 3 quarters left, if as many are counted as so far; "
            "your lowest quarter so far was 8.0%: within reach.",
        ),
        (
            ratio_run_rate([(80, 100), (80, 100)], [], 0.75, HIGH),
            PERCENT,
            "Already met: 80.0% against a target of 75.0%, with 2 quarters left; it stays met from 70.0% in those.",
        ),
    ],
)
def test_words(rate, noun, words):
    assert describe_run_rate(rate, noun) == words


def test_the_words_may_speak_of_somebody_else():
    assert "; its best quarter" in describe_run_rate(flow_run_rate([9], [], 45, HIGH), PEOPLE, whose="its")


@settings(max_examples=40)
@given(st.lists(st.floats(0, 500), min_size=1, max_size=3), st.integers(0, 3_000))
def test_whoever_does_what_the_sentence_says_arrives(this_year, target):
    rate = flow_run_rate(this_year, [], target, HIGH)

    if rate.required is not None:
        said = int(describe_run_rate(rate, PEOPLE).split()[0].replace(",", ""))
        assert sum(this_year) + said * rate.quarters_left >= target - 1e-6
        assert said <= math.ceil(rate.required)


def test_every_unit_has_its_noun():
    assert set(NOUNS) == set(Unit)


@pytest.mark.parametrize(
    ("noun", "value", "shown"),
    [
        (PEOPLE, 0.4, "0 people"),
        (PEOPLE, -0.4, "0 people"),
        (PEOPLE, 2.5, "3 people"),
        (PEOPLE, 1234567, "1,234,567 people"),
        (NOUNS[Unit.WTE], 2.85, "2.9 whole-time equivalents"),
        (NOUNS[Unit.PER_NETWORK], 1.005, "1.01 whole-time equivalents per network"),
        (PERCENT, 0.45849, "45.8%"),
        (Noun("test", "tests"), 1, "1 test"),
    ],
)
def test_amounts(noun, value, shown):
    assert noun.counted(value) == shown


def test_what_binary_fractions_leave_does_not_push_an_amount_up():
    assert PEOPLE.number(0.1 + 0.2 + 11.7, UP) == "12"
    assert PEOPLE.number(12.001, UP) == "13"
