"""Signing in: limits, passwords, the second step, the organisation's identity provider, a closed site."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from bs4 import BeautifulSoup
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import Client

from programmes.actions import account_letters, people
from programmes.choices import Role
from programmes.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "seven otters on a raft"
PROVIDER = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "organisation",
                "name": "Northern Trust",
                "client_id": "rollout",
                "secret": "kept",
                "settings": {"server_url": "https://identity.example.org"},
            }
        ]
    }
}


@pytest.fixture
def person():
    def make(name, role, area_code=""):
        user = people.add(username=name, email=f"{name}@example.org", by="test")
        user.set_password(PASSWORD)
        user.save()
        people.give(user_id=user.pk, role=role, area_code=area_code, by="test")
        return user

    return make


def sign_in(client, name, password=PASSWORD):
    return client.post("/accounts/login/", {"login": name, "password": password})


def say_who(client):
    """Type the password once more, as is asked before anything about signing in can be changed."""
    done = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert done.status_code == 302


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def set_up_app(client):
    """Set up an authenticator app as its owner would, and give its secret."""
    say_who(client)
    page = BeautifulSoup(client.get("/accounts/2fa/totp/activate/").content, "html.parser")
    secret = page.find(id="authenticator_secret")["value"]
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert done.status_code == 302
    return secret


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012", "clerk-the-clerk"])
def test_weak_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(username="clerk-the-clerk"))


def test_the_letter_to_a_new_person_lets_them_choose_a_password(client, person, mailoutbox):
    client.force_login(person("chief", Role.ADMINISTRATOR))
    client.post("/enter/people/add/", {"username": "newcomer", "email": "newcomer@example.org"})
    assert not mailoutbox
    account_letters.sweep()
    (letter,) = mailoutbox
    link = next(word for word in letter.body.split() if "/accounts/password/reset/key/" in word)
    stranger = Client()
    page = stranger.get(link, follow=True)
    where = page.redirect_chain[-1][0]

    stranger.post(where, {"password1": PASSWORD, "password2": PASSWORD})

    assert letter.to == ["newcomer@example.org"]
    assert User.objects.get(username="newcomer").check_password(PASSWORD)


def test_nobody_is_asked_for_a_second_step_unless_a_setting_says_so(client, person):
    client.force_login(person("chief", Role.ADMINISTRATOR))

    assert client.get("/enter/people/").status_code == 200


@pytest.mark.parametrize(
    ("role", "area_code", "asked"),
    [
        (Role.EDITOR, "QA1", True),
        (Role.ADMINISTRATOR, "", True),
        (Role.ANALYST, "", False),
        (Role.READER, "", False),
    ],
)
def test_a_role_that_needs_a_second_step_goes_no_further_without(person, settings, role, area_code, asked):
    settings.TOTP_ROLES = ["editor"]
    client = Client()
    client.force_login(person("somebody", role, area_code))

    answer = client.get("/methods/")
    changing = client.post("/enter/people/add/")

    assert answer.status_code == (302 if asked else 200)
    assert (answer.headers.get("Location") == "/accounts/2fa/totp/activate/") is asked
    assert changing.status_code == 403
    assert client.get("/healthz").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200


def test_with_an_app_they_go_on_and_are_asked_for_its_code_next_time(person, settings):
    settings.TOTP_ROLES = ["analyst"]
    person("analyst", Role.ANALYST)
    client = Client()
    sign_in(client, "analyst")

    secret = set_up_app(client)
    assert client.get("/methods/").status_code == 200

    again = Client()
    asked = sign_in(again, "analyst")
    assert asked["Location"].startswith("/accounts/2fa/authenticate/")
    assert again.get("/enter/audit/").status_code == 302
    cache.clear()  # A code is good once.
    again.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert again.get("/enter/audit/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/reauthenticate/",
        "/accounts/reauthenticate/",
    ],
)
def test_pages_about_the_second_step_have_the_look_of_the_site(person, address):
    person("editor", Role.EDITOR, "QA1")
    client = Client()
    sign_in(client, "editor")
    say_who(client) if address.endswith("/activate/") else set_up_app(client)

    answer = client.get(address)

    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert page.find("header", class_="nhsuk-header")
    assert len(page.find_all("h1")) == 1
    assert not page.find_all(style=True)
    assert not [script for script in page.find_all("script") if not script.get("src")]
    assert not [image for image in page.find_all("img") if not image.get("alt")]


def test_a_role_that_is_none_stops_the_start(settings):
    settings.TOTP_ROLES = ["editors"]

    with pytest.raises(ImproperlyConfigured, match="names editors. The roles are reader, analyst"):
        Client().get("/methods/")


def test_without_settings_there_is_no_identity_provider(client):
    assert "oidc" not in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/oidc/organisation/login/").status_code == 404


def test_with_settings_there_is_one_on_the_sign_in_page(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = PROVIDER
    settings.ROOT_URLCONF = "tests.with_provider"
    page = BeautifulSoup(client.get("/accounts/login/").content, "html.parser")

    link = page.find("a", string="Northern Trust")

    assert link["href"].startswith("/accounts/oidc/organisation/login/")
    on_the_way = client.get(link["href"])
    assert on_the_way.status_code == 200
    assert "Go on to Northern Trust" in on_the_way.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "{} [\"'self'\"]"),
        (
            {
                "ROLLOUT_OIDC_SERVER": "https://identity.example.org/realms/north",
                "ROLLOUT_OIDC_CLIENT": "rollout",
                "ROLLOUT_OIDC_SECRET": "kept",
            },
            "https://identity.example.org/realms/north [\"'self'\", 'https://identity.example.org']",
        ),
        ({"ROLLOUT_OIDC_SERVER": "https://identity.example.org"}, "ROLLOUT_OIDC_CLIENT is not set."),
    ],
)
def test_the_identity_provider_is_three_variables(checkout, variables, said):
    code = (
        "from django.conf import settings; providers = settings.SOCIALACCOUNT_PROVIDERS;"
        "print(providers and providers['openid_connect']['APPS'][0]['settings']['server_url'],"
        "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    )
    production = {
        "PATH": os.environ["PATH"],
        "ROLLOUT_SECRET_KEY": "x7Kq!" * 12,
        "ROLLOUT_ALLOWED_HOSTS": "rollout.example.org",
        "DATABASE_URL": "postgresql://rollout@db.invalid/rollout",
        "REDIS_URL": "redis://redis.invalid:6379/0",
        **variables,
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=checkout, env=production, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert said in done.stdout + done.stderr


@pytest.mark.parametrize("address", ["/", "/areas/", "/methods/", "/data/", "/status/", "/map/"])
def test_a_closed_site_sends_strangers_to_the_sign_in_page(settings, address):
    settings.PUBLIC = False

    answer = Client().get(address)

    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("address", ["/api/v1/programmes", "/api/v1/openapi.json", "/api/v1/docs"])
def test_a_closed_site_says_so_to_programs(settings, address):
    settings.PUBLIC = False

    answer = Client().get(address)

    assert answer.status_code == 401
    assert "Sign in" in answer.json()["detail"]


def test_a_closed_site_lets_in_who_has_signed_in(person, settings):
    settings.PUBLIC = False
    person("clerk", Role.READER)
    client = Client()

    assert client.get("/accounts/password/reset/").status_code == 200
    assert sign_in(client, "clerk").status_code == 302
    assert client.get("/methods/").status_code == 200
    assert client.get("/api/v1/programmes").status_code == 200


def test_the_code_that_set_up_an_app_signs_nobody_in(client, person):
    clerk = person("clerk", Role.READER)
    client.force_login(clerk)
    say_who(client)
    page = BeautifulSoup(client.get("/accounts/2fa/totp/activate/").content, "html.parser")
    code = code_for(page.find(id="authenticator_secret")["value"])
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    client.post("/accounts/logout/")

    client.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert "_auth_user_id" not in client.session
