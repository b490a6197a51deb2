"""A pack out of the results of one moment, by a question: an area, and the headline of every programme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from dashboards.files.cover import cover_of
from dashboards.packs.content import Pack, present_programme
from dashboards.packs.tables import overview_table
from dashboards.presenters.areas import present_area
from dashboards.presenters.outlook import judged_periods, present_area_row, summarise_rows
from dashboards.question import Question
from programmes.engine.looking_back import results_as
from programmes.layers import layer_in_hand, reading
from programmes.models import Coverage, Progress
from programmes.queries import coverage, progress
from programmes.queries.areas import area_profile
from programmes.queries.comparison import similar_areas
from programmes.queries.programmes import all_programmes
from programmes.queries.progress import beside
from programmes.results import AreaProfile

REPORTED = "reported"
"""The boundaries of an area that is no more: its figures as they were reported."""


class NoSuchArea(ValueError):
    """The question's area is not known, or not any more; the message says so in words."""


def pack_question(area: str, *, is_gone: bool, as_at: datetime | None = None) -> Question:
    """The question whose rows a pack is made of. One statement at most."""
    return Question(
        area=(area,),
        indicator=tuple(each.headline for each in all_programmes()),
        boundaries=REPORTED if is_gone else "today",
        as_at=as_at,
        layer=layer_in_hand(),
    )


@contextmanager
def opened(question: Question) -> Iterator[None]:
    """The transaction in which a pack is read: progress and coverage as of the question's instant."""
    then = results_as(as_at=question.as_at, indicators=question.indicator, of=(Progress, Coverage))
    with reading(question.layer), then:
        yield


def pack_href(question: Question, *, area: str = "") -> str:
    """The page on which a pack is shown."""
    address = reverse("pack", kwargs={"code": area or question.area[0]})
    asked = {name: value for name, value in question.parameters().items() if name in ("as_at", "layer")}
    return f"{address}?{urlencode(asked)}" if asked else address


def read_pack(
    question: Question, *, base: str, reference: str = "", profile: AreaProfile | None = None
) -> Pack:
    """The pack; `base` is our address. To be read inside `opened`.

    `profile` is the area's, where it was read already. Raises NoSuchArea.
    """
    if profile is None and question.area:
        profile = area_profile(question.area[0])
    if profile is None:
        raise NoSuchArea(f"There is no area “{question.area[0] if question.area else ''}” any more.")
    code, is_gone = profile.area.code, question.boundaries == REPORTED
    every = [
        each for each in all_programmes() if not question.indicator or each.headline in question.indicator
    ]
    series = progress.series_of_area(
        code, [each.headline for each in every], boundaries=question.boundaries or "today"
    )
    reach = {} if is_gone else coverage.of_area(code)
    alike = () if is_gone else similar_areas(code)
    similar = beside([each.area.code for each in alike], judged_periods(series))
    rows = [
        present_area_row(
            each,
            series[each.headline],
            reach=reach.get(each.code, ()),
            similar=similar.get(each.headline, ()),
        )
        for each in every
    ]
    cover = cover_of(question, base=base, reference=reference)
    head = present_area(profile, gone=is_gone)
    day = [cover.as_at.date().isoformat()] if cover.as_at else []
    said = {each.name: getattr(cover, each.name) for each in fields(cover)} | {
        "title": f"Meeting pack: {head.short_name}",
        "link": f"{base}{pack_href(question, area=code)}",
        "methods": f"{base}{reverse('methods')}",
        "stem": "-".join(["rollout-pack", code.lower(), *day]),
    }
    return Pack(
        **said,
        area=head,
        summary=summarise_rows(rows),
        overview=overview_table([row.card for row in rows]),
        programmes=tuple(
            present_programme(each, series[each.headline], latest, standing, row)
            for each, row in zip(every, rows, strict=True)
            if (standing := row.card.standing) and (latest := series[each.headline].latest)
        ),
    )
