"""Letters about accounts: written down with what gives reason for them, sent by the worker. Their only writer.

The row is the errand: it is committed with the change it tells of, the worker is rung for, and the sweep finds what
nobody rang for. A letter is noted as sent in the transaction that sends it; killed in between, it goes a second time,
under the same message identifier.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from programmes import doorbell, letters, reset_keys
from programmes.letter_kinds import LetterKind
from programmes.models import AccountLetter, User
from programmes.queries import people

logger = logging.getLogger(__name__)

RESETS_AN_HOUR = 5
"""So many letters about a new password may one person be sent, whoever asks for them."""

TRIED_FOR = timedelta(days=1)
"""A letter that cannot be sent for so long is given up."""

KEPT_FOR = timedelta(days=7)

SUBJECTS = {
    LetterKind.INVITATION: "Your account on Rollout",
    LetterKind.RESET: "Choose a new password for Rollout",
    LetterKind.OLD_ADDRESS: "The email address of your Rollout account was changed",
    LetterKind.NEW_ADDRESS: "This is now the email address of your Rollout account",
    LetterKind.CHANGE: "How you sign in to Rollout was changed",
}


def ask_for_reset(address: str) -> bool:
    """Somebody typed an address and wants a new password; whether the worker heard.

    Whose it is, and whether it is anybody's, is looked up by the worker: here it makes no difference.
    """
    letter = AccountLetter.objects.create(kind=LetterKind.RESET, address=address)
    return doorbell.send(doorbell.SEND_LETTER, letter.pk)


def invite(*, person: User, by: dict[str, str]) -> None:
    """Tell a new person that they have an account; `by` is the name and address of who made it."""
    _write_down(LetterKind.INVITATION, person, "", by)


def tell_of_address(*, person: User, old: str, by: dict[str, str]) -> None:
    """Tell both addresses that the one took the place of the other."""
    detail = {**by, "old": old, "new": person.email}
    if old:
        _write_down(LetterKind.OLD_ADDRESS, person, old, detail)
    _write_down(LetterKind.NEW_ADDRESS, person, person.email, detail)


def tell_of_change(*, person: User, change: str, client: str) -> None:
    """Tell somebody that the way they sign in was changed, and from where."""
    if person.email:
        at = timezone.now().isoformat()
        _write_down(LetterKind.CHANGE, person, "", {"change": change, "client": client, "at": at})


def _write_down(kind: LetterKind, person: User, address: str, detail: dict[str, str]) -> None:
    letter = AccountLetter.objects.create(kind=kind, person=person, address=address, detail=detail)
    transaction.on_commit(lambda: doorbell.send(doorbell.SEND_LETTER, letter.pk), robust=True)


def send(*, letter_id: int) -> bool:
    """Send a letter, unless it is sent, or another worker is at it; whether one went. A failure waits for the sweep."""
    try:
        return _send(letter_id)
    except letters.UNSENDABLE as error:
        logger.warning("account_letter_not_sent letter_id=%s error=%s", letter_id, type(error).__name__)
        AccountLetter.objects.filter(pk=letter_id).update(attempts=F("attempts") + 1)
        return False


def sweep() -> int:
    """Send what nobody rang for and what could not be sent, ever more rarely; forget old letters. How many went."""
    now = timezone.now()
    AccountLetter.objects.filter(asked_at__lt=now - KEPT_FOR).delete()
    unsent = AccountLetter.objects.filter(sent_at=None, asked_at__gt=now - TRIED_FOR).order_by("asked_at")
    waiting = unsent.values_list("pk", "asked_at", "attempts")
    return sum(
        send(letter_id=number)
        for number, asked_at, attempts in list(waiting)
        if now >= asked_at + timedelta(minutes=2**attempts - 1)
    )


@transaction.atomic
def _send(letter_id: int) -> bool:
    waiting = AccountLetter.objects.select_for_update(of=("self",), skip_locked=True)
    letter = waiting.select_related("person").filter(pk=letter_id, sent_at=None).first()
    if letter is None:
        return False
    message = _message(letter)
    if message is None:
        # There is nobody to send it to, and no reason to keep what was typed.
        letter.delete()
        return False
    letter.sent_at = timezone.now()
    letter.save(update_fields=["sent_at", "person"])
    message.send()
    return True


def _message(letter: AccountLetter) -> EmailMessage | None:
    """The letter as it goes; none where its person is gone, closed, or has had enough of them."""
    kind = LetterKind(letter.kind)
    if kind == LetterKind.RESET:
        letter.person = _who_may_have_a_key(letter.address)
    person = letter.person
    if person is None:
        return None
    to = letter.address if kind in (LetterKind.OLD_ADDRESS, LetterKind.NEW_ADDRESS) else person.email
    needs_an_open_account = kind in (LetterKind.RESET, LetterKind.INVITATION)
    if not to or (needs_an_open_account and not reset_keys.may_sign_in(person)):
        return None
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    return letters.letter(
        to=to,
        subject=SUBJECTS[kind],
        body=render_to_string(f"programmes/email/{kind.value}.txt", _context(kind, person, letter.detail)),
        headers={"Message-ID": f"<account-{letter.pk}@{host}>"},
    )


def _context(kind: LetterKind, person: User, detail: dict[str, str]) -> dict[str, Any]:
    context: dict[str, Any] = {
        "person": person,
        "detail": detail,
        "address": settings.ADDRESS,
        "sign_in": settings.ADDRESS + reverse("account_login"),
        "ask_again": settings.ADDRESS + reverse("account_reset_password"),
    }
    if kind in (LetterKind.RESET, LetterKind.INVITATION):
        context |= {"link": reset_keys.link(person), "works_for": reset_keys.works_for()}
    if kind == LetterKind.INVITATION:
        known = people.person(person.pk)
        context["grants"] = known.grants if known else ()
    if kind == LetterKind.CHANGE:
        context["at"] = datetime.fromisoformat(detail["at"])
    return context


def _who_may_have_a_key(address: str) -> User | None:
    """Whose address this is by the administrator's word, if they were not sent several letters already."""
    person = people.by_address(address)
    if person is None:
        return None
    hour = timezone.now() - timedelta(hours=1)
    sent = AccountLetter.objects.filter(kind=LetterKind.RESET, person=person, sent_at__gt=hour).count()
    return person if sent < RESETS_AN_HOUR else None
