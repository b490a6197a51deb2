"""How often somebody asked in this minute or this hour: by person where they signed in, else by where they ask from.

Counts are kept in the cache; when it is away nothing is counted, and everybody is let through.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from time import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from redis.exceptions import RedisError

NETWORK = len("2001:0db8:0001:0002")
"""Of an IPv6 address written in full, the network of 64 bits that one customer is given."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a key that tells them from others, and whether they signed in."""

    key: str
    signed_in: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How much was asked in this stretch of time, this included, and how many seconds of it are left."""

    asked: int
    seconds: int


def asker_of(request: HttpRequest) -> Asker:
    """Who sent this request."""
    # Only those who carry a session are looked up: an answer to a stranger must not depend on cookies.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return Asker(f"person:{request.user.pk}", signed_in=True)
    return Asker(f"address:{network_of(request)}", signed_in=False)


def count(what: str, asker: Asker, *, every: int, cost: int = 1) -> Counted | None:
    """Count what was asked for, in stretches of so many seconds; None where nothing can be counted."""
    stretch, gone = divmod(int(time()), every)
    key = f"asked:{what}:{asker.key}:{stretch}"
    try:
        cache.add(key, 0, 2 * every)
        asked = cache.incr(key, cost)
    except (RedisError, ValueError):
        return None
    return Counted(asked, every - gone)


def network_of(request: HttpRequest) -> str:
    """The address asked from, behind the proxies that are ours; of IPv6 the network that one customer is given."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (ImproperlyConfigured, PermissionDenied, ValueError):
        return "unknown"
    if isinstance(address, IPv6Address):
        # Where a server listens for both, an IPv4 address arrives written as one of IPv6.
        return str(address.ipv4_mapped or address.exploded[:NETWORK])
    return str(address)
