"""A programme's page in a real browser: the slider works without a button, and the button without a slider."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]


def test_slider_says_where_a_pace_leads_and_the_link_keeps_it(visit):
    page = visit("/programmes/ips/?rate=400")
    before = page.locator("#what-if-words").inner_text()

    page.locator("#rate-slider").focus()
    page.keyboard.press("ArrowRight")

    expect(page.locator("#what-if-words")).not_to_have_text(before)
    pace = page.locator("#rate").input_value()
    assert f"With {int(pace):,} people in the quarter left" in page.locator("#what-if-words").inner_text()
    page.wait_for_url(f"**/programmes/ips/?rate={pace}#what-if")
    said = page.locator("#what-if-words").inner_text()
    page.reload()
    assert page.locator("#what-if-words").inner_text() == said
    assert page.complaints == []


def test_without_scripts_the_number_and_its_button_do_the_same(visit):
    page = visit("/programmes/ips/", scripts=False)

    assert page.locator("#rate-slider").is_hidden()
    page.fill("#rate", "500")
    page.click("#what-if button")

    assert "rate=500" in page.url
    assert "With 500 people in the quarter left" in page.locator("#what-if-words").inner_text()
