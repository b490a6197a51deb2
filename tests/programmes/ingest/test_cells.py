"""A cell is a number, or the mark of why there is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.checks import typed
from programmes.checks.facts import Amount
from programmes.ingest.cells import Cell, NotANumber, count, number

NUMBERS = {
    "0": "0",
    " 17 ": "17",
    "1,234": "1234",
    "1,234,567.5": "1234567.5",
    "12 345": "12345",
    "12\u00a0345": "12345",
    "1\u202f234\u2009567": "1234567",
    "\u200b84\ufeff": "84",
    "0.25": "0.25",
    "1234.0": "1234.0",
}
MARKS = {
    "*": "c",
    " * ": "c",
    "\u2217": "c",
    "[c]": "c",
    "[ C ]": "c",
    "Suppressed": "c",
    "": "x",
    "   ": "x",
    "-": "x",
    "–": "x",
    "—": "x",
    "\u2212": "x",
    ":": "x",
    "NA": "x",
    "n/a": "x",
    "N / A": "x",
    "n\u2044a": "x",
    "Not\u00a0available": "x",
    "NULL": "x",
    "null": "x",
    "..": "x",
    "…": "x",
    "[x]": "x",
    "z": "z",
    "[Z]": "z",
    "not  applicable": "z",
}
NOISE = {
    "7.3000000000000007": "7.3",
    "7.300000000000001": "7.3",
    "7.399999999999999": "7.4",
    "0.30000000000000004": "0.3",
    "2.9999999999999996": "3",
    "99.99999999999999": "100",
    "1,234.6000000000001": "1234.6",
    "7.12345": "7.12345",
    "123456789012345.5": "123456789012346",
    "1234567890123456": "1234567890123456",
    "9" * 40 + ".5": "1E+40",
}


@pytest.mark.parametrize(("written", "value"), NUMBERS.items())
def test_numbers_are_read_however_they_are_written(written, value):
    assert number(written) == Cell(Decimal(value))


@pytest.mark.parametrize(("written", "marker"), MARKS.items())
def test_marks_stand_in_place_of_numbers(written, marker):
    assert number(written) == Cell(None, marker)


@pytest.mark.parametrize(("written", "value"), NOISE.items())
def test_a_number_is_read_to_the_fifteen_digits_that_a_spreadsheet_shows(written, value):
    assert number(written) == Cell(Decimal(value))
    assert typed.number(written) == Decimal(value)


@pytest.mark.parametrize(("written", "marker"), MARKS.items())
def test_a_mark_means_one_thing_in_every_file_and_every_cell(written, marker):
    empty = not written.strip()
    assert typed.read(written)[0] == Amount(None, None, "" if empty else marker)
    assert typed.read("12", written)[0] == Amount(Decimal(12), None, "" if empty else marker)
    assert typed.read(marker=written)[0] == Amount(None, None, "" if empty else marker)


@given(st.floats(min_value=0, max_value=1e9), st.integers(min_value=0, max_value=4))
def test_what_a_program_wrote_of_a_rounded_number_is_that_number(value, places):
    meant = round(Decimal(repr(value)), places) if value < 1e9 else Decimal(0)
    noisy = Decimal(float(meant))

    assert typed.number(f"{noisy:.17g}") in (meant, None)
    assert typed.number(f"{noisy:f}") == meant


@pytest.mark.parametrize(
    "written",
    ["12 34", "1 2", "1  234", "12,34", "1234,567", "1,234 567", "0,123", "1 234 56", "1\x004", "1,,234"],
)
def test_blanks_and_commas_stand_only_between_groups_of_three(written):
    assert typed.number(written) is None
    with pytest.raises(NotANumber):
        number(written)


ADVICE = {
    "#DIV/0!": "an error of the spreadsheet",
    "#N/A": "an error of the spreadsheet",
    "12 34": "between groups of three",
    "12%": "the two counts that it is made of",
    "£1,200": "written as money",
    "1,200 GBP": "written as money",
    "2025-06-30": "a date",
    "30/06/2025": "a date",
    "12-Mar": "a date",
    "1.2E+03": "out in digits",
    "<5": "withheld because it is small",
    "fewer than 5": "withheld because it is small",
    "nil": "Write 0 where there were none",
    "none": "Write 0 where there were none",
    "(5)": "without them",
    "TRUE": "no figure",
    "twelve": "Write digits",
}


@pytest.mark.parametrize(("written", "advice"), ADVICE.items())
def test_what_is_no_number_is_refused_with_the_advice_that_fits(written, advice):
    with pytest.raises(NotANumber, match=advice):
        number(written)


@pytest.mark.parametrize("written", ["twelve", "1,23", "1.2.3", "12%", "1e3", "0x1F", "<5", "١٢", "--", "+"])
def test_anything_else_is_refused_with_how_to_mend_it(written):
    with pytest.raises(NotANumber, match=r"Write|Give|Commas and blanks"):
        number(written)


@pytest.mark.parametrize("written", ["-5", "−5", "-1,000"])
def test_nothing_is_below_nothing(written):
    with pytest.raises(NotANumber, match="without the minus"):
        number(written)


def test_a_count_is_a_whole_number():
    assert count("1234.0") == Cell(Decimal("1234"))

    with pytest.raises(NotANumber, match="whole number"):
        count("12.5")
