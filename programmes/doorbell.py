"""Ringing for the engine: a message to Celery when a change is committed. Losing it loses nothing.

What is to be recomputed stands in the database (`Dirty`); a sweep every minute finds what nobody rang for.
"""

from __future__ import annotations

import logging

from celery import current_app
from django.core.cache import cache
from django.db import transaction

logger = logging.getLogger(__name__)

RECOMPUTE_DIRTY = "programmes.tasks.recompute_dirty"
RUN_RECOMPUTE = "programmes.tasks.run_recompute"

QUIET_SECONDS = 1
"""How long the engine waits for more of the same before it starts: a thousand edits in a second are one run."""

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
    except Exception as error:  # whatever the broker's client raises: the change itself is safe
        logger.warning("doorbell_unheard error=%s", error)


def answer() -> None:
    """Said by the engine before it reads: who rings from now on is not covered by this run."""
    cache.delete(PENDING_KEY)


def send_run(run_id: int) -> None:
    """Ask for a recompute run to be carried out; the sweep finds it when the message is lost."""
    try:
        current_app.send_task(RUN_RECOMPUTE, args=[run_id], retry=False)
    except Exception as error:  # as above
        logger.warning("run_not_sent run_id=%s error=%s", run_id, error)
