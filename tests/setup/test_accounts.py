"""Demonstration accounts: there in the demonstration, and nowhere else."""

import os
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate, get_user_model
from django.urls import URLResolver, get_resolver

from programmes.models import Grant
from rollout import checks
from rollout.accounts import urls
from rollout.demo import accounts
from tests.processes.machinery import database_url

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


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_deployment_with_them_is_refused_by_the_command(people, checkout):
    production = {
        "PATH": os.environ["PATH"],
        "ROLLOUT_SECRET_KEY": "x7Kq!" * 12,
        "ROLLOUT_ALLOWED_HOSTS": "rollout.example.org",
        "DATABASE_URL": database_url(),
        "REDIS_URL": "redis://redis.invalid:6379/0",
        "ROLLOUT_EMAIL_HOST": "mail.invalid",
    }
    command = [sys.executable, "manage.py", "check", "--deploy"]

    with_them = subprocess.run(
        command, cwd=checkout, env=production, capture_output=True, text=True, check=False, timeout=60
    )
    get_user_model().objects.all().delete()
    without = subprocess.run(
        command, cwd=checkout, env=production, capture_output=True, text=True, check=False, timeout=60
    )

    assert with_them.returncode != 0
    assert "(rollout.E004) Demonstration accounts exist: admin, analyst, approver" in with_them.stderr
    assert (without.returncode, without.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), without.stderr


def test_outside_the_demonstration_whoever_knows_the_password_is_told_so(people, client, settings):
    settings.DEMONSTRATION = False

    right = client.post("/accounts/login/", {"login": "admin", "password": "a long password"})
    wrong = client.post("/accounts/login/", {"login": "admin", "password": "another password"})

    assert right.status_code == 403
    assert "This is a demonstration account" in right.content.decode()
    assert "_auth_user_id" not in client.session
    assert "demonstration account" not in wrong.content.decode()
    assert "not correct" in wrong.content.decode()


def test_these_pages_about_accounts_are_there_and_no_others():
    assert [entry.name for entry in urls.urlpatterns] == [
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_reset_password_from_key",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    ]
    assert [entry.name for entry in urls.IDENTITY_PROVIDER] == [
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
    ]
    names = {f"{entry.callback.__module__}.{entry.callback.__name__}" for entry in urls.urlpatterns}
    others = {
        f"{entry.callback.__module__}.{entry.callback.__name__}"
        for entry in _everything(get_resolver())
        if entry.callback.__module__.startswith("allauth.")
    }
    assert others <= names


def _everything(resolver):
    for entry in resolver.url_patterns:
        yield from _everything(entry) if isinstance(entry, URLResolver) else [entry]


@pytest.mark.parametrize(
    "address",
    [
        "email/",
        "confirm-email/",
        "confirm-email/none/",
        "signup/",
        "password/set/",
        "login/code/",
        "login/code/confirm/",
        "3rdparty/",
        "3rdparty/signup/",
        "3rdparty/login/cancelled/",
        "3rdparty/login/error/",
        "social/connections/",
        "social/signup/",
        "oidc/organisation/login/",
        "oidc/organisation/login/callback/",
        "2fa/webauthn/",
        "2fa/trust/",
        "sessions/",
        "",
    ],
)
@pytest.mark.parametrize("who", [None, "editor"])
def test_pages_by_which_an_account_could_be_taken_are_not_there(people, client, address, who):
    if who:
        client.force_login(people[who])
    whole = f"/accounts/{address}"

    assert client.get(whole).status_code == 404
    assert client.post(whole, {"action_add": "", "email": "evil@example.com"}).status_code == 404
    assert not EmailAddress.objects.exists()


def test_whoever_changed_a_demonstration_address_finds_it_so_after_a_restart(people):
    get_user_model().objects.filter(username="neighbour").update(email="moved@example.org")
    get_user_model().objects.filter(username="reader").update(email="neighbour@example.org")

    accounts.make("a long password")

    assert get_user_model().objects.get(username="neighbour").email == "moved@example.org"


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
