"""Which areas are like one another, by our own grouping: its variables are in `fixtures/similar_areas.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Subquery

from programmes.models import AreaWeight, Population
from programmes.queries.areas import REF_FIELDS, alive
from programmes.results import AreaRef
from programmes.statistics.similar import Grouping, distances, grouping_from


@dataclass(frozen=True, slots=True)
class SimilarArea:
    """An area that is like another one. `distance` is in standard deviations, on average over the variables."""

    area: AreaRef
    distance: float


@cache
def grouping() -> Grouping:
    """The grouping of the fixtures: its variables, their weights, and why. ValueError names what is wrong with it."""
    with (Path(settings.BASE_DIR) / "fixtures" / "similar_areas.toml").open("rb") as told:
        return grouping_from(tomllib.load(told))


def similar_areas(code: str, *, count: int = 5) -> tuple[SimilarArea, ...]:
    """The `count` areas of today most like this one (an ODS code of today), of its own level, the most alike first.

    Empty where there are none: England, regions, areas that are gone, areas without one of the amounts that are
    compared. Three statements, one for a level that is not grouped.
    """
    level = Subquery(alive().filter(code=code.strip().upper()).values("area_type")[:1])
    refs = {pk: AreaRef(*row) for pk, *row in alive().filter(area_type=level).values_list("pk", *REF_FIELDS)}
    here = next((ref for ref in refs.values() if ref.code == code.strip().upper()), None)
    if here is None or here.area_type not in grouping().levels:
        return ()
    by_code = {ref.code: ref for ref in refs.values()}
    held = {refs[pk].code: amounts for pk, amounts in _amounts(here.area_type).items()}
    near = distances(grouping(), here.area_type, held, here.code)
    return tuple(SimilarArea(by_code[other], far) for other, far in list(near.items())[:count])


def _amounts(level: str) -> dict[int, dict[str, float]]:
    """What every area of a level has of what variables are made of, by primary key. Two statements."""
    areas = alive().of_type(level).values("pk")
    amounts: dict[int, dict[str, float]] = defaultdict(dict)
    people = Population.objects.filter(area__in=areas).order_by(
        "year"
    )  # the newest year is read last, and stays
    for area, band, number in people.values_list("area", "age_band", "people"):
        amounts[area][f"people:{band}"] = float(number)
    weights = AreaWeight.objects.filter(area__in=areas)
    for area, key, value in weights.values_list("area", "key", "value"):
        amounts[area][f"weight:{key}"] = float(value)
    return amounts
