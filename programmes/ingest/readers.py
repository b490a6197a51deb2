"""What reading a file gives: a table of text, or in words why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from programmes.ingest.letters import tidy

FORMULA = "\ue000="
"""Written into a cell whose formula has no saved value, before the formula: no keyboard has the letter."""

_ERROR = re.compile(r"#[^\W_][\w/]*[!?]|#N/A|#NV|#GETTING_DATA|ERR:[0-9]{3}|#{3,}")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
LONGEST_FORMULA = 80


class NotReadable(ValueError):
    """The bytes are no table of text; the message says what they seem to be and what to send instead."""


class Unread(str):
    """What stands in a cell that holds no value: an error, or a formula that was never worked out.

    It is never taken for text, a number or a marker: the row is refused by the cell's name.
    """

    __slots__ = ()

    @property
    def why(self) -> str:
        """What is wrong with the cell, and how to mend it."""
        if self.startswith("="):
            return (
                "The cell holds a formula without a saved value. Open the workbook in Excel or LibreOffice, save it "
                "and send it again, or type the value in place of the formula."
            )
        if self.startswith("##"):
            return (
                "The cell holds ### in place of a value, because its column was too narrow. "
                "Widen the column, and save the file again."
            )
        return f"The cell holds the error {self}, not a value. Mend its formula or type the value, and save again."


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; `line` is where it begins in the file, counted from 1."""

    line: int
    cells: list[str]
    wrong: str = ""
    """Why nobody can tell what its cells are, where that is so."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text: its heading and its rows, blank ones left out."""

    heading: list[str]
    rows: list[Row]
    encoding: str
    delimiter: str
    remarks: tuple[str, ...] = ()
    """What whoever sent the file should know of how it was read: which sheet, which heading, what was hidden."""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a file or a sheet before anybody knows which of them is the heading."""

    rows: list[Row]
    encoding: str
    delimiter: str = ""
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    """Counted from 1."""
    remarks: tuple[str, ...] = ()


def seen(text: str) -> str:
    """The text of a cell as a person sees it."""
    tidied = tidy(text)
    if not tidied or tidied[0] not in "#=\ue000Ee":
        return tidied
    if tidied.startswith(FORMULA):
        return Unread(tidied[1 : LONGEST_FORMULA + 1])
    if _ERROR.fullmatch(tidied.upper()):
        return Unread(tidied)
    quoted = _TEXT_FORMULA.fullmatch(tidied)
    return quoted[1].strip() if quoted else tidied
