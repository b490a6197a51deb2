"""Demonstration accounts: there in the demonstration, and nowhere else."""

import pytest
from django.contrib.auth import authenticate, get_user_model

from programmes.models import Grant
from rollout import checks
from rollout.demo import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    accounts.make("a long password")
    return get_user_model().objects.in_bulk(field_name="username")


def test_every_role_has_somebody(people):
    assert set(people) == {person.username for person in accounts.PEOPLE}
    assert all(user.is_demonstration for user in people.values())
    assert [name for name, user in people.items() if user.is_staff] == ["admin"]
    assert not any(user.is_superuser for user in people.values())
    assert {str(grant) for grant in Grant.objects.all()} == {
        "reader: reader everywhere",
        "analyst: analyst everywhere",
        "editor: editor QHM",
        "neighbour: editor QF7",
        "approver: approver everywhere",
        "admin: administrator everywhere",
    }


def test_making_them_again_only_changes_the_password(people):
    accounts.make("another password")

    assert get_user_model().objects.count() == Grant.objects.count() == len(accounts.PEOPLE)
    assert authenticate(username="reader", password="a long password") is None
    assert authenticate(username="reader", password="another password") == people["reader"]


def test_they_cannot_be_made_outside_the_demonstration(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(accounts.NotADemonstrationError):
        accounts.make("a long password")


def test_a_real_person_of_the_same_name_is_left_alone():
    real = get_user_model().objects.create_user("analyst", password="their own password")

    with pytest.raises(accounts.NotADemonstrationError, match="analyst is a real person"):
        accounts.make("a long password")

    real.refresh_from_db()
    assert real.check_password("their own password")


def test_outside_the_demonstration_they_cannot_sign_in(people, settings):
    settings.DEMONSTRATION = False

    assert authenticate(username="admin", password="a long password") is None


def test_outside_the_demonstration_an_open_session_is_worth_nothing(people, settings, client):
    client.force_login(people["admin"])
    assert client.get("/admin/").status_code == 200

    settings.DEMONSTRATION = False

    assert client.get("/admin/").status_code == 302


def test_outside_the_demonstration_their_existence_is_an_error(people, settings):
    assert checks.check_demonstration_accounts(None, databases=["default"]) == []

    settings.DEMONSTRATION = False

    (found,) = checks.check_demonstration_accounts(None, databases=["default"])
    assert found.id == "rollout.E004"
    assert "admin, analyst, approver, editor, neighbour, reader" in found.msg


def test_nobody_makes_an_account_for_themselves(client):
    answer = client.post(
        "/accounts/signup/", {"username": "me", "password1": "x" * 14, "password2": "x" * 14}
    )

    assert answer.status_code == 200
    assert not get_user_model().objects.filter(username="me").exists()


def test_signing_in_works_over_plain_http(people, client, settings):
    answer = client.post("/accounts/login/", {"login": "reader", "password": "a long password"})

    assert answer.status_code == 302
    assert client.cookies[settings.SESSION_COOKIE_NAME]["secure"] == ""


def test_the_password_is_made_once_and_kept_private(tmp_path):
    made = accounts.password(tmp_path)

    assert accounts.password(tmp_path) == made
    assert len(made) >= 12
    assert (tmp_path / "demonstration-password").stat().st_mode & 0o077 == 0
    assert accounts.password(tmp_path, "chosen") == "chosen"
