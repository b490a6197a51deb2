"""A workbook as XLSX, row by row: what is written is on disk, never in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date
from math import ceil
from typing import Any, BinaryIO

from xlsxwriter import Workbook as Writer
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from dashboards.files.cells import LANGUAGE, NUMBER_STYLES, Heading, Sheet, Table, Workbook
from dashboards.files.cover import Cover, Told
from dashboards.files.workbook import workbook_of
from dashboards.question import Question

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY_ZERO = date(1899, 12, 30).toordinal()
"""The day from which spreadsheets count."""
TEXT_WIDTH = 100
"""How wide column A is where it only has text, in letters."""
LINE_HEIGHT = {"title": 24, "heading": 24, "line": 16, "header": 16}
"""How high a line of letters is, in points. Rows of data find their own height."""

FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 14, "text_wrap": True},
    "header": {"bold": True, "text_wrap": True, "bottom": 1},
    "number header": {"bold": True, "text_wrap": True, "bottom": 1, "align": "right", "indent": 1},
    "line": {"text_wrap": True},
    "line over a table": {},
    "text": {"text_wrap": True},
    "marker": {"align": "right", "indent": 1},
    "percent": {"num_format": "0.0%", "align": "right", "indent": 1},
    "date": {"num_format": "d mmmm yyyy", "align": "left"},
    "boolean": {"align": "left"},
    "link": {"font_color": "#005EB8", "underline": 1},
    **{name: {"num_format": f"#,##0.{'0' * places}".rstrip(".")} for name, places in NUMBER_STYLES.items()},
}


def write_rows(question: Question, cover: Cover, into: BinaryIO, *, progress: Told) -> None:
    """The question’s rows; see `dashboards.files.cover.Writer`."""
    write(workbook_of(question, cover, progress), into)
    progress(cover.rows)


def write(workbook: Workbook, into: BinaryIO) -> None:
    """The workbook. Nothing in it says when it was written: for the same sheets the same bytes."""
    made = workbook.made.astimezone(UTC).replace(tzinfo=None)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Writer(into, options) as writer:
        writer.use_zip64()
        writer.set_properties({"title": workbook.title, "created": made})
        writer.set_custom_property("Language", LANGUAGE)
        formats = {name: writer.add_format({**FONT, **look}) for name, look in FORMATS.items()}
        for sheet in workbook.sheets:
            _write_sheet(writer.add_worksheet(sheet.name), sheet, formats)


def _write_sheet(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    if sheet.table is None:
        page.set_column(0, 0, TEXT_WIDTH)
    else:
        for place, heading in enumerate(sheet.table.headings):
            page.set_column(place, place, heading.width)
    for row, line in enumerate(sheet.lines):
        page.set_row(
            row, _height(line.style, [Heading(line.text, TEXT_WIDTH)] if sheet.table is None else [])
        )
        # Beside a table a line runs on over the columns to its right; wrapped, it would be as narrow as the first.
        look = "line over a table" if sheet.table and line.style == "line" else line.style
        if line.link:
            page.write_url(row, 0, line.link, formats["link"], line.text)
        else:
            _write_text(page, row, 0, line.text, formats[look])
    if sheet.table is not None:
        _write_table(page, sheet.table, len(sheet.lines), formats)


def _write_table(page: Worksheet, table: Table, top: int, formats: dict[str, Format]) -> None:
    if table.count:
        _mark_up(page, table, top)
    page.set_row(top, _height("header", table.headings))
    for place, heading in enumerate(table.headings):
        look = formats["number header" if heading.is_number else "header"]
        _write_text(page, top, place, heading.text, look)
    for row, (values, styles) in enumerate(table.rows, top + 1):
        for place, value in enumerate(values):
            style = styles[place]
            look = formats[style]
            if value is None:
                page.write_blank(row, place, None, look)
            elif style == "link":
                page.write_url(row, place, f"internal:'{value}'!A1", look, str(value))
            elif isinstance(value, str):
                _write_text(page, row, place, value, look)
            elif isinstance(value, bool):
                page.write_boolean(row, place, value, look)
            elif isinstance(value, date):
                page.write_number(row, place, value.toordinal() - DAY_ZERO, look)
            else:
                page.write_number(row, place, value, look)


def _write_text(page: Worksheet, row: int, place: int, text: str, look: Format) -> None:
    """Text that stays text. Writing row by row, the library takes `<r>…</r>` for markup, unless it comes in pieces."""
    if text.startswith("<r>"):
        page.write_rich_string(row, place, text[:1], text[1:2], text[2:], look)
    else:
        page.write_string(row, place, text, look)


def _height(style: str, wrapped: Iterable[Heading]) -> int:
    """How high a row is in which these texts are wrapped at their widths, so that no program has to work it out."""
    return LINE_HEIGHT[style] * max((ceil(len(each.text) * 1.1 / each.width) for each in wrapped), default=1)


def _mark_up(page: Worksheet, table: Table, top: int) -> None:
    """Mark the table as one.

    The library marks up no table while it writes row by row, because it would keep a note of each cell. So it is
    asked for a table of one row, with row by row switched off, and the range is set afterwards.
    """
    last = len(table.headings) - 1
    page.constant_memory = False
    page.add_table(
        *(top, 0, top + 1, last),
        {
            "name": table.name,
            "autofilter": False,
            "banded_rows": False,
            "style": None,
            "columns": [{"header": heading.text} for heading in table.headings],
        },
    )
    page.constant_memory = True
    page.tables[-1]["range"] = xl_range(top, 0, top + table.count, last)
