"""Our own two layouts, one figure a row: the template, and our list of official figures of England as a whole."""

from __future__ import annotations

from functools import cache, partial

from programmes.area_history import AreaVersion
from programmes.checks import typed
from programmes.checks.typed import why_unread
from programmes.choices import AreaType, Marker, Provenance
from programmes.deliveries import Figure, Key
from programmes.ingest.areas import find_at_any_level
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, check_counted, read_period
from programmes.periods import Period
from programmes.results import IndicatorInfo
from programmes.untrusted import quoted

LEFT_EMPTY = "rows left empty"
NUMBERS = ("numerator", "denominator", "marker")


def gather(rows: Rows, known: Known) -> None:
    """A figure of every row that holds one. Whether it may stand is for `judging` to say."""
    # A file names few periods and areas, many times each.
    period_of = cache(lambda text, code: _period(text, known.indicators[code]))
    area_of = cache(partial(_area, known))
    for row in rows:
        texts = {column: rows.text(row, column) for column in NUMBERS}
        if not any(texts.values()) and not rows.text(row, "note"):
            rows.leave(row, LEFT_EMPTY)
            continue
        with rows.refusing(row):
            if not any(texts.values()):
                raise RowRefused(
                    "numerator",
                    "note-alone",
                    "There is a note but no figure. Give the number, or the marker that says why there is none.",
                )
            indicator = _indicator(known, rows.text(row, "indicator").lower())
            period = period_of(rows.text(row, "period"), indicator.code)
            area = area_of(rows.text(row, "code"), indicator.levels, period)
            rows.keep(row, _figure(rows, row, texts, (indicator.code, area.pk, period.code)))


def _indicator(known: Known, code: str) -> IndicatorInfo:
    indicator = known.indicators.get(code)
    if indicator is None:
        theirs = sorted(one.code for one in known.indicators.values() if one.programme == known.programme)
        raise RowRefused(
            "indicator", "indicator-unknown", f"There is no such indicator. Use {' or '.join(theirs)}."
        )
    if indicator.programme != known.programme:
        raise RowRefused(
            "indicator",
            "other-programme",
            f"{code} belongs to another programme ({indicator.programme}). Send its figures in a file of their own.",
        )
    return indicator


def _period(text: str, indicator: IndicatorInfo) -> Period:
    period = read_period(text)
    check_counted(indicator, period, "Leave the row out, or mend its period.")
    return period


def _area(known: Known, printed: str, levels: tuple[str, ...], period: Period) -> AreaVersion:
    """The life of the area among those kinds that report the indicator; else the reason that helps most."""
    found = find_at_any_level(known.areas, printed, levels, period)
    if isinstance(found, AreaVersion):
        return found
    refused = {error.code: error for error in reversed(found)}
    if "area-retired" in refused:
        raise RowRefused("code", "area-retired", str(refused["area-retired"]))
    if "area-level" in refused:
        kinds = " or ".join(AreaType(level).label for level in levels)
        raise RowRefused(
            "code",
            "area-level",
            f"{printed} is not of the kind of area that reports this. Give it by {kinds}.",
        )
    if not printed:
        raise RowRefused("code", "area-missing", "The row names no area. Give its ODS or GSS code.")
    raise RowRefused(
        "code",
        "area-unknown",
        f"{quoted(printed)} is no code of an area. Use the ODS code, or the GSS code of any year.",
    )


def _figure(rows: Rows, row: Row, texts: dict[str, str], key: Key) -> Figure:
    amount, unread = typed.read(**texts)
    if unread:
        column = "numerator" if unread[0] == texts["numerator"].strip() else "denominator"
        raise RowRefused(column, "not-a-number", why_unread(unread[0]))
    note, reason = rows.text(row, "note"), rows.text(row, "reason")
    return Figure(*key, amount.numerator, amount.denominator, amount.marker, note, reason)


BESIDE_A_NUMBER = {"", Marker.PROVISIONAL.value, Marker.ESTIMATED.value}


def gather_official(rows: Rows, known: Known) -> None:
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
            area = _official_area(known, rows.text(row, "area"), period)
            rows.keep(row, _official_figure(rows, row, known, (indicator.code, area.pk, period.code)))


def _official_area(known: Known, printed: str, period: Period) -> AreaVersion:
    """The life of the area: England nearly always, so the highest level that has the code."""
    found = find_at_any_level(known.areas, printed, AreaType, period)
    if isinstance(found, AreaVersion):
        return found
    why = next((one for one in reversed(found) if one.code == "area-retired"), found[0])
    raise RowRefused("area", why.code, str(why))


def _official_figure(rows: Rows, row: Row, known: Known, key: Key) -> Figure:
    marker = rows.text(row, "marker")
    if marker not in BESIDE_A_NUMBER:
        raise RowRefused("marker", "marker-unknown", "Beside a number stands p, e or nothing.")
    numerator, denominator = (rows.cell(row, column).value for column in ("numerator", "denominator"))
    if numerator is None:
        raise RowRefused("numerator", "not-a-number", "An official figure wants a number. Leave the row out.")
    title = known.sources.get(rows.text(row, "source"))
    if title is None:
        raise RowRefused("source", "source-unknown", "There is no such source. Name one of sources.toml.")
    provenance = rows.text(row, "provenance") or Provenance.OFFICIAL.value
    if provenance not in (Provenance.OFFICIAL, Provenance.DERIVED):
        raise RowRefused("provenance", "provenance-unknown", "A figure is official, or derived from such.")
    note = " ".join(filter(None, (rows.text(row, "note"), f"Source: {title}.")))
    return Figure(*key, numerator, denominator, marker, note, provenance=provenance)
