"""The target table in a real browser: accessible by every rule, used by the keyboard, areas found as one types."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

ROWS = "/targets/?area_type=sub_icb&boundaries=today&q=bure"
FINDER = "Find by name, ODS or GSS code"
PIVOT = "/targets/?view=pivot&indicator=ips-access&area_type=icb&order=-2023-24-Q3:actual"


@pytest.mark.parametrize("address", [ROWS, PIVOT])
@pytest.mark.parametrize("width", [1280, 320])
def test_table_is_accessible_by_every_rule_and_of_one_width(visit, address, width):
    page = visit(address, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")

    found = Axe().run(page).response["violations"]

    assert [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.complaints == []


def test_filters_stand_open_beside_a_wide_table_and_folded_over_a_narrow_one(visit):
    assert visit("/targets/").get_by_label("IPS", exact=True).is_visible()
    narrow = visit("/targets/", width=375)
    assert not narrow.get_by_label("IPS", exact=True).is_visible()
    narrow.get_by_text("Filters, columns and order").click()
    assert narrow.get_by_label("IPS", exact=True).is_visible()


def test_areas_are_found_and_chosen_on_the_keyboard(visit):
    page = visit("/targets/?indicator=ips-access&boundaries=today")
    field = page.get_by_role("combobox", name=FINDER)
    field.focus()
    page.keyboard.type("bu")
    page.get_by_role("option", name="Bure (QBB)").wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator(f"#{field.get_attribute('aria-activedescendant')}").inner_text() == "Bure (QBB)"
    page.keyboard.press("Enter")
    assert (field.input_value(), field.get_attribute("aria-expanded")) == ("", "false")
    page.get_by_label("with everything inside it").check()
    field.focus()
    page.keyboard.type("e00000006")  # the GSS code of the location in Avon
    page.locator("#find-area-0").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**area=QBB**")

    assert "within=01A" in page.url
    assert page.get_by_role("link", name="Remove the filter Area: Bure (QBB)").is_visible()


def test_escape_closes_the_list_and_keeps_the_text(visit):
    page = visit("/targets/")
    field = page.get_by_label(FINDER)
    field.focus()
    page.keyboard.type("cam")
    page.locator("#find-area-0").wait_for()
    page.keyboard.press("Escape")

    assert page.locator("#find-area-list [role=option]:visible").count() == 0
    assert field.input_value() == "cam"


def test_heading_and_first_column_stay_in_sight(visit):
    page = visit("/targets/?programme=ips&boundaries=today", width=600)
    box = page.locator(".targets-scroll")
    box.evaluate("each => { each.scrollTop = 600; each.scrollLeft = 200 }")
    edge = box.bounding_box()
    heading, name = page.locator("thead th").first, page.locator("tbody th").nth(20)

    assert abs(heading.bounding_box()["y"] - edge["y"]) < 3
    assert abs(name.bounding_box()["x"] - edge["x"]) < 3


def test_without_scripts_a_search_and_a_tick_do_the_same(visit):
    page = visit("/targets/?indicator=ips-access", scripts=False)
    page.get_by_label(FINDER).fill("cam")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_label("With everything inside: Cam (QCC)").check()
    page.get_by_role("button", name="Show", exact=True).click()

    assert page.get_by_role(
        "link", name="Remove the filter Area: Cam (QCC) and everything inside"
    ).is_visible()


def test_the_link_to_a_view_is_whole(visit, site):
    page = visit("/targets/?programme=cdc&sort=-actual")
    page.get_by_text("Link to this view").click()

    assert page.get_by_label("Address of this view").input_value() == (
        f"{site}/targets/?programme=cdc&sort=-actual&boundaries=all"
    )
