"""The address of an account: one person's alone, given by an administrator, told to both addresses."""

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from programmes.actions import account_letters, people
from programmes.choices import Role
from programmes.models import AccountLetter, AuditEvent, User
from programmes.queries import people as queries

pytestmark = pytest.mark.django_db

PASSWORD = "seven otters on a raft"


def made(name, role=None, **names):
    user = people.add(username=name, email=f"{name}@example.org", by="test", **names)
    user.set_password(PASSWORD)
    user.save()
    if role:
        people.give(user_id=user.pk, role=role, by="test")
    return user


@pytest.fixture
def chief(client):
    user = made("chief", Role.ADMINISTRATOR, first_name="Ada", last_name="Chief")
    client.force_login(user)
    return user


@pytest.fixture
def clerk():
    return made("clerk", Role.READER)


def change(client, user, email):
    return client.post(f"/enter/people/{user.pk}/address/", {"email": email})


def link_in(letter):
    return next(word for word in letter.body.split() if "/accounts/password/reset/key/" in word)


def ask_for_reset(address):
    answer = Client().post("/accounts/password/reset/", {"email": address})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")
    account_letters.sweep()


def test_an_administrator_changes_it_and_both_addresses_are_told(client, chief, clerk, mailoutbox):
    answer = change(client, clerk, "moved@example.org")
    account_letters.sweep()

    assert (answer.status_code, answer["Location"]) == (302, f"/enter/people/{clerk.pk}/")
    clerk.refresh_from_db()
    assert clerk.email == "moved@example.org"
    event = AuditEvent.objects.get(action="person-address")
    assert (event.actor, event.subject) == ("chief", "person clerk")
    assert event.detail == {"from": "clerk@example.org", "to": "moved@example.org"}
    old, new = sorted(mailoutbox, key=lambda letter: letter.to)
    assert (old.to, new.to) == (["clerk@example.org"], ["moved@example.org"])
    assert "Ada Chief changed the email address of your account on Rollout" in old.body
    assert "from clerk@example.org to moved@example.org" in old.body
    assert "tell Ada Chief (chief@example.org) at once" in old.body
    assert "Ada Chief made this the email address of your account on Rollout" in new.body
    assert authenticate(username="moved@example.org", password=PASSWORD) == clerk
    assert authenticate(username="clerk@example.org", password=PASSWORD) is None


def test_an_account_that_had_none_gets_one_letter(client, chief, clerk, mailoutbox):
    User.objects.filter(pk=clerk.pk).update(email="")

    change(client, clerk, "new@example.org")
    account_letters.sweep()

    assert [letter.to for letter in mailoutbox] == [["new@example.org"]]


def test_the_address_it_has_already_changes_nothing(client, chief, clerk):
    answer = client.post(f"/enter/people/{clerk.pk}/address/", {"email": "CLERK@example.org"}, follow=True)

    assert "the address that clerk has already" in answer.content.decode()
    assert not AuditEvent.objects.filter(action="person-address").exists()
    assert not AccountLetter.objects.exists()


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("chief@example.org", "There is an account with the address chief@example.org already."),
        ("CHIEF@Example.ORG", "There is an account with the address CHIEF@Example.ORG already."),
        ("nowhere", "valid email address"),
        ("", "This field is required"),
        ("a@example.org, b@example.org", "valid email address"),
        ("a@example.org\nBcc: b@example.org", "valid email address"),
    ],
)
def test_what_cannot_be_an_address_is_refused_in_words(client, chief, clerk, email, said):
    answer = change(client, clerk, email)

    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert said in page.find(class_="nhsuk-error-summary").get_text()
    assert page.find("a", href="#id_email")
    assert page.find(id="id_email")["value"] == email
    clerk.refresh_from_db()
    assert clerk.email == "clerk@example.org"
    assert not AccountLetter.objects.exists()


def test_an_address_that_is_somebodys_user_name_is_refused(client, chief, clerk):
    made("someone@example.com")

    assert change(client, clerk, "someone@example.com").status_code == 422


