"""How answers are sent, which requests can be read, and who may go further: people who signed in, some twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest, ImproperlyConfigured, MiddlewareNotUsed, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, UnreadablePostError
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from dashboards.layer_links import carried, query_of
from dashboards.page_store import accepts_gzip
from programmes.choices import Layer, Role
from programmes.layers import kept_layers, layer_entered_by, read_in, reading
from programmes.queries.people import holds
from programmes.untrusted import is_kept, kept
from rollout import errors
from rollout.receiving import UNREADABLE

NEEDS_IT = "Your role needs a second step at sign-in. Set it up here, then go on."
API = "/api/"
"""Where programs ask, which cannot be led anywhere."""
ENTERING = "/enter/"
"""Where figures are entered."""


class Compression(GZipMiddleware):
    """Compresses what is not compressed yet, for those who take it: `gzip;q=0` says that somebody does not."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """As Django's, which takes any naming of gzip for a wish."""
        if accepts_gzip(request):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


class KeptByNobody:
    """What sets a cookie is one person's, and what says nothing of caches is a refusal, a failure or a page for one.

    No browser and no proxy keeps such an answer, and it has no ETag that others might have.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Stands outside of everything that sets a cookie."""
        response = self.get_response(request)
        if response.cookies or "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
            del response["ETag"]
        return response


class ReadableRequest:
    """What everybody further in reads can be read: in UTF-8, and of characters that a database keeps.

    Others stand in an address as U+FFFD, which names nothing, so that a page says so as of any unknown value. A cookie
    with some in it is passed over: whoever carries it could do nothing about it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Nothing to ask for."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Everybody further in sees cookies that can be read."""
        for name in [name for name, value in request.COOKIES.items() if not is_kept(name + value)]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Before anybody looks anything up by what the address says."""
        if UNREADABLE in request.META:
            raise BadRequest(request.META[UNREADABLE])
        kwargs.update({name: kept(value) for name, value in kwargs.items() if isinstance(value, str)})
        if not all(is_kept(part) for name, values in request.GET.lists() for part in (name, *values)):
            query = QueryDict(mutable=True)
            for name, values in request.GET.lists():
                query.setlist(kept(name), [kept(value) for value in values])
            request.GET = query  # type: ignore[assignment]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A body that breaks off is not a fault of ours."""
        if isinstance(exception, UnreadablePostError):
            raise BadRequest("The request broke off.") from exception


class SignInRequired(LoginRequiredMiddleware):
    """With ROLLOUT_PUBLIC=0, dashboards and API are for those who have signed in.

    Otherwise it stands aside: pages that need a person ask for one themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Ask once, at the start."""
        if settings.PUBLIC:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        """People are led to the sign-in page; a program that asks the API is told, in the API's own words."""
        if request.path.startswith(API):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)


class RefusalsHavePages:
    """A refusal that was answered with a status alone, as a method that an address does not know, gets its page.

    The API speaks for itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Only empty refusals are touched."""
        response = self.get_response(request)
        if (
            response.status_code in errors.WITHOUT_WORDS
            and isinstance(response, HttpResponse)
            and not response.content
            and not request.path_info.startswith(API)
        ):
            response.content = errors.page_for(response.status_code)
            response["Content-Type"] = "text/html; charset=utf-8"
            response["Content-Length"] = str(len(response.content))
        return response


class SecondStepRequired:
    """People whose roles are in ROLLOUT_TOTP_ROLES come no further than their account before they have one.

    Where no role needs it, nothing is asked. Else one statement a request of somebody who has it, two of others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Ask once, at the start; a role that is none must not mean that nobody needs it."""
        if not settings.TOTP_ROLES:
            raise MiddlewareNotUsed
        unknown = sorted(set(settings.TOTP_ROLES) - set(Role.values))
        if unknown:
            raise ImproperlyConfigured(
                f"ROLLOUT_TOTP_ROLES names {', '.join(unknown)}. The roles are {', '.join(Role.values)}."
            )
        self.roles = [Role(role) for role in settings.TOTP_ROLES]
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Everything happens in `process_view`, where the page is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead to the page where an authenticator app is set up. What would change something is refused."""
        if not getattr(view, "login_required", True) or request.path.startswith(_accounts()):
            return None
        user = request.user
        if not user.is_authenticated or is_mfa_enabled(user) or not holds(user.pk, *self.roles):
            return None
        if request.method not in ("GET", "HEAD") or request.path.startswith(API):
            raise PermissionDenied(NEEDS_IT)
        messages.info(request, NEEDS_IT)
        return redirect("mfa_activate_totp")


class LayerInHand:
    """Everybody further in reads and writes in one layer.

    On pages and in answers it is the one that the address names, the official one where it names none or none that
    there is. Where figures are entered it is that of the account: what a demonstration account enters is made up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Streams are made in the layer too, though after this; and who is led elsewhere keeps it."""
        layer = _layer_of(request)
        with reading(layer):
            response = self.get_response(request)
            if location := response.get("Location", ""):
                response["Location"] = carried(location) if location.startswith("/") else location
        if response.streaming:
            response.streaming_content = read_in(layer, response.streaming_content)  # type: ignore[attr-defined]
        return response


def _layer_of(request: HttpRequest) -> Layer:
    if request.path_info.startswith(ENTERING):
        return layer_entered_by(request.user)
    asked = query_of(request).get("layer", "")
    return Layer(asked) if asked in kept_layers() else Layer.OFFICIAL


def _accounts() -> str:
    return reverse("account_login").removesuffix("login/")
