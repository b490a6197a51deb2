"""What holds for every address of the API, also for those that there are not, whatever answers them.

Reading only, from anywhere (CORS), so much in a minute, and every refusal in one form. HEAD is answered like GET.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from dashboards.api import limits
from dashboards.api.problems import CONTENT_TYPE, problem

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
            allowance = limits.spend(request)
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
