"""Workbooks as two libraries read them, each, and the questions whose files are read."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from odfdo import Document
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from dashboards.files.cells import COLUMNS
from dashboards.files.cover import cover_of
from dashboards.files.formats import FORMATS
from dashboards.question import Question
from tests.reading import LATEST

BASE, REFERENCE = "https://example.org", "https://example.org/data/abc/"
EVERYTHING = Question()
LATEST_ACCESS = Question(indicator=("ips-access",), period=(LATEST,))
SORTED = Question(sort="-attainment", period=(LATEST,))
QUARTER = Question(period=(LATEST,))
NOTHING = Question(indicator=("nothing",))
FORMS = ["xlsx", "ods"]
BEFORE_TABLES = ["Cover", "Contents", "Notes", "Columns"]
NAMES = [column.name for column in COLUMNS]


def written(code, question, told=lambda rows: None):
    into = BytesIO()
    with question.opened():
        cover = cover_of(question, base=BASE, reference=REFERENCE)
        FORMATS[code].write(question, cover, into, progress=told)
    return into.getvalue()


def by_calamine(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def by_openpyxl(content):
    book = openpyxl.load_workbook(BytesIO(content))
    return {
        page.title: [[plain(cell) for cell in row] for row in page.iter_rows(values_only=True)]
        for page in book
    }


def plain(cell):
    """Excel writes some characters by their number, which openpyxl leaves to its caller."""
    return unescape(cell) if isinstance(cell, str) else cell


def by_odfdo(content):
    tables = Document(BytesIO(content)).body.tables
    return {table.name: [[as_shown(cell) for cell in row] for row in table.get_values()] for table in tables}


def as_shown(cell):
    """odfdo gives numbers as decimals, and a link with where it leads."""
    if isinstance(cell, str):
        return re.sub(r"^\[(.+)\]\(.+\)$", r"\1", cell, flags=re.DOTALL)
    return float(cell) if isinstance(cell, Decimal) else cell


READERS = [("xlsx", by_calamine), ("xlsx", by_openpyxl), ("ods", by_calamine), ("ods", by_odfdo)]
read_back = pytest.mark.parametrize(
    ("code", "read"), READERS, ids=[f"{code}-{read.__name__}" for code, read in READERS]
)


def table_of(rows):
    """The headings and the rows of the table of a sheet."""
    top = next(at for at, row in enumerate(rows) if sum(1 for cell in row if cell not in (None, "")) > 1)
    return rows[top], rows[top + 1 :]


def tables_of(sheets):
    """The rows of all tables of progress, sheet after sheet, by the names of their columns."""
    return [
        dict(zip(NAMES, row, strict=True))
        for name, rows in sheets.items()
        if name not in BEFORE_TABLES
        for row in table_of(rows)[1]
    ]


def rows_of(files, name):
    return [json.loads(line) for line in files[name, "jsonl"].splitlines()]
