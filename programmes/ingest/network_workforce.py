"""The individual-level file of the Primary Care Network Workforce: mental health practitioners, where it has any.

One row is one person. The whole-time equivalents of mental health practitioners are added up by sub-ICB location; a sum
of which any person cannot be read, or may belong to it and nobody can tell, is no figure.
The public files of March 2020 to September 2022 have nobody in that role, because trusts employ them: such a file is
refused in those words, for no practitioner in the file does not mean no practitioner in the practice. Files since 2023
have them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from programmes.area_history import AreaVersion
from programmes.choices import AreaType
from programmes.deliveries import Figure
from programmes.ingest import cells
from programmes.ingest.areas import AreaNotFound, find_at_any_level, successors
from programmes.ingest.readers import Row, Unread
from programmes.ingest.rows import Known, Rows
from programmes.periods import MONTHS_PER_QUARTER, Period, PeriodError

PRACTITIONERS = "pcmhp-wte-networks"
ROLE = re.compile(r"(?<!non-)(?<!non )mental health(?: and well-?being)? practitioner", re.IGNORECASE)
"""Since 2023 a profession may stand twice: of practitioners, and of those who are none (“Non-Mental Health …”)."""
MAY_BE = re.compile(rf"{ROLE.pattern}|#[A-Z]", re.IGNORECASE)
"""A practitioner, or somebody of whom an error of a spreadsheet hides who they are."""
NOTE = "As in the workforce return of primary care networks; those whom only a trust reports are not in it."
LEVELS = (AreaType.SUB_ICB, AreaType.CCG)
MANY = 3
"""More locations than these are not named one by one."""

Key = tuple[int, Period]


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A practitioner who cannot be counted: where, and why. `key` is the sum that lacks them, where that is known."""

    row: Row
    column: str
    code: str
    message: str
    key: Key | None = None
    period: Period | None = None
    is_of_another_time: bool = False
    """Whether it is known to be of no quarter that is kept, so that no sum lacks it."""


@dataclass(slots=True)
class Sums:
    """The people counted by location and quarter, and those who could not be."""

    people: dict[Key, list[tuple[Row, Decimal]]] = field(default_factory=lambda: defaultdict(list))
    unread: list[Uncounted] = field(default_factory=list)
    lives: dict[Key, AreaVersion] = field(default_factory=dict)


def gather(rows: Rows, known: Known) -> None:
    """A figure of every location with practitioners of whom every one could be read."""
    sums = Sums()
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        role = f"{rows.text(row, 'role')} {rows.text(row, 'detailed_role')}"
        if not MAY_BE.search(role):
            rows.leave(row, "other roles")
            continue
        _count(rows, row, known, sums, seen)
    sums.unread += [
        Uncounted(row, "", "part-missing", "A practitioner may stand in this row.")
        for row in rows.misaligned
        if _may_be_counted(rows, row)
    ]
    if not sums.people and not sums.unread:
        rows.found.refuse(
            "role-not-in-file",
            "Nobody in this file is a mental health practitioner: trusts employ them, and this return leaves them out. "
            "It says nothing about pcmhp-wte-networks, not even that there are none. Give the figures in the template.",
        )
    doubtful = _refuse_unread(rows, known, sums)
    for key, people in sums.people.items():
        if key not in doubtful:
            total = round(sum((value for _, value in people), Decimal(0)), 4)
            parts = [row for row, _ in people]
            rows.keep(parts[0], Figure(PRACTITIONERS, key[0], key[1].code, total, note=NOTE), parts)


def _may_be_counted(rows: Rows, row: Row) -> bool:
    """Whether a row whose cells belong to no columns, or hold no value, may be of a practitioner."""
    places = [rows.places[name] for name in ("role", "detailed_role") if name in rows.places]
    is_hidden = any(isinstance(row.cells[place], Unread) for place in places if place < len(row.cells))
    return is_hidden or MAY_BE.search(" ".join(row.cells)) is not None


