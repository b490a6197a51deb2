"""The list of community diagnostic centres: services with the day of the list, and how many each board has."""

from datetime import date

import pytest

from programmes.deliveries import Figure
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
    found = _of(GOOD, listed_on=date(2026, 1, 5))

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
    assert not found.services
