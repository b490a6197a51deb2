"""Workbooks at their limits: how many rows, how much memory, which text, and what stands where there is no value."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest

from dashboards.dictionary import column
from dashboards.files import ods, xlsx
from dashboards.files.cells import COLUMNS, Cells, Heading, Line, Sheet, Table, Workbook
from dashboards.files.cover import TooManyRows, cover_of
from dashboards.files.formats import FORMATS
from dashboards.files.workbook import MOST_ROWS, _sheet_names
from programmes.queries.programmes import indicator
from tests.dashboards.files.workbooks import (
    BASE,
    EVERYTHING,
    FORMS,
    LATEST_ACCESS,
    by_calamine,
    read_back,
    written,
)

pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize("code", FORMS)
def test_too_many_rows_are_refused_in_words(code):
    with LATEST_ACCESS.opened():
        cover = replace(cover_of(LATEST_ACCESS, base=BASE), rows=MOST_ROWS + 1)
        with pytest.raises(TooManyRows, match="at most 1,000,000 rows, and this selection has 1,000,001"):
            FORMATS[code].write(LATEST_ACCESS, cover, BytesIO(), progress=lambda rows: None)


@pytest.mark.parametrize(
    "text", ["<r>bold</r>", "<r></t>", "_x0041_", "a  b ", " tab\there", "&amp;<b>", "é\x0b"]
)
@read_back
def test_any_text_comes_back_as_it_was(code, read, text):
    table = Table("t", (Heading("A", 9), Heading("B", 9)), 1, [((text, 1), ("text", "number0"))])
    into = BytesIO()
    {"xlsx": xlsx, "ods": ods}[code].write(a_workbook(table), into)

    came = read(into.getvalue())["page"][-1][0]
    expected = text.replace("\x0b", "\N{REPLACEMENT CHARACTER}") if code == "ods" else text
    if read is by_calamine and code == "ods":  # It passes over blanks that ODS writes as elements.
        came, expected = re.sub(r"\s", "", came), re.sub(r"\s", "", expected)
    assert came == expected


def a_workbook(table):
    return Workbook("Title", datetime(2024, 4, 1, tzinfo=UTC), (Sheet("page", (Line("T", "title"),), table),))


def test_progress_is_told_to_the_end(monkeypatch):
    monkeypatch.setattr("dashboards.files.workbook.TOLD_EVERY", 100)
    told = []
    written("ods", EVERYTHING, told.append)

    assert told == sorted(told)
    assert len(told) > 3
    with EVERYTHING.opened():
        assert told[-1] == EVERYTHING.rows().count()


def test_sheet_names_are_short_and_no_two_are_alike():
    names = _sheet_names(["a" * 40, "a" * 41, "NOTES", "ips-access"])

    assert names == ["a" * 31, "a" * 27 + "-2", "NOTES-2", "ips-access"]
    assert all(len(name) <= 31 for name in names)


MISSING = [
    # column, marker, target to date, what stands there
    ("actual", "c", 10.0, "c"),
    ("actual", "", 10.0, "x"),
    ("year_to_date", "", 10.0, "x"),
    ("denominator", "c", 10.0, "z"),
    ("attainment", "c", 10.0, "c"),
    ("attainment", "c", None, "z"),
    ("attainment", "", 10.0, "x"),
    ("variance", "w", 10.0, "w"),
    ("required_per_period", "", 10.0, "z"),
    ("target_year", "c", None, "z"),
    ("rank", "c", 10.0, "z"),
    ("forecast", "", 10.0, "x"),
]


def test_a_missing_value_says_why_it_is_missing():
    count, ratio = Cells(indicator("ips-access")), Cells(indicator("smi-employment"))
    for name, marker, target, expected in MISSING:
        assert column(COLUMNS, name)
        assert (name, count.why_missing(name, marker, target)) == (name, expected)
    assert ratio.why_missing("denominator", "c", None) == "c"


ROWS = 2500
FLAT = 4
"""Megabytes. A note of each cell alone, as the library keeps for its own tables, takes twice as much."""
MEASURED = f"""
import resource
from datetime import UTC, datetime
from tempfile import TemporaryFile
from dashboards.files import ods, xlsx
from dashboards.files.cells import Heading
from dashboards.files.cells import Line, Sheet, Table, Workbook

WIDE = 34
HEADINGS = tuple(Heading(f"Heading {{n}}", 9) for n in range(WIDE))

def write(rows, module):
    cells = (([f"text {{n}} {{row}}" if n % 2 else row + n / 7 for n in range(WIDE)],
        ["text" if n % 2 else "number1" for n in range(WIDE)]) for row in range(rows))
    sheet = Sheet("page", (Line("Title", "title"),), Table("page", HEADINGS, rows, cells))
    with TemporaryFile() as file:
        module.write(Workbook("Title", datetime(2024, 4, 1, tzinfo=UTC), (sheet,)), file)

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

for module in (xlsx, ods):
    write(100, module)
    before = peak()
    write({ROWS}, module)
    assert peak() - before < {FLAT}, (module, peak() - before)
"""


def test_memory_is_flat():
    program = "import django; django.setup()\n" + MEASURED
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
