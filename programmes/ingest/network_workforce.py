"""The individual-level file of the Primary Care Network Workforce: mental health practitioners, where it has any.

One row is one person. The whole-time equivalents of mental health practitioners are added up by sub-ICB location.
The public files of March 2020 to September 2022 have nobody in that role, because trusts employ them: such a file is
refused in those words, for no practitioner in the file does not mean no practitioner in the practice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from programmes.choices import AreaType
from programmes.deliveries import Figure
from programmes.directory import AreaLife, AreaNotFound
from programmes.ingest import cells
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, Rows
from programmes.periods import MONTHS_PER_QUARTER, Period

PRACTITIONERS = "pcmhp-wte"
ROLE = re.compile(r"mental health(?: and well-?being)? practitioner", re.IGNORECASE)
NOTE = "As in the workforce return of primary care networks; those whom only a trust reports are not in it."

Key = tuple[int, Period]


def gather(rows: Rows, known: Known) -> None:
    """A figure of every location with practitioners, no row of which was refused."""
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    first: dict[Key, Row] = {}
    doubtful: set[Key] = set()
    met = False
    for row in rows:
        if not ROLE.search(f"{rows.text(row, 'role')} {rows.text(row, 'detailed_role')}"):
            rows.found.left_aside["other roles"] += 1
            continue
        met = True
        period = _period(rows, row, known)
        area = _area(rows, row, known, period) if period else None
        if period is None or area is None:
            continue
        key = (area.key, period)
        first.setdefault(key, row)
        value = _equivalents(rows, row)
        if value is None:
            doubtful.add(key)
        else:
            sums[key] += value
    if not met:
        rows.found.refuse(
            "role-not-in-file",
            "Nobody in this file is a mental health practitioner: trusts employ them, and this return leaves them out. "
            "It says nothing about pcmhp-wte, not even that there are none. Give the figures in the template.",
        )
    for (area_key, period), value in sums.items():
        if (area_key, period) not in doubtful:
            rows.keep(
                first[area_key, period],
                Figure(PRACTITIONERS, area_key, period.code, round(value, 4), note=NOTE),
            )


def _period(rows: Rows, row: Row, known: Known) -> Period | None:
    """The quarter at whose end people were counted."""
    year, month = rows.text(row, "year"), rows.text(row, "month")
    if not (year.isdecimal() and len(year) == 4 and month.isdecimal() and 1 <= int(month) <= 12):
        rows.refuse(row, "month", "period-unknown", "This is no month of a year. Write it as 2023 and 6.")
        return None
    if int(month) % MONTHS_PER_QUARTER:
        rows.refuse(
            row, "month", "not-a-quarters-end", "People are counted at the end of March, June, September and December."
        )  # fmt: skip
        return None
    quarter = (int(month) // MONTHS_PER_QUARTER - 2) % 4 + 1
    period = Period(int(year) - (quarter == 4), quarter)
    why_not = known.indicators[PRACTITIONERS].why_not(period)
    if why_not:
        rows.refuse(row, "year", "period-outside", f"{why_not}. Leave the row out.")
        return None
    return period


def _area(rows: Rows, row: Row, known: Known, period: Period) -> AreaLife | None:
    """The location of the row: of its time, or of today, for earlier quarters are published again by today's."""
    code = rows.text(row, "code")
    refused: AreaNotFound | None = None
    for level in (AreaType.SUB_ICB, AreaType.CCG):
        try:
            return known.areas.find(code, level=level, period=period)
        except AreaNotFound as error:
            refused = refused or error
    rows.refuse(
        row, "code", refused.code if refused else "area-unknown", f"{rows.text(row, 'name')}: {refused}"
    )
    return None


def _equivalents(rows: Rows, row: Row) -> Decimal | None:
    try:
        cell = cells.number(rows.text(row, "fte"))
    except cells.NotANumber as error:
        rows.refuse(row, "fte", "not-a-number", str(error))
        return None
    if cell.value is None:
        rows.refuse(
            row,
            "fte",
            "number-missing",
            "The person has no whole-time equivalent. Give it, or leave the row out.",
        )
    return cell.value
