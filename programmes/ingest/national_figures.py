"""Our own list of official figures of England as a whole, each with the source it was read in."""

from __future__ import annotations

from programmes.area_history import AreaVersion
from programmes.choices import AreaType, Marker
from programmes.deliveries import Figure
from programmes.ingest import cells
from programmes.ingest.areas import find_at_any_level
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, Rows
from programmes.periods import Period, PeriodError
from programmes.results import IndicatorInfo

BESIDE_A_NUMBER = {"", Marker.PROVISIONAL.value, Marker.ESTIMATED.value}


def gather(rows: Rows, known: Known) -> None:
    """A figure of every good row."""
    for row in rows:
        indicator = _indicator(rows, row, known)
        period = _period(rows, row, indicator) if indicator else None
        area = _area(rows, row, known, period) if period else None
        if indicator and period and area:
            figure = _figure(rows, row, known, indicator, area, period)
            if figure:
                rows.keep(row, figure)


def _indicator(rows: Rows, row: Row, known: Known) -> IndicatorInfo | None:
    indicator = known.indicators.get(rows.text(row, "indicator"))
    if indicator is None:
        rows.refuse(row, "indicator", "indicator-unknown", "There is no such indicator. Mend its code.")
    return indicator


def _period(rows: Rows, row: Row, indicator: IndicatorInfo) -> Period | None:
    try:
        period = Period.read(rows.text(row, "period"))
    except PeriodError as error:
        rows.refuse(row, "period", "period-unknown", f"{error}.")
        return None
    why_not = indicator.why_not(period)
    if why_not:
        rows.refuse(row, "period", "period-outside", f"{why_not}. Leave the row out, or mend its period.")
        return None
    return period


def _area(rows: Rows, row: Row, known: Known, period: Period) -> AreaVersion | None:
    """The life of the area: England nearly always, so the highest level that has the code."""
    printed = rows.text(row, "area")
    found = find_at_any_level(known.areas, printed, AreaType, period)
    if isinstance(found, AreaVersion):
        return found
    why = next((one for one in reversed(found) if one.code == "area-retired"), found[0])
    rows.refuse(row, "area", why.code, str(why))
    return None


def _figure(
    rows: Rows, row: Row, known: Known, indicator: IndicatorInfo, area: AreaVersion, period: Period
) -> Figure | None:
    marker = rows.text(row, "marker")
    if marker not in BESIDE_A_NUMBER:
        rows.refuse(row, "marker", "marker-unknown", "Beside a number stands p, e or nothing.")
        return None
    numbers: dict[str, cells.Cell] = {}
    for column in ("numerator", "denominator"):
        try:
            numbers[column] = cells.number(rows.text(row, column))
        except cells.NotANumber as error:
            rows.refuse(row, column, "not-a-number", str(error))
            return None
    if numbers["numerator"].value is None:
        rows.refuse(row, "numerator", "not-a-number", "An official figure wants a number. Leave the row out.")
        return None
    title = known.sources.get(rows.text(row, "source"))
    if title is None:
        rows.refuse(row, "source", "source-unknown", "There is no such source. Name one of sources.toml.")
        return None
    note = " ".join(filter(None, (rows.text(row, "note"), f"Source: {title}.")))
    return Figure(
        indicator.code,
        area.pk,
        period.code,
        numbers["numerator"].value,
        numbers["denominator"].value,
        marker,
        note,
    )
