"""Which areas there are, how they lie in one another, and what they came from and became."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import astuple
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from programmes.area_history import AreaVersion, meant, ref_of
from programmes.choices import AreaType
from programmes.models import Area, AreaParent, Edition
from programmes.querysets import AreaQuerySet, valid_on
from programmes.results import AreaProfile, AreaRef, AreaStep, EditionRef
from programmes.stored_areas import area_history

DEPTH = 3
"""How many levels lie below England: region, board, location."""


def current_edition() -> EditionRef | None:
    """The geography edition on which all years are shown; None before reference data are loaded."""
    return area_history().edition


def of_edition() -> AreaQuerySet:
    """The areas of the current edition. No statement of its own."""
    today = Subquery(Edition.objects.begun(timezone.localdate()).values("on")[:1])
    return Area.objects.filter(valid_on(today))


def level_order(path: str = "area_type") -> Case:
    """An area type as its place among all."""
    whens = [When(**{path: level}, then=Value(place)) for place, level in enumerate(AreaType)]
    return Case(*whens, output_field=IntegerField())


def inside(codes: Iterable[str]) -> AreaQuerySet:
    """Every version of these codes (ODS or GSS), and every area that ever lay in one of them, at any depth.

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
    """Those of these codes (ODS or GSS) that some area has or had. No statement while areas are remembered."""
    return frozenset(codes) & area_history().by_code.keys()


def named_areas(codes: Iterable[str]) -> dict[str, AreaRef]:
    """Each code (ODS or GSS, in capitals) that an area ever had, with that area in its latest version.

    No statement while areas are remembered.
    """
    wanted = set(codes)
    found = area_history().by_code if wanted else {}
    latest = {code: meant(found[code], None) for code in wanted & found.keys()}
    return {code: ref_of(area) for code, area in latest.items() if area}


def areas_of_type(area_type: str, *, on: date | None = None) -> tuple[AreaRef, ...]:
    """The areas of one type valid on this day (else in the current edition), by name."""
    history = area_history()
    return tuple(history.named(area.pk for area in history.valid(area_type, on=on)).values())


def find_area(code: str, *, on: date | None = None) -> AreaVersion | None:
    """The version of an area meant by an ODS or GSS code: valid on this day, else today, else the latest."""
    return area_history().find(code, on=on)


def known_area(code: str, *, on: date | None = None) -> AreaVersion:
    """The same; KeyError when no area ever had the code."""
    area = find_area(code, on=on)
    if area is None:
        raise KeyError(f"no area has the code {code}")
    return area


def area_profile(code: str, *, on: date | None = None) -> AreaProfile | None:
    """An area with its codes, family and people, by ODS or GSS code; None when no area ever had it.

    The family is that of the day asked for; without one, of the current edition, or of the last day of an
    area that is gone.
    """
    history = area_history()
    area = history.find(code, on=on)
    if area is None:
        return None
    today = history.today if history.today and area.valid_on(history.today) else None
    day = on or today or area.valid_to or area.valid_from
    people, refs = history.people.get(area.pk), history.refs
    return AreaProfile(
        area=refs[area.pk],
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        gss_codes=tuple(map(astuple, area.gss_codes)),
        ancestors=tuple(refs[each] for each in history.ancestors(area.pk, day)),
        children=tuple(history.named(history.children(area.pk, day)).values()),
        came_from=tuple(
            AreaStep(refs[step.predecessor], step.on, step.share, step.basis, step.note)
            for step in history.before.get(area.pk, ())
        ),
        became=tuple(
            AreaStep(refs[step.successor], step.on, step.share, step.basis, step.note)
            for step in history.after.get(area.pk, ())
        ),
        adults=people.adults if people else None,
        people=people.people if people else None,
        population_year=people.year if people else None,
    )


def lineage(area_type: str) -> dict[str, tuple[AreaRef, ...]]:
    """For each area of one type in the current edition, by code, those it lies in, from the region downwards.

    England is left out, as everything lies in it.
    """
    history = area_history()
    above = {
        area.code: [history.refs[each] for each in history.ancestors(area.pk, day)]
        for area in history.valid(area_type)
        if (day := history.today)
    }
    return {
        code: tuple(ref for ref in refs if ref.area_type != AreaType.ENGLAND) for code, refs in above.items()
    }


def similar_to(text: str, *, limit: int = 5) -> tuple[AreaRef, ...]:
    """Areas of today whose code or short name is written nearly so."""
    by_word: dict[str, AreaRef] = {}
    for ref in sorted(map(ref_of, area_history().valid()), key=lambda ref: ref.short_name):
        by_word.setdefault(ref.code, ref)
        by_word.setdefault(ref.short_name.upper(), ref)
    near = get_close_matches(text.strip().upper(), by_word, n=limit, cutoff=0.6)
    return tuple(dict.fromkeys(by_word[word] for word in near))


def successors_of(codes: Collection[str], area_type: str) -> dict[str, tuple[str, ...]]:
    """For the code of each area of one type, the codes of the areas of today that it is or became."""
    history = area_history()
    return {
        code: tuple(sorted(history.versions[pk].code for pk in history.todays(area.pk)))
        for code in codes
        for area in history.coded(code, area_type)
    }
