"""Excel workbooks: values as saved, and nothing that unpacks or stretches beyond all measure."""

import io
import zipfile

import pytest
import xlsxwriter

from programmes.ingest import opening, sheets
from programmes.ingest.opening import Limits
from programmes.ingest.readers import NotReadable

LIMITS = Limits()


def book(*rows, sheets=("Figures",), **last_saved):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        for name in sheets:
            sheet = made.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, value in enumerate(row):
                    sheet.write(line, place, value)
    return content.getvalue()


def changed(content, replace):
    """The workbook with parts of its archive replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replace(name, old.read(name)))
    return out.getvalue()


def test_values_are_text_as_one_would_type_them():
    table = opening.read(book(["a", "b", "c"], ["x", 1204, 0.5], [True, "", 1e-7]), LIMITS)

    assert table.heading == ["a", "b", "c"]
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ["x", "1204", "0.5"]),
        (3, ["TRUE", "", "0.0000001"]),
    ]


def test_rows_keep_the_number_they_have_in_the_sheet():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet()
        sheet.write(2, 0, "a")
        sheet.write(5, 0, "b")

    table = opening.read(content.getvalue(), LIMITS)

    assert (table.heading, table.rows[0].line) == (["a"], 6)


def test_no_formula_is_worked_out():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", None, 41)
        sheet.write(1, 1, "x")

    assert opening.read(content.getvalue(), LIMITS).rows[0].cells == ["41", "x"]


def test_the_sheet_of_figures_is_read_among_several():
    content = book(["a"], ["1"], sheets=("Notes", "Figures"))

    assert opening.read(content, LIMITS).heading == ["a"]


def test_a_sheet_with_a_cell_at_its_far_corner_is_refused():
    content = changed(
        book(["a"], ["b"]),
        lambda name, part: part.replace(b'r="A2"', b'r="XFD1048576"') if "sheet1" in name else part,
    )

    with pytest.raises(NotReadable, match="row 1,048,576 and column 16,384"):
        opening.read(content, LIMITS)


def test_an_address_across_two_pieces_is_found(monkeypatch):
    monkeypatch.setattr(sheets, "PIECE", 7)
    content = changed(
        book(["a"], ["b"]),
        lambda name, part: part.replace(b'r="A2"', b"r='XFD1048576'") if "sheet1" in name else part,
    )

    with pytest.raises(NotReadable, match="column 16,384"):
        opening.read(content, LIMITS)


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened():
    content = changed(
        book(["a"], ["b"]), lambda name, part: part + b" " * 3_000_000 if "sheet1" in name else part
    )
    assert len(content) < 100_000

    with pytest.raises(NotReadable, match="unpacks to more than 2 MB"):
        opening.read(content, Limits(unpacked_bytes=2_000_000))


def test_an_archive_of_csv_that_unpacks_to_too_much_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "a\n" + "1\n" * 2_000_000)

    with pytest.raises(NotReadable, match="unpacks to more than 2 MB"):
        opening.read(content.getvalue(), Limits(unpacked_bytes=2_000_000))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            changed(book(["a"]), lambda name, part: b"no xml" if "sheet1" in name else part),
            "empty|cannot be opened",
        ),
        (
            changed(book(["a"]), lambda name, part: b"" if name == "xl/workbook.xml" else part),
            "cannot be opened|no sheet",
        ),
        (book(), "empty"),
    ],
)
def test_a_damaged_or_empty_workbook_is_said_in_words(content, said):
    with pytest.raises(NotReadable, match=said):
        opening.read(content, LIMITS)


def test_too_many_rows_or_columns_are_refused():
    for content in (b"a\n" + b"1\n" * 11, b",".join([b"a"] * 6) + b"\n1\n"):
        with pytest.raises(NotReadable, match="at most"):
            opening.read(content, Limits(rows=10, columns=5))
