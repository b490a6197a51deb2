"""A workbook (.xlsx, .xlsm) to a table of text. Values as they were last saved: no formula is worked out, no macro run.

A workbook is an archive that may unpack to a thousand times its size, and a sheet with two cells at its opposite
corners makes a reader lay out everything between them. Both are looked for before the workbook is opened.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence

from programmes.ingest import books, sheets
from programmes.ingest.archives import Archive
from programmes.ingest.books import Hidden
from programmes.ingest.formats import Layout
from programmes.ingest.packages import USUAL, Package
from programmes.ingest.readers import NotReadable, Table
from programmes.ingest.sheets import Look

FIGURES_SHEET = "Figures"
"""The name of the sheet in workbooks that we make."""

MOST_CELLS = 6_000_000
"""Rows times columns of a sheet: what fits in a worker's memory."""

KEPT = (".xml", ".rels")
"""Parts that are written anew; pictures and macros are not needed to read a sheet."""


def is_workbook(archive: Archive) -> bool:
    """Whether an archive is an Excel workbook, by whatever name its parts go."""
    return archive.has("xl/") or b"spreadsheetml" in archive.content("[Content_Types].xml")


def read(content: bytes, archive: Archive, layouts: Sequence[Layout]) -> Table:
    """The table on the sheet that has a heading; NotReadable when none has, or the workbook is no honest one."""
    package = Package(archive)
    if not package.workbook:
        raise NotReadable(
            "This kind of workbook is not read. Save it as an Excel workbook (.xlsx), or as CSV."
        )
    looks = _looks(archive)
    if any(seen.in_doubt for seen in looks.values()) or _is_oddly_named(package):
        content = _shown(package, looks)
    hidden = {
        name: Hidden(frozenset(seen.hidden_lines), frozenset(seen.hidden_columns))
        for name, part in package.sheets.items()
        if (seen := looks.get(part.lower()))
    }
    return books.read(content, layouts, hidden, encoding="xlsx")


def _looks(archive: Archive) -> dict[str, Look]:
    """Every part looked into, by its name in small letters; NotReadable when one reaches too far."""
    looks: dict[str, Look] = {}
    for name, part in archive.parts.items():
        if name.lower().endswith(KEPT):
            seen = looks[name.lower()] = sheets.look(archive.zip, part)
            if max(seen.widest * seen.lowest, seen.cells) > MOST_CELLS:
                raise too_far(seen.lowest, seen.widest)
    return looks


def too_far(lowest: int, widest: int) -> NotReadable:
    """Why a sheet that reaches so far is not read."""
    return NotReadable(
        f"A sheet reaches to row {lowest:,} and column {widest:,}, too much to read. "
        "Delete the rows and columns beyond the figures, or save the sheet as CSV."
    )


def _is_oddly_named(package: Package) -> bool:
    """Whether the reader of workbooks would not find its parts."""
    return posixpath.basename(package.workbook).lower() != posixpath.basename(USUAL) or any(
        part.filename.startswith(("/", "\\")) for part in package.archive.parts.values()
    )


def _shown(package: Package, looks: dict[str, Look]) -> bytes:
    """The workbook with errors and unsaved formulas in sight, and its parts under their usual names."""
    written = io.BytesIO()
    folder, name = posixpath.split(package.workbook)
    usual = posixpath.join(folder, posixpath.basename(USUAL))
    renamed = {
        package.workbook: usual,
        posixpath.join(folder, "_rels", f"{name}.rels"): posixpath.join(folder, "_rels", "workbook.xml.rels"),
    }
    archive = package.archive
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for old, part in archive.parts.items():
            if not old.lower().endswith(KEPT):
                continue
            with new.open(renamed.get(old, old), "w", force_zip64=True) as stream:
                if looks[old.lower()].in_doubt:
                    for piece in sheets.shown(
                        archive.zip, part, is_never_worked_out=package.is_never_worked_out
                    ):
                        stream.write(piece)
                elif old.lower() in ("[content_types].xml", "_rels/.rels"):
                    stream.write(archive.content(old).replace(package.workbook.encode(), usual.encode()))
                else:
                    with archive.zip.open(part) as source:
                        while piece := source.read(sheets.PIECE):
                            stream.write(piece)
    return written.getvalue()
