"""Where it runs and where it stalls: what may be compared, how it is ranked and told, for both polarities."""

import pytest

from dashboards.presenters.change import (
    BACK,
    BREAK,
    FORWARD,
    FROM_NOTHING,
    HIGHER,
    LOWER,
    NO_FIGURE,
    NONE_BEFORE,
    SLOW,
    SMALL,
    STILL,
    describe_changes,
    present_changes,
)
from programmes.periods import Period
from tests.dashboards.definitions import a_point, an_area, an_indicator

NOW, BEFORE = Period(2023, 3), Period(2022, 3)


def rows_of(pairs, **changes):
    """A row for each name with its figure now and a year before."""
    indicator = an_indicator(**changes)
    points, earlier = (
        [a_point(period, pair[place], area=an_area(name[:3].upper(), name)) for name, pair in pairs.items()]
        for place, period in enumerate((NOW, BEFORE))
    )
    return present_changes(indicator, points, earlier)


def test_areas_are_ranked_by_change_and_those_without_one_come_last():
    rows = rows_of({"Avon": (110, 100), "Bure": (300, 200), "Cam": (None, 90), "Dee": (80, 100)})

    assert [row.point.area.short_name for row in rows] == ["Bure", "Avon", "Dee", "Cam"]
    assert [row.told for row in rows] == ["+50%", "+10%", "−20%", ""]
    assert [row.reading for row in rows] == [FORWARD, FORWARD, BACK, None]
    assert {row.widest for row in rows} == {0.5}


def test_where_low_is_good_a_fall_is_forward():
    rows = rows_of({"Avon": (110, 100), "Bure": (80, 100)}, polarity="low")

    assert [(row.point.area.short_name, row.reading) for row in rows] == [("Bure", FORWARD), ("Avon", BACK)]


def test_where_no_direction_is_good_none_is_judged():
    rows = rows_of({"Avon": (110, 100), "Bure": (80, 100), "Cam": (100, 100)}, polarity="none")

    assert {row.reading for row in rows} == {HIGHER, LOWER, STILL}
    assert "1 are higher and 1 lower" in describe_changes(rows)


@pytest.mark.parametrize(
    ("pair", "changes", "why_not", "difference", "told"),
    [
        ((60, 45), {"disclosure": "mhsds"}, SMALL, 15, ""),
        ((60, 50), {"disclosure": "mhsds"}, "", 10, "+20%"),
        ((60, 40), {"disclosure": "none"}, "", 20, "+50%"),
        ((60, 0), {}, FROM_NOTHING, 60, ""),
        ((60, None), {}, NONE_BEFORE, None, ""),
        ((None, 60), {}, NO_FIGURE, None, ""),
        ((60, 50), {"breaks": ((Period(2023, 1), "Anew."),)}, BREAK, None, ""),
        ((60, 50), {"breaks": ((Period(2022, 3), "Anew."),)}, "", 10, "+20%"),
        ((0.5, 0.45), {"kind": "ratio", "unit": "percent"}, "", 0.05, "+5.0 points"),
        ((0.5, 0.0), {"kind": "ratio", "unit": "percent"}, "", 0.5, "+50.0 points"),
        ((1.5, 1.25), {"kind": "ratio", "unit": "per_network", "decimals": 2}, "", 0.25, "+0.25"),
    ],
)
def test_what_may_be_said_of_a_change(pair, changes, why_not, difference, told):
    [row] = rows_of({"Avon": pair}, **changes)

    assert (row.why_not, row.told) == (why_not, told)
    assert row.difference == (None if difference is None else pytest.approx(difference))


def test_words_name_both_ends_the_middle_and_what_was_left_out():
    pairs = {"Avon": (110, 100), "Bure": (150, 100), "Cam": (None, 90), "Dee": (80, 100), "Exe": (20, 10)}
    words = describe_changes(rows_of(pairs, disclosure="mhsds"))

    assert words == (
        "Of 4 integrated care boards in 2023/24 Q3 against 2022/23 Q3, 3 went forward and 1 went back. "
        "Furthest forward: Bure (+50%). Furthest back: Dee (−20%). In the middle the change is +10%. "
        "Without a figure: Cam. No percentage is given for Exe (under 50 a year before)."
    )


def test_words_where_all_go_forward_call_none_back():
    rows = rows_of({"Avon": (110, 100), "Bure": (150, 100)})
    words = describe_changes(rows)

    assert words.startswith(
        "Both integrated care boards in 2023/24 Q3 against 2022/23 Q3 went forward (1 of them slowly:"
    )
    assert "Least far forward: Avon (+10%)." in words
    assert [row.reading for row in rows] == [FORWARD, SLOW]


def test_areas_that_stood_still_are_counted_and_not_named_as_an_end():
    pairs = {"Avon": (6, 6), "Bure": (7, 7), "Cam": (9, 8), "Dee": (3, 3)}
    words = describe_changes(rows_of(pairs, disclosure="none"))

    assert words == (
        "Of 4 integrated care boards in 2023/24 Q3 against 2022/23 Q3, 1 went forward and 3 stood still. "
        "Furthest forward: Cam (+13%). In the middle the change is 0%."
    )


def test_change_that_reads_as_nothing_stands_still():
    rows = rows_of({"Avon": (9250, 9285), "Bure": (9000, 9285)})

    assert [(row.told, row.reading) for row in rows] == [("0%", STILL), ("−3%", BACK)]


def test_words_where_nothing_can_be_compared_say_why():
    words = describe_changes(rows_of({"Avon": (None, 1), "Bure": (100, None)}))

    assert (
        words == "Nowhere can 2023/24 Q3 be compared with 2022/23 Q3: no figure or no figure a year before."
    )
