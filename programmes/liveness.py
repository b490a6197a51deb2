"""A worker's sign of life: a key in the cache that goes out by itself when the worker stops lighting it."""

from __future__ import annotations

import logging

from django.core.cache import cache

from programmes import doorbell

logger = logging.getLogger(__name__)

KEY = "worker-lives"
EXPIRES_SECONDS = 10
"""A worker shows itself every two seconds: five missed signs are no longer bad luck."""


def show() -> None:
    """Said by every worker, every two seconds. Without a cache nobody is told, and /readyz says that instead."""
    try:
        cache.set(KEY, 1, timeout=EXPIRES_SECONDS)
    except doorbell.UNREACHABLE as error:
        logger.debug("sign_of_life_unseen error=%s", error)


def seen() -> bool:
    """Whether some worker has shown itself lately."""
    return cache.get(KEY) is not None
