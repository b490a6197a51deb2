"""The list of community diagnostic centres: services with the day of the list, and how many each board has."""

from datetime import date

import pytest

from programmes.choices import Provenance
from programmes.deliveries import Figure, Listing, ServiceEntry
from tests.programmes.ingest.made import BOARD, ENGLAND, findings, refused

NAMED = {"file_name": "cdc_sites_2025-10-28.csv"}
HEADING = "name,address,postcode,longitude,latitude,icb,open_12_hours_7_days,services"
GOOD = 'Blyth CDC,"Blyth, NE24 1AA",NE24 1AA,-1.5,55.1,QHM,Yes,"Imaging, Pathology"'


def _of(*rows, **known):
    return findings("cdc-sites", "\n".join([HEADING, *rows]), **(known or NAMED))


def test_a_row_is_a_service_known_since_the_day_of_the_list():
    service = _of(GOOD).services[0]

    assert (service.code, service.name, service.areas) == ("cdc-blyth-cdc", "Blyth CDC", (BOARD,))
    assert (service.opened_on, service.listed_on) == (None, date(2025, 10, 28))
    assert (service.longitude, service.latitude) == (-1.5, 55.1)
    assert service.address == "Blyth, NE24 1AA"
    assert service.offers == "Imaging, Pathology. Open 12 hours, 7 days a week"


def test_sites_are_counted_for_the_quarter_of_the_list():
    note = "Sites on the list of 28 October 2025."

    assert _of(GOOD).figures == (
        Figure("cdc-sites", BOARD, "2025-26-Q3", 1, note=note),
        Figure("cdc-sites", ENGLAND, "2025-26-Q3", 1, note=note),
    )


def test_a_list_of_a_quarter_that_is_not_kept_counts_nothing_but_lists_its_sites():
    found = _of(GOOD, listed_on=date(2026, 4, 5))

    assert len(found.services) == 1
    assert not found.figures


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (GOOD.replace("QHM", "QZZ"), "area-unknown", "icb"),
        (GOOD.replace("QHM", "00L"), "area-level", "icb"),
        (GOOD.replace("Blyth CDC", ""), "name-missing", "name"),
        (GOOD.replace("55.1", "5.51"), "not-in-england", "latitude"),
        (GOOD.replace("-1.5", ""), "not-in-england", "longitude"),
        (GOOD.replace("-1.5", "nan"), "not-in-england", "longitude"),
    ],
)
def test_a_site_that_cannot_be_placed_is_refused_and_never_miscounts(row, code, column):
    found = _of(row, GOOD.replace("Blyth", "Alnwick"))

    assert refused(found) == [(2, code)]
    assert found.issues[0].column == column
    assert [service.name for service in found.services] == ["Alnwick CDC"]
    assert not found.figures


def test_a_site_without_a_place_is_fine():
    service = _of(GOOD.replace("-1.5", "").replace("55.1", "")).services[0]

    assert (service.longitude, service.latitude) == (None, None)


def test_a_site_listed_twice_is_told():
    assert refused(_of(GOOD, GOOD)) == [(3, "given-twice")]


def test_a_list_of_no_day_is_refused():
    found = _of(GOOD, file_name="sites.csv")

    assert [issue.code for issue in found.refusals] == ["list-date-unknown"]
    assert "--listed-on" not in found.issues[0].message
    assert not found.services


@pytest.mark.parametrize(
    "name", ["cdc_sites_2025-10-28.csv", "cdc 20251028.csv", "cdc_2025_10_28.csv", "2025.10.28.csv"]
)
def test_the_day_of_a_list_is_read_from_its_name(name):
    assert _of(GOOD, file_name=name).services[0].listed_on == date(2025, 10, 28)


DATED = HEADING + ",{opened},{closed}"


def _dated(opened, closed, *, headings=("opened_on", "closed_on"), **known):
    heading = DATED.format(opened=headings[0], closed=headings[1])
    return findings("cdc-sites", f"{heading}\n{GOOD},{opened},{closed}", **NAMED, **known)


@pytest.mark.parametrize(
    "headings",
    [("opened_on", "closed_on"), ("Opening date", "Closing date"), ("Date opened", "Closure date")],
)
@pytest.mark.parametrize(
    ("opened", "closed"),
    [("2024-04-01", "2025-12-31"), ("01/04/2024", "31/12/2025"), ("1 April 2024", "31 Dec 2025")],
)
def test_a_list_may_say_when_a_site_opened_and_closed(headings, opened, closed):
    service = _dated(opened, closed, headings=headings).services[0]

    assert (service.opened_on, service.closed_on) == (date(2024, 4, 1), date(2025, 12, 31))


@pytest.mark.parametrize("nothing", ["", "-", "n/a"])
def test_a_day_that_is_not_known_is_left_empty(nothing):
    service = _dated(nothing, nothing).services[0]

    assert (service.opened_on, service.closed_on) == (None, None)


@pytest.mark.parametrize(
    ("opened", "closed", "code", "column"),
    [
        ("soon", "", "not-a-day", "opened_on"),
        ("", "31/02/2025", "not-a-day", "closed_on"),
        ("2025-04-01", "2025-03-31", "closed-before-opening", "closed_on"),
        ("2025-04-01", "2025-04-01", "closed-before-opening", "closed_on"),
    ],
)
def test_days_that_cannot_be_are_refused_by_row(opened, closed, code, column):
    found = _dated(opened, closed)

    assert [(issue.row, issue.code, issue.column) for issue in found.issues] == [(2, code, column)]
    assert not found.services


def test_a_closing_day_before_the_opening_day_that_stands_is_refused():
    standing = ServiceEntry(
        code="cdc-blyth-cdc",
        name="Blyth CDC",
        areas=(BOARD,),
        provenance=Provenance.OFFICIAL,
        opened_on=date(2024, 4, 1),
    )

    assert refused(_dated("", "2024-03-01", services={standing.code: standing})) == [
        (2, "closed-before-opening")
    ]


def test_sites_are_counted_that_are_open_at_the_end_of_the_quarter():
    assert [figure.numerator for figure in _dated("2026-01-05", "").figures] == [0, 0]
    assert [figure.numerator for figure in _dated("", "2025-12-31").figures] == [0, 0]
    assert [figure.numerator for figure in _dated("", "2026-01-01").figures] == [1, 1]


def test_a_list_speaks_for_england_or_for_the_boards_of_its_sender_that_it_shows_whole():
    assert _of(GOOD).listing == Listing(date(2025, 10, 28))
    assert _of(GOOD, **NAMED, may_edit={BOARD}.__contains__).listing.areas == (BOARD,)
    assert _of(GOOD, GOOD.replace("Blyth", "Alnwick").replace("55.1", "5")).listing.areas == ()
    assert _of(GOOD, GOOD.replace("QHM", "QZZ")).listing.areas == ()
