"""Which grids a period has, for all areas at once: the cells each holds, without reading area by area."""

from __future__ import annotations

from collections.abc import Iterator

from programmes.area_history import AreaHistory, AreaVersion
from programmes.choices import AreaType
from programmes.models import Indicator, ReportingPeriod
from programmes.queries.layout import GRID_TYPES, NATIONAL_LEVELS

Place = tuple[int, int]
"""An indicator and an area, by their keys."""


def is_collected(indicator: Indicator, period: ReportingPeriod) -> bool:
    """Whether an indicator is collected for a period."""
    return (
        indicator.period_type == period.period_type
        and indicator.first_period.starts_on <= period.starts_on
        and (indicator.ended_on is None or indicator.ended_on >= period.ends_on)
    )


def grids(
    history: AreaHistory[AreaVersion], period: ReportingPeriod, collected: list[Indicator]
) -> Iterator[tuple[AreaVersion, frozenset[Place]]]:
    """Each area that has a grid at the end of the period, with the cells of it. No statement of its own."""
    day = period.ends_on
    for area in history.valid(*GRID_TYPES, on=day):
        family = (area, *(history.versions[child] for child in history.children(area.pk, day)))
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
