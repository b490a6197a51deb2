"""Pasting into the grid in a real browser: seen before it is saved, saved on one press, taken back exactly."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from programmes.models import AreaCode, DraftCell
from tests.browser.test_entry import Rooms
from tests.programmes.entry.conftest import PERIOD, make_desk
from tests.programmes.entry_pages.conftest import Office, open_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  return document.querySelector(selector).dispatchEvent(event);
}"""
TURNED = f"/enter/ips/by-quarter/people/?area=QB1&to={PERIOD}"
OWN_HEADINGS = (
    "CCG\tJob outcomes\tSupported\tpeople (n)\tWTE\n03E\t45\t110\t112\t11.3\n02D\t19\t88\t90\t7.4\n"
)


@pytest.fixture
def rooms(transactional_db, live_server, chromium):
    desk = make_desk()
    open_again(desk)
    rooms = Rooms(Office(desk), chromium, live_server.url)
    yield rooms
    for context in rooms.contexts:
        context.close()


def _paste(rooms, page, block, area="02D", field="numerator", indicator="people"):
    """Paste into a cell; whether the browser is left to do it."""
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.method))
    return page.evaluate(PASTE, [f'[name="{field}.{rooms.office.key(area, indicator)}"]', block])


def _section(page):
    return page.locator("[data-pasted]")


def _rows(page):
    """The preview: area, measure, what stands, what would be saved, what is unusual."""
    script = """rows => rows.map(row => [...row.cells].map(cell => cell.lastChild.textContent))"""
    return page.locator("[data-pasted] tbody tr").evaluate_all(script)


def _save(page, words):
    page.get_by_role("button", name=words).click()
    page.wait_for_function("() => !document.querySelector('[data-state=checking], [data-state=typing]')")


def _stored():
    return {
        (cell.indicator.code, cell.area.code): (cell.numerator, cell.denominator, cell.marker)
        for cell in DraftCell.objects.select_related("indicator", "area")
    }


def _violations(page):
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"][:3]]


def test_nothing_is_saved_or_kept_before_the_press(rooms):
    page = rooms.open("editor")

    _paste(rooms, page, "41\n28\n")

    assert _rows(page) == [
        ["Area 02D", "people", "Empty", "41", ""],
        ["Area 03E", "people", "Empty", "28", ""],
    ]
    assert (
        "Nothing is saved yet: 2 new, 0 changed, 0 unchanged, 0 did not fit." in _section(page).inner_text()
    )
    assert "by position, starting at Area 02D, people." in _section(page).inner_text()
    assert page.evaluate("document.activeElement.id") == "pasted-heading"
    assert (page.asked, page.evaluate("localStorage.length"), DraftCell.objects.count()) == ([], 0, 0)
    assert rooms.field(page, "02D").input_value() == ""

    _save(page, "Save these 2 figures")

    assert _stored() == {("people", "02D"): (41, None, ""), ("people", "03E"): (28, None, "")}
    assert "2 figures pasted" in _section(page).inner_text()
    assert page.locator('[data-total="people"]').inner_text() == "69"
    assert page.complaints == []


LANDING = {
    "empty row": ("\n118\n", {"03E": (118, None, "")}, "0 did not fit"),
    "dash in the first cell": ("-\n88\n", {"02D": (None, None, "x"), "03E": (88, None, "")}, "0 did not fit"),
    "n/a, and thousands": (
        "n/a\n1\u00a0234",
        {"02D": (None, None, "x"), "03E": (1234, None, "")},
        "0 did not fit",
    ),
    "no number": (
        "£1,200\n1 234\n",
        {"03E": (1234, None, "")},
        "Row 1, column 1 (Area 02D, people), “£1,200”: not a number.",
    ),
    "two numbers in one": (
        "7\n12 34\n",
        {"02D": (7, None, "")},
        "Row 2, column 1 (Area 03E, people), “12 34”: not a number.",
    ),
    "names": (
        "Area 03E\t7\n\n02D\t8\nAtlantis\t9\n",
        {"03E": (7, None, ""), "02D": (8, None, "")},
        "“Atlantis”: no such area here.",
    ),
    "title": (
        "IPS return Q4\nCCG\tpeople\n03E\t7\n",
        {"03E": (7, None, "")},
        "Row 1, “IPS return Q4”, stands above the headings",
    ),
}


@pytest.mark.parametrize("name", LANDING)
def test_a_block_lands_in_its_own_cells(rooms, name):
    block, stored, said = LANDING[name]
    page = rooms.open("editor")

    _paste(rooms, page, block)
    assert said in _section(page).inner_text()
    _save(page, "Save th")

    assert _stored() == {("people", area): held for area, held in stored.items()}


