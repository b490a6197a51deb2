"""The list of community diagnostic centres: one row a site, with the integrated care board it stands in.

A list may say when a site opened and closed. Where it does not, a site is known from the day of the first list that
shows it. How many sites each board then has at the end of the list's quarter is a figure of that quarter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date

from programmes.area_history import AreaVersion
from programmes.checks import typed
from programmes.choices import AreaType, Layer, Provenance
from programmes.deliveries import Listing, ServiceEntry
from programmes.ingest import site_counts
from programmes.ingest.areas import AreaNotFound, find_area
from programmes.ingest.days import day
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, day_of_name
from programmes.sentences import day_in_words
from programmes.service_lists import will_stand

ENGLAND_EAST = (-7.0, 2.0)
ENGLAND_NORTH = (49.5, 56.0)
LONG_HOURS = {"yes": "Open 12 hours, 7 days a week", "no": "", "n/a": "", "": ""}

SAID_BY = {
    "address": {"address", "postcode"},
    "offers": {"offers", "long_hours"},
    "longitude": {"longitude"},
    "latitude": {"latitude"},
    "opened_on": {"opened_on"},
    "closed_on": {"closed_on"},
}
"""The columns that say a thing of a site. Where the list has none of them it leaves the thing as it stands."""


@dataclass
class _List:
    """The list as far as it is read."""

    on: date
    names: dict[str, int] = field(default_factory=dict)
    """The line of each site, by its code."""
    doubtful: set[int] = field(default_factory=set)
    """Boards of which a row was refused: what they have is not known from this list."""


def gather(rows: Rows, known: Known) -> None:
    """A service of every good row, and the number of sites of every board no row of which was refused."""
    listed_on = known.listed_on or day_of_name(known.file_name)
    if listed_on is None:
        rows.found.refuse(
            "list-date-unknown",
            "The file's name does not say of which day this list is. Put the day into it, as in "
            "cdc_sites_2025-10-28.csv, and send it in again; or give the day of the list beside the file.",
        )
        return
    listed = _List(listed_on)
    for row in rows:
        board: AreaVersion | None = None
        service: ServiceEntry | None = None
        with rows.refusing(row):
            board = _board(rows, row, known, listed_on)
            service = _service(rows, row, board, known, listed)
        if service:
            rows.list_service(row, service)
        elif board:
            listed.doubtful.add(board.pk)
    if not rows.found.services:
        # Of a list of which no row could be placed nobody knows for whom it speaks.
        return
    boards = _boards(rows, known, listed)
    rows.found.listing = Listing(listed_on, boards)
    site_counts.count(rows, known, listed_on, boards)


def _board(rows: Rows, row: Row, known: Known, listed_on: date) -> AreaVersion:
    """The board of a row. Raises RowRefused where it is none, or the sender may not enter it."""
    name = rows.text(row, "name") or "A site without a name"
    try:
        board = find_area(known.areas, rows.text(row, "icb"), level=AreaType.ICB, period=listed_on)
    except AreaNotFound as error:
        raise RowRefused("icb", error.code, f"{name}: {error}") from None
    if known.may_edit and not known.may_edit(board.pk):
        raise _foreign(name, board)
    return board


def _foreign(name: str, board: AreaVersion) -> RowRefused:
    return RowRefused(
        "icb",
        "not-yours",
        f"{name}: you may not enter services of {board.code} ({board.name}). Leave the row out, or ask an "
        "administrator for the role of editor there.",
    )


def _service(rows: Rows, row: Row, board: AreaVersion, known: Known, listed: _List) -> ServiceEntry | None:
    name = rows.text(row, "name")
    if not name:
        raise RowRefused("name", "name-missing", "The site has no name. Give the name it is listed under.")
    code = f"cdc-{slug(name)}"[:80]
    if code in listed.names:
        raise RowRefused(
            "name",
            "given-twice",
            f"Row {listed.names[code]} already lists {name}. Take one out, or give the two different names.",
        )
    place = days = None
    with rows.refusing(row):
        place = _place(rows, row)
    with rows.refusing(row):
        days = _days(rows, row, known.services.get(code))
    if place is None or days is None:
        return None
    long_hours = LONG_HOURS.get(rows.text(row, "long_hours").lower(), "")
    entry = ServiceEntry(
        code=code,
        name=name,
        areas=(board.pk,),
        provenance=Provenance.DEMONSTRATION if known.layer == Layer.DEMONSTRATION else Provenance.OFFICIAL,
        listed_on=listed.on,
        opened_on=days[0],
        closed_on=days[1],
        longitude=place[0],
        latitude=place[1],
        address=_address(rows.text(row, "address"), rows.text(row, "postcode")),
        offers=". ".join(part for part in (rows.text(row, "offers"), long_hours) if part),
    )
    entry = _beside_what_stands(rows, entry, known.services.get(code))
    _check_may_change(entry, known)
    listed.names[code] = row.line
    return entry


def _beside_what_stands(rows: Rows, entry: ServiceEntry, before: ServiceEntry | None) -> ServiceEntry:
    """The site, with what the list has no column for as it stands."""
    if before is None or (before.is_made_up and not entry.is_made_up):
        return entry
    unsaid = [name for name, columns in SAID_BY.items() if not columns & rows.places.keys()]
    return replace(entry, **{name: getattr(before, name) for name in unsaid})


def _check_may_change(entry: ServiceEntry, known: Known) -> None:
    """Raises RowRefused where what stands of the site may not be changed by this sender."""
    before = known.services.get(entry.code)
    if before is None:
        return
    foreign = [key for key in before.areas if known.may_edit and not known.may_edit(key)]
    is_outranked = entry.is_made_up and not before.is_made_up
    if foreign and (entry.is_made_up or not before.is_made_up):
        raise _foreign(entry.name, known.areas.versions[foreign[0]])
    if is_outranked and will_stand(replace(entry, provenance=before.provenance), before) != before:
        raise RowRefused(
            "name",
            "official-stands",
            f"{entry.name} is on an official list, and what a demonstration account sends is made up. Leave the row "
            "out, or give what stands of it.",
        )


def _days(rows: Rows, row: Row, before: ServiceEntry | None) -> tuple[date | None, date | None]:
    """When the site opened and closed, as far as the row says."""
    said: dict[str, date | None] = {}
    for column in ("opened_on", "closed_on"):
        text = rows.text(row, column)
        is_said = bool(text) and not typed.marker_of(text)
        said[column] = day(text) if is_said else None
        if is_said and said[column] is None:
            raise RowRefused(
                column,
                "not-a-day",
                "This is no day. Write it as 2025-04-01 or 01/04/2025, or leave it empty where it is not known.",
            )
    opened, closed = said["opened_on"], said["closed_on"]
    since = opened or (before.opened_on if before else None)
    if since and closed and closed <= since:
        raise RowRefused(
            "closed_on",
            "closed-before-opening",
            f"It closes on {day_in_words(closed)}, and it opened on {day_in_words(since)}. The closing day is the "
            "first day on which the site no longer serves; mend one of the two days.",
        )
    return opened, closed


def _place(rows: Rows, row: Row) -> tuple[float | None, float | None]:
    """Where the site stands; no place at all is fine, a place outside England is refused."""
    given = {"longitude": rows.text(row, "longitude"), "latitude": rows.text(row, "latitude")}
    if not any(given.values()):
        return None, None
    for column, (least, most) in (("longitude", ENGLAND_EAST), ("latitude", ENGLAND_NORTH)):
        try:
            inside = least <= float(given[column]) <= most
        except ValueError:
            inside = False
        if not inside:
            raise RowRefused(
                column,
                "not-in-england",
                f"The {column} of a place in England is a number from {least:g} to {most:g}. "
                "Mend it, or leave both coordinates empty.",
            )
    return float(given["longitude"]), float(given["latitude"])


def _address(address: str, postcode: str) -> str:
    return address if not postcode or postcode in address else ", ".join(filter(None, (address, postcode)))


def _boards(rows: Rows, known: Known, listed: _List) -> tuple[int, ...] | None:
    """The boards for which the list speaks; None: for all of them. A row that cannot be placed may be of any.

    Where rows are refused, the list may be cut off or read wrongly: it speaks for no board of which it has no site.
    """
    if any(issue.code != "not-yours" and _is_astray(rows, issue.column) for issue in rows.found.issues):
        return ()
    boards = [board.pk for board in known.areas.valid(AreaType.ICB, on=listed.on)]
    if known.may_edit:
        boards = [key for key in boards if known.may_edit(key)]
    elif not listed.doubtful:
        return None
    if listed.doubtful:
        named = {area for service in rows.found.services for area in service.areas}
        boards = [key for key in boards if key in named]
    return tuple(key for key in boards if key not in listed.doubtful)


def _is_astray(rows: Rows, column: str) -> bool:
    return not column or column == rows.printed("icb")


def slug(name: str) -> str:
    """A name as it stands in an address: `St Mary’s, Leeds` is `st-marys-leeds`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
