"""Our own list of official figures of England as a whole, each with the source it was read in."""

from __future__ import annotations

from programmes.area_history import AreaVersion
from programmes.choices import AreaType, Marker
from programmes.deliveries import Figure, Key
from programmes.ingest.areas import find_at_any_level
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, check_counted, read_period
from programmes.periods import Period

BESIDE_A_NUMBER = {"", Marker.PROVISIONAL.value, Marker.ESTIMATED.value}


def gather(rows: Rows, known: Known) -> None:
    """A figure of every good row."""
    for row in rows:
        with rows.refusing(row):
            indicator = known.indicators.get(rows.text(row, "indicator"))
            if indicator is None:
                raise RowRefused(
                    "indicator", "indicator-unknown", "There is no such indicator. Mend its code."
                )
            period = read_period(rows.text(row, "period"))
            check_counted(indicator, period, "Leave the row out, or mend its period.")
            area = _area(known, rows.text(row, "area"), period)
            rows.keep(row, _figure(rows, row, known, (indicator.code, area.pk, period.code)))


def _area(known: Known, printed: str, period: Period) -> AreaVersion:
    """The life of the area: England nearly always, so the highest level that has the code."""
    found = find_at_any_level(known.areas, printed, AreaType, period)
    if isinstance(found, AreaVersion):
        return found
    why = next((one for one in reversed(found) if one.code == "area-retired"), found[0])
    raise RowRefused("area", why.code, str(why))


def _figure(rows: Rows, row: Row, known: Known, key: Key) -> Figure:
    marker = rows.text(row, "marker")
    if marker not in BESIDE_A_NUMBER:
        raise RowRefused("marker", "marker-unknown", "Beside a number stands p, e or nothing.")
    numerator, denominator = (rows.cell(row, column).value for column in ("numerator", "denominator"))
    if numerator is None:
        raise RowRefused("numerator", "not-a-number", "An official figure wants a number. Leave the row out.")
    title = known.sources.get(rows.text(row, "source"))
    if title is None:
        raise RowRefused("source", "source-unknown", "There is no such source. Name one of sources.toml.")
    note = " ".join(filter(None, (rows.text(row, "note"), f"Source: {title}.")))
    return Figure(*key, numerator, denominator, marker, note)