def test_areas_are_known_by_every_gss_code_they_had(rooms):
    begins, moves = date(2013, 4, 1), date(2020, 4, 1)
    for code, area, first, last in (
        ("E38000001", "02D", begins, moves - timedelta(days=1)),
        ("E38000299", "02D", moves, None),
        ("E38000002", "03E", begins, None),
    ):
        life = rooms.office.desk.life(area)
        AreaCode.objects.create(code=code, area_id=life, valid_from=first, valid_to=last)
    page = rooms.open("editor")

    _paste(rooms, page, "E38000002\t7\nE38000001\t8\nE38000009\t9\n")
    assert "“E38000009”: no such area here." in _section(page).inner_text()
    _save(page, "Save th")

    assert _stored() == {("people", "03E"): (7, None, ""), ("people", "02D"): (8, None, "")}


def test_own_headings_are_asked_about_before_anything_is_placed(rooms):
    page = rooms.open("editor")
    _paste(rooms, page, OWN_HEADINGS)
    assert "Not recognised: “Job outcomes”, “Supported”, “WTE”." in _section(page).inner_text()
    assert _violations(page) == []

    page.get_by_role("button", name="Show what would be saved").click()
    assert page.locator(".nhsuk-error-message").count() == 3
    assert page.evaluate("document.activeElement.id") == "pasted-column-1"
    page.get_by_label("“Job outcomes”").select_option("outcomes: People")
    page.get_by_label("“Supported”").select_option("outcomes: People supported")
    page.get_by_label("“WTE”").select_option("None: leave it out")
    page.get_by_role("button", name="Show what would be saved").click()

    assert _rows(page) == [
        ["Area 03E", "outcomes", "Empty", "45 of 110", ""],
        ["Area 03E", "people", "Empty", "112", ""],
        ["Area 02D", "outcomes", "Empty", "19 of 88", ""],
        ["Area 02D", "people", "Empty", "90", ""],
    ]
    assert "“Job outcomes” is read as outcomes: People." in _section(page).inner_text()
    assert not DraftCell.objects.exists()
    _save(page, "Save these 4 figures")
    assert _stored()["outcomes", "03E"] == (45, 110, "")
    assert page.complaints == []


def test_two_columns_cannot_stand_for_the_same_figures(rooms):
    page = rooms.open("editor")
    _paste(rooms, page, "Area\tpeople\tIndicator people\n02D\t1\t2\n")

    for label in ("“people”", "“Indicator people”"):
        page.get_by_label(label, exact=True).select_option("people")
    page.get_by_role("button", name="Show what would be saved").click()

    assert _section(page).inner_text().count("Another column stands for the same figures.") == 2
    page.get_by_label("“people”", exact=True).select_option("None: leave it out")
    page.get_by_label("“Indicator people”", exact=True).select_option("people")
    page.get_by_role("button", name="Show what would be saved").click()
    assert _rows(page) == [["Area 02D", "people", "Empty", "2", ""]]


def test_another_quarter_is_refused_in_words(rooms):
    page = rooms.open("editor")

    _paste(rooms, page, "Area\t2023/24 Q3\t2023/24 Q4\n02D\t110\t111\n")

    said = _section(page).inner_text()
    assert "Nothing was pasted" in said
    assert "“2023/24 Q3”, the heading of column 2, names another period. This grid is for 2023/24 Q4." in said
    assert _violations(page) == []
    page.get_by_role("button", name="Close").click()
    assert _section(page).is_hidden()
    assert not DraftCell.objects.exists()


def test_old_stands_beside_new_and_what_is_unusual_is_said(rooms):
    rooms.office.put("02D", 41)
    rooms.office.put("03E", 12)
    page = rooms.open("editor")

    _paste(rooms, page, "Area\tpeople\toutcomes\n02D\t41\t5\n03E\t120\t*\n")

    assert _rows(page) == [
        ["Area 02D", "people", "41", "41", "No change"],
        ["Area 02D", "outcomes", "Empty", "5", "The other number of the two is missing"],
        ["Area 03E", "people", "12", "120", "Ten times what stands now, or more"],
        ["Area 03E", "outcomes", "Empty", "[c]", "Confidential"],
    ]
    assert "2 new, 1 changed, 1 unchanged" in _section(page).inner_text()


def test_what_stands_already_is_not_saved_again(rooms):
    rooms.office.put("02D", 41)
    page = rooms.open("colleague")

    _paste(rooms, page, "41\n28\n")
    _save(page, "Save this figure")

    held = {cell.area.code: (cell.version, cell.saved_by.username) for cell in DraftCell.objects.all()}
    assert held == {"02D": (1, "editor"), "03E": (1, "colleague")}


