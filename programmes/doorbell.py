"""Ringing for the engine: a message to Celery when a change is committed. Losing it loses nothing.

What is to be recomputed stands in the database (`Dirty`); a sweep every minute finds what nobody rang for.
"""

from __future__ import annotations

import logging

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

RECOMPUTE_DIRTY = "programmes.tasks.recompute_dirty"
RUN_RECOMPUTE = "programmes.tasks.run_recompute"
READ_UPLOAD = "programmes.tasks.read_upload"
SEND_LETTER = "programmes.tasks.send_letter"

QUIET_SECONDS = 1
"""How long the engine waits for more of the same before it starts: a thousand edits in a second are one run."""

UNREACHABLE = (OperationalError, RedisError, OSError)
"""What is raised where broker or cache do not answer. The change itself is safe."""

OutOfTime = SoftTimeLimitExceeded
"""Raised in whatever a task is doing when it has taken too long."""

PENDING_KEY = "recompute-pending"
PENDING_SECONDS = 30


def ring_on_commit() -> None:
    """Once the change is committed, ask for what is dirty to be recomputed."""
    transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Ask for what is dirty to be recomputed, unless somebody asked a moment ago."""
    try:
        if cache.add(PENDING_KEY, 1, timeout=PENDING_SECONDS):
            current_app.send_task(RECOMPUTE_DIRTY, countdown=QUIET_SECONDS, retry=False)
    except UNREACHABLE as error:
        logger.warning("doorbell_unheard error=%s", error)


def answer() -> None:
    """Said by the engine before it reads: who rings from now on is not covered by this run."""
    try:
        cache.delete(PENDING_KEY)
    except UNREACHABLE as error:
        # The key goes out by itself.
        logger.warning("doorbell_unanswered error=%s", error)


def send(task: str, key: int) -> bool:
    """Ask a worker to do a task for a row, and whether somebody heard; else a sweep finds what is to be done."""
    try:
        current_app.send_task(task, args=[key], retry=False)
    except UNREACHABLE as error:
        logger.warning("task_not_sent task=%s key=%s error=%s", task, key, error)
        return False
    return True
