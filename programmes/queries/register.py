"""The register of areas: every life with its codes, its parent and its people, for files and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from programmes.models import Area, AreaCode, AreaParent, Population
from programmes.queries import areas
from programmes.queries.lives import ref_of
from programmes.results import AreaRef


@dataclass(frozen=True, slots=True)
class RegisteredArea:
    """One life of an area, as a row of the register; the parent is that of its last known day."""

    area: AreaRef
    valid_from: date
    valid_to: date | None
    gss_code: str
    parent: str
    people: int | None
    adults: int | None
    population_year: int | None


def register(
    *, area_type: str = "", on: date | None = None, all_lives: bool = False
) -> tuple[RegisteredArea, ...]:
    """Areas by level, code and first day: those of the current edition, of a day, or every life. Four statements."""
    lives = Area.objects.all() if all_lives else areas.alive(on=on)
    if area_type:
        lives = lives.of_type(area_type)
    found = list(lives.annotate(level=areas.level_order()).order_by("level", "code", "valid_from"))
    gss = dict(AreaCode.objects.order_by("valid_from").values_list("area", "code"))
    parents = dict(AreaParent.objects.order_by("valid_from").values_list("child", "parent__code"))
    people: dict[int, dict[str, tuple[int, int]]] = {}
    counts = Population.objects.filter(age_band__in=(Population.ALL_AGES, Population.ADULTS)).order_by("year")
    for area, band, year, count in counts.values_list("area", "age_band", "year", "people"):
        people.setdefault(area, {})[band] = (year, count)
    return tuple(_registered(area, gss, parents, people.get(area.pk, {})) for area in found)


def _registered(
    area: Area, gss: dict[int, str], parents: dict[int, str], people: dict[str, tuple[int, int]]
) -> RegisteredArea:
    nobody = (None, None)
    year, everybody = people.get(Population.ALL_AGES, nobody)
    adult_year, adults = people.get(Population.ADULTS, nobody)
    return RegisteredArea(
        area=ref_of(area),
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        gss_code=gss.get(area.pk, ""),
        parent=parents.get(area.pk, ""),
        people=everybody,
        adults=adults,
        population_year=year or adult_year,
    )
