"""What a page offers is what its action does; and everybody reads of the figures of their own areas alone."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup

from programmes.actions import audit, people, steps, upload_reading, uploads
from programmes.models import Observation, PeriodReopening, Submission
from tests.programmes.entry_pages.conftest import PERIOD

EVERYBODY = (
    "editor", "colleague", "local", "neighbour", "approver", "second", "regional", "analyst", "reader", "admin",
)  # fmt: skip
FILE = b"indicator_code,area_code,period,numerator\npeople,02D,2023-24-Q4,99\n"


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def a_grid(office, status):
    office.put("02D", 41)
    if status != "draft":
        office.client().post(office.address("submit"))
    grid = Submission.objects.filter(channel="grid").latest("pk")
    if status == "returned":
        office.client("approver").post(
            f"/enter/review/{grid.pk}/", {"decision": "return", "comment": "Look."}
        )
    return grid


def a_file(office):
    upload = uploads.receive(
        programme=office.desk.world.programme, content=FILE, file_name="figures.csv", by=office.desk["editor"]
    )
    upload_reading.read(upload_id=upload.pk)
    return Submission.objects.get(pk=upload.pk)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("status", ["draft", "submitted", "returned"])
def test_a_grid_offers_taking_back_to_those_who_can(office, status, who):
    grid = a_grid(office, status)

    is_offered = bool(soup(office.client(who).get(office.address())).select("[data-withdraw]"))
    office.client(who).post(office.address("withdraw"))

    grid.refresh_from_db()
    assert is_offered == (grid.status == "withdrawn") == (who in {"editor", "colleague", "admin"})


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_grid_offers_sending_to_those_who_can(office, who):
    grid = a_grid(office, "draft")

    is_offered = bool(soup(office.client(who).get(office.address())).select("[data-send]"))
    office.client(who).post(office.address("submit"))

    grid.refresh_from_db()
    assert is_offered == (grid.status == "submitted") == (who in {"editor", "colleague", "admin"})


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("is_sent", [False, True])
@pytest.mark.parametrize(
    ("decision", "becomes", "those"),
    [("withdraw", "withdrawn", {"editor", "admin"}), ("accept", "accepted", {"approver", "second", "admin"})],
)
def test_a_file_offers_what_can_be_done_with_it(office, who, is_sent, decision, becomes, those):
    sent = a_file(office)
    if is_sent:
        steps.submit(submission=sent, by=office.desk["editor"])
    client = office.client(who)

    is_offered = bool(soup(client.get(f"/enter/upload/{sent.pk}/")).select(f"button[value={decision}]"))
    client.post(f"/enter/upload/{sent.pk}/", {"decision": decision})

    sent.refresh_from_db()
    expected = who in those and (is_sent or decision == "withdraw")
    assert is_offered == (sent.status == becomes) == expected


def test_only_those_who_send_or_decide_compare_a_file_again(office):
    sent = a_file(office)

    page = office.client("analyst").post(f"/enter/upload/{sent.pk}/", {"decision": "compare"})

    assert page.status_code == 422


def test_what_cannot_be_done_any_more_is_said_without_a_number_of_the_database(office):
    grid = a_grid(office, "submitted")

    answer = office.put("03E", 7)

    assert answer.json() == {"message": "These figures were sent already. Take them back to change them."}
    assert str(grid.pk) not in answer.json()["message"]


def test_who_looks_after_a_part_of_a_board_reads_the_figures_of_that_part(office):
    office.put("02D", 41)
    office.put("03E", 7777)

    text = office.client("local").get(office.address()).content.decode()

    assert "Area 02D" in text
    assert 'value="41"' in text
    assert "7777" not in text
    assert "7,818" not in text
    assert "Area 03E" not in text


def test_what_is_answered_to_a_save_tells_nothing_of_other_areas(office):
    world = office.desk.world
    world.observe(world.indicators["people"], world.area("QB1", "icb"), PERIOD, 100)
    office.put("03E", 7777)

    answer = office.put("02D", 41, by="local")

    assert answer.status_code == 200
    assert "7,818" not in answer.content.decode()


# --- The audit -------------------------------------------------------------------------------------------------


def lines(office, who, query=""):
    """The audit of somebody, as a file and as a page: (actor, action, subject) of each line."""
    client = office.client(who)
    answer = client.get(f"/enter/audit/?format=csv{query}")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    found = [(row["actor"], row["action"], row["subject"]) for row in rows]
    page = [
        tuple(cell.get_text() for cell in row.find_all("td")[:3])
        for row in soup(client.get(f"/enter/audit/?{query}")).select("#events tbody tr")
    ]
    assert page == found[:50]
    return found


@pytest.fixture
def busy(office):
    """The office after a day: each of two boards typed, a file was sent in, somebody was added, a period opened."""
    office.put("02D", 41)
    other = {"indicator": "people", "area": office.desk.life("01C"), "numerator": "7", "version": 0}
    client = office.client("neighbour")
    assert (
        client.put(office.address("cell", "QA1"), other, content_type="application/json").status_code == 200
    )
    client.post(office.address("submit", "QA1"))
    a_file(office)
    people.add(username="newcomer", email="new@example.org", by=office.desk["admin"])
    audit.note(by="load_reference", action="reference-load", subject="reference files")
    return office


@pytest.mark.parametrize("who", ["editor", "colleague"])
def test_an_editor_reads_of_their_own_areas(busy, who):
    found = lines(busy, who)

    assert ("editor", "cell-save") in {line[:2] for line in found}
    assert "neighbour" not in {line[0] for line in found}
    assert not {action for _, action, _ in found if action.startswith(("person-", "grant-", "reference-"))}


def test_an_editor_reads_what_they_did_themselves_and_no_file_of_others(busy):
    assert "upload-read" in {action for _, action, _ in lines(busy, "editor")}
    assert "upload-read" not in {action for _, action, _ in lines(busy, "colleague")}
    assert {actor for actor, _, _ in lines(busy, "neighbour")} == {"neighbour"}


def test_an_approver_of_one_area_reads_of_that_area(busy):
    assert {actor for actor, _, _ in lines(busy, "regional")} == {"neighbour"}


@pytest.mark.parametrize("who", ["analyst", "approver"])
def test_who_looks_after_all_areas_reads_all_but_people(busy, who):
    actions = {action for _, action, _ in lines(busy, who)}

    assert {"cell-save", "upload-read", "reference-load"} <= actions
    assert not {action for action in actions if action.startswith(("person-", "grant-"))}
    assert "new@example.org" not in busy.client(who).get("/enter/audit/").content.decode()


def test_an_administrator_reads_everything(busy):
    assert "person-add" in {action for _, action, _ in lines(busy, "admin")}


def test_a_filter_finds_nothing_that_may_not_be_read(busy):
    assert lines(busy, "neighbour", "&actor=editor") == []
    assert lines(busy, "neighbour", "&subject=person") == []
    options = soup(busy.client("neighbour").get("/enter/audit/")).select("select[name=action] option")
    assert "person-add" not in {option["value"] for option in options}


# --- Reopening -------------------------------------------------------------------------------------------------

SAID = {"programme": "ips", "period": "2022-23-Q4", "reason": "A late return."}
END = "/enter/periods/ips/2022-23-Q4/end"
GRID = "/enter/ips/2022-23-Q4/"


def save_then(office):
    body = {"indicator": "people", "area": office.desk.life("02D"), "numerator": "5", "version": 0}
    return office.client().put(f"{GRID}cell?area=QB1", body, content_type="application/json").status_code


def is_due(office):
    found = [link["href"] for link in soup(office.client().get("/enter/")).select("#to-do ~ div a")]
    return f"{GRID}?area=QB1" in found


def test_the_last_of_two_reopenings_holds_though_it_is_shorter(office):
    client = office.client("admin")
    client.post("/enter/periods/", {**SAID, "until": "2199-12-31"})
    client.post("/enter/periods/", {**SAID, "until": "2198-01-31"})

    page = office.client().get(f"{GRID}?area=QB1").content.decode()

    assert "can be entered until 31 January 2198" in page
    assert "Replaced by a later one" in client.get("/enter/periods/").content.decode()


def test_a_reopening_is_ended_by_a_button_and_opened_again(office):
    client = office.client("admin")
    client.post("/enter/periods/", {**SAID, "until": "2199-12-31"})
    before = (is_due(office), save_then(office))
    (form,) = [one for one in soup(client.get("/enter/periods/")).select("form") if one["action"] == END]
    client.post(form["action"], follow=True)
    ended = (is_due(office), save_then(office))
    page = client.get("/enter/periods/")
    client.post("/enter/periods/", {**SAID, "until": "2199-11-30"})

    assert before == (True, 200)
    assert ended == (False, 403)
    assert END not in {one["action"] for one in soup(page).select("form")}
    assert "Ended" in page.content.decode()
    assert is_due(office)
    assert ("admin", "period-reopening-end", "ips 2022-23-Q4") in lines(office, "admin")


def test_what_is_not_open_again_is_not_ended(office):
    office.client("admin").post(END)

    assert not PeriodReopening.objects.filter(period="2022-23-Q4").exists()


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name != "admin"])
def test_only_administrators_end_a_reopening(office, who):
    address = f"/enter/periods/ips/{PERIOD}/end"

    assert office.client(who).post(address).status_code == 403
    assert PeriodReopening.objects.get().until == date(2199, 3, 31)


@pytest.mark.parametrize("period", ["2024-25-Q2", "2016-17-Q1", "2022-23"])
def test_nothing_is_opened_again_that_is_not_collected_then(office, period):
    said = {**SAID, "period": period, "until": "2199-12-31"}

    page = office.client("admin").post("/enter/periods/", said)

    assert page.status_code == 422
    assert "Nothing of IPS is collected for" in page.content.decode()
    assert not PeriodReopening.objects.filter(period=period).exists()


def test_the_refusal_says_what_is_collected(office):
    page = office.client("admin").post(
        "/enter/periods/", {**SAID, "period": "2024-25-Q2", "until": "2199-12-31"}
    )

    assert "Its figures are collected from 2019/20 Q1 to 2023/24 Q4." in page.content.decode()
    assert not Observation.objects.exists()
