"""How many new files may be asked for in an hour: by person, or by address for those who have not signed in.

Counts are kept in the cache; when it is away, everybody is let through.
"""

from __future__ import annotations

from time import time

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

SECONDS = 3600


class TooManyAsked(Exception):
    """More files were asked for in this hour than may be; `seconds` is how long the hour still lasts."""

    def __init__(self, quota: int, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(
            f"{quota} new files were asked for in this hour, and there can be no more of them. "
            f"Come back in {minutes} minute{'s' if minutes != 1 else ''}; files that are made already stay at hand."
        )
        self.seconds = seconds


def spend(who: str, *, signed_in: bool) -> None:
    """Count one new file. Raises TooManyAsked."""
    quota = settings.FILES_PER_HOUR["person" if signed_in else "stranger"]
    hour, gone = divmod(int(time()), SECONDS)
    key = f"files-asked:{who}:{hour}"
    try:
        cache.add(key, 0, SECONDS)
        asked = cache.incr(key)
    except (RedisError, ValueError):
        return
    if asked > quota:
        raise TooManyAsked(quota, SECONDS - gone)