def _count(rows: Rows, row: Row, known: Known, sums: Sums, seen: dict[tuple[str, ...], int]) -> None:
    """Count the person of a row, or keep in mind why they cannot be."""
    period = _period(rows, row, known)
    if isinstance(period, Uncounted):
        sums.unread.append(period)
        return
    area = _area(known, rows.text(row, "code"), period)
    if isinstance(area, AreaNotFound):
        message = f"{rows.text(row, 'name')}: {area}".removeprefix(": ")
        sums.unread.append(Uncounted(row, "code", area.code, message, period=period))
        return
    key = (area.pk, period)
    sums.lives[key] = area
    if not ROLE.search(f"{rows.text(row, 'role')} {rows.text(row, 'detailed_role')}"):
        message = (
            "The role holds an error of the spreadsheet, and may be that of a practitioner. Mend its formula."
        )
        sums.unread.append(Uncounted(row, "role", "role-unknown", message, key))
        return
    earlier = seen.setdefault(tuple(row.cells), row.line) if rows.text(row, "person") else row.line
    if earlier != row.line:
        message = f"Row {earlier} already gave this person, in the same words. Take one of the two out."
        sums.unread.append(Uncounted(row, "person", "given-twice", message, key))
        return
    value = _equivalents(rows, row, key)
    if isinstance(value, Uncounted):
        sums.unread.append(value)
    else:
        sums.people[key].append((row, value))


def _refuse_unread(rows: Rows, known: Known, sums: Sums) -> set[Key]:
    """Refuse each row that could not be read, saying which figures are not offered for it; these sums."""
    every = set(sums.people)
    doubtful: set[Key] = set()
    for one in sums.unread:
        lacking = set() if one.is_of_another_time else _lacking(rows, known, one, every)
        doubtful |= lacking
        advice = _not_offered(sums, lacking)
        if one.column:
            rows.refuse(one.row, one.column, one.code, f"{one.message} {advice}".strip())
        elif advice:
            rows.found.refuse(one.code, f"{one.message} {advice}", row=one.row.line)
    return doubtful


def _lacking(rows: Rows, known: Known, one: Uncounted, every: set[Key]) -> set[Key]:
    """The sums that may lack the person: where their area or their quarter is not known, all that they may be of."""
    if one.key is not None:
        return {one.key}
    named = set(one.row.cells if not one.column else [rows.text(one.row, "code")])
    named |= {
        successor.code
        for area in known.areas
        if area.code in named
        for successor in successors(known.areas, area)
    }
    possible = {key for key in every if one.period in (None, key[1])}
    may_be = {key for key in possible for code in named if _is(_area(known, code, key[1]), key)}
    return may_be or possible


def _is(area: AreaVersion | AreaNotFound, key: Key) -> bool:
    return isinstance(area, AreaVersion) and area.pk == key[0]


def _not_offered(sums: Sums, lacking: set[Key]) -> str:
    """Which figures are not offered, in words."""
    named = sorted({(sums.lives[key].code, key[1]) for key in lacking})
    told = [f"{code} for {period.label}" for code, period in named[:MANY]]
    others = [f"{len(named) - MANY} more"] if len(named) > MANY else []
    return (
        f"The sum would lack a part, so no figure of {' and '.join(told + others)} is offered."
        if named
        else ""
    )


def _period(rows: Rows, row: Row, known: Known) -> Period | Uncounted:
    """The quarter at whose end people were counted."""
    year, month = rows.text(row, "year"), rows.text(row, "month")
    if not (_is_number(year) and len(year) == 4 and _is_number(month) and 1 <= int(month) <= 12):
        column = "month" if _is_number(year) and len(year) == 4 else "year"
        return Uncounted(row, column, "period-unknown", "This is no month of a year. Write it as 2023 and 6.")
    if int(month) % MONTHS_PER_QUARTER:
        why = "People are counted at the end of March, June, September and December."
        return Uncounted(row, "month", "not-a-quarters-end", why, is_of_another_time=True)
    quarter = (int(month) // MONTHS_PER_QUARTER - 2) % 4 + 1
    try:
        period = Period(int(year) - (quarter == 4), quarter)
    except PeriodError as error:
        return Uncounted(row, "year", "period-unknown", f"{error}.")
    why_not = known.indicators[PRACTITIONERS].why_not(period)
    if why_not:
        return Uncounted(
            row, "year", "period-outside", f"{why_not}. Leave the row out.", is_of_another_time=True
        )
    return period


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4


def _area(known: Known, code: str, period: Period) -> AreaVersion | AreaNotFound:
    """The location of a code: of its time, or of today, for earlier quarters are published again by today's."""
    found = find_at_any_level(known.areas, code, LEVELS, period)
    return found if isinstance(found, AreaVersion) else found[0]


def _equivalents(rows: Rows, row: Row, key: Key) -> Decimal | Uncounted:
    try:
        cell = cells.number(rows.text(row, "fte"))
    except cells.NotANumber as error:
        return Uncounted(row, "fte", "not-a-number", str(error), key)
    if cell.value is None:
        message = "The person has no whole-time equivalent. Give it, or leave the row out."
        return Uncounted(row, "fte", "number-missing", message, key)
    return cell.value
