"""Which areas are like one another, by our own grouping: its variables are in `fixtures/similar_areas.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from programmes.memory import remembered_by_geography
from programmes.models import AreaWeight, Population
from programmes.results import AreaRef
from programmes.statistics.similar import Grouping, distances, grouping_from
from programmes.stored_areas import area_history


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
    compared.
    """
    code = code.strip().upper()
    for each in _levels():
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


@remembered_by_geography
def _levels() -> list[_Level]:
    """The levels of the grouping. Two statements each, and none while the geography stands."""
    return [_Level(level, *_amounts(level)) for level in grouping().levels]


def _amounts(level: str) -> tuple[dict[str, AreaRef], dict[str, dict[str, float]]]:
    """Every area of a level, and what it has of what variables are made of, by code."""
    history = area_history()
    refs = {area.pk: history.refs[area.pk] for area in history.valid(level)}
    amounts: dict[str, dict[str, float]] = defaultdict(dict)
    people: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    rows = Population.objects.filter(area__in=refs).order_by("year")
    for area, year, band, number in rows.values_list("area", "year", "age_band", "people"):
        people[area, year][f"people:{band}"] = float(number)
    wanted = _wanted(level)
    for (area, _), bands in people.items():  # the newest year stays of which all that is compared is known
        if wanted <= bands.keys():
            amounts[refs[area].code] |= bands
    weights = AreaWeight.objects.filter(area__in=refs)
    for area, key, value in weights.values_list("area", "key", "value"):
        amounts[refs[area].code][f"weight:{key}"] = float(value)
    return {ref.code: ref for ref in refs.values()}, amounts


def _wanted(level: str) -> set[str]:
    """The amounts of people that the areas of a level are compared by."""
    named = {name for each in grouping().at(level) for name in (each.numerator, each.denominator)}
    return {name for name in named if name.startswith("people:")}
