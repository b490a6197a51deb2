"""How often passwords, codes, letters and keys may be tried, and what is said to whoever tried too often."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as Away

from programmes.actions import people
from programmes.choices import Role
from programmes.models import AccountLetter
from rollout.accounts import tries

pytestmark = pytest.mark.django_db

PASSWORD = "seven otters on a raft"
HERE, ELSEWHERE = "203.0.113.5", "198.51.100.7"


@pytest.fixture
def clerk():
    user = people.add(username="clerk", email="clerk@example.org", by="test")
    user.set_password(PASSWORD)
    user.save()
    people.give(user_id=user.pk, role=Role.READER, by="test")
    return user


@pytest.fixture
def secret(clerk):
    """The clerk has an authenticator app."""
    made = generate_totp_secret()
    TOTP.activate(clerk, made)
    RecoveryCodes.activate(clerk)
    return made


def sign_in(client, login="clerk", password=PASSWORD):
    return client.post("/accounts/login/", {"login": login, "password": password})


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def type_code(client, code="000000", where="authenticate"):
    return client.post(f"/accounts/2fa/{where}/", {"code": code})


def assert_says_when_to_come_back(answer):
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 429
    assert page.h1.get_text() == "Too many attempts"
    assert page.find("header", class_="nhsuk-header")
    (found,) = re.findall(r"You can try again in (\d+) minutes?, at \d\d:\d\d\.", page.get_text())
    assert 0 < int(answer["Retry-After"]) <= int(found) * 60
    assert "no-store" in answer["Cache-Control"]


def test_five_wrong_passwords_and_it_is_said_when_to_come_back(clerk):
    client = Client(REMOTE_ADDR=HERE)

    wrong = [sign_in(client, password="a guess") for _ in range(5)]

    assert {answer.status_code for answer in wrong} == {200}
    assert all("not correct" in answer.content.decode() for answer in wrong)
    assert_says_when_to_come_back(sign_in(client, password="a guess"))
    assert_says_when_to_come_back(sign_in(client))


def test_nobody_is_locked_out_by_what_others_try_from_elsewhere(clerk):
    for _ in range(12):
        sign_in(Client(REMOTE_ADDR=ELSEWHERE), password="a guess")

    assert sign_in(Client(REMOTE_ADDR=ELSEWHERE)).status_code == 429
    assert sign_in(Client(REMOTE_ADDR=HERE)).status_code == 302


def test_name_and_address_are_one_account(clerk):
    client = Client(REMOTE_ADDR=HERE)
    for login in ("clerk", "CLERK", "clerk@example.org", "Clerk@Example.org", "clerk"):
        sign_in(client, login, "a guess")

    assert sign_in(client, "clerk@example.org").status_code == 429


def test_an_account_that_is_none_is_limited_alike(clerk):
    client = Client(REMOTE_ADDR=HERE)
    answers = [sign_in(client, "nobody", "a guess").status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]


def test_a_right_password_begins_anew(clerk):
    for _ in range(3):
        client = Client(REMOTE_ADDR=HERE)
        assert [sign_in(client, password="a guess").status_code for _ in range(4)] == [200] * 4
        assert sign_in(client).status_code == 302


def test_many_accounts_from_one_place_are_limited_more_widely(clerk):
    answers = [
        sign_in(Client(REMOTE_ADDR=HERE), f"somebody{number}", "a guess").status_code for number in range(51)
    ]

    assert answers == [200] * 50 + [429]
    assert sign_in(Client(REMOTE_ADDR=ELSEWHERE)).status_code == 302


def test_a_network_of_ipv6_is_one_place(clerk):
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), password="a guess")

    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:2:ffff::1")).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:3::1")).status_code == 302


def test_behind_a_proxy_the_place_is_the_one_it_names(clerk, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(5):
        sign_in(Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.4, {ELSEWHERE}"), password="no")

    assert sign_in(Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=ELSEWHERE)).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=HERE)).status_code == 302


def test_without_a_proxy_what_a_browser_says_of_itself_is_not_believed(clerk):
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR=f"1.2.3.{number}"), password="no")

    assert sign_in(Client(REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR="1.2.3.99")).status_code == 429


def test_its_time_begins_with_the_first_and_is_not_made_longer_by_trying(clerk):
    client = Client(REMOTE_ADDR=HERE)
    for _ in range(5):
        sign_in(client, password="a guess")
    (key,) = [f"tries:password:account-{clerk.pk}:{HERE}"]
    until = cache.get(f"{key}:until")

    for _ in range(3):
        sign_in(client, password="a guess")

    assert cache.get(f"{key}:until") == until
    assert cache.get(key) == 5
    cache.delete(key)
    assert sign_in(client).status_code == 302


def test_without_the_cache_people_still_sign_in(clerk, monkeypatch):
    def away(*_said, **_more):
        raise Away

    monkeypatch.setattr(tries.cache, "add", away)
    monkeypatch.setattr(tries.cache, "delete_many", away)

    assert sign_in(Client(REMOTE_ADDR=HERE)).status_code == 302


def test_twelve_wrong_codes_in_one_session(secret):
    client = Client(REMOTE_ADDR=HERE)
    sign_in(client)

    answers = [type_code(client) for _ in range(12)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 7
    assert_says_when_to_come_back(answers[-1])
    assert_says_when_to_come_back(type_code(client, code_for(secret)))
    assert client.get("/enter/").status_code == 302


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_wrong_codes_from_elsewhere_keep_nobody_out(clerk, secret, kind):
    stranger = Client(REMOTE_ADDR=ELSEWHERE)
    sign_in(stranger)
    for _ in range(6):
        type_code(stranger)
    client = Client(REMOTE_ADDR=HERE)
    sign_in(client)
    recovery = clerk.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]

    done = type_code(client, code_for(secret) if kind == "app" else recovery)

    assert done.status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_a_new_session_does_not_give_new_tries_of_a_code(secret):
    answers = []
    for _ in range(6):
        client = Client(REMOTE_ADDR=HERE)
        sign_in(client)
        answers.append(type_code(client).status_code)

    assert answers == [200] * 5 + [429]


def test_codes_of_one_account_are_limited_from_everywhere_together(secret):
    answers = []
    for number in range(26):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        sign_in(client)
        answers += [type_code(client).status_code for _ in range(4)]

    assert answers == [200] * 100 + [429] * 4


def test_showing_once_more_who_is_there_is_limited_alike(clerk, secret):
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(clerk)

    passwords = [client.post("/accounts/reauthenticate/", {"password": "a guess"}) for _ in range(6)]
    codes = [type_code(client, where="reauthenticate") for _ in range(6)]

    assert [answer.status_code for answer in passwords] == [200] * 5 + [429]
    assert [answer.status_code for answer in codes] == [200] * 5 + [429]
    assert_says_when_to_come_back(client.post("/accounts/reauthenticate/", {"password": PASSWORD}))
    assert sign_in(Client(REMOTE_ADDR=HERE)).status_code == 429


def test_setting_up_an_app_is_limited_alike(clerk):
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(clerk)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answers = [client.post("/accounts/2fa/totp/activate/", {"code": "000000"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_removing_the_app_asks_who_is_there_and_that_is_limited(clerk, secret):
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(clerk)

    asked = client.post("/accounts/2fa/totp/deactivate/")

    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    assert clerk.authenticator_set.filter(type="totp").exists()


def test_changing_a_password_is_limited_like_signing_in(clerk):
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(clerk)
    new = {"password1": "nine otters on a raft", "password2": "nine otters on a raft"}

    answers = [client.post("/accounts/password/change/", {"oldpassword": "a guess", **new}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert_says_when_to_come_back(client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new}))


def test_letters_to_one_address_are_limited_from_one_place_and_not_from_another(clerk):
    ask = {"email": "clerk@example.org"}
    answers = [Client(REMOTE_ADDR=ELSEWHERE).post("/accounts/password/reset/", ask) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert_says_when_to_come_back(answers[-1])
    assert Client(REMOTE_ADDR=HERE).post("/accounts/password/reset/", ask).status_code == 302


def test_letters_from_one_place_are_limited_more_widely():
    client = Client(REMOTE_ADDR=HERE)
    answers = [
        client.post("/accounts/password/reset/", {"email": f"a{number}@example.org"}).status_code
        for number in range(21)
    ]

    assert answers == [302] * 20 + [429]
    assert AccountLetter.objects.count() == 20


def test_keys_that_are_none_are_limited():
    client = Client(REMOTE_ADDR=HERE)
    answers = [client.get(f"/accounts/password/reset/key/1-none-{number}/") for number in range(21)]

    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert_says_when_to_come_back(answers[-1])
