"""A workbook as plain data, whatever form it is written in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dashboards.files.cells import Heading, Row

LANGUAGE = "en-GB"
"""The language of every workbook."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in column A. `link` is where it leads, or nothing."""

    text: str
    style: str = "line"
    """`title`, `heading` or `line`."""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The one table of a sheet. Its rows are read once, while they are written."""

    name: str
    headings: tuple[Heading, ...]
    count: int
    rows: Iterable[Row]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines, then its table, if it has one."""

    name: str
    lines: tuple[Line, ...]
    table: Table | None = None
    holds: str = ""
    """What the contents say of it."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets, in their order, and what the document says of itself."""

    title: str
    made: datetime
    sheets: tuple[Sheet, ...]
