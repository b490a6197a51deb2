"""Who follows what: following, leaving, and the list. The only writer of subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from dashboards import formatting
from dashboards.models_news import Subscription
from dashboards.presenters.reach import area_href
from programmes.area_history import AreaHistory, AreaVersion, ref_of
from programmes.models import Area, Programme, User
from programmes.queries.areas import find_area
from programmes.stored_areas import area_history
from programmes.untrusted import quoted

SALT = "dashboards.news.leave"
MOST = 50
"""So many things one person may follow: each is a letter a quarter."""


class NotFollowed(Exception):
    """No area or programme has this code, or they follow too many; the message says so."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription as its owner's list shows it."""

    number: int
    name: str
    kind: str
    href: str
    news: str
    feed: str
    since: str
    note: str


def follow(*, person: User, area: str = "", programme: str = "") -> Subscription:
    """Follow an area by its code (the life that is meant today, else its last one) or a programme. Twice is once."""
    wanted: dict[str, Any]
    if programme:
        wanted = {"programme": Programme.objects.filter(code=programme).first()}
    else:
        found = find_area(area)
        wanted = {"area_id": found.pk if found else None}
    if None in wanted.values():
        raise NotFollowed(
            f"No {'programme' if programme else 'area'} has the code {quoted(programme or area)}."
        )
    known = Subscription.objects.filter(person=person)
    if known.count() >= MOST and not known.filter(**wanted).exists():
        raise NotFollowed(
            f"You follow {MOST} things already, the most there can be. Leave one of them first."
        )
    return Subscription.objects.get_or_create(person=person, **wanted)[0]


def follows(person: User, *, area: str = "", programme: str = "") -> Subscription | None:
    """Their subscription to this area or programme, if there is one. Two statements at most."""
    if programme:
        return Subscription.objects.filter(person=person, programme__code=programme).first()
    found = find_area(area)
    return Subscription.objects.filter(person=person, area=found.pk).first() if found else None


def leave(*, person: User, number: int) -> bool:
    """Give up one's own subscription; whether there was one."""
    return bool(Subscription.objects.filter(person=person, pk=number).delete()[0])


def mine(person: User) -> tuple[Followed, ...]:
    """What somebody follows, in the order in which they began to. Two statements."""
    every = Subscription.objects.filter(person=person).select_related("area", "programme")
    history = area_history()
    return tuple(_followed(each, history) for each in every)


def keys_of(area: int) -> frozenset[int]:
    """The areas of today, by their keys, that are told of in place of this one. One statement."""
    return frozenset(area_history().todays(area))


def leave_address(subscription: Subscription) -> str:
    """The signed address at which whoever holds a letter leaves, without signing in."""
    token = signing.Signer(salt=SALT).sign(str(subscription.pk))
    return settings.ADDRESS + reverse("leave_by_letter", args=[token])


def by_letter(token: str) -> Subscription | None:
    """What the signed address is about; None when it was left already. BadSignature when nobody signed it."""
    number = signing.Signer(salt=SALT).unsign(token)
    return Subscription.objects.select_related("area", "programme").filter(pk=int(number)).first()


def name_of(subscription: Subscription) -> str:
    """What is followed, as people call it."""
    if subscription.area is not None:
        return subscription.area.short_name
    return subscription.programme.name if subscription.programme is not None else ""


def _followed(each: Subscription, history: AreaHistory[AreaVersion]) -> Followed:
    area = each.area
    about = "area" if area is not None else "programme"
    code = area.code if area is not None else each.programme.code if each.programme is not None else ""
    return Followed(
        number=each.pk,
        name=name_of(each) if area is None else f"{area.short_name} ({code})",
        kind="Programme" if area is None else "Area",
        href=reverse("programme", args=[code]) if area is None else area_href(ref_of(area)),
        news=reverse(f"{about}_news", args=[code]),
        feed=reverse(f"{about}_feed", args=[code]),
        since=formatting.day(each.followed_at),
        note="" if area is None else _became(area, history),
    )


def _became(area: Area, history: AreaHistory[AreaVersion]) -> str:
    successors = list(history.named(history.todays(area.pk)).values())
    if area.valid_to is None or successors == [ref_of(area)]:
        return ""
    names = formatting.listed([each.short_name for each in successors])
    ended = formatting.day(area.valid_to)
    return f"Ended on {ended}; news of {names}." if names else f"Ended on {ended}; nothing came after it."
