"""Every page in a real browser: accessible by every rule, of one width, without complaints, and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

PAGES = [
    "/",
    "/?programme=cdc&period=2022-23-Q1",
    "/programmes/",
    "/programmes/ips/",
    "/programmes/cdc/?area_type=nowhere",
    "/areas/",
    "/areas/?q=bure",
    "/areas/?q=zzzzz",
    "/areas/QBB/",
    "/areas/QBB/news/",
    "/areas/QBB/pack/",
    "/areas/06X/",
    "/areas/QBB/ips/",
    "/areas/03B/ips/?boundaries=reported",
    "/map/",
    "/compare/?area=QBB&peers=similar",
    "/compare/?area=QAA,ZZZ&indicator=smi-employment&add=bure",
    "/status/",
    "/methods/",
    "/methods/ips-access/",
    "/provenance/ips-access/ENG/2023-24-Q3/",
    "/provenance/ips-access/03B/2021-22-Q3/",
    "/data/",
    "/api/v1/docs",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/areas/QBX/",
    "/programmes/nope/",
    "/methods/nope/",
    "/provenance/ips-access/QAA/nope/",
]
MISSING = {"/areas/QBX/", "/programmes/nope/", "/methods/nope/", "/provenance/ips-access/QAA/nope/"}


@pytest.mark.parametrize("address", PAGES)
def test_page_is_accessible_by_every_rule(visit, address):
    page = visit(address)
    _wait_for_charts(page)
    _open_everything(page)

    assert _violations(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_narrow_page_scrolls_one_way_and_draws_no_complaint(visit, address):
    page = visit(address, width=320)
    _wait_for_charts(page)
    complaints = [each for each in page.complaints if "404 (Not Found)" not in each or address not in MISSING]

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert _violations(page) == []
    assert complaints == []


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_without_scripts(visit, address):
    page = visit(address, scripts=False)

    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text()
    for details in page.locator("main .nhsuk-details").all()[:3]:
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        assert details.locator("table, dl, p, pre").first.is_visible()


def _violations(page):
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']} ({node['html'][:200]})" for each in found for node in each["nodes"][:3]
    ]


def _open_everything(page):
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.wait_for_timeout(200)


def _wait_for_charts(page):
    """Until the figures in view are drawn, if there are any."""
    if page.locator("[data-figure]:visible").count():
        page.locator("[data-figure].is-drawn .main-svg").first.wait_for(timeout=15000)