def test_a_paste_without_changes_has_nothing_to_save(rooms):
    rooms.office.put("02D", 41)
    page = rooms.open("editor")

    _paste(rooms, page, "02D\t41.0\n")

    assert page.get_by_role("button", name="Save th").count() == 0
    page.get_by_role("button", name="Close").click()
    assert _section(page).is_hidden()


def test_a_paste_is_taken_back_exactly(rooms):
    rooms.office.put("02D", 41, marker="p", note="Counted twice.")
    rooms.office.put("03E", marker="c")
    rooms.office.put("02D", 5, denominator="9", indicator="outcomes")
    page = rooms.open("editor")
    before = _stored()

    _paste(rooms, page, "x\t7\t30\n28\t1\t2\n")
    _save(page, "Save these 4 figures")
    assert _stored()["people", "02D"] == (None, None, "x")
    assert _stored()["people", "03E"] == (28, None, "")
    page.get_by_role("button", name="Take the paste back").click()
    for area, indicator, state in (
        ("02D", "people", "saved"),
        ("03E", "people", "saved"),
        ("02D", "outcomes", "saved"),
        ("03E", "outcomes", "empty"),
    ):
        rooms.expect(page, area, state, indicator)

    assert _stored() == {**before, ("outcomes", "03E"): (None, None, "")}
    assert DraftCell.objects.get(indicator__code="people", area__code="02D").note == "Counted twice."
    assert "The paste was taken back." in page.locator("[data-pasted-says]").inner_text()


def test_a_refused_figure_is_taken_back_without_a_trace(rooms):
    page = rooms.open("editor")
    _paste(rooms, page, "02D\t-5\n")
    assert "Below 0: this cannot be saved" in _section(page).inner_text()
    page.get_by_role("button", name="Save this figure").click()
    rooms.expect(page, "02D", "refused")

    page.get_by_role("button", name="Take the paste back").click()

    rooms.expect(page, "02D", "empty")
    assert "cannot be below 0" not in rooms.cell(page, "02D").inner_text()
    assert page.evaluate("localStorage.length") == 0


def test_by_keyboard_alone(rooms):
    page = rooms.open("editor")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('41\\t12\\t30\\r\\n\\t\\t\\r\\n')")
    rooms.field(page, "02D").focus()

    page.keyboard.press("Control+v")
    page.wait_for_selector("[data-pasted] tbody")
    page.keyboard.press("Escape")
    assert _section(page).is_hidden()
    assert page.evaluate("document.activeElement.name") == f"numerator.{rooms.office.key('02D')}"
    page.keyboard.press("Control+v")
    page.wait_for_selector("[data-pasted] tbody")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    rooms.expect(page, "02D", "saved", "outcomes")
    assert _stored() == {("people", "02D"): (41, None, ""), ("outcomes", "02D"): (12, 30, "")}
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    rooms.expect(page, "02D", "empty", "outcomes")
    rooms.expect(page, "02D", "empty")
    assert page.evaluate("document.activeElement.name") == f"numerator.{rooms.office.key('02D')}"


@pytest.mark.parametrize("copied", ["112", "112\\r\\n", "112\\n"])
def test_one_plain_cell_is_pasted_by_the_browser(rooms, copied):
    page = rooms.open("editor")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(f"navigator.clipboard.writeText('{copied}')")
    rooms.field(page, "02D").focus()

    page.keyboard.press("Control+v")
    page.keyboard.press("Enter")

    rooms.expect(page, "02D", "saved")
    assert _section(page).is_hidden()
    assert _stored() == {("people", "02D"): (112, None, "")}


def test_a_cell_that_changes_meanwhile_stands_as_it_is_now(rooms):
    page = rooms.open("editor")
    _paste(rooms, page, "41\n28\n")

    rooms.field(page, "02D").fill("41")
    rooms.field(page, "02D").press("Enter")
    rooms.expect(page, "02D", "saved")

    assert _rows(page)[0] == ["Area 02D", "people", "41", "41", "No change"]
    assert "Area 02D, people changed while this was open." in page.locator("[data-pasted-says]").inner_text()
    _save(page, "Save this figure")
    assert _stored() == {("people", "02D"): (41, None, ""), ("people", "03E"): (28, None, "")}


