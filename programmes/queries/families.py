"""Which grids a period has, for all areas at once: the cells each holds, without reading area by area."""

from __future__ import annotations

from collections.abc import Iterator

from programmes.choices import AreaType
from programmes.models import Area, Indicator, ReportingPeriod
from programmes.queries.layout import GRID_TYPES, NATIONAL_LEVELS
from programmes.queries.lives import Lives

Place = tuple[int, int]
"""An indicator and an area, by their keys."""


def is_collected(indicator: Indicator, period: ReportingPeriod) -> bool:
    """Whether an indicator is collected for a period."""
    return (
        indicator.period_type == period.period_type
        and indicator.first_period.starts_on <= period.starts_on
        and indicator.last_period.ends_on >= period.ends_on
    )


def grids(
    lives: Lives, period: ReportingPeriod, collected: list[Indicator]
) -> Iterator[tuple[Area, frozenset[Place]]]:
    """Each area that has a grid at the end of the period, with the cells of it. No statement of its own."""
    day = period.ends_on
    for area in lives.alive(on=day):
        if area.area_type not in GRID_TYPES:
            continue
        below = (lives.areas[link.child] for link in lives.below.get(area.pk, ()) if link.holds_on(day))
        family = (area, *below)
        is_national = area.area_type == AreaType.ENGLAND
        cells = frozenset(
            (indicator.pk, one.pk)
            for indicator in collected
            if (indicator.reporting_level in NATIONAL_LEVELS) == is_national
            for one in family
            if one.area_type in AreaType(indicator.reporting_level).with_predecessor
        )
        if cells:
            yield area, cells
