"""Entering a quarter in a real browser: keys, two people in one cell, no network; with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from programmes.actions import recompute
from programmes.models import DraftCell, Observation, Submission
from tests.programmes.entry.conftest import make_desk
from tests.programmes.entry_pages.conftest import Office, open_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Rooms:
    """Browsers of several people before one quarter."""

    def __init__(self, office, chromium, site):
        self.office, self._chromium, self._site = office, chromium, site
        self.contexts = []

    def open(self, who, address=None, *, width=1280, scripts=True):
        client = Client()
        client.force_login(self.office.desk[who])
        context = self._chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        self.contexts.append(context)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self._site}])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
        page.on("console", lambda said: _keep(page, said))
        page.goto(f"{self._site}{address or self.office.address()}")
        if scripts and address is None:
            page.wait_for_selector("form[data-is-ready]")
        return page

    def field(self, page, area, field="numerator", indicator="people"):
        return page.locator(f'[name="{field}.{self.office.key(area, indicator)}"]')

    def cell(self, page, area, indicator="people"):
        return page.locator(f'[data-cell="{self.office.key(area, indicator)}"]')

    def expect(self, page, area, state, indicator="people"):
        key = self.office.key(area, indicator)
        page.wait_for_selector(f'[data-cell="{key}"][data-state="{state}"]', timeout=8000)


def _keep(page, said):
    # A browser notes every answer that is not 200; those are expected here.
    if said.type in ("error", "warning") and "Failed to load resource" not in said.text:
        page.complaints.append(said.text)


@pytest.fixture
def rooms(transactional_db, live_server, chromium):
    desk = make_desk()
    open_again(desk)
    rooms = Rooms(Office(desk), chromium, live_server.url)
    yield rooms
    for context in rooms.contexts:
        context.close()


def _foot_says(page, words):
    page.wait_for_function(
        "words => document.querySelector('[data-foot-words]').textContent.includes(words)",
        arg=words,
        timeout=8000,
    )


def _stored():
    return {(cell.indicator.code, cell.area.code): cell.numerator for cell in DraftCell.objects.all()}


def test_keys_move_as_in_a_spreadsheet_and_cells_save_themselves(rooms):
    page = rooms.open("editor")
    rooms.field(page, "02D").focus()

    page.keyboard.type("41")
    page.keyboard.press("Enter")
    page.keyboard.type("28")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == f"numerator.{rooms.office.key('02D')}"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.name").startswith("marker.")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    _foot_says(page, "All saved")

    assert _stored() == {("people", "02D"): 41, ("people", "03E"): 28, ("outcomes", "02D"): 12}
    assert page.locator('[data-total="people"]').inner_text() == "69"
    assert page.complaints == []


def test_escape_takes_back_what_is_being_typed(rooms):
    page = rooms.open("editor")
    rooms.field(page, "02D").focus()

    page.keyboard.type("41")
    page.keyboard.press("Escape")

    assert rooms.field(page, "02D").input_value() == ""
    assert not DraftCell.objects.exists()


def test_two_people_in_one_cell_see_each_other(rooms):
    page, other = rooms.open("editor"), rooms.open("colleague")
    rooms.field(other, "02D").fill("41")
    rooms.field(other, "02D").press("Enter")
    rooms.expect(other, "02D", "saved")

    rooms.field(page, "02D").fill("44")
    rooms.field(page, "02D").press("Enter")
    rooms.expect(page, "02D", "conflict")
    assert "colleague saved 41" in rooms.cell(page, "02D").inner_text()
    assert _stored()["people", "02D"] == 41
    assert _violations(page) == []
    page.get_by_role("button", name="Keep mine").click()
    rooms.expect(page, "02D", "saved")
    assert _stored()["people", "02D"] == 44

    rooms.field(other, "02D").fill("45")
    rooms.field(other, "02D").press("Enter")
    other.get_by_role("button", name="Take theirs").click()
    rooms.expect(other, "02D", "saved")
    assert rooms.field(other, "02D").input_value() == "44"


def test_nothing_typed_without_a_network_is_lost(rooms):
    page = rooms.open("editor")
    page.context.set_offline(True)
    rooms.field(page, "02D").fill("41")
    rooms.field(page, "02D").press("Enter")
    rooms.expect(page, "02D", "waiting")
    _foot_says(page, "Offline: 1 waiting")
    assert not DraftCell.objects.exists()

    page.context.set_offline(False)

    rooms.expect(page, "02D", "saved")
    assert _stored()["people", "02D"] == 41


def test_what_was_kept_is_saved_when_the_page_is_opened_again(rooms):
    page = rooms.open("editor")
    page.route("**/cell?*", lambda route: route.abort())
    rooms.field(page, "02D").fill("41")
    rooms.field(page, "02D").press("Enter")
    _foot_says(page, "1 not saved, trying again")
    page.unroute("**/cell?*")

    page.reload()

    rooms.expect(page, "02D", "saved")
    assert _stored()["people", "02D"] == 41


def test_who_is_signed_out_keeps_what_they_type(rooms):
    page = rooms.open("editor")
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    rooms.field(page, "02D").fill("41")
    rooms.field(page, "02D").press("Enter")
    _foot_says(page, "you are signed out")

    page.context.add_cookies(cookies)
    page.reload()

    rooms.expect(page, "02D", "saved")


def test_refused_figure_stays_in_its_field_and_is_led_to(rooms):
    page = rooms.open("editor")
    rooms.field(page, "02D").fill("-4")
    rooms.field(page, "02D").press("Enter")
    rooms.expect(page, "02D", "refused")

    page.get_by_role("link", name="Area 02D, people").click()
    page.mouse.move(0, 0)  # A link under the pointer has no underline.

    assert page.evaluate("document.activeElement.name") == f"numerator.{rooms.office.key('02D')}"
    assert rooms.field(page, "02D").get_attribute("aria-invalid") == "true"
    assert _violations(page) == []


def _last_quarter(rooms):
    world = rooms.office.desk.world
    end = rooms.office.desk.period.ends_on
    world.observe(world.indicators["people"], world.alive("02D", end), "2023-24-Q3", 400)


def test_quarter_is_typed_explained_sent_accepted_and_shown(rooms):
    _last_quarter(rooms)
    page = rooms.open("editor")
    rooms.field(page, "02D").fill("41")
    rooms.field(page, "02D").press("Enter")
    rooms.expect(page, "02D", "explain")
    _foot_says(page, "1 needs an explanation")
    rooms.field(page, "02D", "explanation").fill("A team closed in January.")
    rooms.field(page, "03E").focus()
    rooms.expect(page, "02D", "saved")
    rooms.field(page, "03E").fill("28")
    rooms.field(page, "03E").press("Enter")
    rooms.expect(page, "03E", "saved")
    page.get_by_role("button", name="Send to be accepted").click()
    page.wait_for_selector("text=Another person now accepts")
    assert page.locator("input[data-field]").count() == 0

    approver = rooms.open("approver", "/enter/review/")
    approver.get_by_role("link", name="IPS, 2023/24 Q4").click()
    assert "A team closed in January." in approver.locator("main").inner_text()
    approver.get_by_role("button", name="Accept these figures").click()
    approver.wait_for_selector("text=The dashboards show the figures")
    recompute.drain(trigger="test")

    assert Observation.objects.get(area__code="02D", period="2023-24-Q4").note == "A team closed in January."
    seen = rooms.open("reader", "/areas/02D/ips/?period=2023-24-Q4")
    assert "41" in seen.locator("main").inner_text()
    assert page.complaints + approver.complaints == []


def test_what_is_being_typed_is_saved_before_it_is_sent(rooms):
    page = rooms.open("editor")
    rooms.field(page, "02D").fill("41")

    page.get_by_role("button", name="Send to be accepted").click()
    page.wait_for_selector("text=Another person now accepts")

    assert _stored()["people", "02D"] == 41


def test_quarter_is_typed_sent_and_accepted_without_scripts(rooms):
    _last_quarter(rooms)
    page = rooms.open("editor", scripts=False)
    rooms.field(page, "02D").fill("41")
    rooms.field(page, "03E").fill("many")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "1 figure was not saved; 1 saved" in page.locator(".nhsuk-error-summary").inner_text()
    assert rooms.field(page, "03E").input_value() == "many"
    rooms.field(page, "03E").fill("28")
    rooms.field(page, "02D", "explanation").fill("A team closed.")
    page.get_by_role("button", name="Send to be accepted").click()
    assert "Another person now accepts" in page.locator("body").inner_text()

    approver = rooms.open("approver", "/enter/review/", scripts=False)
    approver.get_by_label("Choose IPS, 2023/24 Q4, Area QB1").check()
    approver.get_by_role("button", name="Accept those chosen").click()

    assert Submission.objects.get(channel="grid").status == "accepted"
    assert Observation.objects.filter(submission__channel="grid").count() == 2


def test_two_people_without_scripts_see_each_other(rooms):
    page, other = rooms.open("editor", scripts=False), rooms.open("colleague", scripts=False)
    for room, number in ((other, "41"), (page, "44")):
        rooms.field(room, "02D").fill(number)
        room.get_by_role("button", name="Save", exact=True).click()

    assert "colleague changed it meanwhile" in page.locator(".nhsuk-error-summary").inner_text()
    page.get_by_role("button", name="Save", exact=True).click()
    assert _stored()["people", "02D"] == 44


PAGES = [
    ("editor", None),
    ("analyst", None),
    ("editor", "/enter/"),
    ("admin", "/enter/"),
    ("approver", "/enter/review/"),
    ("approver", "/enter/review/1"),
    ("editor", "/enter/history/people/02D/2023-24-Q3/"),
    ("editor", "/enter/checks/"),
    ("admin", "/enter/periods/"),
    ("admin", "/enter/targets/"),
    ("admin", "/enter/targets/people/"),
    ("reader", "/completeness/"),
]


@pytest.mark.parametrize(("who", "address"), PAGES)
@pytest.mark.parametrize("width", [1280, 320])
def test_page_is_accessible_by_every_rule(rooms, who, address, width):
    _last_quarter(rooms)
    world = rooms.office.desk.world
    world.plan(world.indicators["people"], {("ENG", "2023-24"): 900, ("QB1", "2023-24"): 300})
    rooms.office.post("02D", numerator="41", explanation="A team closed.")
    if address and "review" in address:
        rooms.office.client().post(rooms.office.address("submit"))
    if address == "/enter/review/1":
        address = f"/enter/review/{Submission.objects.get(channel='grid').pk}/"
    page = (
        rooms.open(who, address, width=width)
        if address or who == "editor"
        else rooms.open(who, rooms.office.address(), width=width)
    )
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert _violations(page) == []
    assert page.complaints == []


def _violations(page):
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']} ({node['html'][:200]})" for each in found for node in each["nodes"][:3]
    ]