def test_what_another_saved_meanwhile_is_a_conflict_as_ever(rooms):
    page = rooms.open("editor")
    _paste(rooms, page, "44\n28\n")
    rooms.office.put("02D", 41, by="colleague")

    page.get_by_role("button", name="Save these 2 figures").click()
    rooms.expect(page, "02D", "conflict")
    rooms.expect(page, "03E", "saved")

    assert "colleague saved 41" in rooms.cell(page, "02D").inner_text()
    assert _stored()["people", "02D"] == (41, None, "")
    page.get_by_role("button", name="Keep mine").click()
    rooms.expect(page, "02D", "saved")
    assert _stored()["people", "02D"] == (44, None, "")


def test_a_second_paste_takes_the_place_of_the_first(rooms):
    page = rooms.open("editor")
    _paste(rooms, page, "41\n28\n")

    _paste(rooms, page, "7\n8\n")
    _save(page, "Save these 2 figures")

    assert _stored() == {("people", "02D"): (7, None, ""), ("people", "03E"): (8, None, "")}


def test_figures_are_not_sent_while_a_paste_waits(rooms):
    rooms.office.put("02D", 41)
    page = rooms.open("editor")
    _paste(rooms, page, "44\n28\n")

    page.get_by_role("button", name="Send to be accepted").click()

    page.wait_for_function("() => document.activeElement.id === 'pasted-heading'")
    assert "not saved yet" in page.locator("[data-pasted-says]").inner_text()
    assert DraftCell.objects.get().submission.status == "draft"


def test_a_paste_without_a_network_is_not_lost(rooms):
    page = rooms.open("editor")
    _paste(rooms, page, "41\n28\n")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save these 2 figures").click()
    rooms.expect(page, "03E", "waiting")

    page.context.set_offline(False)

    rooms.expect(page, "02D", "saved")
    rooms.expect(page, "03E", "saved")
    assert _stored() == {("people", "02D"): (41, None, ""), ("people", "03E"): (28, None, "")}


def _turned_field(rooms, area):
    return f'[name="numerator.{rooms.office.key(area)}.{PERIOD}"]'


def test_in_the_turned_grid_headings_are_quarters(rooms):
    page = rooms.open("admin", TURNED)
    page.wait_for_selector("form[data-is-ready]")

    page.evaluate(
        PASTE, [_turned_field(rooms, "02D"), "CCG\tJan-Mar 2024\t2023/24 Q3\n03E\t28\t27\n02D\t41\t40\n"]
    )
    said = _section(page).inner_text()
    assert _rows(page) == [
        ["Area 03E", "2023/24 Q4", "Empty", "28", ""],
        ["Area 02D", "2023/24 Q4", "Empty", "41", ""],
    ]
    assert "(Area 03E, 2023/24 Q3), “27”: this figure cannot be changed now." in said
    _save(page, "Save these 2 figures")

    held = {(each.area.code, each.numerator, each.submission.period_id) for each in DraftCell.objects.all()}
    assert held == {("02D", 41, PERIOD), ("03E", 28, PERIOD)}
    page.get_by_role("button", name="Take the paste back").click()
    page.wait_for_selector(f'[data-cell="{rooms.office.key("03E")}.{PERIOD}"][data-state="empty"]')


def test_in_the_turned_grid_a_quarter_that_is_not_there_is_refused(rooms):
    page = rooms.open("admin", TURNED)
    page.wait_for_selector("form[data-is-ready]")

    page.evaluate(PASTE, [_turned_field(rooms, "02D"), "CCG\t2024/25 Q1\t2023/24 Q4\n03E\t28\t27\n"])

    assert "“2024/25 Q1”, the heading of column 2, names another period." in _section(page).inner_text()
    assert page.get_by_role("button", name="Save th").count() == 0


BLOCKS = {
    "preview": "Area\tpeople\toutcomes\n02D\t41\t5\n03E\t120\tmany\nAtlantis\t1\t\n",
    "questions": OWN_HEADINGS,
    "refusal": "Area\tpeople Q1\n02D\t41\n",
}


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("width", [1280, 375, 320])
def test_what_is_shown_is_accessible_by_every_rule(rooms, name, width):
    page = rooms.open("editor", width=width)

    _paste(rooms, page, BLOCKS[name])

    assert _section(page).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert _section(page).evaluate("element => element.querySelectorAll('[style]').length") == 0
    assert _violations(page) == []
    if name == "preview":
        page.get_by_role("button", name="Save these 3 figures").click()
        rooms.expect(page, "03E", "saved")
        assert _violations(page) == []
    assert page.complaints == []


def test_without_scripts_nothing_of_it_is_there(rooms):
    page = rooms.open("editor", scripts=False)

    rooms.field(page, "02D").fill("41")
    page.get_by_role("button", name="Save", exact=True).click()

    assert _section(page).is_hidden()
    assert page.locator("[data-pasted-says]").is_hidden()
    assert _stored() == {("people", "02D"): (41, None, "")}
