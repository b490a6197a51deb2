"""Reminding people of figures that are due: once before the due date, once after it. The only writer of reminders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from programmes import letters
from programmes.choices import Role
from programmes.due_results import DueItem
from programmes.letter_kinds import ReminderKind
from programmes.models import Reminder, User
from programmes.queries import due

BEFORE = timedelta(days=7)
"""How long before the due date people are reminded."""

DONE = ("submitted", "accepted")


@dataclass(frozen=True, slots=True)
class _Line:
    """One grid in a letter, and which reminder of it this is."""

    item: DueItem
    kind: ReminderKind


def send_all(*, today: date | None = None) -> int:
    """Write to every editor who has figures to give that are due within a week, or overdue; how many letters went.

    Sent again on the same day, or any other, it writes of nothing it has written of before.
    """
    day = today or timezone.localdate()
    editors = User.objects.filter(grants__role=Role.EDITOR, is_active=True).exclude(email="").distinct()
    return sum(_send_to(user, day) for user in editors.order_by("pk"))


@transaction.atomic
def _send_to(user: User, day: date) -> bool:
    """One letter about everything that this person was not reminded of. The letter goes, or nothing is noted."""
    # Two runs at once: the second waits, and then finds the reminders of the first.
    User.objects.select_for_update().get(pk=user.pk)
    known = set(Reminder.objects.filter(user=user).values_list("programme_code", "period_id", "kind"))
    lines = [
        line
        for line in _lines(user, day)
        if (line.item.programme, line.item.period.code, line.kind.value) not in known
    ]
    if not lines:
        return False
    sent = {(line.item.programme, line.item.period.code, line.kind.value) for line in lines}
    Reminder.objects.bulk_create(
        Reminder(user=user, programme_code=programme, period_id=period, kind=kind)
        for programme, period, kind in sorted(sent)
    )
    context = {
        "user": user,
        "address": settings.ADDRESS + reverse("enter"),
        "before": [line.item for line in lines if line.kind == ReminderKind.BEFORE],
        "after": [line.item for line in lines if line.kind == ReminderKind.AFTER],
    }
    letters.letter(
        to=user.email,
        subject=_subject(context["after"], context["before"]),
        body=render_to_string("programmes/email/reminder.txt", context),
    ).send()
    return True


def _lines(user: User, day: date) -> Iterator[_Line]:
    for item in due.list_for(user, day):
        if item.status in DONE or not item.window.is_open:
            continue
        if item.window.is_past_due:
            yield _Line(item, ReminderKind.AFTER)
        elif day >= item.window.due_on - BEFORE:
            yield _Line(item, ReminderKind.BEFORE)


def _subject(after: object, before: object) -> str:
    return "Figures are overdue" if after else "Figures are due soon"
