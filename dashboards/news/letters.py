"""Telling subscribers of a quarter, once each: the only writer of letters.

A letter is noted in the transaction that sends it: when sending fails, or the worker is killed, nothing is noted and
the next run sends it. Killed between sending and the end of the transaction, it would go twice: both then carry one
message identifier, by which mail programs know them for the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse

from dashboards import formatting
from dashboards.models_news import Bulletin, Letter, Subscription
from dashboards.news import following, telling, words
from dashboards.news.words import Telling
from programmes.letters import UNSENDABLE, letter
from programmes.periods import Period
from programmes.stored_areas import area_history

logger = logging.getLogger(__name__)


def send_all() -> int:
    """Write to all who have not been told of quarters that stood since they follow; how many letters went.

    A letter is of the latest of these quarters that has anything to tell; earlier ones are passed over, so that
    nobody gets several at once after a long silence. One that fails keeps back nobody else's: the next run tries again.
    """
    told = Letter.objects.filter(subscription=OuterRef(OuterRef("pk")), bulletin=OuterRef("pk"))
    since = Bulletin.objects.filter(stands_at__gt=OuterRef("followed_at"))
    waiting = Subscription.objects.filter(Exists(since.exclude(Exists(told))), person__is_active=True)
    # Worked out once for all who follow the same.
    tell, sent = cache(_tell), 0
    for number in waiting.exclude(person__email="").order_by("pk").values_list("pk", flat=True):
        try:
            sent += _send(number, tell)
        except UNSENDABLE as error:
            logger.warning("letter_not_sent subscription_id=%s error=%s", number, type(error).__name__)
    return sent


Followed = frozenset[int] | str
"""An area by the keys of its versions, or a programme by its code."""


def _tell(followed: Followed, quarter: Period) -> Telling:
    """The news of one quarter."""
    if isinstance(followed, str):
        return words.tell(telling.of_programme(followed, [quarter])[0])
    return words.tell(telling.of_areas(followed, [quarter])[0])


@transaction.atomic
def _send(number: int, tell: Callable[[Followed, Period], Telling]) -> bool:
    """One letter, unless it was sent or somebody left in the meantime. It goes, or nothing is noted."""
    # Two workers at once: the second waits, and then finds the letter of the first.
    held = Subscription.objects.select_for_update(of=("self",)).filter(pk=number)
    subscription = held.select_related("person", "area", "programme").first()
    if subscription is None:
        return False
    untold = Bulletin.objects.filter(stands_at__gt=subscription.followed_at)
    untold = untold.exclude(pk__in=Letter.objects.filter(subscription=subscription).values("bulletin"))
    lives = following.keys_of(subscription.area_id) if subscription.area_id is not None else frozenset()
    followed = lives if subscription.programme is None else subscription.programme.code
    written: Telling | None = None
    for bulletin in untold.order_by("-period__starts_on"):
        news = tell(followed, Period.parse(bulletin.period_id)) if written is None else None
        sends = news is not None and news.is_worth_telling
        Letter.objects.create(subscription=subscription, bulletin=bulletin, was_sent=sends)
        written = news if sends else written
    if written is None:
        return False
    said = became(subscription.area_id, lives) if subscription.area_id is not None else ""
    _letter(subscription, written, said).send()
    return True


def became(area: int, lives: frozenset[int]) -> str:
    """Whose news is told in the place of an area (a primary key) that is gone; nothing while it is valid."""
    history = area_history()
    ended = history.versions[area].valid_to
    if lives == {area} or ended is None:
        return ""
    return words.became_words(history.refs[area], formatting.day(ended), history.named(lives).values())


def _letter(subscription: Subscription, news: Telling, became_said: str) -> EmailMessage:
    person, name = subscription.person, following.name_of(subscription)
    leave = following.leave_address(subscription)
    context = {
        "person": person,
        "name": name,
        "news": news,
        "became": became_said,
        "leave": leave,
        "address": settings.ADDRESS,
        "mine": settings.ADDRESS + reverse("subscriptions"),
    }
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    return letter(
        to=person.email,
        subject=f"News about {name}: {news.quarter.label}",
        body=render_to_string("dashboards/email/news.txt", context),
        headers={
            "Message-ID": f"<news-{subscription.pk}-{news.quarter.code}@{host}>",
            # RFC 2369 and RFC 8058: mail programs show a button that leaves at once.
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
