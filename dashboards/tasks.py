"""What Celery carries out for the reading side: one thing each, safe to repeat (see `programmes.tasks`)."""

from __future__ import annotations

from celery import shared_task

from dashboards.kept import keeping, making, releasing
from dashboards.news import bulletins, letters


@shared_task
def make_file(file_id: int) -> None:
    """Make a file that somebody asked for, unless it is made or another worker is at it."""
    making.make(file_id=file_id)


@shared_task
def make_release(release_id: int) -> None:
    """Make a release, unless it is made or another worker is at it."""
    releasing.make(release_id=release_id)


@shared_task
def sweep() -> None:
    """Do what a lost message or a lost worker left."""
    keeping.sweep()
    releasing.sweep()


@shared_task
def expire() -> None:
    """Delete the files whose time is over."""
    keeping.expire()


@shared_task
def tell_news() -> None:
    """Note the quarters whose figures stand, and write to those who follow, once each."""
    bulletins.publish()
    letters.send_all()
