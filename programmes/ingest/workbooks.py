"""A workbook (.xlsx, .xlsm) to a table of text. Values as they were last saved: no formula is worked out, no macro run.

A workbook is an archive that may unpack to a thousand times its size, and a sheet with two cells at its opposite
corners makes a reader lay out everything between them. Both are looked for before the workbook is opened.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree

from programmes.ingest import books, sheets
from programmes.ingest.archives import Archive
from programmes.ingest.books import Hidden
from programmes.ingest.layouts import Layout
from programmes.ingest.readers import NotReadable, Table
from programmes.ingest.sheets import Look

USUAL = "xl/workbook.xml"
PERCENT_FORMATS = frozenset({9, 10})
"""The formats of numbers that every workbook has and that show a share as a percentage."""

_WORKBOOK = re.compile(r"(^|/)workbook[0-9]*\.xml$", re.IGNORECASE)
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
"""What of a format is text, a filling or a colour: a percent sign in it changes no number."""


class Package:
    """Where things are in the archive of a workbook."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.workbook = self._workbook()
        """The name of the part that lists the sheets; empty where there is none."""
        root = archive.xml(self.workbook) if self.workbook else None
        self.sheets = self._sheets(root)
        """The part of each sheet, by its name."""
        self.is_never_worked_out = any(
            _local(element) == "calcPr" and element.get("fullCalcOnLoad") in ("1", "true")
            for element in (root if root is not None else ())
        )
        """Whether a program wrote it that leaves formulas to Excel: a nought it saved for one says nothing."""

        self.percent_styles = self._percent_styles()
        """The numbers of the styles whose cells show their value as a percentage."""

    def _percent_styles(self) -> frozenset[int]:
        targets = [
            target for kind, target in self._relations(self.workbook).values() if kind.endswith("/styles")
        ]
        root = self.archive.xml(targets[0]) if targets else None
        if root is None:
            return frozenset()
        formats = {
            one.get("numFmtId", "")
            for one in root.iter()
            if _local(one) == "numFmt" and "%" in _NOT_SHOWN.sub("", one.get("formatCode", ""))
        }.union(map(str, PERCENT_FORMATS))
        styles = next((list(one) for one in root if _local(one) == "cellXfs"), [])
        return frozenset(at for at, style in enumerate(styles) if style.get("numFmtId") in formats)

    def _workbook(self) -> str:
        for kind, target in self._relations("").values():
            if kind.endswith("/officeDocument") and self.archive.info(target):
                return target
        return next((name for name in self.archive.parts if _WORKBOOK.search(name)), "")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and target of what a part leans on, by their ids."""
        folder, name = posixpath.split(part)
        root = self.archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            one.get("Id", ""): (one.get("Type", ""), _target(folder, one.get("Target", ""))) for one in root
        }

    def _sheets(self, root: ElementTree.Element | None) -> dict[str, str]:
        if root is None:
            return {}
        relations = self._relations(self.workbook)
        found = {}
        for element in root.iter():
            if _local(element) == "sheet":
                key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
                found[element.get("name", "")] = relations.get(key, ("", ""))[1]
        return found


def _target(folder: str, target: str) -> str:
    plain = target.replace("\\", "/")
    if plain.startswith("/"):
        return plain.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, plain)).lstrip("/")


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


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
    looks = _looks(archive, package.percent_styles)
    if any(seen.in_doubt for seen in looks.values()) or _is_oddly_named(package):
        content = _shown(package, looks)
    hidden = {
        name: Hidden(frozenset(seen.hidden_lines), frozenset(seen.hidden_columns))
        for name, part in package.sheets.items()
        if (seen := looks.get(part.lower()))
    }
    return books.read(content, layouts, hidden, encoding="xlsx")


def _looks(archive: Archive, percent_styles: frozenset[int]) -> dict[str, Look]:
    """Every part looked into, by its name in small letters; NotReadable when one reaches too far."""
    looks: dict[str, Look] = {}
    for name, part in archive.parts.items():
        if name.lower().endswith(KEPT):
            seen = looks[name.lower()] = sheets.look(archive.zip, part, percent_styles)
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
    """The workbook with errors, percentages and unsaved formulas in sight, and its parts under their usual names."""
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
                    pieces = sheets.shown(
                        archive.zip,
                        part,
                        is_never_worked_out=package.is_never_worked_out,
                        percent_styles=package.percent_styles,
                    )
                    stream.writelines(pieces)
                elif old.lower() in ("[content_types].xml", "_rels/.rels"):
                    stream.write(archive.content(old).replace(package.workbook.encode(), usual.encode()))
                else:
                    with archive.zip.open(part) as source:
                        while piece := source.read(sheets.PIECE):
                            stream.write(piece)
    return written.getvalue()
