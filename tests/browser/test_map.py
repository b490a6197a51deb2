"""The map in a real browser: without scripts, by keyboard, playing, and with its boundaries."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

SQUARES = {
    "type": "Topology",
    "attribution": "Drawn for tests.",
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "objects": {
        "areas": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "MultiPolygon", "id": "QAA", "properties": {"label": [5, 5]}, "arcs": [[[0]]]},
                {"type": "MultiPolygon", "id": "QBB", "properties": {"label": [25, 5]}, "arcs": [[[1]]]},
            ],
        }
    },
    "arcs": [
        [[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]],
        [[20, 0], [10, 0], [0, 10], [-10, 0], [0, -10]],
    ],
}


def boundaries(visit, answer):
    """The map with boundaries, whose file is answered in another way."""
    page = visit("/map/")
    page.route("**/geo/*.json", answer)
    page.goto(f"{page.url}?view=boundaries")
    return page


def test_without_scripts_the_tiles_the_form_and_the_table_are_there(visit):
    page = visit("/map/", scripts=False)

    assert page.locator("#map-tiles a").count() == 3
    assert page.locator("#map-player").is_hidden()
    page.select_option("#map-show", "status")
    page.click("#map-form button")
    assert "show=status" in page.url
    assert page.locator("#map-indicator").count() == 1


def test_a_tile_is_reached_and_followed_by_keyboard(visit):
    page = visit("/map/")

    page.locator("#map-tiles a").first.focus()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('data-area')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/QBB/ips/")

    assert focused == "QBB"


def test_the_map_plays_pauses_and_says_where_it_is(visit):
    page = visit("/map/?show=actual&period=2021-22-Q1")
    page.wait_for_selector("#map-player:not([hidden])")
    first = page.locator("[data-area=QAA] .rollout-tile__value").text_content()

    page.click("#map-play")
    expect(page.locator("#map-moment")).not_to_have_text("2021/22 Q1")
    page.click("#map-play")

    assert page.locator("#map-play").text_content() == "Play"
    assert page.locator("[data-area=QAA] .rollout-tile__value").text_content() != first
    assert page.locator("#map-moment").text_content() in page.locator("#map-said").text_content()
    assert page.complaints == []


def test_the_slider_moves_by_keyboard_and_changes_every_word(visit):
    page = visit("/map/?show=actual&period=2021-22-Q2&area=QAA")
    page.wait_for_selector("#map-player:not([hidden])")

    page.locator("#map-slider").focus()
    page.keyboard.press("ArrowRight")

    assert page.locator("#map-moment").text_content() == "2021/22 Q3"
    assert page.locator("#map-slider").get_attribute("aria-valuetext") == "2021/22 Q3"
    assert page.locator("[data-area=QAA]").get_attribute("aria-label") == "Avon: 360 people"
    assert page.locator("#map-chosen").text_content() == "Avon: 360 people"
    assert page.locator("#map-form select[name=period]").input_value() == "2021-22-Q3"


def test_boundaries_are_drawn_and_followed(visit):
    page = boundaries(visit, lambda route: route.fulfill(json=SQUARES))
    page.wait_for_selector("#map-boundaries .js-fill")

    assert page.locator("#map-boundaries path.js-fill").count() == 2
    assert page.locator("#map-tiles").is_hidden()
    assert page.locator("#map-note").text_content() == "Drawn for tests."
    assert page.complaints == []


def test_boundaries_that_cannot_be_drawn_leave_the_tiles(visit):
    page = boundaries(visit, lambda route: route.abort())
    expect(page.locator("#map-note")).to_contain_text("could not be drawn")
    assert page.locator("#map-tiles a").first.is_visible()


@pytest.mark.parametrize("width", [320, 375])
def test_on_a_telephone_the_controls_fold_and_only_the_map_scrolls(visit, width):
    page = visit("/map/", width=width)
    page.wait_for_load_state("networkidle")

    assert page.locator("#map-show").is_hidden()
    page.click(".rollout-map-controls summary")
    assert page.locator("#map-show").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_data_of_the_page_are_whole(visit):
    page = visit("/map/?area=QAA")

    data = json.loads(page.locator("#map-data").text_content())

    assert set(data["areas"]) == {"QAA", "QBB", "QCC"}
