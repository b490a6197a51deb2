"""An OpenDocument spreadsheet (.ods) to a table of text: values as they were last saved, errors as errors.

Rows and cells are written once and counted, so that a few bytes may stand for millions of cells: how far a sheet
reaches is looked up before it is read. An error is saved there as an empty text or as nought, and what a person sees
beside it: such a cell is written anew as what is seen, and so are a percentage and a formula without a saved value.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from programmes.ingest import books
from programmes.ingest.archives import Archive
from programmes.ingest.books import DAMAGED, Hidden
from programmes.ingest.kinds import PROTECTED
from programmes.ingest.layouts import Layout
from programmes.ingest.readers import FORMULA, NotReadable, Table
from programmes.ingest.workbooks import MOST_CELLS, too_far

CONTENT = "content.xml"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
FARTHEST = 2_000_000
"""Rows or columns beyond which no program goes."""

UNSEEN = ("collapse", "filter")

_DOUBTFUL_CELL = re.compile(
    rb"<table:(covered-)?table-cell"
    rb"((?:\s[^<>]*?)?\s(?:table:formula\s*=|office:value-type\s*=\s*[\"']percentage[\"'])[^<>]*?)(?:/>|(?<!/)>"
    rb"([^<]*+(?:<(?!/?table:(?:covered-)?table-cell[\s/>])[^<]*+)*+)</table:(?:covered-)?table-cell\s*>)"
)
_TYPED = re.compile(
    rb"""\s(?:office|calcext):(?:value-type|value|string-value|date-value|time-value|boolean-value)\s*=\s*(?:"[^"]*"|'[^']*')"""
)
_IS_ERROR = re.compile(rb"""\scalcext:value-type\s*=\s*["']error["']""")
_WRITTEN = re.compile(rb"""\stable:formula\s*=\s*(?:"(?:of:)?([^"]*)"|'(?:of:)?([^']*)')""")
_IS_PERCENTAGE = re.compile(rb"""\soffice:value-type\s*=\s*["']percentage["']""")
_SAVED = re.compile(rb"\soffice:value-type\s*=")
_SEEN = re.compile(rb"<text:p(?:\s[^<>]*)?>([^<]*+)")
_ERROR = re.compile(rb"#[A-Z/0-9]+[!?]?|Err:[0-9]{3}|#+")


def is_opendocument(archive: Archive) -> bool:
    """Whether an archive is a spreadsheet of this kind."""
    if archive.media_type:
        return "opendocument.spreadsheet" in archive.media_type
    return archive.info(CONTENT) is not None and archive.has("meta-inf/")


def read(archive: Archive, layouts: Sequence[Layout]) -> Table:
    """The table on the sheet that has a heading; NotReadable when none has."""
    part = archive.info(CONTENT)
    if b"encryption-data" in archive.content("META-INF/manifest.xml"):
        raise NotReadable(PROTECTED)
    if part is None:
        raise NotReadable(DAMAGED)
    content = archive.zip.read(part)
    look = _Look()
    look.at(content)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        new.writestr("META-INF/manifest.xml", archive.content("META-INF/manifest.xml"))
        new.writestr(CONTENT, _DOUBTFUL_CELL.sub(_shown, content))
    hidden = {name: Hidden(frozenset(one.lines), frozenset(one.columns)) for name, one in look.sheets.items()}
    return books.read(written.getvalue(), layouts, hidden, encoding="ods")


def _shown(cell: re.Match[bytes]) -> bytes:
    """The cell with what a person sees in it, where that is an error, or nothing as it was never worked out."""
    attributes, inside = cell[2], cell[3] or b""
    said = _SEEN.search(inside)
    text = said[1].strip() if said else b""
    if _IS_ERROR.search(attributes) or _ERROR.fullmatch(text):
        text = text or b"#VALUE!"
    elif _IS_PERCENTAGE.search(attributes) and b"%" in text:
        pass  # read as the percentage that is seen, as 12% is not the 0.12 that is saved
    elif _SAVED.search(attributes):
        return cell[0]
    else:
        formula = _WRITTEN.search(attributes)
        text = FORMULA.encode() + (((formula[1] or formula[2] or b"") if formula else b"").removeprefix(b"="))
    kept = _TYPED.sub(b"", attributes)
    name = b"table:" + (cell[1] or b"") + b"table-cell"
    return b'<%b%b office:value-type="string"><text:p>%b</text:p></%b>' % (name, kept, text, name)


@dataclass(slots=True)
class _Seen:
    """How far one sheet reaches, and what in it is hidden."""

    rows: int = 0
    lowest: int = 0
    widest: int = 0
    column: int = 0
    lines: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


class _Look:
    """One pass over the content, counting what is written once and repeated."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Seen] = {}
        self._sheet = _Seen()
        self._times = 1
        self._at = 0
        self._last = 0
        self._is_unseen = False
        self._is_filled = False
        self._repeat = 1

    def at(self, content: bytes) -> None:
        """Look at all of it; NotReadable when it is no XML, or a sheet reaches too far."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            if isinstance(error, NotReadable):
                raise
            raise NotReadable(DAMAGED) from error

    def _start(self, name: str, given: dict[str, str]) -> None:
        if not name.startswith(TABLE):
            if self._repeat and name.endswith(" p"):
                self._is_filled = True
            return
        match name.removeprefix(TABLE):
            case "table":
                self._sheet = self.sheets.setdefault(given.get(f"{TABLE}name", ""), _Seen())
            case "table-column":
                self._pass_columns(given)
            case "table-row":
                self._times = _number(given, "number-rows-repeated")
                self._at = self._last = 0
                self._is_unseen = given.get(f"{TABLE}visibility") in UNSEEN
            case "table-cell" | "covered-table-cell":
                self._repeat = _number(given, "number-columns-repeated")
                self._is_filled = f"{OFFICE}value-type" in given or f"{TABLE}formula" in given

    def _pass_columns(self, given: dict[str, str]) -> None:
        sheet, times = self._sheet, _number(given, "number-columns-repeated")
        if given.get(f"{TABLE}visibility") in UNSEEN:
            sheet.columns.update(range(sheet.column + 1, sheet.column + 1 + min(times, 500)))
        sheet.column += times

    def _end(self, name: str) -> None:
        match name.removeprefix(TABLE):
            case "table-cell" | "covered-table-cell":
                self._at += self._repeat
                if self._is_filled:
                    self._last = self._at
                self._repeat = 0
                self._is_filled = False
            case "table-row":
                self._end_row()

    def _end_row(self) -> None:
        sheet = self._sheet
        if self._last:
            if self._is_unseen:
                sheet.lines.update(range(sheet.rows + 1, sheet.rows + 1 + min(self._times, 200_000)))
            sheet.lowest = sheet.rows + self._times
            sheet.widest = max(sheet.widest, self._last)
            if sheet.lowest * sheet.widest > MOST_CELLS:
                raise too_far(sheet.lowest, sheet.widest)
        sheet.rows += self._times


def _number(given: dict[str, str], name: str) -> int:
    """How often something is repeated."""
    said = given.get(TABLE + name, "1")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else FARTHEST + 1
    if number > FARTHEST:
        raise too_far(number, number)
    return max(number, 1)


def _refuse(*_: object) -> None:
    raise NotReadable(DAMAGED)
