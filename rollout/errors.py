"""What is said when a request is refused or fails: pages in the site's look that ask nothing of database or session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

WITHOUT_WORDS = {400, 405, 413}
"""Statuses that Django and its decorators answer with nothing behind them."""

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request cannot be read: a wrong host name, too much at once, or what no browser sends."""
    if isinstance(exception, TOO_MUCH):
        return _page(413)
    return _page(400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token, or with that of another session. Why exactly is nobody's business."""
    return _page(403, "403_csrf.html")


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Too many tries: when to come back, in words, and for programs."""
    until = timezone.localtime(timezone.now() + timedelta(seconds=seconds))
    if until.second:
        until += timedelta(minutes=1)
    answer = _page(429, minutes=-(-seconds // 60), until=until)
    answer["Retry-After"] = str(seconds)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """The fault is ours."""
    return _page(500)


def page_for(status: int) -> bytes:
    """The page of a refusal that was answered without one."""
    return render_to_string(f"{status}.html").encode()


def _page(status: int, template: str = "", **said: Any) -> HttpResponse:
    answer = HttpResponse(render_to_string(template or f"{status}.html", said), status=status)
    answer["Cache-Control"] = "no-store"
    return answer
