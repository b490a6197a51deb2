"""Who follows what: following, leaving, and the list. The only writer of subscriptions."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from dashboards import formatting
from dashboards.models_news import Subscription
from dashboards.presenters.reach import area_href
from programmes.models import Area, Programme, User
from programmes.queries import areas, quarters
from programmes.results import AreaRef

SALT = "dashboards.news.leave"


class NothingToFollow(Exception):
    """No area or programme has this code; the message says so."""


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
    if programme:
        found = Programme.objects.filter(code=programme).first()
        if found is None:
            raise NothingToFollow(f"No programme is called “{programme[:40]}”.")
        return Subscription.objects.get_or_create(person=person, programme=found)[0]
    life = areas.find_life(area) if area else None
    if life is None:
        raise NothingToFollow(f"No area has the code “{area[:40]}”.")
    return Subscription.objects.get_or_create(person=person, area=life)[0]


def follows(person: User, *, area: str = "", programme: str = "") -> Subscription | None:
    """Their subscription to this area or programme, if there is one. Two statements at most."""
    if programme:
        return Subscription.objects.filter(person=person, programme__code=programme).first()
    life = areas.find_life(area)
    return Subscription.objects.filter(person=person, area=life).first() if life else None


def leave(*, person: User, number: int) -> bool:
    """Give up one's own subscription; whether there was one."""
    return bool(Subscription.objects.filter(person=person, pk=number).delete()[0])


def mine(person: User) -> tuple[Followed, ...]:
    """What somebody follows, in the order in which they began to. Five statements at most."""
    every = list(Subscription.objects.filter(person=person).select_related("area", "programme"))
    heirs = heirs_of([each.area for each in every if each.area is not None])
    return tuple(_followed(each, heirs) for each in every)


def heirs_of(lives: list[Area]) -> dict[int, tuple[AreaRef, ...]]:
    """For each area by its key, the areas of today that are told of in its place: mostly itself. Three statements."""
    if not lives:
        return {}
    todays = areas.todays_of(life.pk for life in lives)
    refs = quarters.refs({pk for every in todays.values() for pk in every})
    return {life: tuple(ref for pk, ref in refs.items() if pk in every) for life, every in todays.items()}


def keys_of(life: Area) -> frozenset[int]:
    """The areas of today, by their keys, that are told of in place of this one. Two statements."""
    return frozenset(areas.todays_of([life.pk])[life.pk])


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


def _followed(each: Subscription, heirs: dict[int, tuple[AreaRef, ...]]) -> Followed:
    since = formatting.day(each.followed_at.astimezone(formatting.LONDON).date())
    if each.area is None:
        code = each.programme.code if each.programme is not None else ""
        addresses = (reverse(name, args=[code]) for name in ("programme", "programme_news", "programme_feed"))
        return Followed(each.pk, name_of(each), "Programme", *addresses, since, "")
    area = each.area
    ref = areas.ref_of(area)
    note = ""
    if area.valid_to is not None and heirs.get(area.pk) != (ref,):
        names = formatting.listed([heir.short_name for heir in heirs.get(area.pk, ())])
        ended = formatting.day(area.valid_to)
        note = f"Ended on {ended}; news of {names}." if names else f"Ended on {ended}; nothing came after it."
    addresses = (area_href(ref), *(reverse(name, args=[area.code]) for name in ("area_news", "area_feed")))
    return Followed(each.pk, f"{area.short_name} ({area.code})", "Area", *addresses, since, note)
