"""Feeds in Atom: what they say of themselves, their entries, and how they are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator

from dashboards.caching import conditional
from dashboards.layer_links import carried

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `path` and `key` are addresses of ours without the host, and `key` names it for good."""

    title: str
    path: str
    key: str
    content: str
    """HTML: readers of Atom take a summary for it."""
    told_at: datetime


NOTHING_YET = datetime(2019, 4, 1, tzinfo=UTC)
"""When a feed without entries was updated: a day that stays, as the feed does."""


class Feed(feedgenerator.Atom1Feed):
    """Atom as Django writes it, which says of a feed without entries that it was updated just now."""

    def latest_post_date(self) -> datetime:
        """When its newest entry was told."""
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)


def written(*, title: str, about: str, path: str, page: str, entries: Iterable[Entry]) -> str:
    """A feed as XML; `path` is its own address without the host, and `page` that of what it tells of."""
    here = settings.ADDRESS + carried(path)
    feed = Feed(
        title=title,
        link=settings.ADDRESS + carried(page),
        description=about,
        subtitle=about,
        feed_url=here,
        feed_guid=here,
        author_name="Rollout",
        language="en-GB",
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=settings.ADDRESS + carried(entry.path),
            unique_id=settings.ADDRESS + entry.key,
            description=entry.content,
            pubdate=entry.told_at,
            updateddate=entry.told_at,
        )
    return feed.writeString("utf-8")


def answer(request: HttpRequest, etag: str, write: Callable[[], str]) -> HttpResponse:
    """The feed, or 304 to those who have it already; it is written only for those who have not."""
    return conditional(request, etag, lambda: HttpResponse(write(), content_type=CONTENT_TYPE))
