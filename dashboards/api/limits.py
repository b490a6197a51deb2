"""How much may be asked in a minute: counted by address, or by person for those who have signed in.

Rows that must be computed first (of an earlier day, or against another trajectory) count as several requests. Counts
are kept in the cache; when it is away, everybody is let through.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from time import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from redis.exceptions import RedisError

SECONDS = 60
SIGNED_IN = 5
"""So many times as much for people who have signed in."""
COMPUTED = 20
"""So many requests is one for rows that must be computed first."""
COMPUTED_FOR = {"progress": ("as_at", "kind"), "coverage": ("as_at",)}
"""By address, the parameters that mean so."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one asker has in this minute: requests, those that are left, and seconds until the next minute."""

    quota: int
    left: int
    seconds: int

    @property
    def is_spent(self) -> bool:
        """Whether more was asked than may be."""
        return self.left < 0

    @property
    def headers(self) -> dict[str, str]:
        """As an answer says it: the header fields of the IETF draft “RateLimit header fields for HTTP” (2026)."""
        return {
            "RateLimit-Policy": f'"minute";q={self.quota};w={SECONDS}',
            "RateLimit": f'"minute";r={max(self.left, 0)};t={self.seconds}',
        }


def spend(request: HttpRequest) -> Allowance | None:
    """Count this request; None where nothing is limited, or nothing can be counted."""
    quota = settings.API_PER_MINUTE
    if not quota:
        return None
    who = _address(request)
    # Only those who carry a session are looked up: an answer to a stranger must not depend on cookies.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        who, quota = f"user:{request.user.pk}", quota * SIGNED_IN
    minute, second = divmod(int(time()), SECONDS)
    key = f"asked:{who}:{minute}"
    computed_for = COMPUTED_FOR.get(request.path.rsplit("/", 1)[-1], ())
    cost = COMPUTED if any(name in request.GET for name in computed_for) else 1
    try:
        cache.add(key, 0, 2 * SECONDS)
        asked = cache.incr(key, cost)
    except (RedisError, ValueError):
        return None
    return Allowance(quota, quota - asked, SECONDS - second)


def _address(request: HttpRequest) -> str:
    """The address asked from, behind the proxies that are ours; of IPv6 the network that one customer is given."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "unknown"
    return address.exploded[:19] if isinstance(address, IPv6Address) else str(address)
