"""Financial years and quarters, by table and by property; and the turn of the year."""

import unicodedata
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.periods import Period, PeriodError

periods = st.builds(Period, st.integers(1901, 2198), st.sampled_from([None, 1, 2, 3, 4]))
days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("code", "label", "long_label", "starts_on", "ends_on"),
    [
        ("2023-24", "2023/24", "April 2023 to March 2024", date(2023, 4, 1), date(2024, 3, 31)),
        ("2023-24-Q1", "2023/24 Q1", "April to June 2023", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023-24-Q3", "2023/24 Q3", "October to December 2023", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-24-Q4", "2023/24 Q4", "January to March 2024", date(2024, 1, 1), date(2024, 3, 31)),
        ("1999-00-Q4", "1999/00 Q4", "January to March 2000", date(2000, 1, 1), date(2000, 3, 31)),
    ],
)
def test_a_period_in_all_its_forms(code, label, long_label, starts_on, ends_on):
    period = Period.parse(code)

    assert (period.code, period.label, period.long_label) == (code, label, long_label)
    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)


@pytest.mark.parametrize("written", ["2023/24 Q4", "2023-24-q4", " 2023-24-Q4 ", "2023/24-Q4"])
def test_other_ways_to_write_a_quarter_are_understood(written):
    assert Period.parse(written) == Period(2023, 4)


WRITINGS = {
    "2023-24": ["202324", "2023/24", "2023/2024", "2023-2024", "2023 - 24", "FY2023-24", "FY 2023/24", "FY23/24",
                "Financial year 2023/24", "2023\u201324", "2023\u22122024", "20232024", "202324.0", " 2023/24\u200b"],
    "2023-24-Q4": ["2023-24 Q4", "2023/24 Q4", "Q4 2023/24", "Q4 2023-24", "2023/24 Quarter 4", "2023-24-Q4",
                   "Quarter 4 2023/2024", "202324 Q4", "202324Q4", "2023/24 (Q4)", "2023-24_Q4", "Q4, 2023/24",
                   "q4 fy2023/24", "2023\u201324\u00a0Q4", "2023/24 qtr 4", "2023\u201124\u2011Q4"],
    "1999-00": ["1999/00", "1999-2000", "1999/2000"],
}  # fmt: skip
DOUBTFUL = {
    "2024": "write both, as in 2023-24",
    "FY24": "write both",
    "FY2024": "write both",
    "24/25": "year in full",
    "23-24": "year in full",
    "Q4": "names no year",
    "Quarter 4": "names no year",
    "2024 Q1": "calendar year or of the financial year",
    "Q1 2024": "calendar year or of the financial year",
    "200910": "a month or a year",
    "202312": "a month or a year",
    "2024-03-31": "is a day or a month",
    "31/03/2024": "is a day or a month",
    "March 2024": "is a day or a month",
    "2023/2025": "2023 is followed by 2024",
    "202325": "2023 is followed by 24",
    "2023-24-Q5": "write a year as 2023-24",
    "": "write a year as 2023-24",
}


@pytest.mark.parametrize(
    ("code", "written"), [(code, each) for code, every in WRITINGS.items() for each in every]
)
def test_a_file_may_write_a_period_in_many_ways(code, written):
    assert Period.read(written).code == code


@pytest.mark.parametrize(("written", "advice"), DOUBTFUL.items())
def test_what_may_mean_two_periods_is_refused_with_how_to_write_it(written, advice):
    with pytest.raises(PeriodError, match=advice):
        Period.read(written)


@given(periods)
def test_what_is_written_here_is_read_as_it_was_meant(period):
    assert Period.read(period.code) == Period.read(period.label) == period


@given(st.text(max_size=12))
def test_any_other_text_is_a_period_or_refused(text):
    with suppress(PeriodError):
        period = Period.read(text)
        assert str(period.start_year) in unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("written", ["202324", "2023/2024", "Q4 2023/24", "FY2023-24"])
def test_an_address_has_one_writing_of_a_period(written):
    with pytest.raises(PeriodError):
        Period.parse(written)


@pytest.mark.parametrize(
    "wrong", ["", "2023", "2023-25", "2023-24-Q5", "2023-24-Q0", "Q4 2023", "2023-2024", "x"]
)
def test_what_is_not_a_period_is_refused_in_words(wrong):
    with pytest.raises(PeriodError, match="2023|“|year"):
        Period.parse(wrong)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2024, 3, 31), "2023-24-Q4"),
        (date(2024, 4, 1), "2024-25-Q1"),
        (date(2023, 12, 31), "2023-24-Q3"),
        (date(2024, 1, 1), "2023-24-Q4"),
        (date(2024, 2, 29), "2023-24-Q4"),
    ],
)
def test_the_turn_of_the_year(day, code):
    assert Period.containing(day).code == code


def test_a_quarter_stands_before_the_year_it_ends():
    assert Period(2023, 4) < Period(2023) < Period(2024, 1)


@given(periods)
def test_what_is_written_is_read_back(period):
    assert Period.parse(period.code) == period == Period.parse(period.label)


@given(periods)
def test_next_and_previous_undo_each_other_and_leave_no_gap(period):
    assert period.next().previous() == period
    assert period.ends_on + timedelta(days=1) == period.next().starts_on


@given(days)
def test_the_quarters_tile_the_year(day):
    quarter, year = Period.containing(day), Period.containing(day, quarterly=False)

    assert quarter.contains(day)
    assert (
        quarter
        in year.quarters()
        == list(Period.between(Period(year.start_year, 1), Period(year.start_year, 4)))
    )
    assert [other for other in year.quarters() if other.contains(day)] == [quarter]
    assert quarter.quarters_done + quarter.quarters_left == 4
