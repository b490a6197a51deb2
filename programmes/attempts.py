"""Work that may take its worker down with it: one process at a time, a few attempts, and a word on how it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

from django.db.models import F, Model
from django.utils import timezone

from programmes.locks import Lock, holding

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""What takes its worker down is not tried for ever."""

Row = TypeVar("Row", bound=Model)


def attempt(
    find: Callable[[], Row | None],
    work: Callable[[Row], None],
    fail: Callable[[Row, str], None],
    *,
    lock: Lock,
    key: int,
    in_words: Callable[[Exception], str],
    too_often: str,
    expected: tuple[type[Exception], ...] = (),
    **begun: Any,
) -> None:
    """Work on a row with `attempts` and `heartbeat_at`, unless none is found or another process is at it.

    `begun` is written into the row first. Of an exception `fail` is told `in_words`; one that is not `expected` goes
    into the log with its trace.
    """
    with holding(lock, key) as held:
        row = find()
        if not held or row is None:
            return
        if row.attempts >= MOST_ATTEMPTS:  # type: ignore[attr-defined]
            fail(row, too_often)
            return
        same = type(row)._default_manager.filter(pk=key)
        same.update(attempts=F("attempts") + 1, heartbeat_at=timezone.now(), **begun)
        row.attempts += 1  # type: ignore[attr-defined]
        begin = monotonic()
        try:
            work(row)
        except expected as problem:
            logger.info("attempt_given_up work=%s key=%s why=%s", lock.name, key, problem)
            fail(row, in_words(problem))
        except Exception as problem:  # whatever it is, whoever waits must be told
            logger.exception("attempt_failed work=%s key=%s", lock.name, key)
            fail(row, in_words(problem))
        else:
            logger.info("attempt_done work=%s key=%s seconds=%.2f", lock.name, key, monotonic() - begin)
