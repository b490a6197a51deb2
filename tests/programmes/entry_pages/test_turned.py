"""The turned grid as a page and as a form: for national administrators only."""

import json

import pytest

from programmes.models import DraftCell, Submission
from tests.programmes.entry.conftest import PERIOD

TURNED = "/enter/ips/by-quarter/people/?area=QB1"


def typed(office, area, numerator, *, version=0, period=PERIOD, life=None):
    key = f"people.{life or office.desk.life(area)}.{period}"
    return {
        f"version.{key}": version,
        f"was.{key}": '["","","","","",""]',
        f"numerator.{key}": numerator,
    }


def test_administrator_sees_areas_down_and_quarters_across(office):
    page = office.client("admin").get(TURNED)

    text = page.content.decode()
    assert page.status_code == 200
    assert f'name="numerator.{office.key("02D")}.{PERIOD}"' in text
    assert text.count("data-column=") == 8
    assert "Closed: could be entered until" in text
    assert f'data-save="/enter/ips/{PERIOD}/cell?area=QB1"' in text
    assert '.2023-24-Q3" data-field' not in text
    assert not Submission.objects.filter(channel="grid").exists()


@pytest.mark.parametrize("who", ["editor", "approver", "analyst", "reader"])
def test_nobody_else_turns_the_grid(office, who):
    assert office.client(who).get(TURNED).status_code == 403
    assert office.client(who).post(TURNED, typed(office, "02D", "41")).status_code == 403
    assert not DraftCell.objects.exists()


def test_grid_and_turned_grid_lead_to_each_other(office):
    there = f"/enter/ips/by-quarter/people/?area=QB1&amp;to={PERIOD}"

    assert there in office.client("admin").get(office.address()).content.decode()
    assert there not in office.client("editor").get(office.address()).content.decode()
    assert f'href="{office.address()}"' in office.client("admin").get(TURNED).content.decode()


def test_form_saves_a_cell_in_the_grid_of_its_quarter_and_area(office):
    answer = office.client("admin").post(TURNED, typed(office, "02D", "41"))

    assert (answer.status_code, answer["Location"]) == (302, TURNED)
    cell = DraftCell.objects.get()
    submission = cell.submission
    assert (cell.numerator, cell.area_id) == (41, office.desk.life("02D"))
    assert (submission.programme.code, submission.period_id, submission.area_code) == ("ips", PERIOD, "QB1")
    assert (submission.channel, submission.status) == ("grid", "draft")


def test_form_joins_the_grid_that_is_under_way(office):
    office.put("03E", 12)

    office.client("admin").post(TURNED, typed(office, "02D", "41"))

    assert Submission.objects.filter(channel="grid").count() == 1
    assert DraftCell.objects.count() == 2


def test_address_beside_a_cell_saves_it_there(office):
    said = {"indicator": "people", "area": office.desk.life("02D"), "numerator": "41", "version": 0}

    answer = office.client("admin").put(
        f"/enter/ips/{PERIOD}/cell?area=QB1", json.dumps(said), content_type="application/json"
    )

    assert answer.json()["cell"]["version"] == 1
    assert 'data-state="saved"' in office.client("admin").get(TURNED).content.decode()


def test_cell_that_another_saved_meanwhile_is_not_overwritten(office):
    office.put("02D", 12)

    page = office.client("admin").post(TURNED, typed(office, "02D", "41"))

    text = page.content.decode()
    assert page.status_code == 422
    assert "Area 02D, 2023/24 Q4: editor changed it meanwhile" in text
    assert 'value="41"' in text
    assert DraftCell.objects.get().numerator == 12


def test_closed_quarter_takes_nothing(office):
    page = office.client("admin").post(TURNED, typed(office, "02D", "41", period="2023-24-Q3"))

    assert page.status_code == 422
    assert not Submission.objects.filter(channel="grid").exists()


@pytest.mark.parametrize("address", ["/enter/ips/by-quarter/nope/", "/enter/nope/by-quarter/people/"])
def test_unknown_indicator_or_programme_is_not_found(office, address):
    assert office.client("admin").get(f"{address}?area=QB1").status_code == 404


def test_area_without_figures_is_explained(office):
    page = office.client("admin").get("/enter/ips/by-quarter/people/?area=ZZ9")

    assert page.status_code == 404
    assert "ZZ9 had no figures of its own to give" in page.content.decode()


def test_without_an_area_one_is_chosen_first(office):
    assert office.client("admin").get("/enter/ips/by-quarter/people/")["Location"] == "/enter/"
