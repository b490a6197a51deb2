"""The grid as a page and as a form, and saving by the cell."""

import pytest
from bs4 import BeautifulSoup

from programmes.models import DraftCell, Submission


def test_stranger_is_asked_to_sign_in(office, client):
    answer = client.get(office.address())

    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_grid_shows_areas_down_and_indicators_across(office):
    page = office.client().get(office.address())

    text = page.content.decode()
    assert page.status_code == 200
    assert "Area 02D" in text
    assert "Area 03E" in text
    assert f'name="numerator.{office.key("02D")}"' in text
    assert f'name="denominator.{office.key("02D", "outcomes")}"' in text
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick" not in text


def test_looking_at_a_grid_begins_nothing(office):
    office.client().get(office.address())

    assert not Submission.objects.filter(channel="grid").exists()


def test_only_grid_of_a_person_needs_no_area_in_its_address(office):
    answer = office.client().get("/enter/ips/2023-24-Q4/")

    assert answer.status_code == 302
    assert answer["Location"].endswith("?area=QB1")


@pytest.mark.parametrize("address", ["/enter/nope/2023-24-Q4/?area=QB1", "/enter/ips/2031-32-Q4/?area=QB1"])
def test_unknown_programme_or_period_is_not_found(office, address):
    assert office.client().get(address).status_code == 404


def test_area_without_figures_is_explained(office):
    page = office.client().get("/enter/ips/2023-24-Q4/?area=ZZ9")

    assert page.status_code == 404
    assert "ZZ9 had no figures of its own to give" in page.content.decode()


def test_neighbour_may_not_look(office):
    assert office.client("neighbour").get(office.address()).status_code == 403


def test_analyst_reads_and_cannot_type(office):
    page = office.client("analyst").get(office.address())

    assert page.status_code == 200
    assert "<input class=" not in page.content.decode().split("<main")[1]


def test_cell_is_saved_by_itself(office):
    answer = office.put("02D", 41)

    assert answer.status_code == 200
    assert answer.json()["cell"]["numerator"] == "41"
    assert answer.json()["cell"]["version"] == 1
    assert answer.json()["cell"]["state"] == "saved"


def test_cell_saved_by_another_is_shown_and_kept(office):
    office.put("02D", 41, by="colleague")

    answer = office.put("02D", 44)

    assert answer.status_code == 409
    current = answer.json()["current"]
    assert (current["numerator"], current["by"], current["version"]) == ("41", "colleague", 1)
    assert current["at"]
    assert DraftCell.objects.get().numerator == 41


def test_refused_figure_says_how_to_mend_it(office):
    answer = office.put("02D", "-3")

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "negative"


def test_neighbour_cannot_save(office):
    answer = office.put("02D", 41, by="neighbour")

    assert answer.status_code == 403
    assert "may not enter figures" in answer.json()["message"]


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"indicator": "people"}', '{"indicator": "people", "area": "x"}']
)
def test_what_is_no_cell_is_refused_as_such(office, body):
    answer = office.client().put(office.address("cell"), body, content_type="application/json")

    assert answer.status_code == 400


def test_form_saves_what_was_touched_and_leaves_the_rest(office):
    answer = office.post("02D", numerator="41", note="As counted.")

    assert answer.status_code == 302
    cell = DraftCell.objects.get()
    assert (cell.numerator, cell.note) == (41, "As counted.")


def test_form_keeps_what_was_typed_and_could_not_be_saved(office):
    page = office.post("02D", numerator="twelve")

    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="twelve"' in text
    assert "is not a number" in text
    assert "1 figure was not saved" in text


def test_form_shows_the_value_of_another_before_it_is_overwritten(office):
    office.put("02D", 41, by="colleague")

    page = office.post("02D", numerator="44")
    text = page.content.decode()

    assert page.status_code == 422
    assert "colleague saved 41" in text
    assert 'value="44"' in text
    again = office.post("02D", numerator="44", version=1)
    assert again.status_code == 302
    assert DraftCell.objects.get().numerator == 44


def test_sending_saves_first(office):
    answer = office.post("02D", numerator="41", page="submit")

    assert answer.status_code == 302
    assert Submission.objects.get(channel="grid").status == "submitted"


def test_what_is_unexplained_is_not_sent(office):
    world = office.desk.world
    world.observe(
        world.indicators["people"], world.alive("02D", office.desk.period.ends_on), "2023-24-Q3", 400
    )

    page = office.post("02D", numerator="41", page="submit")
    text = page.content.decode()

    assert page.status_code == 422
    assert "Not sent yet" in text
    assert "Explain why, or correct it." in text
    sent = office.post("02D", numerator="41", explanation="A team closed.", page="submit", version=1)
    assert sent.status_code == 302
    assert Submission.objects.get(channel="grid").status == "submitted"


def test_sent_grid_can_be_taken_back(office):
    office.post("02D", numerator="41", page="submit")

    office.client().post(office.address("withdraw"))

    assert Submission.objects.get(channel="grid").status == "withdrawn"


def test_nothing_typed_is_not_sent(office):
    answer = office.client().post(office.address("submit"), follow=True)

    assert "There is nothing to send yet" in answer.content.decode()


def test_more_areas_need_no_more_statements(office, django_assert_max_num_queries):
    client = office.client()
    client.get(office.address())

    with django_assert_max_num_queries(24):
        client.get(office.address())


def test_what_was_taken_back_stands_in_its_cells_and_is_changed_or_sent_at_once(office):
    office.put("02D", 41)
    office.client().post(office.address("submit"))
    office.client().post(office.address("withdraw"))

    page = BeautifulSoup(office.client().get(office.address()).content, "html.parser")
    cell = page.select_one(f"#numerator-people\\.{office.desk.life('02D')}")
    version = page.select_one(f"[name='version.people.{office.desk.life('02D')}']")
    assert (cell["value"], version["value"]) == ("41", "1")
    assert "were taken back" in page.get_text()

    assert office.put("02D", 42, seen=1).status_code == 200
    office.client().post(office.address("withdraw"))
    office.client().post(office.address("submit"))
    sent = Submission.objects.latest("pk")
    assert (sent.status, [int(each.numerator) for each in sent.cells.all()]) == ("submitted", [42])