@pytest.mark.parametrize("role", [None, Role.READER, Role.ANALYST, Role.EDITOR, Role.APPROVER])
def test_nobody_else_changes_it_not_even_their_own(clerk, role):
    user = made("somebody")
    if role:
        people.give(user_id=user.pk, role=role, by="test", area_code="QA1" if role == Role.EDITOR else "")
    client = Client()
    client.force_login(user)

    assert change(client, user, "evil@example.com").status_code == 403
    assert change(client, clerk, "evil@example.com").status_code == 403
    assert change(Client(), clerk, "evil@example.com").status_code == 302
    with pytest.raises(PermissionDenied):
        people.change_address(user_id=user.pk, email="evil@example.com", by=user)
    assert not User.objects.filter(email="evil@example.com").exists()


def test_of_two_accounts_none_can_have_the_others_address_whoever_writes(clerk):
    with pytest.raises(people.NameTaken):
        people.add(username="other", email="Clerk@Example.org", by="test")
    with pytest.raises(people.NameTaken):
        people.add(username="Clerk@Example.org", email="other@example.org", by="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="other", email="CLERK@example.org")
    User.objects.create(username="none", email="")
    User.objects.create(username="none either", email="")


def test_two_at_once_are_told_so_and_not_failed(client, chief, clerk, monkeypatch):
    made("taken")
    monkeypatch.setattr(people, "_check_free", lambda *_said, **_more: None)

    answer = change(client, clerk, "taken@example.org")

    assert answer.status_code == 422
    assert "Somebody has this user name or email address already." in answer.content.decode()


def test_a_key_sent_to_the_old_address_works_no_more(client, chief, clerk, mailoutbox):
    ask_for_reset("clerk@example.org")
    (letter,) = mailoutbox
    assert "Choose a password" in Client().get(link_in(letter), follow=True).content.decode()
    begun = Client()
    where = begun.get(link_in(letter), follow=True).redirect_chain[-1][0]

    change(client, clerk, "moved@example.org")

    assert "works no more" in Client().get(link_in(letter), follow=True).content.decode()
    new = "nine otters on a raft"
    assert "works no more" in begun.post(where, {"password1": new, "password2": new}).content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_a_letter_asked_for_at_the_old_address_and_sent_after_the_change_goes_nowhere(
    client, chief, clerk, mailoutbox
):
    Client().post("/accounts/password/reset/", {"email": "clerk@example.org"})
    change(client, clerk, "moved@example.org")

    account_letters.sweep()

    assert not [letter for letter in mailoutbox if "reset/key" in letter.body]


def test_a_reset_goes_to_no_address_but_the_one_that_was_given(clerk, mailoutbox):
    for verified, address in ((True, "evil@example.com"), (False, "worse@example.com")):
        EmailAddress.objects.create(user=clerk, email=address, verified=verified, primary=verified)

    for address in ("evil@example.com", "worse@example.com", "nobody@example.org"):
        ask_for_reset(address)
    assert mailoutbox == []
    assert authenticate(username="evil@example.com", password=PASSWORD) is None

    ask_for_reset("CLERK@Example.org")
    assert [letter.to for letter in mailoutbox] == [["clerk@example.org"]]


def test_an_address_stored_in_capitals_is_found_by_reset_and_sign_in(clerk, mailoutbox):
    User.objects.filter(pk=clerk.pk).update(email="Clerk.Cleo@Example.org")

    ask_for_reset("clerk.cleo@example.org")

    assert [letter.to for letter in mailoutbox] == [["Clerk.Cleo@Example.org"]]
    assert authenticate(username="clerk.cleo@example.org", password=PASSWORD) == clerk
    assert queries.by_address("") is None


def test_a_letter_with_a_name_like_another_address_signs_in_its_owner_only():
    first = made("first")
    second = User.objects.create(username="first@example.org", email="second@example.org")
    second.set_password("nine otters on a raft")
    second.save()

    assert authenticate(username="first@example.org", password=PASSWORD) == first
    assert authenticate(username="first@example.org", password="nine otters on a raft") == second
