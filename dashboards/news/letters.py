"""Telling subscribers of a quarter, once each: the only writer of letters.

A letter is noted in the transaction that sends it: when sending fails, or the worker is killed, nothing is noted and
the next run sends it. Killed between sending and the end of the transaction, it would go twice: both then carry one
message identifier, by which mail programs know them for the same.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from dashboards import formatting
from dashboards.models_news import Bulletin, Letter, Subscription
from dashboards.news import bulletins, following, telling, words
from dashboards.news.words import Telling
from programmes.models import Area
from programmes.periods import Period
from programmes.queries import quarters
from programmes.queries.areas import ref_of

logger = logging.getLogger(__name__)

UNSENDABLE = (SMTPException, OSError)
"""What is raised where the mail server does not answer, or refuses."""


def send_all() -> int:
    """Write to all who followed before the latest quarter stood and were not told of it; how many letters went.

    A letter that fails keeps back nobody else's: the next run tries it again.
    """
    newest = next(iter(bulletins.latest(1)), None)
    if newest is None:
        return 0
    waiting = (
        Subscription.objects.filter(followed_at__lt=newest.stands_at, person__is_active=True)
        .exclude(person__email="")
        .exclude(letters__bulletin=newest)
    )
    desk, sent = _Desk(newest), 0
    for number in waiting.order_by("pk").values_list("pk", flat=True):
        try:
            sent += _send(number, desk)
        except UNSENDABLE as error:
            logger.warning("letter_not_sent subscription_id=%s error=%s", number, type(error).__name__)
    return sent


class _Desk:
    """The news of one quarter, worked out once for all who follow the same."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.bulletin = bulletin
        self.quarter = Period.parse(bulletin.period_id)
        self._of_areas: dict[frozenset[int], Telling] = {}
        self._of_programmes: dict[str, Telling] = {}

    def of_areas(self, lives: frozenset[int]) -> Telling:
        if lives not in self._of_areas:
            self._of_areas[lives] = words.tell(telling.of_areas(lives, [self.quarter])[0])
        return self._of_areas[lives]

    def of_programme(self, code: str) -> Telling:
        if code not in self._of_programmes:
            self._of_programmes[code] = words.tell(telling.of_programme(code, [self.quarter])[0])
        return self._of_programmes[code]


@transaction.atomic
def _send(number: int, desk: _Desk) -> bool:
    """One letter, unless it was sent or somebody left in the meantime. It goes, or nothing is noted."""
    # Two workers at once: the second waits, and then finds the letter of the first.
    held = Subscription.objects.select_for_update(of=("self",)).filter(pk=number)
    subscription = held.select_related("person", "area", "programme").first()
    if (
        subscription is None
        or Letter.objects.filter(subscription=subscription, bulletin=desk.bulletin).exists()
    ):
        return False
    news, became = _news_for(subscription, desk)
    Letter.objects.create(subscription=subscription, bulletin=desk.bulletin, was_sent=bool(news.sections))
    if not news.sections:
        return False
    _letter(subscription, news, became).send()
    return True


def _news_for(subscription: Subscription, desk: _Desk) -> tuple[Telling, str]:
    """What there is to tell, and what became of an area that is gone."""
    if subscription.area is None:
        code = subscription.programme.code if subscription.programme is not None else ""
        return desk.of_programme(code), ""
    lives = following.keys_of(subscription.area)
    return desk.of_areas(lives), became(subscription.area, lives)


def became(area: Area, lives: frozenset[int]) -> str:
    """Whose news is told in the place of an area that is gone; nothing while it lives. One statement."""
    if lives == {area.pk} or area.valid_to is None:
        return ""
    return words.became_words(ref_of(area), formatting.day(area.valid_to), quarters.refs(lives).values())


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
    return EmailMessage(
        subject=" ".join(f"News about {name}: {news.quarter.label}".split()),
        body=render_to_string("dashboards/email/news.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        headers={
            "Message-ID": f"<news-{subscription.pk}-{news.quarter.code}@{host}>",
            # RFC 2369 and RFC 8058: mail programs show a button that leaves at once.
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
