"""What a reader does without a mouse."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]


def test_first_stop_skips_to_the_content(visit):
    page = visit("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "maincontent"


def test_tile_is_reached_and_leads_to_its_area(visit):
    page = visit("/")

    page.locator("svg a", has_text="AVON").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/areas/QAA/ips/")


def test_area_is_found_from_the_header_without_scripts(visit):
    page = visit("/", scripts=False)

    page.locator("#search-field").fill("old bure")
    page.keyboard.press("Enter")

    page.get_by_role("link", name="Bure South").click()
    assert page.locator("h1").inner_text() == "Bure South"


def test_table_is_sorted_by_its_header_without_scripts(visit):
    page = visit("/programmes/ips/", scripts=False)

    page.locator("#areas-table").get_by_role("link", name="Area").click()

    assert page.locator("#areas-table tbody th").all_inner_texts() == ["Avon", "Bure", "Cam"]


def test_errors_of_a_form_are_where_the_reader_is_put(visit):
    page = visit("/accounts/login/")

    page.locator("#id_login").fill("nobody")
    page.locator("#id_password").fill("nothing at all")
    page.get_by_role("button", name="Sign in").click()

    summary = page.locator(".nhsuk-error-summary")
    summary.wait_for()
    assert summary.evaluate("(element) => element === document.activeElement")
