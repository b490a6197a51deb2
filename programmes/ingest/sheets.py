"""A second look into the XML of an Excel sheet, for what the reader of workbooks passes over.

It gives an error as an empty cell, a formula without a saved value too, and breaks off at errors that are newer than
it. So a sheet that has any is written anew before it is read, with errors as text and unsaved formulas marked. The
same look finds how far a sheet reaches, and which rows and columns are hidden. A sheet goes by in pieces: it may be
larger than a worker's memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from programmes.ingest.readers import FORMULA

PIECE = 1 << 20
LONGEST_TAG = 512
LONGEST_ROW = 50_000_000
"""Bytes: a piece of a sheet that is longer than this without the end of a row goes by as it is."""

_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,9})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_DOUBT = re.compile(rb"""\st\s*=\s*["']e["']|<(?:\w+:)?f[\s/>]""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(row|col)\s[^<>]*?\shidden\s*=\s*["'](?:1|true)["'][^<>]*>""")
_HIDDEN_FIRST = re.compile(rb"""<(?:\w+:)?(row|col)\shidden\s*=\s*["'](?:1|true)["'][^<>]*>""")
_NUMBER = {
    name: re.compile(rb"""\s%b\s*=\s*["']([0-9]{1,9})["']""" % name) for name in (b"r", b"min", b"max")
}

_END_OF_ROW = re.compile(rb"</(?:\w+:)?row\s*>")
_ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\s(?:[^<>]*?\s)?t\s*=\s*)(["'])e\2""")
_FORMULA_CELL = re.compile(
    rb"<((?:\w+:)?)c((?:\s[^<>]*)?)>\s*"
    rb"(<\1f(?:\s[^<>]*)?(?:/>|>([^<]*+(?:<(?!/?\1[cf][\s/>])[^<]*+)*+)</\1f\s*>))"
    rb"([^<]*+(?:<(?!/?\1c[\s/>])[^<]*+)*+)</\1c\s*>"
)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*+)</(?:\w+:)?v\s*>")
_TYPE = re.compile(rb"""\st\s*=\s*(?:"([a-zA-Z]*)"|'([a-zA-Z]*)')""")
_NOUGHT = re.compile(rb"0(\.0+)?")


@dataclass(slots=True)
class Look:
    """What was seen of a part of a workbook."""

    widest: int = 0
    lowest: int = 0
    cells: int = 0
    in_doubt: bool = False
    """Whether it has errors or formulas, so that it is written anew."""
    hidden_lines: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def look(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Look:
    """How far a part reaches by the addresses of its cells, and what in it is hidden or in doubt."""
    seen = Look()
    before = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            text = before + piece
            addresses = _ADDRESS.findall(text)
            seen.widest = max([seen.widest, *map(column, {letters for letters, _ in addresses})])
            seen.lowest = max([seen.lowest, *map(int, {digits for _, digits in addresses})])
            seen.cells += len(_CELL.findall(piece))
            seen.in_doubt = seen.in_doubt or bool(_DOUBT.search(text))
            for shape in (_HIDDEN, _HIDDEN_FIRST):
                for tag in shape.finditer(text):
                    _hide(seen, tag[1], tag[0])
            before = text[-LONGEST_TAG:]
    return seen


def _hide(seen: Look, kind: bytes, tag: bytes) -> None:
    if kind == b"row":
        line = _NUMBER[b"r"].search(tag)
        if line:
            seen.hidden_lines.add(int(line[1]))
        return
    first, last = _NUMBER[b"min"].search(tag), _NUMBER[b"max"].search(tag)
    if first and last:
        seen.hidden_columns.update(range(int(first[1]), min(int(last[1]), int(first[1]) + 500) + 1))


def column(letters: bytes) -> int:
    """The number of a column by its letters: AB is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def shown(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, is_never_worked_out: bool) -> Iterator[bytes]:
    """The XML of a sheet, piece by piece, with errors as text and formulas without a saved value marked."""

    def formula(cell: re.Match[bytes]) -> bytes:
        return _with_value(cell, is_never_worked_out=is_never_worked_out)

    for rows in _whole_rows(archive, part):
        yield _ERROR_CELL.sub(rb"\1\2str\2", _FORMULA_CELL.sub(formula, rows))


def _with_value(cell: re.Match[bytes], *, is_never_worked_out: bool) -> bytes:
    """The cell as it is where a value was saved, else with the formula in the value's place."""
    prefix, attributes, formula, written, rest = cell.groups()
    value = _VALUE.search(rest)
    kind = _TYPE.search(attributes)
    is_text = kind is not None and (kind[1] or kind[2]) in (b"str", b"inlineStr")
    is_saved = bool(value and value[1].strip()) or (is_text and b"<" in rest)
    if is_never_worked_out and value and not is_text and _NOUGHT.fullmatch(value[1].strip()):
        is_saved = False
    if is_saved:
        return cell[0]
    others = _TYPE.sub(b"", attributes)
    text = FORMULA.encode() + (b"" if b"<" in (written or b"") else written or b"")
    return b'<%bc%b t="str">%b<%bv>%b</%bv></%bc>' % (prefix, others, formula, prefix, text, prefix, prefix)


def _whole_rows(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces that end where a row ends, so that no cell is cut in two."""
    held: list[bytes] = []
    length = 0
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            ends = [found.end() for found in _END_OF_ROW.finditer(piece)]
            if ends:
                yield b"".join([*held, piece[: ends[-1]]])
                held, length = [], 0
                piece = piece[ends[-1] :]
            held.append(piece)
            length += len(piece)
            if length > LONGEST_ROW:
                yield b"".join(held)
                held, length = [], 0
    yield b"".join(held)
