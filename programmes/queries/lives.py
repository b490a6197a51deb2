"""Every life of every area with its codes, links and people, as this process remembers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from programmes.memory import remembered_by_geography
from programmes.models import Area, AreaCode, AreaParent, AreaSuccession, Edition, Population
from programmes.results import AreaRef, AreaStep, EditionRef

REF_FIELDS = ("code", "name", "short_name", "area_type", "tile_label", "tile_column", "tile_row")

_ref_values = attrgetter(*REF_FIELDS)


def ref_of(area: Area) -> AreaRef:
    """The area as far as a label, a link and a tile need it."""
    return AreaRef(*_ref_values(area))


@dataclass(frozen=True, slots=True)
class Link:
    """Between two days, the last one included, a child (a primary key) lay in a parent."""

    child: int
    parent: int
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it held on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class People:
    """How many live in an area, all ages and adults, by the newest year for which anything is known."""

    year: int
    people: int | None = None
    adults: int | None = None


@dataclass(slots=True)
class Lives:
    """The geography as dictionaries by primary key; `by_code` by ODS code and by GSS code, in capitals."""

    edition: EditionRef | None
    areas: dict[int, Area] = field(default_factory=dict)
    refs: dict[int, AreaRef] = field(default_factory=dict)
    by_code: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    gss_codes: dict[int, list[tuple[str, date, date | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    above: dict[int, list[Link]] = field(default_factory=lambda: defaultdict(list))
    below: dict[int, list[Link]] = field(default_factory=lambda: defaultdict(list))
    came_from: dict[int, list[AreaStep]] = field(default_factory=lambda: defaultdict(list))
    became: dict[int, list[AreaStep]] = field(default_factory=lambda: defaultdict(list))
    heirs: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    origins: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    people: dict[int, People] = field(default_factory=dict)

    def alive(self, *, on: date | None = None) -> Iterator[Area]:
        """The areas alive on this day, else those of the current edition; none where there is no edition."""
        day = on or (self.edition.on if self.edition else None)
        return (area for area in self.areas.values() if day and area.is_alive_on(day))

    def find(self, code: str, *, on: date | None = None) -> Area | None:
        """The life meant by an ODS or GSS code: alive on this day, else today, else the latest.

        A copy, so that nobody changes what is remembered.
        """
        found = [self.areas[pk] for pk in self.by_code.get(code.strip().upper(), ())]
        if not found:
            return None
        day = on or (self.edition.on if self.edition else None)
        found.sort(key=lambda area: area.code)
        # The later life comes first, and before it one that is alive on the day.
        return copy(max(found, key=lambda area: (bool(day and area.is_alive_on(day)), area.valid_from)))

    def around(self, area: int, day: date) -> set[int]:
        """The areas it lay in on the day, at any height, and itself."""
        above = self.parent(area, day)
        return {area} if above is None else {area, *self.around(above, day)}

    def inside(self, area: int, day: date) -> set[int]:
        """The areas that lay in it on the day, at any depth, and itself."""
        below = [self.inside(link.child, day) for link in self.below.get(area, ()) if link.holds_on(day)]
        return {area}.union(*below)

    def ancestors(self, area: int, day: date) -> tuple[AreaRef, ...]:
        """What the area lay in on the day, from England downwards, without itself."""
        above = self.parent(area, day)
        return () if above is None else (*self.ancestors(above, day), self.refs[above])

    def children(self, area: int, day: date) -> tuple[AreaRef, ...]:
        """What lay directly in the area on the day, by name."""
        below = [self.refs[link.child] for link in self.below.get(area, ()) if link.holds_on(day)]
        return tuple(sorted(below, key=lambda child: (child.short_name, child.code)))

    def gss_code(self, area: int, day: date) -> str:
        """The GSS code that the area had on the day; empty where it had none."""
        return next(
            (
                code
                for code, begins, ends in self.gss_codes.get(area, ())
                if begins <= day and (ends is None or day <= ends)
            ),
            "",
        )

    def parent(self, area: int, day: date) -> int | None:
        """What the area lay directly in on the day."""
        return next((link.parent for link in self.above.get(area, ()) if link.holds_on(day)), None)


@remembered_by_geography
def all_lives() -> Lives:
    """The whole geography, some thousands of rows. Six statements, and none while it stands."""
    row = Edition.objects.filter(is_current=True).values_list("code", "name", "on").first()
    lives = Lives(EditionRef(*row) if row else None)
    for area in Area.objects.all():
        lives.areas[area.pk] = area
        lives.refs[area.pk] = ref_of(area)
        lives.by_code[area.code].add(area.pk)
    for gss in AreaCode.objects.order_by("valid_from"):
        lives.gss_codes[gss.area_id].append((gss.code, gss.valid_from, gss.valid_to))
        lives.by_code[gss.code].add(gss.area_id)
    for values in AreaParent.objects.values_list("child", "parent", "valid_from", "valid_to"):
        link = Link(*values)
        lives.above[link.child].append(link)
        lives.below[link.parent].append(link)
    _read_steps(lives)
    _read_people(lives)
    return lives


def _read_steps(lives: Lives) -> None:
    for step in AreaSuccession.objects.order_by("on", "-share", "id"):
        before, after, share = step.predecessor_id, step.successor_id, float(step.share)
        lives.heirs[before].add(after)
        lives.origins[after].add(before)
        lives.came_from[after].append(AreaStep(lives.refs[before], step.on, share, step.basis, step.note))
        lives.became[before].append(AreaStep(lives.refs[after], step.on, share, step.basis, step.note))


def _read_people(lives: Lives) -> None:
    bands = {Population.ALL_AGES: "people", Population.ADULTS: "adults"}
    newest: dict[int, dict[str, int]] = {}
    rows = Population.objects.filter(age_band__in=bands).order_by("-year", "area", "age_band")
    for area, year, band, count in rows.values_list("area", "year", "age_band", "people"):
        known = newest.setdefault(area, {"year": year})
        if known["year"] == year:
            known[bands[band]] = count
    lives.people = {area: People(**known) for area, known in newest.items()}
