"""The turned grid in a real browser: a cell saves itself in the grid of its quarter, and the page is accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from programmes.models import DraftCell
from tests.browser.test_entry import Rooms
from tests.programmes.entry.conftest import PERIOD, make_desk
from tests.programmes.entry_pages.conftest import Office, open_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TURNED = f"/enter/ips/by-quarter/people/?area=QB1&to={PERIOD}"


@pytest.fixture
def rooms(transactional_db, live_server, chromium):
    desk = make_desk()
    open_again(desk)
    area = desk.world.area("02D", "sub_icb")
    desk.world.observe(desk.world.indicators["people"], area, "2023-24-Q3", 40)
    rooms = Rooms(Office(desk), chromium, live_server.url)
    yield rooms
    for context in rooms.contexts:
        context.close()


def test_cell_saves_itself_in_the_grid_of_its_quarter(rooms):
    page = rooms.open("admin")
    page.locator(f'a[href="{TURNED}"]').click()
    page.wait_for_selector("form[data-is-ready]")
    key = f"{rooms.office.key('02D')}.{PERIOD}"

    page.locator(f'[name="numerator.{key}"]').focus()
    page.keyboard.type("41")
    page.keyboard.press("Enter")
    page.keyboard.type("28")
    page.keyboard.press("Tab")
    for area in ("02D", "03E"):
        page.wait_for_selector(f'[data-cell="{rooms.office.key(area)}.{PERIOD}"][data-state="saved"]')

    held = {(each.area.code, each.numerator, each.submission.period_id) for each in DraftCell.objects.all()}
    assert held == {("02D", 41, PERIOD), ("03E", 28, PERIOD)}
    assert page.locator(f'[data-total="{PERIOD}"]').inner_text() == "69"
    assert page.complaints == []


def test_collision_is_told_and_one_chooses(rooms):
    page = rooms.open("admin", TURNED)
    page.wait_for_selector("form[data-is-ready]")
    rooms.office.put("02D", 12)
    key = f"{rooms.office.key('02D')}.{PERIOD}"

    page.locator(f'[name="numerator.{key}"]').fill("41")
    page.keyboard.press("Tab")
    page.wait_for_selector(f'[data-cell="{key}"][data-state="conflict"]')
    page.get_by_role("button", name="Keep mine for Area 02D, 2023/24 Q4").click()
    page.wait_for_selector(f'[data-cell="{key}"][data-state="saved"]')

    assert DraftCell.objects.get().numerator == 41


@pytest.mark.parametrize("width", [1280, 320])
def test_page_is_accessible_by_every_rule(rooms, width):
    page = rooms.open("admin", TURNED, width=width)
    page.wait_for_selector("form[data-is-ready]")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")

    found = Axe().run(page).response["violations"]

    assert [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"][:3]] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_without_scripts_it_is_a_form(rooms):
    page = rooms.open("admin", TURNED, scripts=False)

    page.locator(f'[name="numerator.{rooms.office.key("02D")}.{PERIOD}"]').fill("41")
    page.get_by_role("button", name="Save").click()

    assert "Saved: 1 figure." in page.content()
    assert DraftCell.objects.get().numerator == 41
