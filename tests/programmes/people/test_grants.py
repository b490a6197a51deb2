"""Giving and taking roles: by whom, how often, and what is written down."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from programmes.actions import people
from programmes.choices import Role
from programmes.models import AuditEvent, Grant, User
from programmes.permissions import can_administer

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    user = people.add(username="chief", email="chief@example.org", by="test")
    people.give(user_id=user.pk, role=Role.ADMINISTRATOR, by="test")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def clerk():
    return people.add(username="clerk", email="clerk@example.org", by="test")


def noted(action):
    return [(event.actor, event.subject, event.detail) for event in AuditEvent.objects.filter(action=action)]


def test_a_role_given_is_noted_with_who_and_where(chief, clerk):
    people.give(user_id=clerk.pk, role=Role.EDITOR, area_code="QA1", by=chief)

    assert [str(grant) for grant in clerk.grants.all()] == ["clerk: editor QA1"]
    assert noted("grant-give")[0] == (
        "chief",
        "person clerk",
        {"role": "editor", "area": "QA1", "programme": "all"},
    )


def test_a_role_given_twice_is_one_role_and_one_line(chief, clerk):
    for _ in range(2):
        people.give(user_id=clerk.pk, role=Role.ANALYST, by=chief)

    assert clerk.grants.count() == 1
    assert len([line for line in noted("grant-give") if line[1] == "person clerk"]) == 1


def test_a_role_taken_twice_is_noted_once(chief, clerk):
    grant = people.give(user_id=clerk.pk, role=Role.ANALYST, by=chief)
    for _ in range(2):
        people.take(grant_id=grant.pk, by=chief)

    assert not clerk.grants.exists()
    assert len(noted("grant-take")) == 1


def test_nobody_else_gives_or_takes_roles(chief, clerk):
    grant = Grant.objects.get(user=chief)
    for attempt in (
        lambda: people.give(user_id=clerk.pk, role=Role.ADMINISTRATOR, by=clerk),
        lambda: people.take(grant_id=grant.pk, by=clerk),
        lambda: people.add(username="friend", email="friend@example.org", by=clerk),
        lambda: people.close(user_id=chief.pk, by=clerk),
        lambda: people.reopen(user_id=chief.pk, by=clerk),
    ):
        with pytest.raises(PermissionDenied):
            attempt()

    assert not User.objects.filter(username="friend").exists()


def test_an_editor_without_an_area_is_refused(clerk):
    with pytest.raises(people.GrantNotPossible, match="needs an area"):
        people.give(user_id=clerk.pk, role=Role.EDITOR, by="test")


def test_an_administrator_of_one_area_is_refused(clerk):
    with pytest.raises(people.GrantNotPossible, match="everywhere"):
        people.give(user_id=clerk.pk, role=Role.ADMINISTRATOR, area_code="QA1", by="test")


def test_the_last_administrator_stays(chief):
    with pytest.raises(people.LastAdministrator):
        people.take(grant_id=Grant.objects.get(user=chief).pk, by=chief)
    with pytest.raises(people.LastAdministrator):
        people.close(user_id=chief.pk, by=chief)

    chief.refresh_from_db()
    assert chief.is_active
    assert chief.grants.count() == 1


def test_a_closed_administrator_does_not_count(chief, clerk):
    people.give(user_id=clerk.pk, role=Role.ADMINISTRATOR, by=chief)
    people.close(user_id=clerk.pk, by=chief)

    with pytest.raises(people.LastAdministrator):
        people.close(user_id=chief.pk, by=chief)


def test_administrators_and_nobody_else_see_the_administration_pages(chief, clerk):
    grant = people.give(user_id=clerk.pk, role=Role.ADMINISTRATOR, by=chief)
    assert User.objects.get(pk=clerk.pk).is_staff

    people.take(grant_id=grant.pk, by=chief)

    assert not User.objects.get(pk=clerk.pk).is_staff


@pytest.mark.parametrize(
    ("username", "email"), [("CLERK", "other@example.org"), ("other", "Clerk@Example.org")]
)
def test_a_name_or_address_is_taken_in_any_capitals(clerk, username, email):
    with pytest.raises(people.NameTaken):
        people.add(username=username, email=email, by="test")


def test_a_new_account_has_neither_password_nor_role(clerk):
    assert not clerk.has_usable_password()
    assert not clerk.grants.exists()


def test_a_closed_account_may_do_nothing_and_comes_back_with_its_roles(chief, clerk):
    people.give(user_id=clerk.pk, role=Role.ANALYST, by=chief)
    people.close(user_id=clerk.pk, by=chief)
    people.close(user_id=clerk.pk, by=chief)
    people.reopen(user_id=clerk.pk, by=chief)

    assert User.objects.get(pk=clerk.pk).is_active
    assert clerk.grants.count() == 1
    assert (len(noted("person-close")), len(noted("person-reopen"))) == (1, 1)


def test_the_first_administrator_is_made_by_a_command(clerk, capsys):
    call_command("give_role", "clerk", "administrator")

    assert capsys.readouterr().out == "clerk: administrator everywhere\n"
    assert can_administer(User.objects.get(pk=clerk.pk))
    assert noted("grant-give")[0][0] == "manage.py give_role"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("nobody", "reader"), "no account named nobody"), (("clerk", "editor"), "needs an area")],
)
def test_the_command_says_what_it_cannot_do(clerk, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("give_role", *arguments)
