"""Which areas there are, how they lie in one another, and what they came from and became."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Subquery, Value, When

from programmes.choices import AreaType
from programmes.models import Area, AreaCode, AreaParent, Edition
from programmes.queries.lives import all_lives
from programmes.querysets import AreaQuerySet
from programmes.results import AreaProfile, AreaRef, EditionRef

DEPTH = 3
"""How many levels lie below England: region, board, location."""


def current_edition() -> EditionRef | None:
    """The geography edition on which all years are shown; None before reference data are loaded."""
    return all_lives().edition


def alive(*, on: date | None = None) -> AreaQuerySet:
    """The areas alive on this day, else those of the current edition. No statement of its own."""
    if on is not None:
        return Area.objects.all().on(on)
    today = Subquery(Edition.objects.filter(is_current=True).values("on")[:1])
    return Area.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)


def level_order(path: str = "area_type") -> Case:
    """An area type as its place among all."""
    whens = [When(**{path: level}, then=Value(place)) for place, level in enumerate(AreaType)]
    return Case(*whens, output_field=IntegerField())


def inside(codes: Iterable[str]) -> AreaQuerySet:
    """Every life of these codes (ODS or GSS), and every area that ever lay in one of them, at any depth.

    No statement of its own.
    """
    wanted = [code.strip().upper() for code in codes]
    there = Area.objects.filter(Q(code__in=wanted) | Q(codes__code__in=wanted)).values("pk")
    found = Q(pk__in=there)
    level: QuerySet[Any, Any] = there
    for _ in range(DEPTH):
        level = AreaParent.objects.filter(parent__in=level).values("child")
        found |= Q(pk__in=level)
    return Area.objects.filter(found)


def known_codes(codes: Iterable[str]) -> frozenset[str]:
    """Those of these codes (ODS or GSS) that some area has or had. One statement."""
    wanted = list(codes)
    ours = Area.objects.filter(code__in=wanted).values_list("code", flat=True)
    others = AreaCode.objects.filter(code__in=wanted).values_list("code", flat=True)
    return frozenset(ours.order_by().union(others.order_by()))


def areas_of_type(area_type: str, *, on: date | None = None) -> tuple[AreaRef, ...]:
    """The areas of one type alive on this day (else in the current edition), by name."""
    lives = all_lives()
    refs = [lives.refs[area.pk] for area in lives.alive(on=on) if area.area_type == area_type]
    return tuple(sorted(refs, key=lambda ref: (ref.short_name, ref.code)))


def find_life(code: str, *, on: date | None = None) -> Area | None:
    """The life of an area meant by an ODS or GSS code: alive on this day, else today, else the latest."""
    return all_lives().find(code, on=on)


def area_profile(code: str, *, on: date | None = None) -> AreaProfile | None:
    """An area with its codes, family and people, by ODS or GSS code; None when no area ever had it.

    The family is that of the day asked for; without one, of the current edition, or of the last day of an
    area that is gone.
    """
    lives = all_lives()
    area = lives.find(code, on=on)
    if area is None:
        return None
    day = on or _day_of(area, lives.edition)
    people = lives.people.get(area.pk)
    return AreaProfile(
        area=lives.refs[area.pk],
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        gss_codes=tuple(lives.gss_codes.get(area.pk, ())),
        ancestors=lives.ancestors(area.pk, day),
        children=lives.children(area.pk, day),
        came_from=tuple(lives.came_from.get(area.pk, ())),
        became=tuple(lives.became.get(area.pk, ())),
        adults=people.adults if people else None,
        people=people.people if people else None,
        population_year=people.year if people else None,
    )


def lineage(area_type: str) -> dict[str, tuple[AreaRef, ...]]:
    """For each area of one type in the current edition, by code, those it lies in, from the region downwards.

    England is left out, as everything lies in it.
    """
    lives = all_lives()
    if lives.edition is None:
        return {}
    day = lives.edition.on
    return {
        area.code: tuple(ref for ref in lives.ancestors(area.pk, day) if ref.area_type != AreaType.ENGLAND)
        for area in lives.alive()
        if area.area_type == area_type
    }


def similar_to(text: str, *, limit: int = 5) -> tuple[AreaRef, ...]:
    """Areas of today whose code or short name is written nearly so."""
    lives = all_lives()
    by_word: dict[str, AreaRef] = {}
    for ref in sorted((lives.refs[area.pk] for area in lives.alive()), key=lambda ref: ref.short_name):
        by_word.setdefault(ref.code, ref)
        by_word.setdefault(ref.short_name.upper(), ref)
    near = get_close_matches(text.strip().upper(), by_word, n=limit, cutoff=0.6)
    return tuple(dict.fromkeys(by_word[word] for word in near))


def todays_of(areas: Iterable[int]) -> dict[int, set[int]]:
    """For each area (a primary key), the areas of today that it is or became."""
    lives = all_lives()
    living = {area.pk for area in lives.alive()}

    def follow(area: int, seen: frozenset[int]) -> set[int]:
        if area in living:
            return {area}
        heirs = lives.heirs.get(area, set())
        return {end for heir in heirs - seen for end in follow(heir, seen | {area})}

    return {area: follow(area, frozenset()) for area in areas}


def _day_of(area: Area, edition: EditionRef | None) -> date:
    if edition is not None and area.is_alive_on(edition.on):
        return edition.on
    return area.valid_to or area.valid_from
