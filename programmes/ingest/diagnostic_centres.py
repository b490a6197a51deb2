"""The list of community diagnostic centres: one row a site, with the integrated care board it stands in.

No list says when a site opened. So a service is known from the date of the list that shows it, and the number
of sites by integrated care board is a figure of the quarter in which that date falls.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date

from programmes.choices import AreaType, Provenance
from programmes.deliveries import Figure, ServiceEntry
from programmes.directory import AreaLife, AreaNotFound
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, Rows, day_of_name
from programmes.periods import Period

SITES = "cdc-sites"

ENGLAND_EAST = (-7.0, 2.0)
ENGLAND_NORTH = (49.5, 56.0)
LONG_HOURS = {"yes": "Open 12 hours, 7 days a week", "no": "", "n/a": "", "": ""}


def gather(rows: Rows, known: Known) -> None:
    """A service of every good row, and the number of sites of every board no row of which was refused."""
    listed_on = known.listed_on or day_of_name(known.file_name)
    if listed_on is None:
        rows.found.refuse(
            "list-date-unknown",
            "The file's name does not say of which day this list is. Put the day into it, as in "
            "cdc_sites_2025-10-28.csv, or say it with --listed-on 2025-10-28.",
        )
        return
    sites: Counter[int] = Counter()
    doubtful: set[int] = set()
    names: dict[str, int] = {}
    for row in rows:
        board = _board(rows, row, known, listed_on)
        service = _service(rows, row, board, listed_on, names) if board else None
        if board and service is None:
            doubtful.add(board.key)
        elif board and service:
            rows.list_service(row, service)
            sites[board.key] += 1
    _count_sites(rows, known, listed_on, sites, doubtful)


def _board(rows: Rows, row: Row, known: Known, listed_on: date) -> AreaLife | None:
    try:
        return known.areas.find_on(rows.text(row, "icb"), level=AreaType.ICB, day=listed_on)
    except AreaNotFound as error:
        rows.refuse(row, "icb", error.code, f"{rows.text(row, 'name') or 'A site without a name'}: {error}")
        return None


def _service(
    rows: Rows, row: Row, board: AreaLife, listed_on: date, names: dict[str, int]
) -> ServiceEntry | None:
    name = rows.text(row, "name")
    if not name:
        rows.refuse(row, "name", "name-missing", "The site has no name. Give the name it is listed under.")
        return None
    code = f"cdc-{slug(name)}"[:80]
    if code in names:
        rows.refuse(
            row,
            "name",
            "given-twice",
            f"Row {names[code]} already lists {name}. Take one out, or give the two different names.",
        )
        return None
    place = _place(rows, row)
    if place is None:
        return None
    names[code] = row.line
    long_hours = LONG_HOURS.get(rows.text(row, "long_hours").lower(), "")
    return ServiceEntry(
        code=code,
        name=name,
        areas=(board.key,),
        provenance=Provenance.OFFICIAL,
        listed_on=listed_on,
        longitude=place[0],
        latitude=place[1],
        address=_address(rows.text(row, "address"), rows.text(row, "postcode")),
        offers=". ".join(part for part in (rows.text(row, "offers"), long_hours) if part),
    )


def _place(rows: Rows, row: Row) -> tuple[float | None, float | None] | None:
    """Where the site stands; no place at all is fine, a place outside England is refused."""
    written = {"longitude": rows.text(row, "longitude"), "latitude": rows.text(row, "latitude")}
    if not any(written.values()):
        return None, None
    for column, (least, most) in (("longitude", ENGLAND_EAST), ("latitude", ENGLAND_NORTH)):
        try:
            inside = least <= float(written[column]) <= most
        except ValueError:
            inside = False
        if not inside:
            rows.refuse(
                row,
                column,
                "not-in-england",
                f"The {column} of a place in England is a number from {least:g} to {most:g}. "
                "Mend it, or leave both coordinates empty.",
            )
            return None
    return float(written["longitude"]), float(written["latitude"])


def _address(address: str, postcode: str) -> str:
    return address if not postcode or postcode in address else ", ".join(filter(None, (address, postcode)))


def _count_sites(rows: Rows, known: Known, listed_on: date, sites: Counter[int], doubtful: set[int]) -> None:
    """How many sites each board has; boards of refused rows are left out, and all when a board is unknown."""
    quarter = Period.containing(listed_on)
    indicator = known.indicators.get(SITES)
    astray = any(issue.column == rows.printed("icb") or not issue.column for issue in rows.found.issues)
    if indicator is None or indicator.why_not(quarter) or astray:
        return
    note = f"Sites on the list of {listed_on.day} {listed_on:%B %Y}."
    boards = known.areas.alive_on(listed_on, AreaType.ICB)
    for board in boards:
        if board.key not in doubtful:
            rows.found.figures.append(Figure(SITES, board.key, quarter.code, sites[board.key], note=note))
    if not doubtful:
        for england in known.areas.alive_on(listed_on, AreaType.ENGLAND):
            rows.found.figures.append(Figure(SITES, england.key, quarter.code, sites.total(), note=note))


def slug(name: str) -> str:
    """A name as it stands in an address: `St Mary’s, Leeds` is `st-marys-leeds`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
