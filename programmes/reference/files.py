"""Reading the two kinds of reference file, tables (CSV) and blocks (TOML), each row with its line."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from programmes.reference.fields import Field, checked, delimiter_of
from programmes.reference.places import Faults, Place

Told = list[tuple[dict[str, Any], Place]]
"""The rows of a table, each with where it stands."""

_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]?\]\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_ERROR_LINE = re.compile(r"at line (\d+)")


def read_text(path: Path, name: str, faults: Faults) -> str | None:
    """The text of a file; None, and a fault, when it is not there or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.unread(Place(name), "the file is not there; put it back, or load from another folder")
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        faults.unread(
            Place(name, line),
            "the file is not UTF-8; save it again in that encoding (in Excel: CSV UTF-8, comma delimited)",
        )
    return None


def read_table(path: Path, name: str, fields: Mapping[str, Field], faults: Faults) -> Told:
    """The sound rows of a table, each with its place. The heading names the columns, in any order."""
    text = read_text(path, name, faults)
    if text is None:
        return []
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: Told = []
    heading: list[str] = []
    line = 1
    try:
        for cells in reader:
            place = Place(name, line)
            line = reader.line_num + 1
            cells = _without_end(cells, len(heading))
            if not heading:
                heading = _without_end([cell.strip() for cell in cells], 0)
                if not _heading_is_sound(heading, fields, place, faults):
                    return []
            elif any(cells) and len(cells) != len(heading):
                faults.unread(place, f"the row has {len(cells)} cells; the heading has {len(heading)}")
            elif any(cells):
                values = checked(dict(zip(heading, cells, strict=True)), fields, place.at, faults)
                if values is not None:
                    rows.append((values, place))
    except csv.Error as problem:
        faults.unread(Place(name, line), f"the row cannot be read ({problem}); mend its quotation marks")
    if not heading:
        faults.unread(Place(name, 1), f"the file is empty; its first line must be {','.join(fields)}")
    return rows


def _without_end(cells: list[str], width: int) -> list[str]:
    """The cells of a row without empty ones beyond the heading, which spreadsheets leave behind."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _heading_is_sound(heading: list[str], fields: Mapping[str, Field], place: Place, faults: Faults) -> bool:
    if apart := delimiter_of(heading, set(fields)):
        faults.unread(place, f"{apart} stand between the cells; save the file with commas between them")
        return False
    wrong = [name for name in heading if name not in fields or heading.count(name) > 1]
    missing = [name for name in fields if name not in heading]
    for column in wrong:
        faults.unread(
            place.at(column), f"the column is not known, or stands twice; the columns are {', '.join(fields)}"
        )
    for column in missing:
        faults.unread(place.at(column), "the column is missing from the heading; add it")
    return not wrong and not missing


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a TOML file, with the lines on which it and its keys stand."""

    kind: str
    values: Mapping[str, Any]
    place: Place

    def at(self, key: str) -> Place:
        """Where a key stands; where the block begins, when the key is not there."""
        return self.place.at(key)

    def read(
        self, fields: Mapping[str, Field], faults: Faults, without: tuple[str, ...] = ()
    ) -> dict[str, Any] | None:
        """The block's values; None when any is wrong. Keys `without` hold blocks of their own."""
        plain = {key: value for key, value in self.values.items() if key not in without}
        return checked(plain, fields, self.at, faults)

    def inner(self, key: str, lines: Iterator[tuple[int, Mapping[str, int]]]) -> list["Block"]:
        """The blocks of a list inside this one; `lines` goes on from block to block through the file."""
        return [
            Block(key, values, Place(self.place.file, line, lines=keys))
            for values, (line, keys) in zip(self.values.get(key, []), lines, strict=False)
        ]


@dataclass(frozen=True, slots=True)
class BlockFile:
    """A TOML file of blocks: `[programme]` once, `[[indicator]]` many times."""

    name: str
    content: Mapping[str, Any]
    lines: Mapping[str, list[tuple[int, Mapping[str, int]]]]

    def blocks(self, kind: str) -> list[Block]:
        """Every block of a kind, whether written once or as a list."""
        content = self.content.get(kind, [])
        tables = [content] if isinstance(content, dict) else content
        places = self.lines.get(kind) or [(1, {})] * len(tables)
        return [
            Block(kind, values, Place(self.name, line, lines=keys))
            for values, (line, keys) in zip(tables, places, strict=False)
        ]


def read_blocks(path: Path, name: str, kinds: tuple[str, ...], faults: Faults) -> BlockFile | None:
    """A TOML file with the lines of its blocks; None, and a fault, when it is not TOML."""
    text = read_text(path, name, faults)
    if text is None:
        return None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = _ERROR_LINE.search(str(problem))
        faults.unread(Place(name, int(found[1]) if found else 0), f"this is not TOML: {problem}")
        return None
    file = BlockFile(name, content, _lines_of_blocks(text))
    for kind in content.keys() - set(kinds):
        line = file.lines.get(kind, [(0, {})])[0][0]
        faults.unread(Place(name, line), f"[{kind}] is not known here; the blocks are {', '.join(kinds)}")
    return file


def _lines_of_blocks(text: str) -> dict[str, list[tuple[int, Mapping[str, int]]]]:
    """Where each block begins, and each of its keys: a light scan that looks only for headers and `key =`.

    A line inside a text of several lines that looks like a key gives at worst a line number that is off.
    """
    lines: dict[str, list[tuple[int, Mapping[str, int]]]] = {}
    keys: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            keys = {}
            lines.setdefault(header[1], []).append((number, keys))
        elif key := _KEY.match(line):
            keys.setdefault(key[1], number)
    return lines
