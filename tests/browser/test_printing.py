"""Pages on A4: no addresses behind links, nothing to press, tables whole, and few pages."""

import io

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

PAPER = 703
"""Pixels between the margins of an A4 page."""

BEYOND_PAPER = """
(width) => [...document.querySelectorAll("main th, main td, main svg, main img")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > width + 1)
  .map((each) => each.outerHTML.slice(0, 120))
"""
SHOWN_ADDRESSES = """
() => [...document.querySelectorAll("a")]
  .filter((each) => !["none", "normal", '""'].includes(getComputedStyle(each, "::after").content))
  .map((each) => each.getAttribute("href"))
"""


def _printed(page):
    return PdfReader(io.BytesIO(page.pdf(format="A4")))


def _on_paper(page):
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 1000})


@pytest.mark.parametrize("address", ["/areas/QBB/", "/areas/QBB/ips/", "/programmes/ips/", "/targets/"])
def test_no_address_is_printed_behind_links_of_the_site(visit, address):
    page = visit(address)
    _on_paper(page)

    assert [href for href in page.evaluate(SHOWN_ADDRESSES) if not href.startswith("http")] == []
    assert "(Link:" not in "".join(each.extract_text() for each in _printed(page).pages)


def test_address_of_a_source_is_printed_behind_its_name(visit):
    page = visit("/methods/")
    sentence = '<p>Read in <a href="https://example.org/report">a report</a>.</p>'
    page.evaluate("words => document.querySelector('main').insertAdjacentHTML('beforeend', words)", sentence)
    _on_paper(page)

    assert page.evaluate(SHOWN_ADDRESSES) == ["https://example.org/report"]


@pytest.mark.parametrize("address", ["/areas/QBB/ips/", "/programmes/ips/", "/targets/", "/compare/"])
def test_tables_and_charts_are_no_wider_than_the_paper(visit, address):
    page = visit(address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    page.locator(".svg-container").first.or_(page.locator("table").first).first.wait_for()
    _on_paper(page)
    # A chart below the first may be drawn after the page was told: whoever prints then tells it again.
    for _ in range(50):
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        if not (beyond := page.evaluate(BEYOND_PAPER, PAPER)):
            break
        page.wait_for_timeout(100)

    assert beyond == []


def test_folded_table_is_printed_only_when_it_is_open(visit):
    page = visit("/areas/QBB/")
    page.emulate_media(media="print")
    table = page.locator("#ips-access-table")

    assert not table.is_visible()
    page.evaluate("document.querySelector('#ips-access-table').closest('details').open = true")

    assert table.is_visible()


def test_what_one_presses_is_not_printed(visit):
    page = visit("/compare/?area=QAA,QBB")
    page.emulate_media(media="print")

    for name in (".nhsuk-header__navigation", ".nhsuk-breadcrumb", ".nhsuk-button", "input", "select"):
        assert not any(each.is_visible() for each in page.locator(name).all()), name
    assert page.locator("footer p").first.is_visible()


def test_area_takes_few_pages_and_the_first_is_filled(visit):
    pages = _printed(visit("/areas/QBB/ips/")).pages

    assert len(pages) <= 5
    assert "Over time" in pages[0].extract_text()


def test_chart_is_as_wide_as_its_place_again_after_printing(visit):
    page = visit("/areas/QBB/ips/")
    drawn = page.locator(".svg-container").first
    drawn.scroll_into_view_if_needed()
    page.locator(".main-svg").first.wait_for()
    before = drawn.bounding_box()["width"]

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn.bounding_box()["width"] != before
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert drawn.bounding_box()["width"] == before
    assert page.complaints == []
