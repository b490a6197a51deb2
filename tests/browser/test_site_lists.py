"""A list of sites in a real browser: sent in with its day, every site seen by name, accepted by a second person."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from programmes.actions import recompute, services, upload_reading
from programmes.actions.recompute import Slice
from programmes.choices import Provenance
from programmes.deliveries import Listing, ServiceEntry
from programmes.models import Coverage, Programme, Service, Source, Upload
from tests.programmes.uploads.conftest import person
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTENT = b"""name,icb,address,opened_on
North Road CDC,QA1,North Road,
South Road CDC,QB1,South Road,01/03/2024
Old CDC,QA1,Another Street,
"""


@pytest.fixture
def people(transactional_db):
    """Who sends and who accepts, and a programme with two sites on a list of June 2023."""
    world = make_world()
    source = Source.objects.create(slug="cdc-sites-list", title="The list", licence="None")
    cdc = Programme.objects.create(
        code="cdc", name="Community diagnostic centres", short_name="Diagnostic centres", promise="More.",
        promise_source=source, description="Described.", coverage_meaning="A site is open.",
        coverage_provenance="official", position=2,
    )  # fmt: skip
    world.indicator("cdc-sites", programme=cdc, kind="stock", unit="sites", reporting_level="icb")
    board = world.area("QA1", "icb").pk
    standing = [
        ServiceEntry(
            code=f"cdc-{name.lower()}-cdc", name=f"{name} CDC", areas=(board,),
            provenance=Provenance.OFFICIAL, listed_on=date(2023, 6, 1),
        )
        for name in ("Old", "Left")
    ]  # fmt: skip
    services.record(
        services=standing, programme=cdc, source=source, by="tests", reason="", listing=Listing(date(2023, 6, 1))
    )  # fmt: skip
    recompute.recompute_slice(dirty=Slice(programme_id=cdc.pk))
    return {
        "national": person("national", "administrator"),
        "approver": person("approver", "approver"),
    }


def send_in(page):
    page.select_option("#programme", "cdc")
    page.set_input_files("#file", {"name": "centres.csv", "mimeType": "text/csv", "buffer": CONTENT})
    page.fill("#listed_on", "15/02/2024")
    page.click("main button[type=submit]")
    page.wait_for_url("**/enter/upload/*/")
    upload_reading.read(upload_id=Upload.objects.get().pk)
    page.reload()


def reached(period):
    return Coverage.objects.get(area__code="ENG", programme__code="cdc", period=period).areas_covered


@pytest.mark.parametrize("width", [375, 1280])
def test_every_site_is_seen_before_a_list_is_accepted_without_scripts_too(open_as, width):
    page = open_as("national", "/enter/upload/", width=width, scripts=False)
    send_in(page)
    page.click("button[value=send]")
    before = [reached(f"2023-24-Q{quarter}") for quarter in (1, 2, 3, 4)]
    assert before == [1, 1, 1, 1]

    other = open_as("approver", "/enter/review/", width=width, scripts=False)
    assert "a list of 3 sites" in other.inner_text("main")
    other.click("text=Diagnostic centres")
    seen = other.inner_text("main")
    for words in (
        "The list of 15 February 2024", "North Road CDC", "South Road CDC", "1 March 2024", "Another Street",
        "No longer listed: 1 site", "Left CDC", "1 of 3 places", "3 of 3 places, 100% of adults, 4 services",
    ):  # fmt: skip
        assert words in seen, words
    assert other.evaluate("document.documentElement.scrollWidth") <= width
    other.click("button[value=accept]")
    other.wait_for_load_state()

    recompute.drain(trigger="tests")
    assert Service.objects.current().count() == 4
    assert [reached(f"2023-24-Q{quarter}") for quarter in (1, 2, 3, 4)] == [1, 1, 1, 3]
    assert "North Road CDC" in other.inner_text("main")


def test_the_page_of_a_list_has_no_barriers(open_as):
    page = open_as("national", "/enter/upload/")
    assert Axe().run(page).response["violations"] == []
    send_in(page)
    assert Axe().run(page).response["violations"] == []
