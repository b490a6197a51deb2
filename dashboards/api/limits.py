"""How much may be asked in a minute: counted by address, or by person for those who have signed in.

Rows that must be computed first (of an earlier day, or against another trajectory) count as several requests.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from dashboards.counting import asker_of, count

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
    asker = asker_of(request)
    quota *= SIGNED_IN if asker.signed_in else 1
    computed_for = COMPUTED_FOR.get(request.path.rsplit("/", 1)[-1], ())
    cost = COMPUTED if any(name in request.GET for name in computed_for) else 1
    counted = count("api", asker, every=SECONDS, cost=cost)
    return Allowance(quota, quota - counted.asked, counted.seconds) if counted else None
