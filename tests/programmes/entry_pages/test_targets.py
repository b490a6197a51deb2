"""The page on which targets are changed."""

from __future__ import annotations

import pytest

from programmes.models import Trajectory, TrajectoryPoint

PAGE = "/enter/targets/people/"


@pytest.fixture
def planned(office):
    world = office.desk.world
    world.plan(world.indicators["people"], {("ENG", "2023-24"): 900, ("QB1", "2023-24"): 300})
    return office


def said(office, typed: object = "1,360", **others: object) -> dict:
    key = f"target.{office.desk.life('QB1')}.2023-24"
    return {key: typed, "reason": "A new settlement.", "version": 1, **others}


@pytest.mark.parametrize("page", ["/enter/targets/", PAGE])
def test_only_administrators_see_targets(planned, page):
    answers = {
        name: planned.client(name).get(page).status_code
        for name in ("editor", "approver", "analyst", "reader", "admin")
    }

    assert answers.pop("admin") == 200
    assert set(answers.values()) == {403}


def test_way_leads_from_the_due_list(planned):
    assert "/enter/targets/" in planned.client("admin").get("/enter/").content.decode()
    assert "/enter/targets/" not in planned.client().get("/enter/").content.decode()
    assert f"{PAGE}?kind=long_term_plan" in planned.client("admin").get("/enter/targets/").content.decode()


def test_indicator_without_a_plan_has_no_page(planned):
    assert planned.client("admin").get("/enter/targets/posts/").status_code == 404
    assert planned.client("admin").get(f"{PAGE}?kind=local_plan").status_code == 404


def test_targets_are_changed_with_a_reason(planned):
    client = planned.client("admin")

    answer = client.post(PAGE, said(planned))
    page = client.get(answer["Location"]).content.decode()

    assert answer.status_code == 302
    assert TrajectoryPoint.objects.get(trajectory__version=2, area__code="QB1").value == 1360
    assert "Version 2 stands" in page
    assert "1,360" in page
    assert "A new settlement." in page


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"reason": ""}, "This field is required"),
        ({"typed": "many"}, "“many” is not a number."),
        ({"typed": "-5"}, "A target is 0 or more."),
        ({"typed": "300"}, "Nothing would change"),
        ({"typed": ""}, "Nothing would change"),
        ({"version": ""}, "Load this page again"),
    ],
)
def test_what_is_wrong_stands_beside_what_was_typed(planned, others, words):
    answer = planned.client("admin").post(PAGE, said(planned, **others))
    text = answer.content.decode()

    assert answer.status_code == 422
    assert words in text
    assert f'value="{others.get("typed", "1,360")}"' in text
    assert Trajectory.objects.count() == 1


def test_second_person_is_told_and_may_go_on(planned):
    client = planned.client("admin")
    client.post(PAGE, said(planned, "310"))

    told = client.post(PAGE, said(planned, "320"))
    text = told.content.decode()
    client.post(PAGE, said(planned, "320", version=2))

    assert told.status_code == 409
    assert "Version 2 was made meanwhile by admin" in text
    assert 'name="version" value="2"' in text
    assert 'value="320"' in text
    assert Trajectory.objects.count() == 3


def test_percentages_are_typed_as_percentages(office):
    world = office.desk.world
    world.plan(world.indicators["outcomes"], {("QB1", "2023-24"): 0.5}, kind="national_standard")
    client, page = office.client("admin"), "/enter/targets/outcomes/"

    assert "50%" in client.get(page).content.decode()
    refused = client.post(page, said(office, "52.125"))
    client.post(page, said(office, "52.5%"))

    assert "2 decimals at most" in refused.content.decode()
    assert str(TrajectoryPoint.objects.get(trajectory__version=2).value) == "0.5250"
