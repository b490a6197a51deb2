"""Our list of mental health practitioners in primary care networks: what each area's networks record on a day.

One row is one area and day. From the number of its networks, how many of them have any practitioner, how many have two
whole-time equivalents or more, and the whole-time equivalents in all come up to four figures; a row that gives only
the whole-time equivalents gives one. Figures stand in the quarter of their day; those of a day before its end are
provisional, and their note says so.
"""

from __future__ import annotations

from datetime import date

from programmes.area_history import AreaVersion
from programmes.choices import AreaType, Marker
from programmes.deliveries import Figure, Number
from programmes.ingest import cells, days
from programmes.ingest.areas import AreaNotFound, find_area
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, check_counted
from programmes.periods import Period
from programmes.sentences import counted, day_in_words, pluralize

WTE, PER_NETWORK = "pcmhp-wte-networks", "pcmhp-per-network"
ANY, TWO = "pcmhp-networks-any", "pcmhp-networks-two"
OF_NETWORKS = ((TWO, "two_practitioners"), (ANY, "any_practitioner"), (PER_NETWORK, "wte"))
"""What is divided by the number of networks: the indicator, and the column of its numerator."""
COUNTS = ("networks", "any_practitioner", "two_practitioners")


def gather(rows: Rows, known: Known) -> None:
    """The figures of every good row."""
    for row in rows:
        with rows.refusing(row):
            on = _day(rows, row, "date")
            period = Period.containing(on)
            area = _area(rows, row, known, period)
            for figure in _figures(rows, row, area, on, period):
                check_counted(known.indicators[figure.indicator], period, column="date")
                rows.keep(row, figure)


def _day(rows: Rows, row: Row, column: str) -> date:
    found = days.day(rows.text(row, column))
    if found is None:
        raise RowRefused(column, "no-day", "This is no day. Write it as 2025-11-30.")
    return found


def _area(rows: Rows, row: Row, known: Known, period: Period) -> AreaVersion:
    """The area as it was in the period; as it is on another day where the row says whose borders it counts by."""
    level = rows.text(row, "area_type").lower()
    if level not in AreaType.values:
        raise RowRefused("area_type", "level-unknown", f"Use {', '.join(AreaType.values)}.")
    when = _day(rows, row, "borders_of") if rows.text(row, "borders_of") else period
    try:
        return find_area(known.areas, rows.text(row, "area"), level=level, period=when)
    except AreaNotFound as error:
        raise RowRefused("area", error.code, str(error)) from None


def _figures(rows: Rows, row: Row, area: AreaVersion, on: date, period: Period) -> list[Figure]:
    wte = rows.cell(row, "wte").value
    if wte is None:
        raise RowRefused("wte", "not-a-number", "Give the whole-time equivalents, or leave the row out.")
    marker = "" if on == period.ends_on else Marker.PROVISIONAL.value
    note = _note(rows, row, on, period)
    found = [Figure(WTE, area.pk, period.code, wte, marker=marker, note=note)]
    if rows.text(row, "networks"):
        networks, some, two = (_count(rows, row, column) for column in COUNTS)
        if not two <= some <= networks:
            raise RowRefused(
                "two_practitioners",
                "part-above-whole",
                "Networks with two practitioners are among those with any, and those among all. Mend the counts.",
            )
        numerators: dict[str, Number] = {"two_practitioners": two, "any_practitioner": some, "wte": wte}
        found += [
            Figure(code, area.pk, period.code, numerators[column], networks, marker, note)
            for code, column in OF_NETWORKS
        ]
    return found


def _count(rows: Rows, row: Row, column: str) -> Number:
    value = rows.cell(row, column, cells.count).value
    if value is None:
        raise RowRefused(column, "not-a-number", "Give the count of networks, or none of the three.")
    return value


def _note(rows: Rows, row: Row, on: date, period: Period) -> str:
    """What to know of the figures of the row: their day, whose sum they are, and who recorded nothing."""
    said = []
    if on != period.ends_on:
        said.append(f"At {day_in_words(on)}, not the end of the quarter.")
    if rows.text(row, "borders_of"):
        since = _day(rows, row, "borders_of")
        said.append(f"Added up here from the networks, by the borders of {day_in_words(since)}.")
    silent = int(rows.cell(row, "nobody_recorded", cells.count).value or 0)
    if silent:
        verb = pluralize(silent, "records", "record")
        said.append(f"{counted(silent, 'network')} {verb} nobody at all: unknown, not without practitioners.")
    return " ".join(said)
