"""Text with delimiters (CSV) to rows: whatever the encoding and the delimiter.

What was met in published files and in those that people send: UTF-8 with and without byte order marks, Windows-1252
(all files of the workforce return), UTF-16 from spreadsheets, semicolons, tabs, and a first line that names the
delimiter. Where a quote is wrong nothing is guessed: it decides what is one cell and what is many rows.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from programmes.ingest import headings
from programmes.ingest.layouts import Layout
from programmes.ingest.letters import MARK
from programmes.ingest.readers import NotReadable, Page, Row, seen

DELIMITERS = ",;\t|"
HEAD = 100_000
"""Letters from the beginning of a file in which its delimiter is looked for."""

FEWEST_COLUMNS = 4
"""From this width on, a line inside a cell that has as many cells as the heading is taken for a row."""

LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)

_NAMED = re.compile(r'"?sep=([^\s\w"]|\t)?(\\t)?"?[,;\t| ]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_UNICODE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_UTF_8_LETTER = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x90-\xbf]")
"""An accented letter, a sign or a quotation mark as UTF-8 writes it, and as hardly anything else is written."""


def decoded(content: bytes) -> tuple[str, str]:
    """The text in these bytes without byte order marks, and its encoding; NotReadable when they are no text."""
    encoding = _encoding(content)
    text = content.decode(encoding).replace(MARK, "")
    if "\x00" in text:
        raise NotReadable(
            "The file holds bytes that no text holds. Send it as an Excel workbook (.xlsx) "
            "or as comma-separated values (.csv)."
        )
    return text, encoding


def read(text: str, encoding: str, layouts: Sequence[Layout]) -> Page:
    """The rows of this text, by the delimiter under which it has one of these headings."""
    named = _NAMED.match(text)
    given = ""
    skipped = 0
    if named:
        given = named[1] or ("\t" if named[2] else "")
        text, skipped = text[named.end() :], 1
    delimiter = _delimiter(text[:HEAD], given, layouts)
    return Page(list(_rows(text, delimiter, skipped + 1)), encoding, delimiter)


def _encoding(content: bytes) -> str:
    """The encoding in which the bytes make sense; Windows-1252 is what is left when the others do not."""
    for mark, encoding in _UNICODE:
        if content.startswith(mark):
            return _if_it_decodes(content, encoding)
    head = content[:1000]
    if head.count(0) > len(head) // 4:
        return _if_it_decodes(
            content, "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not content[: error.start].isascii():
            raise NotReadable(
                "The file is cut off: its last letter is incomplete. Fetch it again."
            ) from error
        _refuse_two_encodings(content, error.start)
    else:
        return "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _refuse_two_encodings(content: bytes, other: int) -> None:
    """NotReadable where some letters are those of UTF-8 and one, at byte `other`, is not: both cannot be read."""
    letter = _UTF_8_LETTER.search(content)
    if letter:
        lines = [content.count(b"\n", 0, at) + 1 for at in (letter.start(), other)]
        raise NotReadable(
            f"Letters are written in two ways: as UTF-8 on line {lines[0]}, otherwise on line {lines[1]}, as when two "
            "files are joined. Save each of them as CSV UTF-8, and send them again."
        )


def _if_it_decodes(content: bytes, encoding: str) -> str:
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotReadable("The file is cut off or damaged. Fetch it again, or save it as UTF-8.") from error
    return encoding


def _delimiter(head: str, given: str, layouts: Sequence[Layout]) -> str:
    """The delimiter under which a heading is found; else what stands most often in one of the first lines."""
    candidates = [given, *DELIMITERS] if given else list(DELIMITERS)
    found = {one: headings.likeness(_first_rows(head, one), layouts) for one in candidates}
    best = max(candidates, key=lambda one: found[one])
    if found[best] or given:
        return best
    lines = [line for line in head.splitlines()[: headings.SEARCHED] if line.strip()]
    return max(DELIMITERS, key=lambda one: max((line.count(one) for line in lines), default=0))


def _first_rows(head: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            rows.append([seen(cell) for cell in cells])
            if len(rows) == headings.SEARCHED:
                break
    except csv.Error:
        pass  # said with its line when the whole file is read
    return rows


def _rows(text: str, delimiter: str, line: int) -> Iterator[Row]:
    """Every row that holds something, with the line it begins on."""
    first = line
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width = 0
    try:
        for cells in reader:
            following = first + reader.line_num
            shown = [seen(cell) for cell in cells]
            if any(shown):
                wrong = _swallowed(cells, width, delimiter, line) if following - line > 1 else ""
                width = max(width, len(cells))
                yield Row(line, shown, wrong)
            line = following
    except csv.Error as error:
        raise NotReadable(_wrong_quote(text, delimiter, line, first, str(error))) from error


def _swallowed(cells: list[str], width: int, delimiter: str, line: int) -> str:
    """What is wrong with a row, one cell of which holds whole rows: a quote was closed too late."""
    if width < FEWEST_COLUMNS:
        return ""
    for cell in cells:
        if any(inside.count(delimiter) >= width - 1 for inside in cell.splitlines()[1:]):
            return (
                f"A quote in the row that begins on line {line} closes on a later line, so that the rows between "
                "stand in one cell. Close it where the cell ends, or take it out, and send the rows again."
            )
    return ""


def _wrong_quote(text: str, delimiter: str, line: int, first: int, error: str) -> str:
    """What is wrong with a quote in the row that begins on this line."""
    lines = io.StringIO(text, newline="")
    for _ in range(line - first):
        lines.readline()
    opened = line + _lines_before_open_quote(lines.read(), delimiter)
    if "end of data" in error:
        return (
            f"A quote opens on line {opened} and is never closed, so that everything below it would be one cell. "
            "Close it where the cell ends, or take it out, and send the file again."
        )
    if "limit" in error:
        return (
            f"A cell that begins on line {opened} holds more than {LONGEST_CELL:,} letters. "
            "Look for a quote that is not closed."
        )
    return (
        f"A quote opens a cell on line {opened} and another stands in the middle of that cell. Double the quotes "
        "inside the cell, or take them out, and send the file again."
    )


def _lines_before_open_quote(text: str, delimiter: str) -> int:
    """How many lines of this text stand before the first quote that opens a cell and closes it at no cell's end."""
    ends = rf"(?={re.escape(delimiter)}|\r|\n|\Z)"
    cell = re.compile(rf'(?:"(?:[^"]|"")*+"{ends}|(?!")[^{re.escape(delimiter)}\r\n]*+)(?:\r\n|[\s\S])?')
    place = 0
    while place < len(text):
        found = cell.match(text, place)
        if found is None:
            break
        place = found.end()
    before = text[:place]
    return before.count("\n") + before.replace("\r\n", "").count("\r")
