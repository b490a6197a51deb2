"""What Celery carries out: one action each.

A task is taken off the queue only once it is done, so one whose worker is killed comes again. Every action is safe to
repeat: what has to be done stands in the database, and what is done is not done twice.
"""

from __future__ import annotations

from celery import shared_task

from programmes.actions import account_letters, calendar, recompute, reminders, upload_reading


@shared_task
def recompute_dirty() -> None:
    """Recompute what is marked as changed. Rung for on commit (`doorbell.ring`)."""
    recompute.drain(trigger="a change")


@shared_task
def run_recompute(run_id: int) -> None:
    """Carry out a run that somebody asked for, unless it is done or another worker is at it."""
    recompute.carry_out(run_id=run_id)


@shared_task
def read_upload(upload_id: int) -> None:
    """Read a file that somebody sent in, unless it is read or another worker is at it."""
    upload_reading.read(upload_id=upload_id)


@shared_task
def send_letter(letter_id: int) -> None:
    """Send a letter about an account, unless it is sent or another worker is at it."""
    account_letters.send(letter_id=letter_id)


@shared_task
def sweep() -> None:
    """Do what nobody rang for, and what a lost worker left."""
    calendar.extend()
    account_letters.sweep()
    upload_reading.sweep()
    recompute.sweep()


@shared_task
def nightly_full_run() -> None:
    """Keep the calendar ahead, compute everything afresh, mend what differs and say how much did; forget old runs."""
    calendar.extend()
    recompute.nightly()


@shared_task
def remind_of_due_figures() -> None:
    """Write to those whose figures are due or overdue, once each."""
    reminders.send_all()
