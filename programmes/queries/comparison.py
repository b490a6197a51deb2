"""Several areas side by side on one indicator, and which areas are like one another.

The grouping is our own: its variables are in `fixtures/similar_areas.toml`.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from programmes.choices import AreaType
from programmes.memory import remembered_by_geography
from programmes.models import AreaWeight, Coverage, Population, Progress
from programmes.periods import Period
from programmes.queries.areas import areas_of_type
from programmes.queries.points import coverage_points, points
from programmes.queries.progress import filled
from programmes.results import AreaRef, CoveragePoint, IndicatorInfo, ProgressPoint, ProgressSeries
from programmes.statistics.similar import Grouping, distances, grouping_from
from programmes.stored_areas import area_history


@dataclass(frozen=True, slots=True)
class ComparedArea:
    """One of the areas, with what it is compared by. `adults` are those of 18 and over in the newest year known."""

    series: ProgressSeries
    coverage: CoveragePoint | None
    """At the last moment for which it is known."""
    adults: int | None
    adults_year: int | None

    @property
    def area(self) -> AreaRef:
        """Which area it is."""
        return self.series.area


def areas_named(codes: Sequence[str]) -> dict[str, AreaRef]:
    """The areas of today that these codes mean (ODS or GSS), by the code as it was given."""
    history = area_history()
    today = {area.pk for area in history.valid()}
    return {
        code: history.refs[area.pk]
        for code in codes
        for area in history.by_code.get(code, ())
        if area.pk in today
    }


def largest_areas() -> tuple[AreaRef, ...]:
    """England, and the regions by name: what there is to compare where nobody is named."""
    return *areas_of_type(AreaType.ENGLAND), *areas_of_type(AreaType.REGION)


def compared(
    indicator: IndicatorInfo, areas: Sequence[AreaRef], *, period: Period | None = None
) -> tuple[ComparedArea, ...]:
    """Areas of today on one indicator, in the order given, on today's boundaries. Two statements.

    Each series has a point for each period of the indicator's life. Coverage is that at the end of `period`, the last
    known where none is named.
    """
    history, wanted = area_history(), {ref.code for ref in areas}
    lives = {area.code: area for area in history.valid() if area.code in wanted}
    here = [area.pk for area in lives.values()]
    found: dict[str, dict[Period, ProgressPoint]] = {ref.code: {} for ref in areas}
    for point in points(Progress.objects.filter(indicator__code=indicator.code, area__in=here)):
        found[point.area.code][point.period] = point
    reach = Coverage.objects.filter(
        programme__code=indicator.programme, area__in=here, areas_covered__isnull=False
    )
    if period is not None:
        reach = reach.filter(period__ends_on=period.ends_on)
    covered = {point.area.code: point for point in coverage_points(reach.order_by("period__ends_on"))}
    adults = {pk: (people.adults, people.year) for pk in here if (people := history.people.get(pk))}
    return tuple(
        ComparedArea(
            ProgressSeries(indicator, ref, filled(indicator, lives[ref.code], found[ref.code], "today")),
            covered.get(ref.code),
            *adults.get(lives[ref.code].pk, (None, None)),
        )
        for ref in areas
    )


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
