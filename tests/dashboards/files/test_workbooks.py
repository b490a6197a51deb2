"""Workbooks: laid out for everybody to read, and read back by two libraries each."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from dashboards.files.cells import COLUMNS
from dashboards.files.cover import MADE_UP, cover_of
from tests.dashboards.files.conftest import HOSTILE
from tests.dashboards.files.workbooks import (
    BASE,
    BEFORE_TABLES,
    EVERYTHING,
    FORMS,
    LATEST_ACCESS,
    NAMES,
    NOTHING,
    QUARTER,
    READERS,
    REFERENCE,
    SORTED,
    by_calamine,
    by_openpyxl,
    read_back,
    rows_of,
    table_of,
    tables_of,
    written,
)

pytestmark = pytest.mark.usefixtures("world")


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
    elif each.name == "note":
        assert (cell or "") == value
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
        assert (
            f"Rollout. {cover.title}. Data version 7, as known at {cover.as_at_words}. {REFERENCE}" in lines
        )


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
            assert blank <= {"Notes", "Published note"}
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


@read_back
def test_no_rows_are_a_workbook_without_tables_of_progress(files, code, read):
    sheets = read(files["nothing", code])

    assert list(sheets) == BEFORE_TABLES
    assert "0 rows, in 0 sheets, one table on each." in [row[0] for row in sheets["Cover"]]
