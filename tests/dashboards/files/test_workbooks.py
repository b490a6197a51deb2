"""Workbooks: laid out for everybody to read, and read back by two libraries each."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from odfdo import Document
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from dashboards.dictionary import column
from dashboards.files import ods, xlsx
from dashboards.files.cells import COLUMNS, Cells, Heading
from dashboards.files.cover import MADE_UP, cover_of
from dashboards.files.formats import FORMATS
from dashboards.files.workbook import MOST_ROWS, Line, Sheet, Table, Workbook, _sheet_names
from dashboards.files.writer import TooManyRows
from dashboards.question import Question
from programmes.queries.programmes import indicator
from tests.dashboards.files.conftest import HOSTILE
from tests.reading import LATEST

pytestmark = pytest.mark.usefixtures("world")
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


@pytest.fixture(scope="module")
def files(made_world):
    """Every file that is read here, made once, and the rows by another way: as JSON lines."""
    asked = {
        "everything": EVERYTHING,
        "latest": LATEST_ACCESS,
        "sorted": SORTED,
        "quarter": QUARTER,
        "nothing": NOTHING,
    }
    return {
        (name, code): written(code, question)
        for name, question in asked.items()
        for code in [*FORMS, "jsonl"]
    }


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


# --- The rows --------------------------------------------------------------------------------------------------------


@read_back
@pytest.mark.parametrize("name", ["everything", "latest", "sorted"])
def test_every_cell_says_what_the_row_says_in_the_same_order(files, name, code, read):
    rows = tables_of(read(files[name, code]))

    expected = rows_of(files, name)
    assert len(rows) == len(expected) > 0
    for got, row in zip(rows, expected, strict=True):
        for each in COLUMNS:
            assert_says(got[each.name], row[each.name], row["marker"], each)


def assert_says(cell, value, marker, each):
    if each.name == "notes":
        assert (cell or "") == "".join(f"[{letter}]" for letter in value)
    elif value is None or value == "":
        assert re.fullmatch(r"\[[cxzw]\]", cell)
        assert each.name != "actual" or cell == f"[{marker}]"
    elif each.kind == "boolean":
        assert cell is value
    elif each.kind == "date":
        assert date(cell.year, cell.month, cell.day) == date.fromisoformat(value)
    elif each.is_number:
        assert not isinstance(cell, (str, bool))
        assert float(cell) == pytest.approx(value, rel=1e-15, abs=0)
    else:
        assert cell == value


@read_back
def test_every_marker_stands_in_its_place_and_nothing_is_a_true_zero_but_zero(files, code, read):
    rows = {row["area"]: row for row in tables_of(read(files["latest", code]))}

    said = {area: (row["actual"], row["notes"] or "") for area, row in rows.items()}
    assert said["01A"] == ("[c]", "")
    assert said["02B"] == ("[x]", "")
    assert said["03B"] == ("[z]", "")
    assert said["04C"] == ("[w]", "")
    assert said["QAA"] == (0, "")
    assert said["QBB"][0] > 0
    assert said["QBB"][1] == "[p][r]"
    assert said["QCC"] == (-0.1, "[e][b]")
    assert rows["01A"]["year_to_date"] == rows["01A"]["attainment"] == "[c]"
    assert rows["01A"]["denominator"] == "[z]"


@read_back
def test_text_that_a_spreadsheet_could_run_stays_text(files, code, read):
    names = {row["area"]: row["area_name"] for row in tables_of(read(files["latest", code]))}

    assert {area: names[area] for area in HOSTILE} == HOSTILE
    assert names["01A"] == "-1+1"
    with ZipFile(BytesIO(files["latest", code])) as archive:
        for part in archive.namelist():
            assert b"<f>" not in archive.read(part)
            assert b"table:formula" not in archive.read(part)


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


def test_an_order_that_was_asked_for_keeps_all_rows_in_one_table(files):
    sheets = by_openpyxl(files["sorted", "xlsx"])

    assert list(sheets) == [*BEFORE_TABLES, "progress"]
    headings, rows = table_of(sheets["progress"])
    assert headings[NAMES.index("actual")] == "Actual (unit of the row)"
    assert len({row[NAMES.index("indicator")] for row in rows}) > 1


# --- The layout ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(files):
    return openpyxl.load_workbook(BytesIO(files["everything", "xlsx"]))


@read_back
def test_the_sheets_are_cover_contents_notes_columns_then_one_for_each_indicator(files, code, read):
    sheets = read(files["everything", code])

    expected = list(dict.fromkeys(row["indicator"] for row in rows_of(files, "everything")))
    assert list(sheets) == [*BEFORE_TABLES, *expected]
    contents = table_of(sheets["Contents"])[1]
    assert [row[0] for row in contents] == list(sheets)[2:]
    assert sum(row[2] for row in contents[2:]) == len(rows_of(files, "everything"))


def test_the_cover_says_what_was_asked_and_how_to_ask_again(files):
    with LATEST_ACCESS.opened():
        cover = cover_of(LATEST_ACCESS, base=BASE, reference=REFERENCE)
    for code, read in READERS:
        lines = [row[0] for row in read(files["latest", code])["Cover"]]
        assert lines[0] == cover.title
        assert MADE_UP in lines
        assert {f"{label}: {words}" for label, words in cover.described} <= set(lines)
        text = "\n".join(lines)
        for said in (
            cover.link,
            REFERENCE,
            cover.as_at_words,
            cover.licence,
            cover.methods,
            "Made for tests",
        ):
            assert said in text
        assert f"Data version: {cover.data_version}" in lines


def test_notes_explain_every_marker_that_occurs(files):
    for code in FORMS:
        sheets = by_calamine(files["everything", code])
        used = {
            letter
            for name, rows in sheets.items()
            if name not in BEFORE_TABLES
            for row in table_of(rows)[1]
            for cell in row
            if isinstance(cell, str)
            for letter in re.findall(r"\[(\w)\]", cell)
        }
        assert {"c", "x", "z", "w", "p", "r", "e", "b"} <= used
        assert used <= {row[0][1] for row in table_of(sheets["Notes"])[1]}
        for name, rows in sheets.items():
            if name not in BEFORE_TABLES:
                above = " ".join(row[0] for row in rows[:5])
                inside = {cell for row in table_of(rows)[1] for cell in row if str(cell).startswith("[")}
                assert all(
                    f"{marker} = " in above for cell in inside for marker in re.findall(r"\[\w\]", cell)
                )


def test_nothing_is_merged_hidden_frozen_filtered_or_drawn(files, book):
    for page in book:
        assert not page.merged_cells.ranges
        assert page.freeze_panes is None
        assert page.auto_filter.ref is None
        assert page.sheet_state == "visible"
        assert not any(
            each.hidden for each in (*page.row_dimensions.values(), *page.column_dimensions.values())
        )
        assert page.sheet_view.selection[0].activeCell == "A1"
        assert all(table.autoFilter is None for table in page.tables.values())
    assert book.active.title == "Cover"
    with ZipFile(BytesIO(files["everything", "xlsx"])) as archive:
        assert not [name for name in archive.namelist() if re.search("media|drawing|vba|comment", name)]
    content = ods_part(files["everything", "ods"], "content.xml")
    for word in (
        "spanned",
        "covered-table-cell",
        'display-filter-buttons="true"',
        "draw:",
        "table:filter",
        "script",
    ):
        assert word not in content


def ods_part(content, name):
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_every_table_is_marked_up_to_its_last_row_with_nothing_below_and_no_blank_but_notes(book):
    for page in list(book)[1:]:
        (area,) = page.tables.values()
        left, top, right, bottom = range_boundaries(area.ref)
        assert (left, right, bottom) == (1, page.max_column, page.max_row)
        assert area.name == (
            "progress_" if page.title not in BEFORE_TABLES else ""
        ) + page.title.lower().replace("-", "_")
        headings = [cell.value for cell in page[top]]
        assert [each.name for each in area.tableColumns] == headings
        assert len(set(headings)) == len(headings)
        for row in page.iter_rows(min_row=top):
            blank = {headings[cell.column - 1] for cell in row if cell.value is None}
            assert blank <= {"Notes"}
        assert all(page.cell(row, 1).value and not page.cell(row, 2).value for row in range(1, top))


def test_an_ods_file_marks_the_same_tables(files, book):
    content = ods_part(files["everything", "ods"], "content.xml")
    marked = dict(
        re.findall(r'database-range table:name="(\w+)" table:target-range-address="([^"]+)"', content)
    )

    expected = {}
    for page in list(book)[1:]:
        (area,) = page.tables.values()
        first, last = area.ref.split(":")
        expected[area.name] = f"'{page.title}'.{first}:'{page.title}'.{last}"
    assert marked == expected


def test_headings_have_units_and_numbers_their_form(book):
    access = {cell.value: cell for cell in book["ips-access"][6]}
    assert {"Actual (people)", "Variance (people)", "Attainment (%)", "Denominator", "Rank"} <= set(access)
    page = book["smi-employment"]
    (area,) = page.tables.values()
    top = range_boundaries(area.ref)[1]
    forms = {cell.value: page.cell(top + 1, cell.column).number_format for cell in page[top]}
    assert forms["Actual (%)"] == "0.0%"
    assert forms["Denominator (People asked)"] == "#,##0"
    assert forms["Period start"] == "d mmmm yyyy"
    assert "Variance (percentage points)" in forms


def test_the_document_says_its_title_and_language_and_not_when_it_was_written(files, book):
    with EVERYTHING.opened():
        cover = cover_of(EVERYTHING, base=BASE)
    assert book.properties.title == cover.title
    assert book.properties.created == cover.as_at.replace(microsecond=0, tzinfo=None)
    assert book.custom_doc_props["Language"].value == "en-GB"
    meta = ods_part(files["everything", "ods"], "meta.xml")
    assert f"<dc:title>{cover.title}</dc:title><dc:language>en-GB</dc:language>" in meta
    assert f"<meta:creation-date>{cover.as_at:%Y-%m-%dT%H:%M:%S}Z<" in meta


@pytest.mark.parametrize("code", FORMS)
def test_the_same_rows_are_the_same_bytes(files, code):
    assert written(code, LATEST_ACCESS) == files["latest", code]


def test_gptables_finds_nothing_wrong_and_lays_the_tables_out_in_the_same_way(files, tmp_path):
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx"
    ours.write_bytes(files["quarter", "xlsx"])
    program = Path(__file__).with_name("with_gptables.py")
    done = subprocess.run(
        [sys.executable, program, ours, theirs], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr

    book, other = openpyxl.load_workbook(ours), openpyxl.load_workbook(theirs)
    assert [name for name in other.sheetnames if name != "Columns"] == [
        name for name in book.sheetnames if name != "Columns"
    ]
    for name in book.sheetnames[3:]:
        page, same = book[name], other[name]
        assert page.tables.items() == same.tables.items()
        assert [row[:1] for row in page.iter_rows(max_row=5, values_only=True)] == [
            row[:1] for row in same.iter_rows(max_row=5, values_only=True)
        ]
    for name in ("Contents", "Notes"):
        tops = [
            range_boundaries(table.ref)[1] for each in (book, other) for table in each[name].tables.values()
        ]
        assert tops == [3, 3]


# --- Limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", FORMS)
def test_too_many_rows_are_refused_in_words(code):
    with LATEST_ACCESS.opened():
        cover = replace(cover_of(LATEST_ACCESS, base=BASE), rows=MOST_ROWS + 1)
        with pytest.raises(TooManyRows, match="at most 1,000,000 rows, and this selection has 1,000,001"):
            FORMATS[code].write(LATEST_ACCESS, cover, BytesIO(), progress=lambda rows: None)


@read_back
def test_no_rows_are_a_workbook_without_tables_of_progress(files, code, read):
    sheets = read(files["nothing", code])

    assert list(sheets) == BEFORE_TABLES
    assert "0 rows, in 0 sheets, one table on each." in [row[0] for row in sheets["Cover"]]


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
FLAT = 8
"""Megabytes. Held in memory, so many rows of so many cells would take three times as much."""
MEASURED = f"""
import resource
from datetime import UTC, datetime
from tempfile import TemporaryFile
from dashboards.files import ods, xlsx
from dashboards.files.cells import Heading
from dashboards.files.workbook import Line, Sheet, Table, Workbook

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
