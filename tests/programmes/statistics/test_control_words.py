"""What is said of a control chart."""

import pytest

from programmes.choices import Polarity, Unit
from programmes.statistics.amounts import NOUNS
from programmes.statistics.control import Assurance, SeriesKind, Variation, control_chart
from programmes.statistics.control_words import (
    ASSURANCE_LETTERS,
    ASSURANCE_WORDS,
    VARIATION_LETTERS,
    VARIATION_WORDS,
    describe_control,
    reasons,
)
from tests.programmes.statistics.conformance import VARIATION

PEOPLE = NOUNS[Unit.PEOPLE]
BEFORE = [int(figure) for figure in VARIATION.split()]


def said_of(figures, polarity=Polarity.HIGH, period="", **asked):
    return describe_control(control_chart(figures, SeriesKind.PER_PERIOD, polarity, **asked), PEOPLE, period)


@pytest.mark.parametrize("words", [VARIATION_WORDS, VARIATION_LETTERS])
def test_every_variation_has_its_words(words):
    assert set(words) == set(Variation)


@pytest.mark.parametrize("words", [ASSURANCE_WORDS, ASSURANCE_LETTERS])
def test_every_assurance_has_its_words(words):
    assert set(words) == set(Assurance)


@pytest.mark.parametrize(
    ("latest", "polarity", "sentence"),
    [
        (
            45,
            Polarity.HIGH,
            "The latest figure (2023/24 Q4) is 45 people: a change for the better, higher than ordinary variation "
            "explains, as it lies above the upper process limit.",
        ),
        (
            5,
            Polarity.HIGH,
            "The latest figure (2023/24 Q4) is 5 people: a cause for concern, lower than ordinary variation "
            "explains, as it lies below the lower process limit.",
        ),
        (
            45,
            Polarity.NONE,
            "The latest figure (2023/24 Q4) is 45 people: a change, higher than ordinary variation explains, "
            "as it lies above the upper process limit.",
        ),
        (
            25,
            Polarity.LOW,
            "The latest figure (2023/24 Q4) is 25 people: ordinary variation, and nothing suggests a change.",
        ),
    ],
)
def test_the_latest_figure_is_judged_with_its_reason(latest, polarity, sentence):
    assert said_of([*BEFORE, latest], polarity, "2023/24 Q4").startswith(sentence)


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ([14, 13, 14, 13, 14, 13, 14], "the latest 7 figures all lie above the mean"),
        ([8, 7, 8, 7, 8, 7], "the latest 7 figures all lie below the mean"),
        ([9, 10, 11, 12, 13, 14], "the figures have risen 5 times in a row"),
        ([13, 12, 11, 10, 9, 8, 7], "the figures have fallen 6 times in a row"),
        ([13, 19, 19], "two of the latest three figures lie close to the upper process limit"),
    ],
)
def test_the_reason_is_the_rule_that_the_latest_figure_breaks(ending, reason):
    assert reason in said_of([12, 9, 12, 9, 12, 9, 12, 9, 12, 9, 12, 9, *ending])


@pytest.mark.parametrize(
    ("target", "where"),
    [
        (60, "The target of 60 lies above that range: it is missed every time, until something changes."),
        (
            25,
            "The target of 25 lies within that range: it is met or missed by chance, until something changes.",
        ),
        (2, "The target of 2 lies below that range: it is met every time, as long as nothing changes."),
    ],
)
def test_the_target_is_placed_against_the_range(target, where):
    assert said_of([*BEFORE, 25], target=target).endswith(where)


def test_the_range_of_small_counts_has_no_end_below_nothing():
    assert "figures lie up to 14, round a mean of 3." in said_of([0, 6, 2, 5, 0, 6, 2, 4, 0, 7, 1, 4, 3])


def test_a_target_without_a_good_direction_is_not_judged():
    assert said_of([*BEFORE, 25], Polarity.NONE, target=30).endswith(
        "No direction is good here, so nothing is said of meeting the target of 30."
    )


def test_a_plain_line_says_why():
    assert said_of(BEFORE[:10]) == "A plain line. Limits need 13 figures, and there are 10. The mean is 22."
    assert said_of([]) == "There are no figures yet."
    assert reasons(control_chart([], SeriesKind.PER_PERIOD, Polarity.HIGH)) == ()
    running = control_chart([10, 20, 30], SeriesKind.YEAR_TO_DATE, Polarity.HIGH)
    assert describe_control(running, PEOPLE) == (
        "A plain line. These are running totals of the year: each contains the one before it."
    )
