"""What if: by table for each kind and polarity, against counting on one quarter after the other, and in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.choices import Polarity, Unit
from programmes.periods import Period
from programmes.statistics.amounts import NOUNS
from programmes.statistics.refusals import Refused
from programmes.statistics.what_if import FARTHEST, describe_what_if, flow_what_if, stock_what_if

HIGH, LOW = Polarity.HIGH, Polarity.LOW
PEOPLE, POSTS, WTE = NOUNS[Unit.PEOPLE], NOUNS[Unit.POSTS], NOUNS[Unit.WTE]
Q1, Q2, Q3, Q4 = Period(2024).quarters()


def label(period):
    return period and period.label


@pytest.mark.parametrize(
    ("to_date", "now", "rate", "target", "polarity", "landing", "met", "turns"),
    [
        (100, Q1, 60, 300, HIGH, 280, False, "2025/26 Q1"),
        (100, Q1, 67, 300, HIGH, 301, True, "2024/25 Q4"),
        (100, Q1, 100, 300, HIGH, 400, True, "2024/25 Q3"),
        (300, Q1, 0, 300, HIGH, 300, True, None),
        (100, Q1, 0, 300, HIGH, 100, False, None),
        (100, Q1, 1, 300, HIGH, 103, False, None),
        (999, Q4, 75, 300, HIGH, 300, True, "2025/26 Q4"),
        (0.1, Q2, 0.1, 0.3, HIGH, 0.3, True, "2024/25 Q4"),
        (100, Q1, 60, 300, LOW, 280, True, None),
        (100, Q1, 80, 300, LOW, 340, False, "2024/25 Q4"),
        (100, Q2, 100, 300, LOW, 300, True, None),
        (301, Q2, 0, 300, LOW, 301, False, None),
    ],
)
def test_flows(to_date, now, rate, target, polarity, landing, met, turns):
    found = flow_what_if(to_date, now, rate, target, polarity)

    assert (round(found.landing, 9), found.is_met, label(found.turns)) == (landing, met, turns)
    assert found.year == now.next().year


@pytest.mark.parametrize(
    ("level", "now", "rate", "target", "polarity", "landing", "met", "turns"),
    [
        (1800, Q4, 100, 2400, HIGH, 2200, False, "2026/27 Q2"),
        (1800, Q2, 300, 2400, HIGH, 2400, True, "2024/25 Q4"),
        (2500, Q2, 0, 2400, HIGH, 2500, True, None),
        (2500, Q2, -100, 2400, HIGH, 2300, False, None),
        (1800, Q2, -10, 2400, HIGH, 1780, False, None),
        (50, Q2, 10, 30, LOW, 30, True, "2024/25 Q4"),
        (50, Q2, 5, 30, LOW, 40, False, "2025/26 Q2"),
        (50, Q2, 100, 30, LOW, 0, True, "2024/25 Q3"),
        (20, Q2, 0, 30, LOW, 20, True, None),
    ],
)
def test_stocks(level, now, rate, target, polarity, landing, met, turns):
    found = stock_what_if(level, now, rate, target, polarity)

    assert (found.landing, found.is_met, label(found.turns)) == (landing, met, turns)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(1, 4), st.integers(0, 90), st.integers(1, 500))
def test_flow_turns_where_counting_on_arrives(to_date, quarter, rate, target):
    now = Period(2024, quarter)
    found = flow_what_if(to_date, now, rate, target, HIGH)

    total, arrived = (to_date if quarter < 4 else 0), None
    if total < target:
        for step in range(1, FARTHEST + 1):
            total += rate
            if total >= target:
                arrived = now.shifted(step)
                break
    assert found.turns == arrived
    assert found.is_met == (found.is_there or (arrived is not None and arrived <= found.year.quarters()[-1]))


@pytest.mark.parametrize(
    ("found", "noun", "words"),
    [
        (
            flow_what_if(100, Q3, 250, 300, HIGH),
            PEOPLE,
            "With 250 people in the quarter left, 2024/25 ends at 350 people, 50 more than the target of 300. "
            "300 is reached in 2024/25 Q4.",
        ),
        (
            flow_what_if(100, Q4, 1, 1000, HIGH),
            PEOPLE,
            "With 1 person in each quarter of 2025/26, 2025/26 ends at 4 people, 996 short of 1,000. "
            "At that pace 1,000 is not reached within ten years.",
        ),
        (
            flow_what_if(100, Q1, 80, 300, LOW),
            PEOPLE,
            "With 80 people in each of the 3 quarters left, 2024/25 ends at 340 people, "
            "40 more than the most allowed, 300. It goes over 300 in 2024/25 Q4.",
        ),
        (
            stock_what_if(1800, Q2, 300, 2400, HIGH),
            POSTS,
            "With 300 more posts a quarter, 2024/25 ends at 2,400 posts, just as planned. "
            "2,400 is reached in 2024/25 Q4.",
        ),
        (
            stock_what_if(50, Q2, 2.5, 30, LOW),
            WTE,
            "With 2.5 fewer whole-time equivalents a quarter, 2024/25 ends at 45.0 whole-time equivalents, "
            "15.0 more than the most allowed, 30.0. 30.0 is reached in 2026/27 Q2.",
        ),
        (
            stock_what_if(2500, Q2, 0, 2400, HIGH),
            POSTS,
            "With no change, 2024/25 ends at 2,500 posts, 100 more than the target of 2,400. "
            "The target is reached already.",
        ),
    ],
)
def test_words(found, noun, words):
    assert describe_what_if(found, noun) == words


@pytest.mark.parametrize(
    ("now", "rate", "polarity", "why"),
    [
        (Q1, -1, HIGH, "less than nothing"),
        (Period(2024), 1, HIGH, "counted once a year"),
        (Q1, 1, Polarity.NONE, "no direction is good"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(now, rate, polarity, why):
    with pytest.raises(Refused, match=why):
        flow_what_if(0, now, rate, 100, polarity)
