"""The entry grid's keys, markers and width, and the grid on paper."""

import io

import pytest
from pypdf import PdfReader

from programmes.models import DraftCell
from tests.browser.test_entry import Rooms
from tests.programmes.entry.conftest import make_desk
from tests.programmes.entry_pages.conftest import Office, open_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def rooms(transactional_db, live_server, chromium):
    desk = make_desk()
    open_again(desk)
    rooms = Rooms(Office(desk), chromium, live_server.url)
    yield rooms
    for context in rooms.contexts:
        context.close()


def _type(page, field, words):
    field.fill(words)
    page.keyboard.press("Tab")


def _focused(page):
    return page.evaluate("document.activeElement.name")


def _numbers_and_markers():
    return {cell.area.code: (cell.numerator, cell.marker) for cell in DraftCell.objects.all()}


def test_number_typed_over_a_typed_marker_clears_it(rooms):
    page = rooms.open("editor")
    number, marker = rooms.field(page, "02D"), rooms.field(page, "02D", "marker")
    _type(page, number, "n/a")
    rooms.expect(page, "02D", "saved")
    assert (number.input_value(), marker.input_value()) == ("", "x")

    number.focus()
    page.keyboard.type("5")
    assert marker.input_value() == ""
    page.keyboard.press("Escape")
    assert marker.input_value() == "x"

    _type(page, number, "41")
    rooms.expect(page, "02D", "saved")
    assert _numbers_and_markers() == {"02D": (41, "")}
    assert page.complaints == []


def test_marker_typed_over_a_typed_marker_takes_its_place(rooms):
    page = rooms.open("editor")
    for words, meant in (("c", "c"), ("n/a", "x")):
        _type(page, rooms.field(page, "02D"), words)
        page.wait_for_function(
            "([name, meant]) => document.getElementsByName(name)[0].value === meant",
            arg=[f"marker.{rooms.office.key('02D')}", meant],
        )
    rooms.expect(page, "02D", "saved")

    assert _numbers_and_markers() == {"02D": (None, "x")}


def test_number_typed_beside_a_chosen_marker_is_refused(rooms):
    page = rooms.open("editor")
    rooms.field(page, "02D", "marker").select_option("c")
    rooms.expect(page, "02D", "saved")

    _type(page, rooms.field(page, "02D"), "41")

    rooms.expect(page, "02D", "refused")
    assert rooms.field(page, "02D", "marker").input_value() == "c"


@pytest.mark.parametrize("key", ["ArrowDown", "Enter"])
def test_key_leads_on_where_the_cells_below_are_empty_places(rooms, key):
    page = rooms.open("editor")
    board = page.locator('input[name^="numerator.posts."]')
    board.focus()

    page.keyboard.press(key)

    assert _focused(page) == f"numerator.{rooms.office.key('02D', 'outcomes')}"


def test_enter_at_the_foot_of_a_column_goes_on_with_the_next(rooms):
    page = rooms.open("editor")
    rooms.field(page, "03E").focus()

    page.keyboard.press("ArrowDown")
    assert _focused(page) == f"numerator.{rooms.office.key('03E')}"
    page.keyboard.press("Enter")
    assert _focused(page) == f"numerator.{rooms.office.key('02D', 'outcomes')}"


def test_every_column_is_in_sight_on_a_usual_screen(rooms):
    rooms.office.put("02D", 41)
    page = rooms.open("editor", width=1280)
    page.evaluate("document.querySelector('.entry-aside').hidden = false")

    inner, outer = page.locator(".entry-scroll").evaluate("each => [each.scrollWidth, each.clientWidth]")

    assert inner <= outer


def test_grid_is_whole_on_one_page_of_paper(rooms):
    page = rooms.open("editor")
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})

    assert len(pages) == 1
    assert page.locator(".entry-table").evaluate("each => each.getBoundingClientRect().right") <= 703
    assert rooms.field(page, "02D").is_visible()
    assert not page.get_by_role("button", name="Send to be accepted").is_visible()
