"""Rows of a file by our names of their columns, and what all readers are told and share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from programmes.checks.said import too_long
from programmes.choices import PeriodType
from programmes.deliveries import Figure, Gathering
from programmes.directory import AreaDirectory
from programmes.ingest.formats import Layout
from programmes.ingest.readers import Row, Table
from programmes.ingest.writing import unharmed
from programmes.periods import Period, PeriodError

_YEAR_IN_A_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})[-_/ ]?(?:20)?([0-9]{2})(?![0-9])")
_DAY_IN_A_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})-([01][0-9])-([0-3][0-9])(?![0-9])")


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """What a reader must know of an indicator: which periods it runs over, and of which kind they are."""

    code: str
    period_type: str
    first: Period
    last: Period
    programme: str = ""
    levels: tuple[str, ...] = ()
    """The kinds of area that report it, of today and of before July 2022."""

    def why_not(self, period: Period) -> str:
        """Why a figure for this period cannot be kept, in words; empty when it can."""
        if period.is_quarter != (self.period_type == PeriodType.QUARTER):
            return f"{self.code} is kept by {PeriodType(self.period_type).label.lower()}, and {period.label} is none"
        if not self.first <= period <= self.last:
            return f"{self.code} runs from {self.first.label} to {self.last.label}"
        return ""


@dataclass(frozen=True, slots=True)
class Known:
    """All that readers are told: areas, indicators, and what the file's name or the person who sent it says."""

    areas: AreaDirectory
    indicators: Mapping[str, KnownIndicator]
    sources: Mapping[str, str] = field(default_factory=dict)
    """Titles of sources by their slugs."""
    file_name: str = ""
    period: Period | None = None
    listed_on: date | None = None
    programme: str = ""
    """The programme the file was sent in for, where it may be about one only."""
    watch: Callable[[int, int], None] | None = None
    """Told now and then how many rows of how many are done."""


WATCH_EVERY = 2000


class Rows:
    """The rows of a table by our names of its columns, with what was found in them so far."""

    def __init__(self, table: Table, layout: Layout, watch: Callable[[int, int], None] | None = None) -> None:
        self.places = layout.places(table.heading)
        self.heading = table.heading
        self.table = table
        self.found = Gathering(rows_read=len(table.rows))
        self.lines: dict[object, int] = {}
        """The line that gave each figure, by its key."""
        self._watch = watch
        self._at = {row.line: row for row in table.rows}

    def __iter__(self) -> Iterator[Row]:
        """Each row that has as many cells as the heading; the others are refused."""
        width = len(self.heading)
        for done, row in enumerate(self.table.rows):
            if self._watch and done % WATCH_EVERY == 0:
                self._watch(done, len(self.table.rows))
            extra = [cell for cell in row.cells[width:] if cell.strip()]
            if len(row.cells) < width or extra:
                self.found.refuse(
                    "row-length",
                    f"The row has {len(row.cells)} cells and the heading {width}. "
                    "Look for a missing or doubled delimiter, or a comma that wants quotes.",
                    row=row.line,
                )
                continue
            yield row

    def at(self, line: int | None) -> Row | None:
        """The row on a line of the file."""
        return None if line is None else self._at.get(line)

    def text(self, row: Row, column: str) -> str:
        """The cell without blanks around it, as it was before it was made harmless; empty without such a column."""
        place = self.places.get(column)
        return "" if place is None else unharmed(row.cells[place].strip())

    def printed(self, column: str) -> str:
        """The heading of the column as the file prints it."""
        place = self.places.get(column)
        return "" if place is None else self.heading[place]

    def refuse(self, row: Row, column: str, code: str, message: str) -> None:
        """Refuse a cell of a row."""
        self.found.refuse(
            code, message, row=row.line, column=self.printed(column), value=self.text(row, column)
        )

    def keep(self, row: Row, figure: Figure) -> None:
        """Keep a figure, unless the file gave it before: then nobody can know which is meant.

        Nor is one kept of which more is said than can be kept: it is never cut.
        """
        for column, name, text in (
            ("note", "The note", figure.note),
            ("reason", "The reason", figure.reason),
        ):
            if message := too_long(name, text):
                self.refuse(row, column, "too-long", message)
                return
        earlier = self.lines.setdefault(figure.key, row.line)
        if earlier != row.line:
            self.refuse(
                row,
                "code",
                "given-twice",
                f"Row {earlier} already gave {figure.indicator} for this area and {figure.period}. "
                "The first was kept; take out the one that is wrong.",
            )
            return
        self.found.figures.append(figure)


def period_of_name(file_name: str) -> Period | None:
    """The financial year in a file's name, as in `iapt-ann-rep-2017-18.csv`; None when there is none, or two."""
    years = set()
    for start, end in _YEAR_IN_A_NAME.findall(file_name):
        try:
            years.add(Period.parse(f"{start}-{end}"))
        except PeriodError:
            continue
    return years.pop() if len(years) == 1 else None


def day_of_name(file_name: str) -> date | None:
    """The day in a file's name, as in `cdc_sites_2025-10-28.csv`."""
    for year, month, day in _DAY_IN_A_NAME.findall(file_name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
