"""Numbers, shares, periods and dates are written one way. Tables, no database."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import formatting
from programmes.choices import Unit
from programmes.periods import Period
from programmes.statistics.amounts import NOUNS


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1,000"),
        (1234567, 0, "1,234,567"),
        (-65, 0, "−65"),
        (-1234.5, 1, "−1,234.5"),
        (2.85, 1, "2.9"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (0.125, 2, "0.13"),
        (0.5, 1, "0.5"),
        (-0.4, 0, "0"),
        (-0.04, 1, "0.0"),
        (1158.0, 1, "1,158.0"),
        (1e9, 0, "1,000,000,000"),
    ],
)
def test_number(value, decimals, written):
    assert formatting.number(value, decimals) == written


@pytest.mark.parametrize(
    ("share", "decimals", "written"),
    [
        (0, 0, "0%"),
        (1, 0, "100%"),
        (0.75109, 0, "75%"),
        (0.94996, 0, "95%"),
        (0.94996, 1, "95.0%"),
        (0.005, 0, "1%"),
        (0.004, 0, "0.4%"),
        (0.0004, 0, "under 0.1%"),
        (-0.0004, 0, "under 0.1%"),
        (0.997, 0, "99.7%"),
        (0.9999, 0, "just under 100%"),
        (1.0001, 0, "just over 100%"),
        (1.004, 0, "100.4%"),
        (1.34, 0, "134%"),
        (12.5, 0, "1,250%"),
        (-0.21, 0, "−21%"),
        (0.285, 0, "29%"),
        (0.4512, 1, "45.1%"),
    ],
)
def test_percentage(share, decimals, written):
    assert formatting.percentage(share, decimals) == written


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (41310, "people", 0, "41,310 people"),
        (1, "people", 0, "1 person"),
        (0, "sites", 0, "0 sites"),
        (1, "sites", 0, "1 site"),
        (1158.4, "wte", 1, "1,158 whole-time equivalents"),
        (98.45, "wte", 1, "98.5 whole-time equivalents"),
        (0.4512, "percent", 1, "45.1%"),
        (6000, "pounds", 0, "£6,000"),
        (-6000, "pounds", 0, "−£6,000"),
        (1.86, "per_network", 1, "1.9 whole-time equivalents per network"),
        (418177, "referrals", 0, "418,177 referrals"),
    ],
)
def test_figure(value, unit, decimals, written):
    assert formatting.figure(value, unit, decimals) == written


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (2.12, "sites", 0, "2.1 sites"),
        (8.04, "sites", 0, "8 sites"),
        (1.04, "sites", 0, "1 site"),
        (49.94, "people", 0, "49.9 people"),
        (50.4, "people", 0, "50 people"),
        (12.34, "wte", 1, "12.3 whole-time equivalents"),
        (0.5, "percent", 1, "50.0%"),
    ],
)
def test_a_small_target_keeps_its_tenth(value, unit, decimals, written):
    assert formatting.planned_figure(value, unit, decimals) == written
    assert NOUNS[Unit(unit)].planned(value) == written.split()[0]


@pytest.mark.parametrize(
    ("before", "after", "unit", "decimals", "written"),
    [
        (113.4, 154.6, "posts", 0, "+42"),
        (113.6, 154.6, "posts", 0, "+41"),
        (111.2, 118.3, "wte", 1, "+7"),
        (98.6, 97.1, "wte", 1, "−1.5"),
        (0.1084, 0.1035, "percent", 1, "−0.4 percentage points"),
        (12.4, 11.6, "sites", 0, "0"),
    ],
)
def test_a_change_is_of_what_is_written(before, after, unit, decimals, written):
    assert formatting.change(before, after, unit, decimals) == written


def test_what_reads_one_is_one():
    assert formatting.figure(0.97, "sites") == "1 site"


@pytest.mark.parametrize("unit", Unit.values)
def test_every_unit_is_written(unit):
    assert formatting.figure(2, unit).startswith(("2", "£2"))


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (12, "people", "+12"),
        (-12, "people", "−12"),
        (0.2, "people", "0"),
        (-40, "pounds", "−£40"),
        (0.021, "percent", "+2.1 percentage points"),
    ],
)
def test_difference(value, unit, written):
    assert formatting.difference(value, unit) == written


@pytest.mark.parametrize(
    ("position", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st")]
    + [(22, "22nd"), (42, "42nd"), (111, "111th"), (112, "112th"), (1001, "1,001st")],
)
def test_ordinal(position, written):
    assert formatting.ordinal(position) == written


@pytest.mark.parametrize(
    ("words", "written"),
    [([], ""), (["Devon"], "Devon"), (["Devon", "Dorset"], "Devon and Dorset")]
    + [(["Devon", "Dorset", "Kent"], "Devon, Dorset and Kent")]
    + [(["Kent", "Bath, Swindon and Wiltshire"], "Kent; and Bath, Swindon and Wiltshire")],
)
def test_list_of_words(words, written):
    assert formatting.listed(words) == written


@pytest.mark.parametrize(("marker", "written"), [("c", "[c]"), ("x", "[x]"), ("z", "[z]"), ("", "[x]")])
def test_missing_is_never_blank_and_never_zero(marker, written):
    assert formatting.missing(marker) == written


def test_each_marker_stands_in_its_own_brackets():
    assert formatting.markers("re") == "[r][e]"


def test_days_and_lives():
    assert formatting.day(date(2024, 3, 31)) == "31 March 2024"
    assert formatting.day(datetime(2024, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2024"
    assert formatting.span(date(2017, 4, 1), date(2022, 6, 30)) == "1 April 2017 to 30 June 2022"
    assert formatting.span(date(2022, 7, 1), None) == "since 1 July 2022"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2024, 1, 1, 0, 5, tzinfo=UTC), "1 January 2024, 12:05am"),
        (datetime(2024, 7, 1, 11, 30, tzinfo=UTC), "1 July 2024, 12:30pm"),
        (datetime(2024, 6, 30, 23, 30, tzinfo=UTC), "1 July 2024, 12:30am"),
    ],
)
def test_moments_are_in_london_time(value, written):
    assert formatting.moment(value) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.2, "under a second"), (1, "1 second"), (59.9, "59 seconds"), (60, "1 minute"), (7300, "2 hours")]
    + [(200000, "2 days")],
)
def test_duration(seconds, written):
    assert formatting.duration(seconds) == written


def test_a_flow_is_in_a_period_and_a_stock_at_its_end():
    assert formatting.when(Period(2023, 4), "flow") == "in 2023/24 Q4"
    assert formatting.when(Period(2023, 4), "stock") == "at 31 March 2024"


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_rounding_is_half_up_on_the_decimals_written(value, decimals):
    exact = Decimal(value) / 1000
    half_up = abs(exact).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)

    assert abs(formatting.rounded(value / 1000, decimals)) == half_up


@given(st.floats(0, 2, allow_nan=False))
def test_a_share_reads_none_or_all_only_when_it_is(share):
    text = formatting.percentage(share)

    assert (text == "0%") == (share == 0)
    assert (text == "100%") == (share == 1)


@given(st.floats(-1e12, 1e12) | st.integers(-(10**9), 10**9).map(float))
def test_whole_numbers_are_written_as_all_others(value):
    assert formatting.number(value) == f"{formatting.rounded(value):,f}".replace("-", formatting.MINUS)
