"""The parts of an Excel workbook, found as its own relations name them: the workbook, each sheet, and the formats."""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree

from programmes.ingest.archives import Archive

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
