"""Rows of a file by our names of their columns, and what all readers are told and share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from programmes.area_history import AreaHistory, AreaVersion
from programmes.checks.said import too_long
from programmes.choices import Severity
from programmes.deliveries import Figure, Findings, Gathering, Key, ServiceEntry
from programmes.ingest import cells
from programmes.ingest.layouts import Layout
from programmes.ingest.letters import plain
from programmes.ingest.readers import Row, Table, Unread
from programmes.ingest.writing import unharmed
from programmes.periods import Period, PeriodError
from programmes.results import IndicatorInfo

_YEAR_IN_A_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})[-_/ ]?(?:20)?([0-9]{2})(?![0-9])")
_DAY_IN_A_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})([-_.]?)([01][0-9])\2([0-3][0-9])(?![0-9])")


@dataclass(frozen=True, slots=True)
class Known:
    """All that readers are told: areas, indicators, and what the file's name or the person who sent it says."""

    areas: AreaHistory[AreaVersion]
    indicators: Mapping[str, IndicatorInfo]
    sources: Mapping[str, str] = field(default_factory=dict)
    """Titles of sources by their slugs."""
    file_name: str = ""
    period: Period | None = None
    listed_on: date | None = None
    programme: str = ""
    """The programme the file was sent in for, where it may be about one only."""
    services: Mapping[str, ServiceEntry] = field(default_factory=dict)
    """By their codes, the services that stand of the programme of a list of services."""
    may_edit: Callable[[int], bool] | None = None
    """Whether an area (by its key) is one that the sender may enter; None: all are."""
    is_illustrative: bool = False
    """Whether a demonstration account sent it: then it is made up."""
    watch: Callable[[int, int], None] | None = None
    """Told now and then how many rows of how many are done."""


WATCH_EVERY = 2000


class RowRefused(ValueError):
    """A row that cannot be read: in which of our columns, the kind of issue, and in words how to mend it."""

    def __init__(self, column: str, code: str, message: str) -> None:
        super().__init__(message)
        self.column, self.code = column, code


PART_OF_NOTHING = "parts of a figure that is not offered"
"""Rows with which nothing is wrong, of a figure that cannot stand because of another row, or of a file that cannot."""


