"""News of areas and programmes: to read, as Atom, and by letter for those who follow; following and leaving."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboards import atom
from dashboards.caching import etag_of
from dashboards.models_news import Subscription
from dashboards.news import feeds, following
from dashboards.news.feeds import Channel
from dashboards.presenters.cards import home
from programmes import untrusted
from programmes.models import User
from programmes.snapshot import one_snapshot

FOLLOWED = "You follow {}. A letter comes once a quarter, when its figures stand; the news so far is on the news page."
NO_ADDRESS = "Your account has no email address, so no letter can come. A national administrator can add one."


@never_cache
@require_safe
@one_snapshot()
def area_news(request: HttpRequest, code: str) -> HttpResponse:
    """What changed in one area, quarter by quarter. Six statements at most."""
    return _page(request, feeds.of_area(code), "There is no area with this code, and there never was one.")


@never_cache
@require_safe
@one_snapshot()
def programme_news(request: HttpRequest, programme: str) -> HttpResponse:
    """What changed in one programme, quarter by quarter. Six statements at most."""
    return _page(request, feeds.of_programme(programme), "There is no such programme.")


def _page(request: HttpRequest, channel: Channel | None, why: str) -> HttpResponse:
    if channel is None:
        raise Http404(why)
    context = {"crumbs": [*home(), (channel.name, channel.page)], "channel": channel}
    return render(request, "dashboards/news.html", context)


@require_safe
@one_snapshot()
def area_feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same news as an Atom feed."""
    return _feed(request, feeds.of_area(code))


@require_safe
@one_snapshot()
def programme_feed(request: HttpRequest, programme: str) -> HttpResponseBase:
    """The same news as an Atom feed."""
    return _feed(request, feeds.of_programme(programme))


def _feed(request: HttpRequest, channel: Channel | None) -> HttpResponseBase:
    if channel is None:
        raise Http404("There is no such feed.")
    etag = etag_of(request.path, *(bulletin.pk for bulletin, _ in channel.news))
    return atom.answer(request, etag, lambda: feeds.written(channel))


@never_cache
@require_safe
@login_required
def subscriptions(request: HttpRequest) -> HttpResponse:
    """What somebody follows, and where their letters go. Some seven statements."""
    person = cast("User", request.user)
    context = {"crumbs": home(), "followed": following.mine(person), "email": person.email}
    return render(request, "dashboards/subscriptions.html", context)


@never_cache
@require_POST
@login_required
def follow(request: HttpRequest) -> HttpResponse:
    """Follow the area or the programme that the form names."""
    person = cast("User", request.user)
    area, programme = (untrusted.text(request.POST.get(name, "")) for name in ("area", "programme"))
    try:
        followed = following.follow(person=person, area=area, programme=programme)
    except following.NotFollowed as refusal:
        messages.error(request, str(refusal))
        return redirect("subscriptions")
    messages.success(request, FOLLOWED.format(following.name_of(followed)))
    if not person.email:
        messages.warning(request, NO_ADDRESS)
    return redirect("subscriptions")


@never_cache
@require_POST
@login_required
def leave(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """Give up one's own subscription."""
    if not following.leave(person=cast("User", request.user), number=subscription_id):
        raise Http404("You have no such subscription, or left it already.")
    messages.success(request, "You get no more letters about it.")
    return redirect("subscriptions")


# Mail programs send the request themselves, without a session: the signature in the address stands for the person.
@csrf_exempt
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave_by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """Leaving from a letter, without signing in: looking shows a button, sending leaves (RFC 8058)."""
    try:
        subscription: Subscription | None = following.by_letter(token)
    except (signing.BadSignature, ValueError) as problem:
        raise Http404(
            "This address was not made by this site. Copy the whole of it from the letter."
        ) from problem
    is_left = subscription is None
    name = "" if subscription is None else following.name_of(subscription)
    if request.method == "POST" and subscription is not None:
        following.leave(person=subscription.person, number=subscription.pk)
        is_left = True
    context = {"crumbs": home(), "name": name, "is_left": is_left}
    response = render(request, "dashboards/leave.html", context)
    response["Referrer-Policy"], response["X-Robots-Tag"] = "no-referrer", "noindex"
    return response
