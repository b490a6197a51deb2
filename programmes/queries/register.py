"""The register of areas: every life with its codes, its parent and its people, for files and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programmes.area_history import AreaHistory, AreaVersion, People
from programmes.choices import AreaType
from programmes.results import AreaRef
from programmes.stored_areas import area_history

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
    history = area_history()
    found = history.versions.values() if every_life else history.valid(on=on)
    wanted = [area for area in found if area_type in ("", area.area_type)]
    wanted.sort(key=lambda area: list(AreaType).index(AreaType(area.area_type)))
    return tuple(_registered(area, history, on or history.today or date.max) for area in wanted)


def _registered(area: AreaVersion, history: AreaHistory[AreaVersion], wanted: date) -> RegisteredArea:
    day = min(max(wanted, area.valid_from), area.valid_to or date.max)
    people = history.people.get(area.pk, NOBODY)
    parent = history.parent(area.pk, day)
    return RegisteredArea(
        area=history.refs[area.pk],
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        gss_code=area.gss_code(day),
        parent="" if parent is None else history.refs[parent].code,
        people=people.people,
        adults=people.adults,
        population_year=people.year or None,
    )
