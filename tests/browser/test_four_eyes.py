"""Two pairs of eyes in a real browser: an explanation of one number, a note that is too long, hands that stay."""

import pytest

from programmes.models import DraftCell, Observation, Submission
from tests.browser.test_entry import _foot_says, _last_quarter, _violations, rooms  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHY = "A team closed in January."


def type_into(rooms, page, words, field="numerator"):  # noqa: F811
    rooms.cell(page, "02D").locator("details").evaluate("each => { each.open = true }")
    rooms.field(page, "02D", field).fill(words)
    rooms.field(page, "02D", field).dispatch_event("change")


def test_another_number_asks_for_another_explanation(rooms):  # noqa: F811
    _last_quarter(rooms)
    page = rooms.open("editor")
    type_into(rooms, page, "41")
    rooms.expect(page, "02D", "explain")
    type_into(rooms, page, WHY, "explanation")
    rooms.expect(page, "02D", "saved")

    type_into(rooms, page, "52")
    rooms.expect(page, "02D", "explain")

    assert "said about another figure" in rooms.cell(page, "02D").inner_text()
    assert rooms.field(page, "02D", "explanation").input_value() == WHY
    _foot_says(page, "1 needs an explanation")
    type_into(rooms, page, ".", "explanation")
    rooms.cell(page, "02D").get_by_text("at least 3 letters").wait_for()
    type_into(rooms, page, "Another team opened in March.", "explanation")
    rooms.expect(page, "02D", "saved")
    assert page.complaints == []


def test_a_note_that_is_too_long_is_kept_in_the_field_and_not_cut(rooms):  # noqa: F811
    page, long = rooms.open("editor"), "a" * 2500
    type_into(rooms, page, "41")
    rooms.expect(page, "02D", "saved")

    type_into(rooms, page, long, "note")
    rooms.expect(page, "02D", "refused")

    assert "The note has 2,500 characters, and at most 2,000 are kept" in rooms.cell(page, "02D").inner_text()
    assert rooms.field(page, "02D", "note").input_value() == long
    assert DraftCell.objects.get().note == ""
    page.reload()
    rooms.expect(page, "02D", "refused")
    assert rooms.field(page, "02D", "note").input_value() == long
    assert page.complaints == []


@pytest.mark.parametrize("width", [1280, 375])
def test_who_typed_a_number_finds_no_button_to_accept_it(rooms, width):  # noqa: F811
    rooms.office.put("02D", 99, by="admin")
    rooms.office.put("02D", 99, by="editor", seen=1, note=".")
    rooms.office.client().post(rooms.office.address("submit"))
    address = f"/enter/review/{Submission.objects.get(channel='grid').pk}/"

    mine = rooms.open("admin", address, width=width)
    assert mine.get_by_role("button", name="Accept these figures").count() == 0
    assert "Number typed by admin." in mine.locator("main").inner_text()

    theirs = rooms.open("approver", address, width=width)
    assert _violations(theirs) == []
    theirs.get_by_role("button", name="Accept these figures").click()
    theirs.wait_for_url("**/enter/review/")
    history = rooms.open("analyst", "/enter/history/people/02D/2023-24-Q4/", width=width)

    assert Observation.objects.filter(numerator=99).count() == 1
    assert history.locator("tbody td").nth(2).inner_text().startswith("admin")
    assert _violations(history) == []
    assert (
        history.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    )


@pytest.mark.parametrize("width", [1280, 375])
def test_a_reopening_is_ended_in_two_clicks(rooms, width):  # noqa: F811
    page = rooms.open("admin", "/enter/periods/", width=width)

    page.get_by_role("button", name="End it now").click()

    page.get_by_text("is open again no more").wait_for()
    assert page.get_by_role("button", name="End it now").count() == 0
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
