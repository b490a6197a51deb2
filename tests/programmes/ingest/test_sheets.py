"""Which sheet is read, what of it is hidden, and workbooks as other programs name their parts."""

import pytest

from programmes.ingest import sheets
from programmes.ingest.opening import Limits, read
from programmes.ingest.readers import NotReadable
from tests.programmes.ingest.spreadsheets import (
    HEADING,
    ODS_HEADING,
    ROW,
    line,
    number,
    ods,
    ods_row,
    rewritten,
    sheet,
    text,
    xlsx,
)

FIGURES = [HEADING, ROW]
COVER = [["IPS return"], [], ["Prepared by the analyst"]]
READ = ["ips-specialists", "84H", "2025-26-Q1", "12.5", "", "", ""]
HIDDEN = ' table:style-name="hidden"'
ODS_COVER = sheet(line(text("IPS return")), name="Cover")


def hide(*names):
    return lambda sheet: sheet.hide() if sheet.name in names else None


def refusal(content):
    with pytest.raises(NotReadable) as refused:
        read(content, Limits())
    return str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        xlsx(("Cover", COVER), ("Data", FIGURES)),
        xlsx(("Cover", COVER), ("Data", [["Title"], [], *FIGURES])),
        ods(ODS_COVER, sheet(ODS_HEADING, ods_row(), name="Data")),
        xlsx(("Cover", COVER), ("Data", FIGURES), ("Empty template", [HEADING])),
    ],
)
def test_the_sheet_with_the_heading_is_read_and_named(content):
    table = read(content, Limits())

    assert table.rows[0].cells == READ
    assert table.remarks[0].startswith("The sheet Data was read. Not read: Cover")


@pytest.mark.parametrize(
    "content",
    [
        xlsx(("Q1", FIGURES), ("Q2", FIGURES)),
        ods(sheet(ODS_HEADING, ods_row(), name="Q1"), sheet(ODS_HEADING, ods_row(), name="Q2")),
    ],
)
def test_of_several_sheets_with_figures_none_is_read(content):
    assert refusal(content) == (
        "2 sheets hold figures: Q1, Q2. Send them one by one, or hide or delete those that are not meant."
    )


@pytest.mark.parametrize(
    "content",
    [
        xlsx(("Now", FIGURES), ("Old", FIGURES), change=hide("Old")),
        ods(
            sheet(ODS_HEADING, ods_row(), name="Now"),
            sheet(ODS_HEADING, ods_row(), name="Old", attributes=HIDDEN),
        ),
    ],
)
def test_a_hidden_sheet_is_not_read_and_told(content):
    table = read(content, Limits())

    assert (len(table.rows), table.remarks) == (1, ("Hidden sheets are not read: Old.",))


@pytest.mark.parametrize(
    "content",
    [
        xlsx(("Cover", COVER), ("Old", FIGURES), change=hide("Old")),
        ods(ODS_COVER, sheet(ODS_HEADING, ods_row(), name="Old", attributes=HIDDEN)),
    ],
)
def test_figures_on_a_hidden_sheet_alone_are_refused(content):
    assert refusal(content).startswith(
        "The figures stand on a hidden sheet (Old), and hidden sheets are not read."
    )


def test_a_sheet_without_a_heading_is_told_by_what_comes_nearest():
    table = read(xlsx(("Cover", COVER), ("Data", [["area_code", "figure"], ["84H", 3]])), Limits())

    assert table.heading == ["area_code", "figure"]


def some_hidden(sheet):
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.set_column(6, 6, None, None, {"hidden": True})


@pytest.mark.parametrize(
    "content",
    [
        xlsx(("Figures", [HEADING, ROW, ROW, ROW]), change=some_hidden),
        ods(
            sheet(
                '<table:table-column table:number-columns-repeated="6"/>',
                '<table:table-column table:visibility="collapse"/>',
                ODS_HEADING,
                ods_row(attributes=' table:visibility="filter"'),
                ods_row(),
                ods_row(attributes=' table:visibility="collapse"'),
            )
        ),
    ],
)
def test_hidden_rows_are_read_and_counted_and_hidden_columns_named(content):
    table = read(content, Limits())

    assert len(table.rows) == 3
    assert table.remarks == (
        "2 rows are hidden or filtered out in the file; what is hidden was read like the rest.",
        "Hidden in the file, and read all the same: the column note.",
    )


def in_place(name, part):
    return (
        part.replace(b"workbook.xml", b"Book1.xml")
        if name in ("[Content_Types].xml", "_rels/.rels")
        else part
    )


def elsewhere(name, part):
    return (
        part.replace(b"/xl/workbook.xml", b"/data/wb.xml")
        .replace(b'"xl/workbook.xml', b'"data/wb.xml')
        .replace(b"/xl/", b"/data/")
    )


WITH_ERROR = xlsx(("Figures", [HEADING, ROW, [*ROW[:3], "=1/0"]]))


@pytest.mark.parametrize(
    "content",
    [
        rewritten(xlsx(), rename=lambda name: name.replace("/", "\\")),
        rewritten(xlsx(), rename=lambda name: name.replace("workbook.xml", "Workbook.xml")),
        rewritten(xlsx(), in_place, lambda name: name.replace("workbook.xml", "Book1.xml")),
        rewritten(xlsx(), elsewhere, lambda name: name.replace("workbook.xml", "wb.xml").replace("xl/", "data/")),
        rewritten(xlsx(), rename=lambda name: "/" + name),
        rewritten(WITH_ERROR, rename=lambda name: name.replace("/", "\\")),
        rewritten(WITH_ERROR, in_place, lambda name: name.replace("workbook.xml", "Book1.xml")),
    ],
)  # fmt: skip
def test_a_workbook_is_read_by_whatever_names_its_parts_go(content):
    assert read(content, Limits()).rows[0].cells[:4] == READ[:4]


MANY = number(1).replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16000"')
GAP = '<table:table-cell table:number-columns-repeated="16000"/>'


@pytest.mark.parametrize(
    "lines",
    [
        [line(number(1), MANY, attributes=' table:number-rows-repeated="1048000"')],
        [line('<table:table-cell table:number-columns-repeated="2000000000"/>')],
        [line(attributes=' table:number-rows-repeated="99999999999999999999"')],
        [line(GAP, number(1)), line(attributes=' table:number-rows-repeated="1000000"'), line(number(1))],
    ],
)
def test_cells_that_are_written_once_and_counted_a_billion_times_are_refused(lines):
    assert "too much to read" in refusal(ods(sheet(ODS_HEADING, *lines)))


def test_cells_without_addresses_are_counted(monkeypatch):
    monkeypatch.setattr("programmes.ingest.workbooks.MOST_CELLS", 50)
    content = rewritten(
        xlsx(),
        lambda name, part: part.replace(b"</sheetData>", b"<row>" + b"<c/>" * 60 + b"</row></sheetData>"),
    )
    assert "too much to read" in refusal(content)


def test_a_cell_across_two_pieces_is_written_anew(monkeypatch):
    monkeypatch.setattr(sheets, "PIECE", 11)

    assert read(WITH_ERROR, Limits()).rows[1].cells[3] == "=1/0"
