"""Sessions end with what gave reason for them, and do not come back to life."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from programmes.actions import account_letters, people
from programmes.choices import Role
from programmes.models import User
from programmes.reset_keys import ResetKeys, link
from tests.programmes.people.test_tries import PASSWORD, code_for, sign_in, type_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    user = people.add(username="clerk", email="clerk@example.org", by="test")
    user.set_password(PASSWORD)
    user.save()
    people.give(user_id=user.pk, role=Role.ANALYST, by="test")
    return user


def signed_in():
    client = Client()
    assert sign_in(client).status_code == 302
    assert is_in(client)
    return client


def is_in(client):
    return client.get("/enter/audit/").status_code == 200


@pytest.mark.parametrize("engine", ["db", "cached_db"])
def test_those_of_a_closed_account_die_and_stay_dead_when_it_is_opened_again(clerk, settings, engine):
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    asked, silent = signed_in(), signed_in()

    people.close(user_id=clerk.pk, by="test")
    assert not is_in(asked)
    people.reopen(user_id=clerk.pk, by="test")

    # One asked for a page in between, the other did not.
    assert not is_in(asked)
    assert not is_in(silent)
    assert is_in(signed_in())


def test_closing_twice_ends_sessions_once(clerk):
    people.close(user_id=clerk.pk, by="test")
    people.close(user_id=clerk.pk, by="test")

    assert User.objects.get().times_signed_out == 1


def test_a_sign_in_that_was_half_done_when_the_account_was_closed_is_not_finished(clerk):
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    client = Client()
    sign_in(client)
    people.close(user_id=clerk.pk, by="test")

    done = type_code(client, code_for(secret))

    assert (done.status_code, done["Location"]) == (302, "/accounts/inactive/")
    people.reopen(user_id=clerk.pk, by="test")
    assert not is_in(client)


def test_whoever_knows_the_password_of_a_closed_account_is_told_that_it_is_closed(clerk):
    people.close(user_id=clerk.pk, by="test")

    right = Client().post("/accounts/login/", {"login": "clerk", "password": PASSWORD}, follow=True)
    wrong = sign_in(Client(), password="a guess")

    assert "This account is closed" in right.content.decode()
    assert "closed" not in wrong.content.decode()


def test_keys_of_an_account_that_was_closed_work_no_more(clerk, mailoutbox):
    address, key = link(clerk), ResetKeys().make_token(clerk)

    people.close(user_id=clerk.pk, by="test")
    assert "works no more" in Client().get(address, follow=True).content.decode()
    assert not ResetKeys().check_token(User.objects.get(), ResetKeys().make_token(User.objects.get()))
    account_letters.ask_for_reset("clerk@example.org")
    assert account_letters.sweep() == 0
    people.reopen(user_id=clerk.pk, by="test")

    assert not ResetKeys().check_token(User.objects.get(), key)


def test_a_password_chosen_by_a_letter_ends_every_session(clerk):
    other, chooser = signed_in(), Client()
    where = chooser.get(link(User.objects.get()), follow=True).redirect_chain[-1][0]

    chooser.post(where, {"password1": "nine otters on a raft", "password2": "nine otters on a raft"})

    assert not is_in(other)
    assert "works no more" in Client().get(where, follow=True).content.decode()


def test_a_password_that_is_changed_ends_every_other_session(clerk):
    other, mine = signed_in(), signed_in()
    new = {"password1": "nine otters on a raft", "password2": "nine otters on a raft"}

    mine.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})

    assert is_in(mine)
    assert not is_in(other)


def test_somebody_without_a_password_cannot_set_one_by_being_signed_in(clerk):
    clerk.set_unusable_password()
    clerk.save()
    client = Client()
    client.force_login(clerk)
    new = {"password1": "nine otters on a raft", "password2": "nine otters on a raft"}

    answer = client.post("/accounts/password/change/", {"oldpassword": "", **new})

    assert "Your account has no password" in answer.content.decode()
    assert not User.objects.get().has_usable_password()
