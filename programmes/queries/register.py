"""The register of areas: every life with its codes, its parent and its people, for files and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programmes.choices import AreaType
from programmes.models import Area
from programmes.queries.lives import Lives, People, all_lives
from programmes.results import AreaRef

NOBODY = People(year=0)


@dataclass(frozen=True, slots=True)
class RegisteredArea:
    """One life of an area, as a row of the register; parent and GSS code are those of the day of the register."""

    area: AreaRef
    valid_from: date
    valid_to: date | None
    gss_code: str
    parent: str
    people: int | None
    adults: int | None
    population_year: int | None


def register(
    *, area_type: str = "", on: date | None = None, every_life: bool = False
) -> tuple[RegisteredArea, ...]:
    """Areas by level, code and first day: those of the current edition, of a day, or every life.

    Parent and GSS code are those of the day, or of the edition; of an area that was not alive then, those of the day
    of its life that is nearest to it. No statement while the geography is remembered.
    """
    lives = all_lives()
    day = on or (lives.edition.on if lives.edition else date.max)
    found = list(lives.areas.values()) if every_life else list(lives.alive(on=on))
    if area_type:
        found = [area for area in found if area.area_type == area_type]
    found.sort(key=lambda area: (list(AreaType).index(AreaType(area.area_type)), area.code, area.valid_from))
    return tuple(_registered(area, lives, _nearest(area, day)) for area in found)


def _nearest(area: Area, day: date) -> date:
    """The day itself, or the first or last day of the area's life where it was not alive then."""
    return min(max(day, area.valid_from), area.valid_to or date.max)


def _registered(area: Area, lives: Lives, day: date) -> RegisteredArea:
    people = lives.people.get(area.pk, NOBODY)
    parent = lives.parent(area.pk, day)
    return RegisteredArea(
        area=lives.refs[area.pk],
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        gss_code=lives.gss_code(area.pk, day),
        parent="" if parent is None else lives.refs[parent].code,
        people=people.people,
        adults=people.adults,
        population_year=people.year or None,
    )
