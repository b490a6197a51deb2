"""News as Atom: an entry a quarter, under an identifier that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from dashboards import atom
from dashboards.models_news import Bulletin
from dashboards.news import bulletins, following, letters, telling, words
from dashboards.news.words import Telling
from dashboards.presenters.reach import area_href
from programmes.area_history import ref_of
from programmes.periods import Period
from programmes.queries.areas import find_area
from programmes.queries.programmes import all_programmes


@dataclass(frozen=True, slots=True)
class Channel:
    """What is told of one area or programme: whose news it is, where it stands, and each quarter of it."""

    title: str
    name: str
    about: str
    page: str
    news_page: str
    feed: str
    news: tuple[tuple[Bulletin, Telling], ...]
    area: str = ""
    programme: str = ""


def of_area(code: str) -> Channel | None:
    """The news of an area, or of those it became; None when no area ever had the code. Nine statements at most."""
    area = find_area(code)
    if area is None:
        return None
    told = bulletins.latest()
    lives = following.keys_of(area.pk)
    every = telling.of_areas(lives, _quarters(told))
    became = letters.became(area.pk, lives)
    return Channel(
        title=f"Rollout: news about {area.short_name}",
        about=became or f"What changed in {area.name}, once a quarter.",
        name=area.short_name,
        page=area_href(ref_of(area)),
        news_page=reverse("area_news", args=[area.code]),
        feed=reverse("area_feed", args=[area.code]),
        news=_paired(told, every),
        area=area.code,
    )


def of_programme(code: str) -> Channel | None:
    """The news of a programme in England; None when there is no such programme. Nine statements at most."""
    info = next((each for each in all_programmes() if each.code == code), None)
    if info is None:
        return None
    told = bulletins.latest()
    return Channel(
        title=f"Rollout: news about {info.name}",
        about=f"What changed in {info.name} in England, once a quarter.",
        name=info.name,
        page=reverse("programme", args=[code]),
        news_page=reverse("programme_news", args=[code]),
        feed=reverse("programme_feed", args=[code]),
        news=_paired(told, telling.of_programme(code, _quarters(told))),
        programme=code,
    )


def written(channel: Channel) -> str:
    """The feed as XML."""
    return atom.written(
        title=channel.title,
        about=channel.about,
        path=channel.feed,
        page=channel.news_page,
        entries=[
            atom.Entry(
                title=f"{news.quarter.label}: {news.summary}",
                path=f"{channel.news_page}#{news.quarter.code}",
                key=f"{channel.feed}#{news.quarter.code}",
                content=_content(news),
                told_at=bulletin.stands_at,
            )
            for bulletin, news in channel.news
        ],
    )


def _quarters(told: Sequence[Bulletin]) -> list[Period]:
    return [Period.parse(bulletin.period_id) for bulletin in told]


def _paired(told: Sequence[Bulletin], every: Sequence[telling.News]) -> tuple[tuple[Bulletin, Telling], ...]:
    news = ((bulletin, words.tell(each)) for bulletin, each in zip(told, every, strict=True))
    return tuple((bulletin, each) for bulletin, each in news if each.is_worth_telling)


def _content(news: Telling) -> str:
    """The sentences as a few paragraphs and lists."""
    sections = (
        format_html(
            '<p><a href="{}">{}</a></p><ul>{}</ul>',
            settings.ADDRESS + section.href,
            section.title,
            format_html_join("", "<li>{}</li>", ((line,) for line in section.lines)),
        )
        for section in news.sections
    )
    return "".join(sections)
