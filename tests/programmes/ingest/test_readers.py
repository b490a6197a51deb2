"""Bytes become a table whatever the encoding, the delimiter and the wrapping; or the sender is told why not."""

import io
import zipfile

import pytest

from programmes.ingest import opening
from programmes.ingest.opening import Limits
from programmes.ingest.readers import NotReadable


def read(content):
    return opening.read(content, Limits())


TEXT = "OrgCode,OrgName\n00L,Northumberland – Café\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_met_is_read(encoding):
    table = read(TEXT.encode(encoding))

    assert table.heading == ["OrgCode", "OrgName"]
    assert table.rows[0].cells == ["00L", "Northumberland – Café"]


def test_bytes_that_no_encoding_names_are_still_read():
    assert read(b"name\n\x81\x8d\n").encoding == "latin-1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_heading(delimiter):
    table = read(TEXT.replace(",", delimiter).encode())

    assert table.delimiter == delimiter
    assert table.rows[0].cells[0] == "00L"


def test_rows_know_the_line_they_begin_on():
    table = read(b'a,b\r\n\r\n1,"two\r\nlines"\r\n,\r\n3,4\r\n')

    assert [(row.line, row.cells) for row in table.rows] == [(3, ["1", "two\r\nlines"]), (6, ["3", "4"])]


def test_an_archive_with_one_file_in_it_is_unpacked():
    assert read(_zip({"data/annual.csv": TEXT, "readme.pdf": ""})).rows[0].cells[0] == "00L"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"a,b\n1,\x00\n", "no text"),
        (b"PK\x03\x04nonsense", "cut off"),
        ("a,b\n".encode("utf-16")[:-1], "cut off"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, what):
    with pytest.raises(NotReadable, match=what):
        read(content)


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"xl/workbook.xml": ""}, "workbook cannot be opened"),
        ({"a.csv": TEXT, "b.csv": TEXT}, "a.csv, b.csv"),
        ({"notes.pdf": ""}, "holds notes.pdf, and no file of figures"),
    ],
)
def test_archives_that_leave_a_choice_are_refused(files, what):
    with pytest.raises(NotReadable, match=what):
        read(_zip(files))


def test_a_quote_that_never_closes_is_told_with_its_line():
    cell = "x" * 1_100_000

    with pytest.raises(NotReadable, match="begins on line 2 holds more than 1,000,000 letters"):
        read(f'a\n"{cell}\n'.encode())


def _zip(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()
