"""What holds for every address of the API, also for those that there are not, whatever answers them.

Reading only, from anywhere (CORS), so much in a minute, and every refusal in one form. HEAD is answered like GET.
Rows that must be computed first (of an earlier day, or against another trajectory) count as several requests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from dashboards.api.problems import CONTENT_TYPE, problem
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


PREFIX = "/api/v1/"
METHODS = ("GET", "HEAD", "OPTIONS")
READ = "ETag, Link, Content-Disposition, Retry-After, RateLimit, RateLimit-Policy"
"""Headers that a script on a page of somebody else's may read."""
KEPT_SECONDS = 24 * 3600


class Manners:
    """Stands inside sign-in's middleware, as it asks who it is, and outside of what refuses and what fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Only addresses of the API are touched."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        # Whoever asks from another site asks as a stranger: no cookies are taken from there.
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = READ
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _allowed()
        if request.method not in METHODS:
            refused = problem(405)
            refused["Allow"] = ", ".join(METHODS)
            return refused
        try:
            allowance = spend(request)
        except SuspiciousOperation:
            # More parameters than Django reads.
            return problem(400)
        if allowance and allowance.is_spent:
            response: HttpResponseBase = problem(429)
            response["Retry-After"] = str(allowance.seconds)
        else:
            response = _in_one_form(self._read(request))
        for name, value in allowance.headers.items() if allowance else ():
            response[name] = value
        return response

    def _read(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; to HEAD that of GET, and of a file only the headers, as nobody would read it."""
        is_head = request.method == "HEAD"
        request.method = "GET"
        response = self.get_response(request)
        if is_head:
            request.method = "HEAD"
            if response.streaming:
                response.streaming_content = iter(())  # type: ignore[attr-defined]
        return response


def _allowed() -> HttpResponse:
    """The answer to a browser that asks first whether it may ask."""
    answer = HttpResponse(status=204)
    del answer["Content-Type"]
    answer["Allow"] = answer["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    answer["Access-Control-Allow-Headers"] = "If-None-Match, Accept, Content-Type"
    answer["Access-Control-Max-Age"] = str(KEPT_SECONDS)
    return answer


def _in_one_form(response: HttpResponseBase) -> HttpResponseBase:
    """A refusal or a failure as a problem, with nothing of the page that a person would see."""
    if response.status_code < 400 or response.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    return problem(response.status_code)
