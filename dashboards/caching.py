"""Pages kept by the version of the data. Nothing is invalidated by hand: a new version is a new key."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache as remembered
from functools import wraps
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate
from redis.exceptions import RedisError

from programmes.memory import numbers

KEPT_SECONDS = 3600
LOOKED_AT = ("dashboards", "programmes", "templates", "static", "fixtures", "rollout")


def etag_for(request: HttpRequest) -> str:
    """What an answer to a stranger depends on: address, data, areas, what waits, day and code. One statement."""
    parts = (request.get_full_path(), *numbers(), localdate(), release())
    digest = sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return f'"{digest[:32]}"'


def by_data_version(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer from the cache while the data stand, and with 304 to those who have the page already.

    Only for strangers: a page for somebody who has signed in is made anew and kept by nobody. Costs one
    statement; the cache may be gone, then the page is made anew.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.user.is_authenticated:
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", "private, no-store")
            return response
        etag = etag_for(request)
        kept = get_conditional_response(request, etag=etag) or _kept(etag)
        response = kept or view(request, *args, **kwargs)
        if kept is None:
            _keep(request, etag, response)
        response["ETag"] = etag
        response.setdefault("Cache-Control", "no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response

    return answered


@remembered
def release() -> str:
    """A digest of the code, templates and fixtures that make pages: two processes of one release agree on it."""
    base = Path(settings.BASE_DIR)
    files = sorted(path for room in LOOKED_AT for path in (base / room).rglob("*") if path.is_file())
    seen = (f"{path.relative_to(base)} {path.stat().st_mtime_ns}" for path in files if path.suffix != ".pyc")
    return sha256("\n".join(seen).encode()).hexdigest()[:16]


def _kept(etag: str) -> HttpResponse | None:
    try:
        kept = cache.get(f"page:{etag}")
    except RedisError:
        return None
    if kept is None:
        return None
    content, headers = kept
    return HttpResponse(content, headers=headers)


def _keep(request: HttpRequest, etag: str, response: HttpResponse) -> None:
    """Keep a whole, good answer that carries nothing of this visit: no cookie, no form token."""
    personal = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    if response.status_code != 200 or response.streaming or personal:
        return
    try:
        cache.set(f"page:{etag}", (response.content, dict(response.items())), KEPT_SECONDS)
    except RedisError:
        return
