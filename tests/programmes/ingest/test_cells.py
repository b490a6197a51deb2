"""A cell is a number, or the mark of why there is none."""

from decimal import Decimal

import pytest

from programmes.ingest.cells import Cell, NotANumber, count, number

NUMBERS = {
    "0": "0",
    " 17 ": "17",
    "1,234": "1234",
    "1,234,567.5": "1234567.5",
    "12 345": "12345",
    "12\u00a0345": "12345",
    "0.25": "0.25",
    "1234.0": "1234.0",
}
MARKS = {
    "*": "c",
    " * ": "c",
    "[c]": "c",
    "": "x",
    "   ": "x",
    "-": "x",
    "–": "x",
    "NA": "x",
    "n/a": "x",
    "NULL": "x",
    "null": "x",
    "..": "x",
    "[x]": "x",
    "z": "z",
}


@pytest.mark.parametrize(("written", "value"), NUMBERS.items())
def test_numbers_are_read_however_they_are_written(written, value):
    assert number(written) == Cell(Decimal(value))


@pytest.mark.parametrize(("written", "marker"), MARKS.items())
def test_marks_stand_in_place_of_numbers(written, marker):
    assert number(written) == Cell(None, marker)


@pytest.mark.parametrize("written", ["twelve", "1,23", "1.2.3", "12%", "1e3", "0x1F", "<5", "١٢", "--", "+"])
def test_anything_else_is_refused_with_how_to_mend_it(written):
    with pytest.raises(NotANumber, match="Write digits only"):
        number(written)


@pytest.mark.parametrize("written", ["-5", "−5", "-1,000"])
def test_nothing_is_below_nothing(written):
    with pytest.raises(NotANumber, match="without the minus|Write digits only"):
        number(written)


def test_a_count_is_a_whole_number():
    assert count("1234.0") == Cell(Decimal("1234"))

    with pytest.raises(NotANumber, match="whole number"):
        count("12.5")
