"""Pages kept for strangers, by the version of the data. Nothing is invalidated by hand: a new version is a new key.

A stranger is somebody who brings nothing that an answer could depend on: no account, no session, no message that
waits to be shown. All others get a page of their own, which nobody keeps and no ETag is shared with.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache as remembered
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate

from dashboards.known_parameters import KnownParameters
from dashboards.page_store import PAGES, Page
from programmes.memory import numbers

LOOKED_AT = ("dashboards", "programmes", "templates", "static", "fixtures", "rollout")

View = Callable[..., HttpResponse]
Answer = TypeVar("Answer", bound=HttpResponseBase)


def kept_for_strangers(
    *one: str,
    several: Collection[str] = (),
    free: Collection[str] = (),
) -> Callable[[View], View]:
    """Answer strangers with a kept page while the data stand, and with 304 if they have it already. One statement.

    Names are the parameters that the page reads (see `KnownParameters`); its view is given no others. With a free one
    it is made anew. It may depend on nothing else than the results, the areas, the day and the code.
    """
    known = KnownParameters(one, tuple(several), tuple(free))

    def keep(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            request.GET = known.part_of(request.GET)
            if is_personal(request):
                return for_nobody_else(view(request, *args, **kwargs))
            if known.are_free(request.GET):
                return _shared(request, view(request, *args, **kwargs))
            etag = etag_of(request.path, request.GET.urlencode())

            def kept() -> HttpResponse:
                page = PAGES.get(etag)
                return page.answer(request) if page else _made(request, etag, view(request, *args, **kwargs))

            return _shared(request, conditional(request, etag, kept))

        return answered

    return keep


def is_personal(request: HttpRequest) -> bool:
    """Whether an answer may carry something of this visit: a name, a message, a form token, a cookie.

    Asked before a page is made, and after: making it may have added one.
    """
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or request.user.is_authenticated
        or len(get_messages(request)) > 0
        or bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
        or bool(getattr(request, "session", None) and request.session.modified)
    )


def for_nobody_else(response: HttpResponse) -> HttpResponse:
    """The answer to one person, which no browser and no proxy keeps."""
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


def etag_of(*parts: object) -> str:
    """What an answer to a stranger depends on: these, data, areas, what waits, day and code. One statement.

    It is a weak one, as the same page is sent compressed and not.
    """
    digest = sha256("\n".join(map(str, (*parts, *numbers(), localdate(), release()))).encode())
    return f'W/"{digest.hexdigest()[:32]}"'


def conditional(request: HttpRequest, etag: str, answer: Callable[[], Answer]) -> Answer:
    """The answer under its ETag, where it is a whole one; made only for those who have not got it already."""
    # Whoever has “any” of it is told so only when there is one: that is known when it is made.
    has_any = "*" in request.headers.get("If-None-Match", "")
    response: Any = None if has_any else get_conditional_response(request, etag=etag)
    if response is None:
        response = answer()
    if response.status_code not in (200, 304) or "no-store" in response.get("Cache-Control", ""):
        return response
    if has_any:
        response = get_conditional_response(request, etag=etag, response=response)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache" if settings.PUBLIC else "private, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@remembered
def release() -> str:
    """A digest of the code, templates and fixtures that make pages: two processes of one release agree on it."""
    base = Path(settings.BASE_DIR)
    files = sorted(path for room in LOOKED_AT for path in (base / room).rglob("*") if path.is_file())
    seen = (f"{path.relative_to(base)} {path.stat().st_mtime_ns}" for path in files if path.suffix != ".pyc")
    return sha256("\n".join(seen).encode()).hexdigest()[:16]


def _made(request: HttpRequest, etag: str, response: HttpResponse) -> HttpResponse:
    """Keep a whole, good answer that carries nothing of this visit."""
    if is_personal(request) or response.cookies:
        return for_nobody_else(response)
    if response.status_code != 200 or response.streaming:
        return response
    page = Page.of(response)
    PAGES.keep(etag, page)
    return page.answer(request)


def _shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to any stranger: to be asked for again each time, as it may have changed."""
    if is_personal(request) or response.cookies:
        return for_nobody_else(response)
    response.setdefault("Cache-Control", "no-cache")
    patch_vary_headers(response, ["Cookie"])
    return response
