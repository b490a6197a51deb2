"""Figures of the NHS Mental Health Dashboard, one a row, by area: each covers what its measure does.

Access to IPS is counted from April to the end of the quarter; perinatal care over the twelve months to its end. All
periods are given by the areas of the newest one, also those before an area was there: the publication gives the
past again by the areas of its day. Its noughts are kept, though many say only that nothing was submitted; where its
sheet has an error in place of a figure, there is none.
"""

from __future__ import annotations

from programmes.area_history import AreaVersion
from programmes.choices import AreaType, Marker
from programmes.deliveries import Figure
from programmes.ingest import cells
from programmes.ingest.areas import AreaNotFound, find_area
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, check_counted, read_period
from programmes.periods import Period, PeriodError

NO_FIGURE = "The sheet has an error in place of a figure."
NOUGHT = "Published as 0, which may mean that nothing was submitted."


def gather(rows: Rows, known: Known) -> None:
    """A figure of every good row."""
    newest = _newest(rows)
    for row in rows:
        with rows.refusing(row):
            rows.keep(row, _figure(rows, row, known, newest))


def _newest(rows: Rows) -> Period | None:
    """The last quarter that any row names."""
    found = []
    for row in rows.table.rows:
        try:
            found.append(Period.read(rows.text(row, "period")))
        except PeriodError:
            continue
    return max(found, default=None)


def _figure(rows: Rows, row: Row, known: Known, newest: Period | None) -> Figure:
    indicator = known.indicators.get(rows.text(row, "indicator"))
    if indicator is None:
        raise RowRefused("indicator", "indicator-unknown", "There is no such indicator. Mend its code.")
    period = read_period(rows.text(row, "period"))
    check_counted(indicator, period, "Leave the row out, or mend its period.")
    area = _area(rows, row, known, newest or period)
    cell = rows.cell(row, "figure", cells.count if indicator.counts_one_by_one else cells.number)
    note = NOUGHT if cell.value == 0 else NO_FIGURE if cell.marker == Marker.NOT_AVAILABLE else ""
    return Figure(indicator.code, area.pk, period.code, cell.value, marker=cell.marker, note=note)


def _area(rows: Rows, row: Row, known: Known, period: Period) -> AreaVersion:
    level = rows.text(row, "level")
    if level not in AreaType.values:
        raise RowRefused(
            "level", "level-unknown", f"This is no kind of area we keep. Use {', '.join(AreaType.values)}."
        )
    try:
        return find_area(known.areas, rows.text(row, "code"), level=level, period=period)
    except AreaNotFound as error:
        raise RowRefused("code", error.code, str(error)) from None
