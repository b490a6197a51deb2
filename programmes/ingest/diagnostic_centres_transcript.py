"""Diagnostic centres of one day, from a transcript of a list: how many each board had then, and before.

Each centre has a constituency, from which the board was read, and most have the day on which they opened. Where all
centres of a board have one, so does the number of them at the end of each earlier quarter; else it is not known. The
list names no services: it says nothing of later days, and a later list calls the same centres by other names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from programmes.area_history import AreaVersion
from programmes.choices import AreaType, Marker, Provenance
from programmes.deliveries import Figure
from programmes.ingest.areas import AreaNotFound, find_area, find_at_any_level
from programmes.ingest.days import day
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, day_of_name
from programmes.periods import Period
from programmes.sentences import counted, day_in_words

SITES = "cdc-sites"
LEVELS = (AreaType.ICB, AreaType.STP)


@dataclass(slots=True)
class _Centres:
    """The centres of one board: their rows and the days on which they opened, None where none is given."""

    rows: list[Row] = field(default_factory=list)
    opened: list[date | None] = field(default_factory=list)


def gather(rows: Rows, known: Known) -> None:
    """A figure of every board and quarter up to that of the list; none at all where a row cannot be read."""
    listed_on = known.listed_on or day_of_name(known.file_name)
    if listed_on is None:
        rows.found.refuse(
            "list-date-unknown", "The file’s name does not say of which day this list is. Put it in."
        )
        return
    centres: dict[int, _Centres] = defaultdict(_Centres)
    for row in rows:
        with rows.refusing(row):
            board, opened = _board(rows, row, known, listed_on), _opened(rows, row)
            centres[board.pk].rows.append(row)
            centres[board.pk].opened.append(opened)
    if not rows.found.issues:
        _count(rows, known, listed_on, centres)


def _board(rows: Rows, row: Row, known: Known, listed_on: date) -> AreaVersion:
    try:
        return find_area(known.areas, rows.text(row, "icb"), level=AreaType.ICB, period=listed_on)
    except AreaNotFound as error:
        raise RowRefused("icb", error.code, str(error)) from None


def _opened(rows: Rows, row: Row) -> date | None:
    text = rows.text(row, "opened_on")
    opened = day(text) if text else None
    if text and opened is None:
        raise RowRefused(
            "opened_on", "not-a-day", "This is no day. Write it as 2022-04-01, or leave it empty."
        )
    return opened


def _count(rows: Rows, known: Known, listed_on: date, centres: Mapping[int, _Centres]) -> None:
    last = Period.containing(listed_on)
    boards = known.areas.valid(AreaType.ICB, on=listed_on)
    for quarter in Period.between(known.indicators[SITES].first_period, last):
        for board in boards:
            here = centres.get(board.pk, _Centres())
            area = find_at_any_level(known.areas, board.code, LEVELS, quarter)
            if not isinstance(area, AreaVersion):
                continue
            figure = _figure(area, quarter, here, listed_on, is_last=quarter == last)
            if here.rows:
                rows.keep(here.rows[0], figure, here.rows)
            else:
                rows.found.figures.append(figure)


def _figure(area: AreaVersion, quarter: Period, here: _Centres, listed_on: date, *, is_last: bool) -> Figure:
    number: int | None = len(here.opened)
    marker = ""
    undated = here.opened.count(None)
    told = (
        f"From the list of {day_in_words(listed_on)}, as transcribed by a third party; "
        "boards read from constituencies."
    )
    if not is_last:
        dated = [one for one in here.opened if one and one <= quarter.ends_on]
        number = len(dated)
        if undated:
            without = counted(undated, "centre of the list has", "centres of the list have")
            told += f" At least {number}: {without} no opening day."
            number, marker = None, Marker.NOT_AVAILABLE.value
    return Figure(
        SITES, area.pk, quarter.code, number, marker=marker, note=told, provenance=Provenance.DERIVED.value
    )
