"""Which grids a period has, for all areas at once: the cells each holds, without reading area by area."""

from __future__ import annotations

from collections.abc import Iterator

from programmes.choices import AreaType
from programmes.models import Area, AreaParent, Indicator, ReportingPeriod
from programmes.queries.layout import GRID_TYPES, NATIONAL_LEVELS, levels_of

Place = tuple[int, int]
"""An indicator and an area, by their keys."""


def is_collected(indicator: Indicator, period: ReportingPeriod) -> bool:
    """Whether an indicator is collected for a period."""
    return (
        indicator.period_type == period.period_type
        and indicator.first_period.starts_on <= period.starts_on
        and indicator.last_period.ends_on >= period.ends_on
    )


class Families:
    """Which areas lay in which, read once for any number of periods. Two statements."""

    def __init__(self) -> None:
        self._areas = {area.pk: area for area in Area.objects.all()}
        self._links = list(AreaParent.objects.all())

    def grids(
        self, period: ReportingPeriod, collected: list[Indicator]
    ) -> Iterator[tuple[Area, frozenset[Place]]]:
        """Each area that has a grid at the end of the period, with the cells of it."""
        day = period.ends_on
        below: dict[int, list[Area]] = {}
        for link in self._links:
            if link.valid_from <= day and (link.valid_to is None or day <= link.valid_to):
                below.setdefault(link.parent_id, []).append(self._areas[link.child_id])
        for area in self._areas.values():
            if area.area_type not in GRID_TYPES or not area.is_alive_on(day):
                continue
            is_national = area.area_type == AreaType.ENGLAND
            cells = frozenset(
                (indicator.pk, one.pk)
                for indicator in collected
                if (indicator.reporting_level in NATIONAL_LEVELS) == is_national
                for one in (area, *below.get(area.pk, []))
                if one.area_type in levels_of(indicator)
            )
            if cells:
                yield area, cells
