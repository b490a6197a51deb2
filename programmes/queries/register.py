"""The register of areas: every version with its codes, its parent and its people, for files and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programmes.area_history import AreaVersion, People
from programmes.choices import AreaType
from programmes.stored_areas import area_history

NOBODY = People(year=0)


@dataclass(frozen=True, slots=True)
class RegisteredArea:
    """One version of an area, as a row of the register; parent and GSS code are those of the day of the register."""

    area: AreaVersion
    gss_code: str
    parent: str
    people: People


def register(
    *, area_type: str = "", on: date | None = None, every_life: bool = False
) -> tuple[RegisteredArea, ...]:
    """Areas by level, code and first day: those of the current edition, of a day, or every version.

    Parent and GSS code are those of the day, or of the edition; of an area that was not valid then, those of the day
    of its life that is nearest to it. No statement while the geography is remembered.
    """
    history = area_history()
    found = history if every_life else history.valid(on=on)
    wanted = [area for area in found if area_type in ("", area.area_type)]
    wanted.sort(key=lambda area: list(AreaType).index(AreaType(area.area_type)))
    rows = []
    for area in wanted:
        day = min(max(on or history.today or date.max, area.valid_from), area.valid_to or date.max)
        parent = history.parent(area.pk, day)
        code = "" if parent is None else history.versions[parent].code
        rows.append(RegisteredArea(area, area.gss_code(day), code, history.people.get(area.pk, NOBODY)))
    return tuple(rows)
