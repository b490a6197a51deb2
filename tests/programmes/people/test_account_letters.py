"""Letters about accounts: what stands in them, that the worker sends them, and that none is lost or goes twice."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from bs4 import BeautifulSoup
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from kombu.exceptions import OperationalError

from programmes import doorbell, tasks
from programmes.actions import account_letters, people
from programmes.choices import Role
from programmes.letter_kinds import LetterKind
from programmes.models import AccountLetter, User
from programmes.reset_keys import works_for
from rollout.authentication import CHANGES
from tests import world as worlds
from tests.programmes.people.test_tries import PASSWORD, code_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    user = people.add(
        username="chief", email="chief@example.org", first_name="Ada", last_name="Chief", by="test"
    )
    user.set_password(PASSWORD)
    user.save()
    people.give(user_id=user.pk, role=Role.ADMINISTRATOR, by="test")
    client.force_login(user)
    return user


@pytest.fixture
def rung(monkeypatch):
    """What the worker was asked for."""
    asked = []
    monkeypatch.setattr(
        doorbell.current_app, "send_task", lambda name, args, **_more: asked.append((name, *args))
    )
    return asked


def ask(email):
    return Client().post("/accounts/password/reset/", {"email": email})


def invite(client, **more):
    form = {"username": "newcomer", "email": "newcomer@example.org", "first_name": "Nell", **more}
    return client.post("/enter/people/add/", form)


def test_known_and_unknown_addresses_take_the_same_path(chief, rung, mailoutbox):
    ask("first@example.org")
    statements, answers = [], []
    for address in ("chief@example.org", "nobody@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answers.append(ask(address))
        statements.append([each["sql"].replace(address, "…") for each in caught])

    assert len(statements[0]) == len(statements[1]) > 0
    assert [sql.partition("VALUES")[0] for sql in statements[0]] == [
        sql.partition("VALUES")[0] for sql in statements[1]
    ]
    assert not any("programmes_user" in sql for sql in statements[0])
    assert [(each.status_code, each["Location"]) for each in answers] == [
        (302, "/accounts/password/reset/done/")
    ] * 2
    assert len(rung) == 3
    assert {name for name, _letter in rung} == {"programmes.tasks.send_letter"}
    # Nobody wrote to a mail server yet.
    assert mailoutbox == []


def test_the_worker_sends_the_one_and_forgets_the_other(chief, rung, mailoutbox):
    ask("chief@example.org")
    ask("nobody@example.org")

    for _name, number in [*rung, *rung]:
        tasks.send_letter(number)

    (letter,) = mailoutbox
    assert letter.to == ["chief@example.org"]
    assert letter.subject == "Choose a new password for Rollout"
    assert "for your account on Rollout. Your user name is chief" in letter.body
    assert "works once, for 3 days" in letter.body
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in letter.body
    assert "example.com" not in letter.body
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    (kept,) = AccountLetter.objects.all()
    assert kept.person == chief
    assert kept.sent_at is not None


def test_where_the_broker_is_gone_the_same_sentence_is_said_to_all_and_the_sweep_sends(
    chief, monkeypatch, mailoutbox
):
    def gone(*_said, **_more):
        raise OperationalError("no broker")

    monkeypatch.setattr(doorbell.current_app, "send_task", gone)
    said = []
    for address in ("chief@example.org", "nobody@example.org"):
        page = Client().post("/accounts/password/reset/", {"email": address}, follow=True)
        said.append(BeautifulSoup(page.content, "html.parser").find(class_="nhsuk-notification-banner"))

    assert "Letters are slow to go out at the moment" in said[0].get_text()
    assert said[0].get_text() == said[1].get_text()
    assert account_letters.sweep() == 1
    assert [letter.to for letter in mailoutbox] == [["chief@example.org"]]


def test_the_done_page_promises_nothing_of_anybody(client):
    said = client.get("/accounts/password/reset/done/").content.decode()

    assert "If an account here has that email address" in said


def test_a_mail_server_that_refuses_is_tried_again_ever_more_rarely_for_a_day(chief, monkeypatch, mailoutbox):
    def refuse(_letter):
        raise SMTPServerDisconnected

    ask("chief@example.org")
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refuse)
        assert [account_letters.sweep() for _ in range(3)] == [0, 0, 0]
    letter = AccountLetter.objects.get()
    assert (letter.attempts, letter.sent_at, letter.person) == (1, None, None)

    assert account_letters.sweep() == 0
    AccountLetter.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert account_letters.sweep() == 1
    assert account_letters.sweep() == 0
    assert len(mailoutbox) == 1


def test_a_letter_nobody_could_send_for_a_day_is_given_up_and_then_forgotten(chief, mailoutbox):
    ask("chief@example.org")
    AccountLetter.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert account_letters.sweep() == 0
    assert AccountLetter.objects.exists()

    AccountLetter.objects.update(asked_at=timezone.now() - timedelta(days=8))
    account_letters.sweep()

    assert not AccountLetter.objects.exists()
    assert mailoutbox == []


def test_a_worker_killed_while_sending_loses_nothing(chief, monkeypatch, mailoutbox):
    class Killed(BaseException):
        """What no worker survives."""

    def die(_letter):
        raise Killed

    ask("chief@example.org")
    number = AccountLetter.objects.get().pk
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", die)
        with pytest.raises(Killed):
            tasks.send_letter(number)
    assert AccountLetter.objects.get().sent_at is None

    tasks.send_letter(number)
    tasks.send_letter(number)

    assert len(mailoutbox) == 1
    assert mailoutbox[0].message()["Message-ID"] == f"<account-{number}@127.0.0.1>"


def test_nobody_is_sent_more_than_five_an_hour_whoever_asks(chief, mailoutbox):
    for number in range(8):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(
            "/accounts/password/reset/", {"email": "chief@example.org"}
        )
        account_letters.sweep()

    assert len(mailoutbox) == 5
    AccountLetter.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    ask("chief@example.org")
    assert account_letters.sweep() == 1


def test_outside_the_demonstration_its_accounts_get_no_key(chief, settings, mailoutbox):
    User.objects.update(is_demonstration=True)
    settings.DEMONSTRATION = False
    ask("chief@example.org")

    assert account_letters.sweep() == 0
    assert mailoutbox == []


def test_the_invitation_is_a_letter_of_its_own(client, chief, mailoutbox):
    worlds.make_world()

    answer = invite(client, role="editor", area_code="QA1")
    account_letters.sweep()

    assert answer.status_code == 302
    (letter,) = mailoutbox
    assert letter.to == ["newcomer@example.org"]
    assert letter.subject == "Your account on Rollout"
    assert "Dear Nell," in letter.body
    assert "Ada Chief (chief@example.org) has made an account for you on Rollout." in letter.body
    assert "Your user name is newcomer." in letter.body
    assert "Your role:" in letter.body
    assert "Area editor: " in letter.body
    assert "(QA1), all programmes" in letter.body
    assert "works once, for 3 days" in letter.body
    assert "someone else" not in letter.body
    assert "the demonstration" not in letter.body
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert User.objects.get(username="newcomer").grants.get().role == Role.EDITOR


def test_an_invitation_without_a_role_says_so(client, chief, mailoutbox):
    invite(client)
    account_letters.sweep()

    assert "You have not been given a role yet." in mailoutbox[0].body


def test_a_role_that_cannot_be_given_makes_no_account(client, chief):
    answer = invite(client, role="editor")

    assert answer.status_code == 422
    assert "An area editor needs an area" in answer.content.decode()
    assert not User.objects.filter(username="newcomer").exists()
    assert not AccountLetter.objects.exists()


def test_an_account_closed_before_its_invitation_goes_is_not_invited(client, chief, mailoutbox):
    invite(client)
    people.close(user_id=User.objects.get(username="newcomer").pk, by="test")

    assert account_letters.sweep() == 0
    assert mailoutbox == []


def test_its_owner_is_told_of_every_change_of_how_they_sign_in(
    client, chief, mailoutbox, django_capture_on_commit_callbacks
):
    new = {"password1": "nine otters on a raft", "password2": "nine otters on a raft"}
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new}, HTTP_USER_AGENT="Firefox")
    client.post("/accounts/reauthenticate/", {"password": new["password1"]})
    page = BeautifulSoup(client.get("/accounts/2fa/totp/activate/").content, "html.parser")
    secret = page.find(id="authenticator_secret")["value"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")
    account_letters.sweep()

    said = [letter.body for letter in mailoutbox]
    assert len(said) == 4
    for body, change in zip(
        said, ("was changed", "was set up", "recovery codes were made", "was removed"), strict=True
    ):
        assert change in body
        assert "Rollout" in body
        assert "If it was not you, choose a new password at once" in body
    assert "from Firefox at 127.0.0.1." in said[0]
    assert {letter.to[0] for letter in mailoutbox} == {"chief@example.org"}
    assert {letter.message()["Auto-Submitted"] for letter in mailoutbox} == {"auto-generated"}


def test_every_kind_has_its_words_and_names_rollout(chief, mailoutbox):
    detail = {
        **{name: f"<{name}>" for name in ("name", "address", "old", "new", "client")},
        "at": timezone.now().isoformat(),
        "change": next(iter(CHANGES.values())),
    }
    for kind in LetterKind:
        AccountLetter.objects.create(kind=kind, address="chief@example.org", person=chief, detail=detail)

    assert account_letters.sweep() == len(LetterKind)

    for letter in mailoutbox:
        assert "Rollout" in letter.subject
        assert "Dear Ada Chief," in letter.body
        assert "&lt;" not in letter.body
        assert "example.com" not in letter.body


@pytest.mark.parametrize(
    ("seconds", "words"), [(259_200, "3 days"), (86_400, "1 day"), (7_200, "2 hours"), (3_600, "1 hour")]
)
def test_how_long_a_link_works_is_what_the_setting_says(settings, seconds, words):
    settings.PASSWORD_RESET_TIMEOUT = seconds

    assert works_for() == words
