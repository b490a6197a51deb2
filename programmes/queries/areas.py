"""Which areas there are, how they lie in one another, and what they came from and became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Subquery, Value, When

from programmes.choices import AreaType
from programmes.models import Area, AreaCode, AreaParent, AreaSuccession, Edition, Population
from programmes.querysets import AreaQuerySet
from programmes.results import AreaProfile, AreaRef, AreaStep, EditionRef

LEVELS = (AreaType.ENGLAND, AreaType.REGION, AreaType.ICB, AreaType.SUB_ICB, AreaType.STP, AreaType.CCG)
"""Every area type, in the order in which lists and files show them."""

DEPTH = 3
"""How many levels lie below England: region, board, location."""

BEFORE: dict[str, tuple[str, ...]] = {
    AreaType.ICB: (AreaType.ICB, AreaType.STP),
    AreaType.SUB_ICB: (AreaType.SUB_ICB, AreaType.CCG),
}
"""The level of today, and with it the level that stood in its place before 1 July 2022."""

REF_FIELDS = ("code", "name", "short_name", "area_type", "tile_label", "tile_column", "tile_row")


def ref_of(area: Area) -> AreaRef:
    """The area as far as a label, a link and a tile need it."""
    return AreaRef(*(getattr(area, field) for field in REF_FIELDS))


def current_edition() -> EditionRef | None:
    """The geography edition on which all years are shown; None before reference data are loaded."""
    row = Edition.objects.filter(is_current=True).values_list("code", "name", "on").first()
    return EditionRef(*row) if row else None


def alive(*, on: date | None = None) -> AreaQuerySet:
    """The areas alive on this day, else those of the current edition. No statement of its own."""
    if on is not None:
        return Area.objects.all().on(on)
    today = Subquery(Edition.objects.filter(is_current=True).values("on")[:1])
    return Area.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)


def level_order(path: str = "area_type") -> Case:
    """An area type as its place in `LEVELS`."""
    whens = [When(**{path: level}, then=Value(place)) for place, level in enumerate(LEVELS)]
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
    """The areas of one type alive on this day (else in the current edition), by name. One statement."""
    return _refs(alive(on=on).of_type(area_type).order_by("short_name", "code"))


def find_life(code: str, *, on: date | None = None) -> Area | None:
    """The life of an area meant by an ODS or GSS code: alive on this day, else today, else the latest.

    One statement.
    """
    today = alive(on=on).values("pk")
    lives = Area.objects.coded(code).annotate(
        lives_now=Case(
            When(pk__in=Subquery(today), then=Value(1)), default=Value(0), output_field=IntegerField()
        )
    )
    return lives.order_by("-lives_now", "-valid_from", "code").first()


def area_profile(code: str, *, on: date | None = None) -> AreaProfile | None:
    """An area with its codes, family and people, by ODS or GSS code; None when no area ever had it.

    The family is that of the day asked for; without one, of the current edition, or of the last day of an
    area that is gone. Six statements.
    """
    area = find_life(code, on=on)
    if area is None:
        return None
    edition = current_edition()
    day = on or _day_of(area, edition)
    ancestors, children = _family(area, day)
    came_from, became = _succession(area)
    people = _people(area)
    return AreaProfile(
        area=ref_of(area),
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        gss_codes=tuple(
            AreaCode.objects.filter(area=area)
            .order_by("valid_from")
            .values_list("code", "valid_from", "valid_to")
        ),
        ancestors=ancestors,
        children=children,
        came_from=came_from,
        became=became,
        adults=people.get(Population.ADULTS),
        people=people.get(Population.ALL_AGES),
        population_year=people.get("year"),
    )


def lineage(area_type: str) -> dict[str, tuple[AreaRef, ...]]:
    """For each area of one type in the current edition, by code, those it lies in, from the region downwards.

    England is left out, as everything lies in it. One statement.
    """
    today = Subquery(Edition.objects.filter(is_current=True).values("on")[:1])
    alive_today = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    links = _links(AreaParent.objects.filter(alive_today, valid_from__lte=today))
    parents = {child: (parent, ref) for child, _, parent, ref in links}

    def above(area: int) -> tuple[AreaRef, ...]:
        parent, ref = parents.get(area, (0, None))
        if ref is None or ref.area_type == AreaType.ENGLAND:
            return ()
        return (*above(parent), ref)

    return {ref.code: above(child) for child, ref, _, _ in links if ref.area_type == area_type}


def find_areas(text: str, *, limit: int = 20) -> tuple[AreaRef, ...]:
    """Areas of today that a reader may mean: by ODS or GSS code, name or short name, the best first.

    An area that is gone leads to the areas of today that came out of it. Four statements at most.
    """
    words = text.split()
    if not words:
        return ()
    named = Q()
    for word in words:
        named &= Q(name__icontains=word) | Q(short_name__icontains=word)
    code = "".join(words).upper()
    coded = Q(code=code) | Q(codes__code=code)
    nearness = Case(
        When(coded, then=Value(0)),
        When(Q(short_name__iexact=" ".join(words)), then=Value(1)),
        When(Q(short_name__istartswith=" ".join(words)), then=Value(2)),
        When(Q(code__startswith=code), then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    found = (
        Area.objects.filter(coded | named | Q(code__startswith=code))
        .annotate(nearness=nearness, level=level_order())
        .order_by("nearness", "level", "short_name", "valid_from")
        .values_list("pk", flat=True)
    )
    return _led_to_today(list(dict.fromkeys(found)), limit)


def similar_codes(text: str, *, limit: int = 5) -> tuple[AreaRef, ...]:
    """Areas of today that a mistyped code or name may have meant. Five statements at most."""
    found = find_areas(text, limit=limit)
    if found:
        return found
    by_word: dict[str, AreaRef] = {}
    for ref in _refs(alive().order_by("short_name")):
        by_word.setdefault(ref.code, ref)
        by_word.setdefault(ref.short_name.upper(), ref)
    near = get_close_matches(text.strip().upper(), by_word, n=limit, cutoff=0.6)
    return tuple(dict.fromkeys(by_word[word] for word in near))


def todays_of(areas: Iterable[int]) -> dict[int, set[int]]:
    """For each area (a primary key), the areas of today that it is or became. Two statements."""
    living = set(alive().values_list("pk", flat=True))
    heirs = defaultdict(set)
    for predecessor, successor in AreaSuccession.objects.values_list("predecessor", "successor"):
        heirs[predecessor].add(successor)

    def follow(area: int, seen: frozenset[int]) -> set[int]:
        if area in living:
            return {area}
        return {end for heir in heirs[area] - seen for end in follow(heir, seen | {area})}

    return {area: follow(area, frozenset()) for area in areas}


def _led_to_today(found: list[int], limit: int) -> tuple[AreaRef, ...]:
    if not found:
        return ()
    todays = todays_of(found)
    led: dict[int, None] = {}
    for area in found:
        led.update(dict.fromkeys(sorted(todays[area] or {area})))
    wanted = list(led)[:limit]
    areas = Area.objects.in_bulk(wanted)
    return tuple(ref_of(areas[pk]) for pk in wanted)


def _refs(areas: QuerySet[Area]) -> tuple[AreaRef, ...]:
    return tuple(AreaRef(*row) for row in areas.values_list(*REF_FIELDS))


def _day_of(area: Area, edition: EditionRef | None) -> date:
    if edition is not None and area.is_alive_on(edition.on):
        return edition.on
    return area.valid_to or area.valid_from


def _family(area: Area, day: date) -> tuple[tuple[AreaRef, ...], tuple[AreaRef, ...]]:
    links = _links(AreaParent.objects.all().on(day))
    parents = {child: (parent, ref) for child, _, parent, ref in links}
    ancestors: list[AreaRef] = []
    above = parents.get(area.pk)
    while above is not None:
        ancestors.insert(0, above[1])
        above = parents.get(above[0])
    children = [ref for _, ref, parent, _ in links if parent == area.pk]
    return tuple(ancestors), tuple(sorted(children, key=lambda child: (child.short_name, child.code)))


def _links(links: QuerySet[AreaParent]) -> list[tuple[int, AreaRef, int, AreaRef]]:
    """Child and parent of each link, by primary key and as values."""
    fields = ("child_id", *(f"child__{field}" for field in REF_FIELDS))
    fields += ("parent_id", *(f"parent__{field}" for field in REF_FIELDS))
    width = len(REF_FIELDS) + 1
    return [
        (row[0], AreaRef(*row[1:width]), row[width], AreaRef(*row[width + 1 :]))
        for row in links.values_list(*fields)
    ]


def _succession(area: Area) -> tuple[tuple[AreaStep, ...], tuple[AreaStep, ...]]:
    came_from: list[AreaStep] = []
    became: list[AreaStep] = []
    steps = AreaSuccession.objects.filter(Q(successor=area) | Q(predecessor=area))
    for step in steps.select_related("predecessor", "successor").order_by("on", "-share", "id"):
        into = step.successor_id == area.pk
        other = step.predecessor if into else step.successor
        value = AreaStep(ref_of(other), step.on, float(step.share), step.basis, step.note)
        (came_from if into else became).append(value)
    return tuple(came_from), tuple(became)


def _people(area: Area) -> dict[str, int]:
    bands = (Population.ALL_AGES, Population.ADULTS)
    rows = Population.objects.filter(area=area, age_band__in=bands).order_by("year")
    people: dict[str, int] = {}
    for year, band, count in rows.values_list("year", "age_band", "people"):
        if year != people.get("year"):
            people = {"year": year}
        people[band] = count
    return people
