"""How often passwords, codes and letters may be tried: by account and where one asks from together, and wider by where.

Together, so that nobody is locked out by what somebody else tries from elsewhere. Counted before anything is looked
at, so that many at once are no way round; a right one is not counted. When the cache is away nothing is counted.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from time import time

from allauth.core.exceptions import ImmediateHttpResponse
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from dashboards.counting import network_of
from programmes.models import User
from rollout.errors import too_many

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of something in so many seconds, which begin with the first."""

    what: str
    most: int
    seconds: int


PASSWORD = Limit("password", 5, 300)
PASSWORDS_FROM = Limit("passwords-from", 50, 300)
CODE = Limit("code", 5, 300)
CODES_FROM = Limit("codes-from", 50, 300)
# Whoever gets this far knows the password, and a code is short: here guessing from everywhere at once is stopped too.
CODES_OF = Limit("codes-of", 100, 3600)
LETTER = Limit("letter", 5, 300)
LETTERS_FROM = Limit("letters-from", 20, 300)
KEYS_FROM = Limit("keys-from", 20, 300)


class Attempt:
    """One try, counted already under each of its keys."""

    def __init__(self, keys: list[str]) -> None:
        self._keys = keys

    def succeeded(self) -> None:
        """It was right: those before it are forgotten, or at least this one is not counted."""
        own, *wider = self._keys
        try:
            cache.delete_many([own, _end(own)])
            for key in wider:
                _give_back(key)
        except RedisError as error:
            logger.warning("tries_not_counted error=%s", error)


def password(request: HttpRequest, login: str, user: User | None) -> Attempt:
    """Somebody is about to try a password for an account, there or not."""
    where = network_of(request)
    return _attempt(request, (PASSWORD, f"{_name(login, user)}:{where}"), (PASSWORDS_FROM, where))


def code(request: HttpRequest, user: User) -> Attempt:
    """Somebody is about to try a code of the second step."""
    where, who = network_of(request), _name("", user)
    return _attempt(request, (CODE, f"{who}:{where}"), (CODES_FROM, where), (CODES_OF, who))


def letter(request: HttpRequest, address: str) -> Attempt:
    """Somebody is about to have a letter sent to an address."""
    where = network_of(request)
    return _attempt(request, (LETTER, f"{_name(address, None)}:{where}"), (LETTERS_FROM, where))


def key(request: HttpRequest) -> Attempt:
    """Somebody is about to try a key to choose a password."""
    return _attempt(request, (KEYS_FROM, network_of(request)))


def _name(said: str, user: User | None) -> str:
    """One name for an account, however it was named."""
    if user is not None:
        return f"account-{user.pk}"
    return hashlib.sha256(said.strip().lower().encode()).hexdigest()


def _attempt(request: HttpRequest, *limits: tuple[Limit, str]) -> Attempt:
    """Count it, or answer at once that there were too many."""
    counted: list[str] = []
    try:
        for limit, who in limits:
            name = f"tries:{limit.what}:{who}"
            if _count(name, limit) > limit.most:
                for each in [*counted, name]:
                    _give_back(each)
                raise ImmediateHttpResponse(too_many(request, _left(name, limit)))
            counted.append(name)
    except RedisError as error:
        logger.warning("tries_not_counted error=%s", error)
        return Attempt(["tries:none"])
    return Attempt(counted)


def _count(name: str, limit: Limit) -> int:
    while True:
        if cache.add(name, 0, limit.seconds):
            cache.set(_end(name), time() + limit.seconds, limit.seconds)
        try:
            return int(cache.incr(name))
        except ValueError:
            # Its time ended between the two: begin again.
            continue


def _give_back(name: str) -> None:
    try:
        cache.decr(name)
    except ValueError:
        # Its time is over.
        return


def _left(name: str, limit: Limit) -> int:
    """Seconds until it may be tried again."""
    until = cache.get(_end(name), time() + limit.seconds)
    return min(max(int(until - time()) + 1, 1), limit.seconds)


def _end(name: str) -> str:
    return f"{name}:until"
