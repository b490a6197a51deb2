"""Our own template: one figure a row, of any indicator of a programme, for any area and period."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.area_history import AreaVersion
from programmes.checks import typed
from programmes.checks.unread import why_unread
from programmes.choices import AreaType
from programmes.deliveries import Figure
from programmes.ingest.areas import AreaNotFound, find_at_any_level
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, Rows
from programmes.periods import Period, PeriodError
from programmes.results import IndicatorInfo
from programmes.untrusted import quoted

LEFT_EMPTY = "rows left empty"
NUMBERS = ("numerator", "denominator", "marker")


class Seen:
    """What was looked up for earlier rows: a file names few periods and areas, many times each."""

    def __init__(self) -> None:
        self.periods: dict[tuple[str, str], Period | Refusal] = {}
        self.areas: dict[tuple[str, tuple[str, ...], Period], AreaVersion | AreaNotFound] = {}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be."""

    code: str
    message: str


def gather(rows: Rows, known: Known) -> None:
    """A figure of every row that holds one. Whether it may stand is for `judging` to say."""
    seen = Seen()
    for row in rows:
        texts = {column: rows.text(row, column) for column in NUMBERS}
        if not any(texts.values()):
            _left_empty(rows, row)
            continue
        indicator = _indicator(rows, row, known)
        period = _period(rows, row, indicator, seen) if indicator else None
        area = _area(rows, row, known, indicator, period, seen) if indicator and period else None
        if indicator and period and area:
            _keep(rows, row, texts, Place(indicator, period, area))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure belongs."""

    indicator: IndicatorInfo
    period: Period
    area: AreaVersion


def _left_empty(rows: Rows, row: Row) -> None:
    if rows.text(row, "note"):
        rows.refuse(
            row, "numerator", "note-alone",
            "There is a note but no figure. Give the number, or the marker that says why there is none.",
        )  # fmt: skip
    else:
        rows.leave(row, LEFT_EMPTY)


def _indicator(rows: Rows, row: Row, known: Known) -> IndicatorInfo | None:
    code = rows.text(row, "indicator").lower()
    indicator = known.indicators.get(code)
    if indicator is None:
        theirs = sorted(one.code for one in known.indicators.values() if one.programme == known.programme)
        rows.refuse(
            row, "indicator", "indicator-unknown", f"There is no such indicator. Use {' or '.join(theirs)}."
        )
        return None
    if indicator.programme != known.programme:
        rows.refuse(
            row, "indicator", "other-programme",
            f"{code} belongs to another programme ({indicator.programme}). Send its figures in a file of their own.",
        )  # fmt: skip
        return None
    return indicator


def _period(rows: Rows, row: Row, indicator: IndicatorInfo, seen: Seen) -> Period | None:
    key = (rows.text(row, "period"), indicator.code)
    if key not in seen.periods:
        seen.periods[key] = _read_period(key[0], indicator)
    period = seen.periods[key]
    if isinstance(period, Refusal):
        rows.refuse(row, "period", period.code, period.message)
        return None
    return period


def _read_period(text: str, indicator: IndicatorInfo) -> Period | Refusal:
    try:
        period = Period.read(text)
    except PeriodError as error:
        return Refusal("period-unknown", f"{error}.")
    why_not = indicator.why_not(period)
    if why_not:
        return Refusal("period-outside", f"{why_not}. Leave the row out, or mend its period.")
    return period


def _area(
    rows: Rows, row: Row, known: Known, indicator: IndicatorInfo, period: Period, seen: Seen
) -> AreaVersion | None:
    printed = rows.text(row, "code")
    key = (printed, indicator.levels, period)
    if key not in seen.areas:
        seen.areas[key] = _look_up(known, printed, indicator, period)
    area = seen.areas[key]
    if isinstance(area, AreaNotFound):
        rows.refuse(row, "code", area.code, str(area))
        return None
    return area


def _look_up(
    known: Known, printed: str, indicator: IndicatorInfo, period: Period
) -> AreaVersion | AreaNotFound:
    """The life of the area among those kinds that report the indicator; else the reason that helps most."""
    found = find_at_any_level(known.areas, printed, indicator.levels, period)
    if isinstance(found, AreaVersion):
        return found
    refused = {error.code: error for error in reversed(found)}
    if "area-retired" in refused:
        return refused["area-retired"]
    if "area-level" in refused:
        kinds = " or ".join(AreaType(level).label for level in indicator.levels)
        return AreaNotFound(
            "area-level",
            f"{printed} is not of the kind of area that reports this. Give it by {kinds}.",
        )
    if not printed:
        return AreaNotFound("area-missing", "The row names no area. Give its ODS or GSS code.")
    return AreaNotFound(
        "area-unknown",
        f"{quoted(printed)} is no code of an area. Use the ODS code, or the GSS code of any year.",
    )


def _keep(rows: Rows, row: Row, texts: dict[str, str], place: Place) -> None:
    amount, unread = typed.read(**texts)
    if unread:
        column = "numerator" if unread[0] == texts["numerator"].strip() else "denominator"
        rows.refuse(row, column, "not-a-number", why_unread(unread[0]))
        return
    figure = Figure(
        indicator=place.indicator.code,
        area=place.area.pk,
        period=place.period.code,
        numerator=amount.numerator,
        denominator=amount.denominator,
        marker=amount.marker,
        note=rows.text(row, "note"),
        reason=rows.text(row, "reason"),
    )
    rows.keep(row, figure)
