"""The parts of an Excel workbook, found as its own relations name them: the workbook, and the part of each sheet."""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree

from programmes.ingest.archives import Archive

USUAL = "xl/workbook.xml"
_WORKBOOK = re.compile(r"(^|/)workbook[0-9]*\.xml$", re.IGNORECASE)


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
