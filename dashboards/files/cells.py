"""A workbook as plain data, and what stands in each cell of its rows: a value, and how it is shown.

A spreadsheet has no column for why a number is missing: the marker stands in the number's own cell, in square
brackets, and no cell is empty but those of notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from dashboards.column_kinds import NUMBERS, Column
from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.formatting import markers, missing, unit_words
from programmes.choices import Marker, Unit
from programmes.results import IndicatorInfo

Value = str | int | float | bool | date | None
Row = tuple[Sequence[Value], Sequence[str]]
"""The values of a row, and the style of each; see `STYLES`."""

COLUMNS = tuple(column for column in PROGRESS_COLUMNS if column.name != "marker")
"""The columns of a sheet: all but the marker, which stands where the number would."""

NUMBER_STYLES = {f"number{places}": places for places in range(5)}
"""Numbers with thousands separated, and so many decimals."""
STYLES = ("text", "marker", "percent", "date", "boolean", "link", *NUMBER_STYLES)
"""How a cell is shown. `marker` is text set as numbers are; `link` is the name of a sheet, and leads there."""
SHARE = "percent"
WIDTHS = {"text": 60, "code": 16, "marker": 10, "date": 18, "boolean": 12, "address": 40}
NUMBER_WIDTH = 17

NOT_AVAILABLE, NOT_APPLICABLE = Marker.NOT_AVAILABLE.value, Marker.NOT_APPLICABLE.value
OWN_MARKERS = (NOT_AVAILABLE, NOT_APPLICABLE)
"""What may stand in any table, beside the markers that its rows carry."""
OFTEN_EMPTY = ("notes", "note")
"""Columns in which nothing means that there is nothing to know."""
COUNTED = ("actual", "numerator", "year_to_date")
COMPARED = ("attainment", "variance")
FORECAST = ("forecast", "forecast_low", "forecast_high")

_PLACES = {column.name: place for place, column in enumerate(PROGRESS_COLUMNS)}
_MARKER, _NOTES, _NOTE = _PLACES["marker"], _PLACES["notes"], _PLACES["note"]
_TARGET = _PLACES["target_to_date"]


class Heading(NamedTuple):
    """The heading of a column: its words, its width in letters, and whether it stands over numbers."""

    text: str
    width: int
    is_number: bool = False


class Cells:
    """Makes the cells of rows of one indicator."""

    def __init__(self, info: IndicatorInfo) -> None:
        self.is_ratio = info.kind.is_ratio
        self.styles = tuple(_style(column, info) for column in COLUMNS)
        self.filled = tuple(
            (place, column.name) for place, column in enumerate(COLUMNS) if column.name not in OFTEN_EMPTY
        )

    def of(self, row: Sequence[Any]) -> Row:
        """The cells of a row, which has the values of `PROGRESS_COLUMNS`."""
        values: list[Value] = list(row)
        values[_NOTES] = markers(row[_NOTES]) or None
        values[_NOTE] = row[_NOTE] or None
        del values[_MARKER]
        styles = list(self.styles)
        for place, name in self.filled:
            if values[place] is None or values[place] == "":
                values[place] = missing(self.why_missing(name, row[_MARKER], row[_TARGET]))
                styles[place] = "marker"
        return values, styles

    def why_missing(self, name: str, marker: str, target: float | None) -> str:
        """The marker of a value that is not there, in a row with this marker and this target to date.

        What was counted is missing for the reason that the row gives. What follows from it and from a target is not
        applicable without a target, and so is whatever else a row of its kind never has.
        """
        if name in COUNTED or (name == "denominator" and self.is_ratio):
            return marker or NOT_AVAILABLE
        if name in COMPARED:
            return NOT_APPLICABLE if target is None else marker or NOT_AVAILABLE
        if name == "required_per_period":
            return NOT_APPLICABLE if target is None else marker or NOT_APPLICABLE
        return NOT_AVAILABLE if name in FORECAST else NOT_APPLICABLE


def headings(info: IndicatorInfo | None) -> Iterator[Heading]:
    """The heading of each column, with its unit.

    Without an indicator rows of several stand in one table, and a number is in the unit of its row.
    """
    for column in COLUMNS:
        words = _unit(column, info)
        heading = f"{column.heading} ({words})" if words else column.heading
        yield Heading(heading, WIDTHS.get(column.kind, NUMBER_WIDTH), column.is_number)


def _unit(column: Column, info: IndicatorInfo | None) -> str:
    """What one of the numbers of a column is; nothing for words and for counts of areas."""
    if column.kind == "fraction":
        return "%"
    if column.kind != "number":
        return ""
    if info is None:
        return "unit of the row"
    if info.kind.is_ratio and column.name in ("numerator", "denominator"):
        return info.numerator_label if column.name == "numerator" else info.denominator_label
    if column.name == "denominator":
        return ""
    if info.unit == Unit.PERCENT:
        return "percentage points" if column.name == "variance" else "%"
    return "£" if info.unit == Unit.POUNDS else unit_words(info.unit)


def _style(column: Column, info: IndicatorInfo) -> str:
    if column.kind not in NUMBERS:
        return column.kind if column.kind in ("date", "boolean") else "text"
    part_of_ratio = info.kind.is_ratio and column.name in ("numerator", "denominator")
    if column.kind == "fraction" or (
        column.kind == "number" and info.unit == Unit.PERCENT and not part_of_ratio
    ):
        return SHARE
    places = 0 if column.kind == "integer" or part_of_ratio else info.decimals
    return f"number{min(places, max(NUMBER_STYLES.values()))}"


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