class Rows:
    """The rows of a table by our names of its columns, with what was found in them so far."""

    def __init__(self, table: Table, layout: Layout, watch: Callable[[int, int], None] | None = None) -> None:
        self.places = layout.places(table.heading)
        self.heading = table.heading
        self.table = table
        self.found = Gathering()
        self.lines: dict[object, int] = {}
        """The line that gave each figure or service, by its key."""
        self.misaligned: list[Row] = []
        """Rows of which nobody can say what stands in a column: they are refused, and yet may be part of a sum."""
        self._words = {column.name for column in layout.columns if column.words}
        self._parts: dict[object, tuple[int, ...]] = {}
        self._aside: dict[int, str] = {}
        self._watch = watch
        self._at = {row.line: row for row in table.rows}

    def __iter__(self) -> Iterator[Row]:
        """Each row of which every cell that is wanted can be read; the others are refused."""
        for done, row in enumerate(self.table.rows):
            if self._watch and done % WATCH_EVERY == 0:
                self._watch(done, len(self.table.rows))
            if self._is_misaligned(row) or self._has_no_value(row):
                self.misaligned.append(row)
                continue
            yield row

    def _is_misaligned(self, row: Row) -> bool:
        """Whether its cells belong to no columns; then it is refused."""
        width = len(self.heading)
        extra = any(cell.strip() for cell in row.cells[width:])
        if extra:
            self.found.refuse(
                "row-length",
                f"The row has {len(row.cells)} cells and the heading {width}. "
                "Look for a doubled delimiter, or a comma that wants quotes.",
                row=row.line,
            )
        elif row.wrong:
            self.found.refuse("row-quotes", row.wrong, row=row.line)
        return extra or bool(row.wrong)

    def _has_no_value(self, row: Row) -> bool:
        """Whether one of its cells that are wanted holds an error, or a formula without a value; then it is refused."""
        without = [
            (column, cell)
            for column, place in self.places.items()
            if isinstance(cell := row.cells[place], Unread)
        ]
        for column, cell in without:
            self.refuse(row, column, "cell-without-value", cell.why)
        return bool(without)

    def at(self, line: int | None) -> Row | None:
        """The row on a line of the file."""
        return None if line is None else self._at.get(line)

    def text(self, row: Row, column: str) -> str:
        """The cell without blanks around it, as it was before it was made harmless; empty without such a column.

        A code or a number comes in letters of a keyboard.
        """
        place = self.places.get(column)
        if place is None:
            return ""
        text = unharmed(row.cells[place].strip())
        return text if column in self._words else plain(text)

    def printed(self, column: str) -> str:
        """The heading of the column as the file prints it."""
        place = self.places.get(column)
        return "" if place is None else self.heading[place]

    def refuse(self, row: Row, column: str, code: str, message: str) -> None:
        """Refuse a cell of a row."""
        self.found.refuse(
            code, message, row=row.line, column=self.printed(column), value=self.text(row, column)
        )

    @contextmanager
    def refusing(self, row: Row) -> Iterator[None]:
        """Read a row: the first thing in it that cannot be (RowRefused) keeps it out, and the reading goes on."""
        try:
            yield
        except RowRefused as refusal:
            self.refuse(row, refusal.column, refusal.code, str(refusal))

    def cell(self, row: Row, column: str, read: Callable[[str], cells.Cell] = cells.number) -> cells.Cell:
        """The number or the mark in a cell. Raises RowRefused."""
        try:
            return read(self.text(row, column))
        except cells.NotANumber as error:
            raise RowRefused(column, "not-a-number", str(error)) from None

    def leave(self, row: Row, why: str) -> None:
        """Leave a row aside: it is about something else than what we keep."""
        self._aside[row.line] = why

    def keep(self, row: Row, figure: Figure, parts: Iterable[Row] = ()) -> None:
        """Keep a figure, unless the file gave it before: then nobody can know which is meant.

        `parts` are all rows that it is made of, where they are several. Nor is a figure kept of which more is said
        than can be kept: it is never cut.
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
        self._parts[figure.key] = tuple(part.line for part in parts) or (row.line,)
        self.found.figures.append(figure)

    def list_service(self, row: Row, service: ServiceEntry) -> None:
        """Keep a service that a row lists."""
        self.lines[service.code] = row.line
        self._parts[service.code] = (row.line,)
        self.found.services.append(service)

    def findings(self, good: Iterable[Key] | None = None) -> Findings:
        """What was found, with what became of every row: it was placed, refused or left aside.

        `good` are the figures that were let stand, else all that were found. A row that was refused for one of its
        figures counts as refused, whatever became of the others.
        """
        stand: set[object] = {figure.key for figure in self.found.figures} if good is None else set(good)
        stand |= {service.code for service in self.found.services}
        refused = {issue.row for issue in self.found.issues if issue.severity == Severity.REFUSAL}
        placed = {line for key in stand for line in self._parts.get(key, ())} - refused
        aside = Counter(
            self._aside.get(row.line, PART_OF_NOTHING)
            for row in self.table.rows
            if row.line not in placed and row.line not in refused
        )
        return Findings(
            rows_read=len(self.table.rows),
            figures=tuple(self.found.figures),
            services=tuple(self.found.services),
            issues=tuple(self.found.issues),
            left_aside=dict(aside),
            rows_placed=len(placed),
            listing=self.found.listing,
        )


def read_period(text: str, *, column: str = "period") -> Period:
    """The period of a row. Raises RowRefused."""
    try:
        return Period.read(text)
    except PeriodError as error:
        raise RowRefused(column, "period-unknown", f"{error}.") from None


def check_counted(
    indicator: IndicatorInfo, period: Period, advice: str = "Leave the row out.", *, column: str = "period"
) -> None:
    """Raises RowRefused, with the advice, where the indicator is not kept for the period."""
    if why_not := indicator.why_not(period):
        raise RowRefused(column, "period-outside", f"{why_not}. {advice}")


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
    """The day in a file's name, as in `cdc_sites_2025-10-28.csv`; with `_`, `.` or nothing for the dashes too."""
    for year, _, month, day in _DAY_IN_A_NAME.findall(file_name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
