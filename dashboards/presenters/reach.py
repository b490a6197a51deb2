"""How far a programme's services reach: sentences about coverage, and the places still without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from dashboards import formatting
from dashboards.presenters.leads import Leads, coverage_leads
from dashboards.wording import Tag, area_type_word, provenance_tag
from programmes.choices import AGAINST_A_PLAN, AreaType, Status
from programmes.results import AreaRef, CoveragePoint, IndicatorInfo, ProgrammeInfo, ProgressPoint
from programmes.sentences import counted

NAMED = 3
"""How many places a sentence names before it counts the rest."""
UNSERVED_NAMED = 6
"""So many of those without a service."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Coverage of one area by one programme, in words; `share` is for a bar, None where nothing is known."""

    sentence: str
    people: str
    when: str
    """The day it is about; empty where nothing is known."""
    share: float | None
    percent: str
    provenance: Tag
    is_made_up: bool
    services: str
    is_one: bool
    """Whether the area is served or not as a whole, as a sub-ICB location is."""
    leads: Leads
    """How coverage is counted, and its rows."""


@dataclass(frozen=True, slots=True)
class Place:
    """A named link, with what makes it worth naming."""

    name: str
    href: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """The first few of a list of places, and how many there are in all."""

    total: str
    named: tuple[Place, ...]
    others: int


def present_reach(point: CoveragePoint | None) -> Reach | None:
    """Coverage as sentences; None when nothing was asked of the engine for this area."""
    if point is None:
        return None
    when = f"on {formatting.day(point.period.ends_on)}"
    if point.areas_covered is None or point.coverage is None:
        sentence, people, when = "Where it is live is not known: no list says so", "", ""
    else:
        sentence = _areas_sentence(point)
        share = point.population_coverage
        people = (
            ""
            if share is None or point.areas_covered in (0, point.areas_total)
            else f"{formatting.percentage(share)} of adults live in them"
        )
    return Reach(
        sentence=sentence,
        people=people,
        when=when,
        share=point.coverage,
        percent="Not known" if point.coverage is None else formatting.percentage(point.coverage),
        provenance=provenance_tag(point.provenance),
        is_made_up=point.is_made_up,
        services="" if point.services is None else counted(point.services, "service"),
        is_one=point.areas_total == 1 and point.coverage is not None,
        leads=coverage_leads(point.programme, area=point.area.code, period=point.period.code),
    )


def _areas_sentence(point: CoveragePoint) -> str:
    if point.areas_total == 1:
        return "Live here" if point.areas_covered else "Not live here yet"
    whole = counted(point.areas_total, "sub-ICB location")
    if not point.areas_covered:
        return f"Not live yet in any of {whole}"
    if point.areas_covered == point.areas_total:
        return (
            f"Live in {'both' if point.areas_total == 2 else f'all {formatting.number(point.areas_total)}'} "
            + ("sub-ICB locations")
        )
    return f"Live in {formatting.number(point.areas_covered)} of {whole}"


def present_places(
    areas: Iterable[tuple[AreaRef, str]], noun: tuple[str, str], programme: str = "", *, most: int = NAMED
) -> Places:
    """Places as links, `most` of them by name; with a programme, each to that programme's page there."""
    every = tuple(areas)
    return Places(
        total=counted(len(every), *noun),
        named=tuple(Place(area.short_name, area_href(area, programme), why) for area, why in every[:most]),
        others=max(0, len(every) - most),
    )


def area_href(area: AreaRef, programme: str = "") -> str:
    """The area's page, or one programme's page in it. England's own page is the front page."""
    if programme:
        return area_programme_href(area.code, programme)
    if area.area_type == AreaType.ENGLAND:
        return reverse("overview")
    return _profile_href(area.code)


@lru_cache(maxsize=2000)
def _profile_href(code: str) -> str:
    return reverse("area", kwargs={"code": code})


@lru_cache(maxsize=2000)
def area_programme_href(code: str, programme: str) -> str:
    """A page has hundreds of these, and looking each one up takes its time."""
    return reverse("area_programme", kwargs={"code": code, "programme": programme})


def not_reached(
    programme: ProgrammeInfo, whole: CoveragePoint | None, unserved: Sequence[CoveragePoint]
) -> Places | None:
    """The lowest areas without a service, in the order given; None when that is not known of the whole."""
    if whole is None or whole.areas_covered is None:
        return None
    without = [(point.area, "") for point in unserved]
    return present_places(without, _noun(unserved), programme.code, most=UNSERVED_NAMED)


def furthest_behind(indicator: IndicatorInfo, points: Sequence[ProgressPoint]) -> Places | None:
    """The areas off plan, the furthest first; None when no area has a published target to be compared with.

    Against a share of the national figure that we worked out nobody is behind: it was never set.
    """
    compared = [point for point in points if point.status in AGAINST_A_PLAN]
    if any(point.year_to_date == 0 for point in compared):
        # A nought may mean that nobody sent anything, and others may lack parts: nobody is called the last then.
        return None
    if not compared:
        return None
    behind = sorted(
        (point for point in compared if point.status == Status.OFF_PLAN),
        key=lambda point: (point.attainment, point.area.short_name),
    )
    named = ((point.area, formatting.percentage(point.attainment or 0)) for point in behind)
    return present_places(named, _noun(points), indicator.programme)


def _noun(points: Sequence[CoveragePoint] | Sequence[ProgressPoint]) -> tuple[str, str]:
    area_type = points[0].area.area_type if points else AreaType.ICB
    return area_type_word(area_type, 1), area_type_word(area_type, 2)
