"""Bytes to a table of text: whatever the encoding, the delimiter, and whether it came in an archive.

What was met in published files: UTF-8 with and without a byte order mark, Windows-1252 (all files of the
workforce return), UTF-16 from spreadsheets, semicolons, tabs, and archives with one file in them.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = ",;\t|"
LARGEST_BYTES = 500_000_000
"""An archive may not unpack to more than this: no published file comes near."""

csv.field_size_limit(1_000_000)


class NotReadable(ValueError):
    """The bytes are no table of text; the message says what they seem to be and what to send instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; `line` is where it begins in the file, the heading being 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text: its heading and its rows, blank ones left out."""

    heading: list[str]
    rows: list[Row]
    encoding: str
    delimiter: str


def read(content: bytes) -> Table:
    """The table in these bytes; NotReadable when there is none."""
    if content[:4] == b"PK\x03\x04":
        content = _unpacked(content)
    encoding = _encoding(content)
    text = content.decode(encoding)
    if "\x00" in text:
        raise NotReadable(
            "The file holds bytes that no text holds. Send it as comma-separated values (.csv)."
        )
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    heading = next(rows, None)
    if heading is None:
        raise NotReadable("The file is empty. Send the file with its heading and rows.")
    return Table([cell.strip() for cell in heading.cells], list(rows), encoding, delimiter)


def _unpacked(content: bytes) -> bytes:
    """The one table in an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(name.startswith("xl/") for name in archive.namelist()):
                raise NotReadable(
                    "This is an Excel workbook. Save the sheet as comma-separated values (.csv)."
                )
            tables = [info for info in archive.infolist() if info.filename.lower().endswith((".csv", ".txt"))]
            if len(tables) != 1:
                names = ", ".join(info.filename for info in tables) or "none"
                raise NotReadable(
                    f"The archive must hold one .csv file. It holds: {names}. Unpack it and send one."
                )
            if tables[0].file_size > LARGEST_BYTES:
                raise NotReadable(
                    f"{tables[0].filename} unpacks to more than {LARGEST_BYTES // 1_000_000} MB."
                )
            return archive.read(tables[0])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise NotReadable(
            f"The archive cannot be opened: {error}. Unpack it and send the .csv file."
        ) from error


def _encoding(content: bytes) -> str:
    """The encoding in which the bytes make sense; Windows-1252 is what is left when the others do not."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _if_it_decodes(content, "utf-16")
    head = content[:1000]
    if head.count(0) > len(head) // 4:
        return _if_it_decodes(
            content, "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _if_it_decodes(content: bytes, encoding: str) -> str:
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotReadable("The file is cut off or damaged. Fetch it again, or save it as UTF-8.") from error
    return encoding


def _delimiter(text: str) -> str:
    """What stands between the cells of the heading most often."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=heading.count)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Every row that holds something, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise NotReadable(
            f"The file cannot be read beyond line {line}: {error}. Look for a missing quote."
        ) from error
