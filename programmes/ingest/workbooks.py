"""An Excel workbook to a table of text. Values as they were last saved: no formula is worked out, no macro is run.

A workbook is an archive that may unpack to a thousand times its size, and a sheet with two cells at its opposite
corners makes a reader lay out everything between them. Both are looked for before the workbook is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineSheet, SheetVisibleEnum, load_workbook

from programmes.ingest.readers import NotReadable, Row, Table

FIGURES_SHEET = "Figures"
"""The sheet that is read when there are several; else the first that is not hidden."""

MOST_CELLS = 6_000_000
"""Rows times columns of a sheet: what fits in a worker's memory."""

PIECE = 1 << 20
LONGEST_ADDRESS = 64
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,9})["']""")


def is_workbook(content: bytes) -> bool:
    """Whether these bytes are an archive with a workbook in it."""
    if content[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def read(content: bytes, *, largest_unpacked: int) -> Table:
    """The table on the sheet of figures; NotReadable when there is none, or the workbook is no honest one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_harmless(archive, largest_unpacked)
        with load_workbook(io.BytesIO(content)) as workbook:
            hidden = {
                sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible
            }
            shown = [name for name in workbook.sheet_names if name not in hidden]
            if not shown:
                raise NotReadable("The workbook has no sheet that is shown. Show the one with the figures.")
            name = FIGURES_SHEET if FIGURES_SHEET in shown else shown[0]
            return _table(workbook.get_sheet_by_name(name))
    except (CalamineError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise NotReadable(
            "The workbook cannot be opened: it is damaged or protected by a password. "
            "Save it again as an Excel workbook (.xlsx) without a password, or as CSV."
        ) from error


def _check_harmless(archive: zipfile.ZipFile, largest_unpacked: int) -> None:
    """Look at what the archive says of itself, then at what it truly unpacks to."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names or any(name.lower().endswith("workbook.bin") for name in names):
        raise NotReadable(
            "This kind of workbook is not read. Save it as an Excel workbook (.xlsx), or as CSV."
        )
    if sum(part.file_size for part in archive.infolist()) > largest_unpacked:
        raise NotReadable(
            f"The workbook unpacks to more than {largest_unpacked // 1_000_000} MB. "
            "Take out pictures, other sheets and formats of empty cells, or save it as CSV."
        )
    widest, lowest = 0, 0
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels")) or part.filename.startswith("xl/"):
            wide, low = _corner(archive, part)
            widest, lowest = max(widest, wide), max(lowest, low)
    if widest * lowest > MOST_CELLS:
        raise NotReadable(
            f"A sheet reaches to row {lowest:,} and column {widest:,}, too much to read. "
            "Delete the rows and columns beyond the figures, or save the sheet as CSV."
        )


def _corner(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """The rightmost column and the lowest row that any cell of this part names."""
    widest, lowest = 0, 0
    before = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            text = before + piece
            for letters, digits in set(_ADDRESS.findall(text)):
                widest, lowest = max(widest, _column(letters)), max(lowest, int(digits))
            before = text[-LONGEST_ADDRESS:]
    return widest, lowest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _table(sheet: CalamineSheet) -> Table:
    """The sheet with its first row that holds something as the heading."""
    rows = []
    for line, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(value) for value in values]
        if any(cells):
            rows.append(Row(line, cells))
    if not rows:
        raise NotReadable("The sheet is empty. Send the workbook with its heading and rows.")
    heading, *others = rows
    return Table(heading.cells, others, encoding="xlsx", delimiter="")


def _text(value: object) -> str:
    """A value of a cell as one would type it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
