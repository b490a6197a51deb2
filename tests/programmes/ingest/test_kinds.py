"""Archives, and files that are no table: each is told what it is and what to do, and none breaks the reader."""

import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.ingest.layouts import NotThisLayout
from programmes.ingest.opening import Limits, read
from programmes.ingest.readers import NotReadable
from tests.programmes.ingest.spreadsheets import HEADING, archive, encrypted, ods, with_cell, xlsx

CSV = ",".join(HEADING) + "\nips-specialists,84H,2025-26-Q1,12.5,,,\n"
XML_SPREADSHEET = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
FLAT_DOCUMENT = (
    b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
)
GEO = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"indicator_code": 1}}]}


def old(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)


def refusal(content):
    with pytest.raises(NotReadable) as refused:
        read(content, Limits())
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "is_called", "advice"),
    [
        (b"<html><body><table><tr><td>a</td></tr></table>", "This is a web page (HTML)", "Save it as"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<table>", "This is a web page (HTML)", "Save it as"),
        (XML_SPREADSHEET, "XML Spreadsheet 2003", "Save it as"),
        (FLAT_DOCUMENT, ".fods", "Save it as .ods"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture", "Copy its figures"),
        (b"<rows><row/></rows>", "This is XML", "Save it as"),
        (json.dumps(GEO).encode(), "This is GeoJSON", "Copy its figures"),
        (json.dumps([{"a": 1}]).encode("utf-16"), "This is JSON", "Save it as"),
        (json.dumps({"a": 1}, indent=2).encode(), "This is JSON", "Save it as"),
        (b"%PDF-1.7\n", "This is a PDF document", "Copy its figures"),
        (b"{\\rtf1 a}", "Word document", "Copy its figures"),
        (b"\x89PNG\r\n\x1a\n", "picture", "Copy its figures"),
        (b"\xff\xd8\xff\xe0", "picture", "Copy its figures"),
        (b"PAR1" + bytes(9), "Parquet", "Save it as"),
        (b"SQLite format 3\x00", "database", "Save it as"),
        (b"\x1f\x8b\x08", "archive of a kind that is not read", "Unpack it"),
        (b"7z\xbc\xaf\x27\x1c", "archive of a kind that is not read", "Unpack it"),
        (old("Workbook"), "workbook of the old kind (.xls)", "Save it as"),
        (old("EncryptedPackage"), "protected by a password", "Save it without one"),
        (old("WordDocument"), "Word document", "Copy its figures"),
        (b"\x09\x08\x10\x00\x00\x06", "workbook of the old kind (.xls)", "Save it as"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "saved web page", "Save it as"),
        (archive({"[Content_Types].xml": "", "word/document.xml": ""}), "Word", "Copy its figures"),
        (archive({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "presentation", "Copy its figures"),
        (archive({"[Content_Types].xml": "", "xl/workbook.bin": ""}), ".xlsb", "Save it as"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "text document", "Copy its figures"),
        (archive({"Index/Document.iwa": ""}), "Numbers", "Export it"),
        (b"", "The file is empty", "Send the file"),
        (b" \r\n\t\n", "The file is empty", "Send the file"),
        ("\ufeff".encode(), "The file is empty", "Send the file"),
        (xlsx(("Figures", [])), "The workbook is empty", "Send the file"),
        (b"\x00\x01\x02\x03" * 40, "bytes that no text holds", "Send it as"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_told_what_it_is_and_what_to_do(content, is_called, advice):
    said = refusal(content)

    assert is_called in said
    assert advice in said
    assert len(said) < 260


@pytest.mark.parametrize("start", ["BMI", "ORC", "From: A", "RDX", "ID;a", "[x]"])
def test_a_heading_that_begins_like_another_kind_of_file_is_a_heading(start):
    assert read(f"{start},{CSV}".encode(), Limits()).heading[-1] == "note"


@pytest.mark.parametrize(
    "content",
    [
        archive(
            {"figures.csv": CSV, "__MACOSX/._figures.csv": "\x00\x05", ".DS_Store": "x", "a/Thumbs.db": "x"}
        ),
        archive({"return/": "", "return/~$figures.xlsx": "x", "return/figures.xlsx": xlsx()}),
        archive({"figures.ods": ods(), "desktop.ini": "x", "readme.pdf": "%PDF"}),
        archive({"a\\b\\figures.tsv": CSV.replace(",", "\t")}),
    ],
)
def test_the_one_file_in_an_archive_is_read_whatever_a_computer_put_beside_it(content):
    table = read(content, Limits())

    assert table.rows[0].cells[:4] == ["ips-specialists", "84H", "2025-26-Q1", "12.5"]
    assert table.remarks[0].startswith("figures.")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.csv": CSV, "b.xlsx": xlsx()}, "It holds 2: a.csv, b.xlsx. Unpack it and send them one by one."),
        ({"inner.zip": archive({"a.csv": CSV})}, "holds another archive (inner.zip). Unpack it"),
        ({"a.csv": archive({"a.csv": CSV})}, "a.csv, in the archive: The archive holds another archive."),
        ({"a.json": "{}"}, "holds a.json, and no file of figures"),
        ({"a.csv": "{}"}, "a.csv, in the archive: This is JSON"),
        ({}, "The archive is empty, and no file of figures"),
    ],
)
def test_an_archive_that_leaves_a_choice_or_none_is_told(files, said):
    assert said in refusal(archive(files))


def test_what_is_encrypted_is_told_in_words():
    assert refusal(encrypted(archive({"a.csv": CSV}))).startswith(
        "The archive is encrypted. Unpack it with its"
    )
    assert refusal(encrypted(xlsx())).startswith("The workbook is encrypted. Save it without a password")


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize(
    ("content", "what"), [(xlsx(), "workbook"), (ods(), "workbook"), (archive({"a.csv": CSV}), "archive")]
)
def test_a_file_whose_end_is_missing_is_told_that_it_is_cut_off(content, what, share):
    said = refusal(content[: max(60, int(len(content) * share))])

    assert said.startswith(f"The {what} is cut off: its end is missing")


def test_an_archive_that_unpacks_to_too_much_stays_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", "a\n" * 3_000_000)

    with pytest.raises(NotReadable, match="unpacks to more than 2 MB"):
        read(held.getvalue(), Limits(unpacked_bytes=2_000_000))


GOOD = [
    CSV.encode(),
    ("sep=;\n" + CSV.replace(",", ";")).encode("utf-16"),
    xlsx(),
    with_cell("D2", '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
    ods(),
    archive({"a.csv": CSV, "__MACOSX/._a.csv": "x"}),
    json.dumps(GEO).encode(),
]


def assert_read_or_refused(content):
    """Any other exception goes through, and fails the property."""
    try:
        table = read(content, Limits(unpacked_bytes=20_000_000))
    except (NotReadable, NotThisLayout):
        return
    assert all(
        isinstance(cell, str) for row in [table.heading, *(one.cells for one in table.rows)] for cell in row
    )


def test_a_part_without_a_name_is_passed_over():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("nameless", "a,b\n1,2\n")
    content = packed.getvalue().replace(b"nameless", b"\0ameless")

    with pytest.raises(NotReadable, match="archive is empty, and no file of figures"):
        read(content, Limits())


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_bytes_break_the_reader(data):
    """Good files of every kind with bytes changed, taken out and put in are read or refused, and nothing else."""
    content = bytearray(data.draw(st.sampled_from(GOOD)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 12))
        content[at : at + cut] = data.draw(st.binary(max_size=12))
    assert_read_or_refused(bytes(content))


PARTS = st.sampled_from([
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml",
    "xl/styles.xml", "xl/worksheets/sheet1.xml", "mimetype", "content.xml",
])  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(GOOD[2:5]), PARTS, st.integers(0, 3000), st.integers(0, 40), st.binary(max_size=20))
def test_no_part_of_a_workbook_breaks_the_reader(content, name, at, cut, put):
    """Workbooks that are honest archives and hold damaged parts are read or refused, and nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old_parts, zipfile.ZipFile(out, "w") as new:
        for part in old_parts.namelist():
            held = old_parts.read(part)
            new.writestr(part, held[:at] + put + held[at + cut :] if part == name else held)
    assert_read_or_refused(out.getvalue())
