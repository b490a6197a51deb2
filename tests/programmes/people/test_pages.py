"""The pages of people and of the audit, as a national administrator and an analyst use them."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db.models import Q

from programmes.actions import audit, people
from programmes.choices import Role
from programmes.models import AuditEvent, User
from programmes.queries import audit as audit_queries
from programmes.queries.audit import AuditFilter
from tests import world as worlds

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 5, 1, 11, tzinfo=UTC)


@pytest.fixture
def chief(client):
    user = people.add(username="chief", email="chief@example.org", by="test")
    people.give(user_id=user.pk, role=Role.ADMINISTRATOR, by="test")
    client.force_login(user)
    return user


@pytest.fixture
def clerk(chief):
    return people.add(username="clerk", email="clerk@example.org", first_name="Cleo", by="test")


@pytest.fixture
def analyst(client):
    user = people.add(username="analyst", email="analyst@example.org", by="test")
    people.give(user_id=user.pk, role=Role.ANALYST, by="test")
    client.force_login(user)
    return user


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def test_everybody_is_listed_with_their_roles(client, clerk):
    worlds.make_world()
    people.give(user_id=clerk.pk, role=Role.EDITOR, area_code="QA1", by="test")

    rows = {
        row.th.get_text(): row.get_text(" ") for row in soup(client.get("/enter/people/")).select("tbody tr")
    }

    assert "National administrator: everywhere, all programmes" in rows["chief"]
    assert "Area editor:" in rows["clerk"]
    assert "(QA1), all programmes" in rows["clerk"]


def test_somebody_is_found_by_a_part_of_name_or_address(client, clerk):
    found = soup(client.get("/enter/people/?q=cleo")).select("tbody tr th")

    assert [cell.get_text() for cell in found] == ["clerk"]
    assert "Nobody with an account" in client.get("/enter/people/?q=nobody").content.decode()


def test_more_people_need_no_more_statements(client, clerk, django_assert_max_num_queries):
    for number in range(20):
        user = people.add(username=f"u{number}", email=f"u{number}@example.org", by="test")
        people.give(user_id=user.pk, role=Role.READER, by="test")

    client.get("/enter/people/")
    with django_assert_max_num_queries(15):
        client.get("/enter/people/")


@pytest.mark.parametrize(("said", "kept"), [("qa1", "QA1"), ("E99000001", "QA1"), (" 01c ", "01C")])
def test_a_role_is_given_for_a_code_however_it_is_written(client, clerk, said, kept):
    world = worlds.make_world()
    world.area("QA1", "icb").codes.create(code="E99000001", valid_from=worlds.TURN)

    answer = client.post(f"/enter/people/{clerk.pk}/give/", {"role": "editor", "area_code": said})

    assert answer.status_code == 302
    assert [grant.area_code for grant in clerk.grants.all()] == [kept]
    assert AuditEvent.objects.get(subject="person clerk", action="grant-give").actor == "chief"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"role": "editor", "area_code": "QZ9"}, "No area has the code QZ9"),
        ({"role": "editor"}, "An area editor needs an area"),
        ({"role": "administrator", "area_code": "QA1"}, "everywhere and for every programme"),
        ({"role": "emperor"}, "Select a valid choice"),
        ({"role": "reader", "programme": "nothing"}, "Select a valid choice"),
        ({}, "This field is required"),
    ],
)
def test_what_cannot_be_given_is_explained_and_kept_in_the_form(client, clerk, form, said):
    worlds.make_world()

    answer = client.post(f"/enter/people/{clerk.pk}/give/", form)

    assert answer.status_code == 422
    assert said in soup(answer).find(class_="nhsuk-error-summary").get_text()
    assert not clerk.grants.exists()


def test_a_role_is_taken_back_and_a_second_click_does_no_harm(client, clerk):
    grant = people.give(user_id=clerk.pk, role=Role.READER, by="test")
    address = f"/enter/people/{clerk.pk}/take/{grant.pk}/"

    first, second = client.post(address, follow=True), client.post(address, follow=True)

    assert "holds no more" in first.content.decode()
    assert "do not hold that role any more" in second.content.decode()


def test_a_role_of_somebody_else_is_not_taken(client, chief, clerk):
    own = chief.grants.get()

    client.post(f"/enter/people/{clerk.pk}/take/{own.pk}/")

    assert chief.grants.exists()


def test_the_last_administrator_is_told_so(client, chief):
    answer = client.post(f"/enter/people/{chief.pk}/close/", follow=True)

    assert "only national administrator" in answer.content.decode()
    assert User.objects.get(pk=chief.pk).is_active


def test_an_account_is_closed_and_opened_again(client, clerk):
    client.post(f"/enter/people/{clerk.pk}/close/")
    assert not User.objects.get(pk=clerk.pk).is_active

    client.post(f"/enter/people/{clerk.pk}/reopen/")
    assert User.objects.get(pk=clerk.pk).is_active


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"username": "clerk", "email": "new@example.org"}, "an account named clerk already"),
        ({"username": "new", "email": "clerk@example.org"}, "with the address clerk@example.org already"),
        ({"username": "a b", "email": "new@example.org"}, "valid username"),
        ({"username": "new", "email": "nowhere"}, "valid email address"),
    ],
)
def test_an_account_that_cannot_be_made_is_explained(client, clerk, form, said):
    answer = client.post("/enter/people/add/", form)

    assert answer.status_code == 422
    assert said in soup(answer).find(class_="nhsuk-error-summary").get_text()


def test_nobody_there_is_a_missing_page(client, chief):
    assert client.get("/enter/people/999999/").status_code == 404


# --- The audit ----------------------------------------------------------------------------------------------


ALL = Q()
"""What somebody reads who may read everything."""


def note(number, *, actor="clerk", action="cell-save", subject=None, at=None):
    AuditEvent.objects.create(
        actor=actor,
        action=action,
        subject=subject or f"submission {number}",
        at=at or NOON + timedelta(minutes=number),
        detail={"number": number},
    )


def shown(answer):
    return [row.find_all("td")[2].get_text() for row in soup(answer).select("#events tbody tr")]


def test_the_audit_shows_the_newest_first(client, analyst):
    audit.note(by=analyst, action="later", subject="thing", detail={"why": "because", "empty": ""})

    row = soup(client.get("/enter/audit/")).select_one("#events tbody tr")

    assert [cell.get_text() for cell in row.find_all("td")] == ["analyst", "later", "thing", "why: because"]


def test_pages_of_the_audit_neither_repeat_nor_leave_out(client, analyst):
    for number in range(120):
        # Three at each moment, so that a page ends between two of one time.
        note(number, at=NOON + timedelta(minutes=number // 3))
    address, seen = "/enter/audit/?actor=clerk", []
    while address:
        page = client.get(address)
        seen += shown(page)
        older = soup(page).find("a", rel="next")
        address = "/enter/audit/" + older["href"] if older else None

    assert seen == [f"submission {number}" for number in reversed(range(120))]


def test_one_can_go_back_to_newer_pages(analyst):
    for number in range(25):
        note(number)
    wanted = AuditFilter(actor="clerk")
    first = audit_queries.events(wanted, ALL, limit=10)
    second = audit_queries.events(wanted, ALL, before=first.older_than, limit=10)
    third = audit_queries.events(wanted, ALL, before=second.older_than, limit=10)

    assert (first.newer_than, third.older_than) == (None, None)
    assert audit_queries.events(wanted, ALL, after=third.newer_than, limit=10) == second
    assert audit_queries.events(wanted, ALL, after=second.newer_than, limit=10).events == first.events
    assert audit_queries.events(wanted, ALL, after=first.events[0].id, limit=10) == first


def test_a_new_event_does_not_move_what_is_on_older_pages(analyst):
    for number in range(25):
        note(number)
    wanted = AuditFilter(actor="clerk")
    key = audit_queries.events(wanted, ALL, limit=10).older_than
    before = audit_queries.events(wanted, ALL, before=key, limit=10)

    note(99)

    assert audit_queries.events(wanted, ALL, before=key, limit=10) == before


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("actor=Robin", [3]),
        ("action=grid-open", [2]),
        ("subject=list", [1]),
        ("actor=clerk&since=2024-05-02", [4]),
        ("actor=clerk&until=2024-05-01", [2, 1]),
        ("since=2024-05-01&until=2024-05-01", [3, 2, 1]),
        ("actor=nobody", []),
    ],
)
def test_the_audit_is_filtered(client, analyst, query, numbers):
    note(1, subject="list 1")
    note(2, action="grid-open", subject="grid 2")
    note(3, actor="robin", subject="grid 3")
    # Half past midnight on 2 May in London, and still 1 May by Greenwich.
    note(4, subject="grid 4", at=datetime(2024, 5, 1, 23, 30, tzinfo=UTC))

    answer = client.get(f"/enter/audit/?{query}")

    assert [int(subject.split()[-1]) for subject in shown(answer) if subject[-1].isdigit()] == numbers


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=yesterday", "From: “yesterday” was left aside"),
        ("action=nothing-like-it", "Did what: “nothing-like-it” was left aside"),
        ("since=2024-05-02&until=2024-05-01", "The first day is after the last"),
    ],
)
def test_a_filter_that_makes_no_sense_is_said_so(client, analyst, query, said):
    answer = client.get(f"/enter/audit/?{query}")

    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("key", ["x", "-1", "999999999", "9" * 40])
def test_a_page_that_is_none_is_the_first(client, analyst, key):
    note(1)

    assert shown(client.get(f"/enter/audit/?actor=clerk&before={key}")) == ["submission 1"]


def test_the_file_holds_every_event_that_was_asked_for(client, analyst):
    for number in range(120):
        note(number)
    note(1, actor="robin")

    answer = client.get("/enter/audit/?actor=clerk&format=csv&before=3")

    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert answer["Content-Disposition"].startswith('attachment; filename="rollout-audit-')
    assert [row["subject"] for row in rows] == [f"submission {number}" for number in reversed(range(120))]
    assert rows[-1] == {
        "at": "2024-05-01T12:00:00+01:00",
        "actor": "clerk",
        "action": "cell-save",
        "subject": "submission 0",
        "detail": '{"number": 0}',
    }


def test_no_cell_of_the_file_is_a_formula(client, analyst):
    note(1, subject="=HYPERLINK(1)")

    answer = client.get("/enter/audit/?actor=clerk&format=csv")

    assert (
        list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))[0]["subject"]
        == "'=HYPERLINK(1)"
    )


@pytest.mark.parametrize("role", [Role.READER, None])
def test_others_do_not_see_the_audit(client, role):
    user = people.add(username="other", email="other@example.org", by="test")
    if role:
        people.give(user_id=user.pk, role=role, by="test")
    client.force_login(user)

    assert client.get("/enter/audit/").status_code == 403
    assert client.get("/enter/audit/?format=csv").status_code == 403
    assert client.get("/enter/people/").status_code == 403
