"""Which areas are like one another, by our own grouping: its variables are in `fixtures/similar_areas.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from programmes.models import AreaWeight, DataVersion, Population
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
    compared. One statement while the data version stands, as this process keeps the amounts; else seven.
    """
    stamp = DataVersion.objects.values_list("version", "changed_at").first()
    levels = _kept.get(stamp) if stamp else None
    if levels is None:
        levels = [_Level(level, *_amounts(level)) for level in grouping().levels]
        if stamp and stamp[0]:
            _kept.clear()
            _kept[stamp] = levels
    code = code.strip().upper()
    for each in levels:
        if code in each.refs:
            near = distances(grouping(), each.level, each.amounts, code)
            return tuple(SimilarArea(each.refs[other], far) for other, far in list(near.items())[:count])
    return ()


@dataclass(frozen=True, slots=True)
class _Level:
    """The areas of one level, by code, with what variables are made of."""

    level: str
    refs: dict[str, AreaRef]
    amounts: dict[str, dict[str, float]]


# What is known under one data version, kept by this process: {(version, when it was made): levels}.
_kept: dict[tuple, list[_Level]] = {}


def _amounts(level: str) -> tuple[dict[str, AreaRef], dict[str, dict[str, float]]]:
    """Every area of a level, and what it has of what variables are made of, by code. Three statements."""
    here = alive().of_type(level)
    refs = {pk: AreaRef(*row) for pk, *row in here.values_list("pk", *REF_FIELDS)}
    amounts: dict[str, dict[str, float]] = defaultdict(dict)
    people = Population.objects.filter(area__in=here.values("pk")).order_by("year")  # the newest year stays
    for area, band, number in people.values_list("area", "age_band", "people"):
        amounts[refs[area].code][f"people:{band}"] = float(number)
    weights = AreaWeight.objects.filter(area__in=here.values("pk"))
    for area, key, value in weights.values_list("area", "key", "value"):
        amounts[refs[area].code][f"weight:{key}"] = float(value)
    return {ref.code: ref for ref in refs.values()}, amounts
