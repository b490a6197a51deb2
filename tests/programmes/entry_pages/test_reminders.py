"""Reminders: once before the due date, once after."""

from datetime import date

import pytest
from django.core.mail import EmailMessage

from programmes.actions import reminders
from programmes.models import Reminder, User

BEFORE, ON_TIME, AFTER, CLOSED = date(2024, 4, 24), date(2024, 4, 2), date(2024, 5, 2), date(2024, 7, 1)


@pytest.fixture
def editor(desk_of_letters):
    return desk_of_letters["editor"]


@pytest.fixture
def desk_of_letters(desk):
    User.objects.filter(username="editor").update(email="editor@example.org")
    return desk


def test_reminded_once_before_and_once_after(editor, mailoutbox):
    sent = [reminders.send_all(today=day) for day in (ON_TIME, BEFORE, BEFORE, AFTER, AFTER)]

    assert sent == [0, 1, 0, 1, 0]
    assert [letter.subject for letter in mailoutbox] == ["Figures are due soon", "Figures are overdue"]
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"before", "after"}


def test_letter_says_what_is_missing(editor, mailoutbox):
    reminders.send_all(today=BEFORE)

    assert "IPS, 2023/24 Q4, Area QB1: due 28 April 2024; 5 of 5 missing" in mailoutbox[0].body
    assert mailoutbox[0].to == ["editor@example.org"]


def test_nobody_is_reminded_of_what_they_sent(desk_of_letters, mailoutbox):
    grid = desk_of_letters.open()
    desk_of_letters.save(grid, "02D", "41")
    desk_of_letters.submit(grid)

    assert reminders.send_all(today=BEFORE) == 0


def test_nobody_is_reminded_of_what_is_closed(editor, mailoutbox):
    assert not any("2023/24 Q4" in each.body for each in mailoutbox if reminders.send_all(today=CLOSED))


def test_letter_that_fails_is_sent_another_time(editor, mailoutbox, monkeypatch):
    def fail(_letter):
        raise OSError("no mail server")

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", fail)
        with pytest.raises(OSError, match="no mail server"):
            reminders.send_all(today=BEFORE)

    assert reminders.send_all(today=BEFORE) == 1
