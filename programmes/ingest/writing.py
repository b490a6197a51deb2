"""Rows to a file that people open in a spreadsheet: CSV, or an Excel workbook.

What a spreadsheet would take for the beginning of a formula is made harmless: in CSV by an apostrophe before it, which
reading takes away again; in a workbook by writing it as text.

>>> harmless("=1+1"), harmless("-"), harmless("-5"), unharmed("'=1+1")
("'=1+1", '-', '-5', '=1+1')
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import xlsxwriter

Value = str | int | Decimal | None

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARKED = "'"
_PLAIN = re.compile(r"-?[0-9,. ]*")
BOM = "\ufeff"
"""Tells Excel that a CSV file is UTF-8."""

ADVICE_SHEET = "How to fill it in"

WIDTHS = (8, 48)
"""The narrowest and the widest column of a workbook, in letters."""


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it. Numbers and a dash stay as they are."""
    if text.startswith(FORMULA) and not _PLAIN.fullmatch(text):
        return MARKED + text
    return text


def unharmed(text: str) -> str:
    """The text as it was before it was made harmless."""
    return text[1:] if text.startswith(MARKED) and text[1:].startswith(FORMULA) else text


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The lines of a CSV file, for a download that begins at once."""
    yield BOM + _line(heading)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[Value]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([harmless(plain(cell)) for cell in cells])
    return written.getvalue()


def plain(value: Value) -> str:
    """A value as text: a number without idle noughts, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def as_workbook(
    heading: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str,
    to_fill_in: Iterable[str] = (),
    advice: Sequence[str] = (),
) -> bytes:
    """A workbook with one sheet of rows, and advice on a second."""
    content = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        page = book.add_worksheet(sheet)
        plain_heading = book.add_format({"bold": True, "bottom": 1})
        filled_heading = book.add_format({"bold": True, "bottom": 1, "bg_color": "#FFF2CC"})
        wanted = set(to_fill_in)
        page.freeze_panes(1, 0)
        for place, name in enumerate(heading):
            page.set_column(place, place, min(max(len(name) + 2, WIDTHS[0]), WIDTHS[1]))
        for place, name in enumerate(heading):
            page.write_string(0, place, name, filled_heading if name in wanted else plain_heading)
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write(page, line, place, value)
        if advice:
            other = book.add_worksheet(ADVICE_SHEET)
            other.set_column(0, 0, 110)
            for line, sentence in enumerate(advice):
                other.write_string(line, 0, sentence)
    return content.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, line: int, place: int, value: Value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(line, place, value[:32_000])
    else:
        page.write_number(line, place, float(value))
