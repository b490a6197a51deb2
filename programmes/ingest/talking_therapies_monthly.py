"""The monthly long file of NHS Talking Therapies: people starting integrated treatment, by area.

A file is about one month and our figures are about quarters: a quarter is made where all three of its months are in
one file (put one below the other), and is estimated below England, where each month was rounded to 5.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from programmes.area_history import AreaVersion
from programmes.choices import AreaType, Marker
from programmes.deliveries import Figure
from programmes.ingest import cells
from programmes.ingest.areas import AreaNotFound, find_area
from programmes.ingest.layouts import bare
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, check_counted
from programmes.ingest.talking_therapies import LEVELS, NO_AREA
from programmes.periods import Period

ACCESS = "iapt-ltc-access"
MEASURE = "M272"
"""Count_FirstIntegratedTreatment: referrals with a first attended integrated treatment contact in the month."""

DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
"""Dates of files since 2025, and before."""

MONTHS = 3

Month = tuple[int, int]
Key = tuple[int, Period]


@dataclass(slots=True)
class Quarters:
    """What the rows gave so far: the months of each area and quarter, and which quarters are in doubt."""

    months: dict[Key, dict[Month, tuple[Row, cells.Cell]]] = field(default_factory=lambda: defaultdict(dict))
    doubtful: set[Key] = field(default_factory=set)
    lives: dict[int, AreaVersion] = field(default_factory=dict)


def gather(rows: Rows, known: Known) -> None:
    """A figure of every area and quarter of which all three months are there and good."""
    found = Quarters()
    for row in rows:
        if rows.text(row, "measure").upper() != MEASURE:
            rows.leave(row, "other measures")
        elif bare(rows.text(row, "level")) not in LEVELS:
            rows.leave(row, rows.text(row, "level") or "no level named")
        else:
            with rows.refusing(row):
                _gather_row(rows, row, known, found)
    for (area, period), months in found.months.items():
        if (area, period) not in found.doubtful:
            _make(rows, found.lives[area], period, months)


def _gather_row(rows: Rows, row: Row, known: Known, found: Quarters) -> None:
    month = _month(rows, row)
    period = Period.containing(month)
    check_counted(known.indicators[ACCESS], period, column="end")
    area = _area(rows, row, known, period)
    found.lives[area.pk] = area
    key = (area.pk, period)
    not_offered = (
        f"The quarter would lack a month, so no figure of {area.code} for {period.label} is offered."
    )
    try:
        cell = rows.cell(row, "value", cells.count)
    except RowRefused as refusal:
        found.doubtful.add(key)
        raise RowRefused("value", refusal.code, f"{refusal} {not_offered}") from None
    earlier, given = found.months[key].setdefault((month.year, month.month), (row, cell))
    if earlier is not row:
        message = f"Row {earlier.line} already gave this area and month."
        if given == cell:
            raise RowRefused("code", "given-twice", f"{message} The first was kept; take one of the two out.")
        found.doubtful.add(key)
        raise RowRefused("code", "given-twice", f"{message} Take out the one that is wrong. {not_offered}")


def _month(rows: Rows, row: Row) -> date:
    """A day of the month that the row is about. Raises RowRefused when it is about none or more than one."""
    start, end = _day(rows.text(row, "start")), _day(rows.text(row, "end"))
    if start is None or end is None:
        column = "end" if start else "start"
        raise RowRefused(column, "period-unknown", "This is no date. Write it as 2025-09-01.")
    if (start.year, start.month) != (end.year, end.month):
        raise RowRefused(
            "end", "period-not-a-month", "The row is about more than a month. Give monthly rows."
        )
    return end


def _area(rows: Rows, row: Row, known: Known, period: Period) -> AreaVersion:
    code = rows.text(row, "code")
    level = LEVELS[bare(rows.text(row, "level"))]
    if code.upper() in NO_AREA:
        raise RowRefused(
            "code", "area-not-known", "People of whom no area is known belong to no area; nothing to mend."
        )
    try:
        return find_area(known.areas, code, level=level, period=period)
    except AreaNotFound as error:
        raise RowRefused("code", error.code, f"{rows.text(row, 'name') or code}: {error}") from None


def _make(rows: Rows, area: AreaVersion, period: Period, found: dict[Month, tuple[Row, cells.Cell]]) -> None:
    parts = [row for row, _ in found.values()]
    row = parts[0]
    if len(found) < MONTHS:
        there = ", ".join(f"{date(year, month, 1):%B %Y}" for year, month in sorted(found))
        rows.refuse(
            row, "end", "months-missing",
            f"{area.name}, {period.label}: the file holds {there} only, and a quarter has three months. "
            "Put the rows of all three monthly files into one file.",
        )  # fmt: skip
        return
    together = [cell for _, cell in found.values()]
    total, note, marker = None, "", cells.together(*together)
    if not marker:
        total = sum((cell.value for cell in together if cell.value is not None), Decimal(0))
        if area.area_type != AreaType.ENGLAND:
            marker, note = Marker.ESTIMATED.value, "Sum of three published months, each rounded to 5."
    rows.keep(row, Figure(ACCESS, area.pk, period.code, total, marker=marker, note=note), parts)


def _day(text: str) -> date | None:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    return None
