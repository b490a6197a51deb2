"""Which cells a grid has, and what is known around each: the ground on which rules stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from programmes.area_history import AreaVersion, by_name
from programmes.choices import AreaType
from programmes.memory import remembered_by_results
from programmes.models import Indicator, Programme, ReportingPeriod
from programmes.periods import Period
from programmes.stored_areas import area_history

GRID_TYPES = {AreaType.ICB, AreaType.STP, AreaType.ENGLAND}
"""Kinds of area that have grids: England's holds what is reported for England and its regions only."""

NATIONAL_LEVELS = (AreaType.ENGLAND, AreaType.REGION)


class NoSuchGrid(Exception):
    """Nothing is collected for this programme, period and area; the message says why."""


@dataclass(frozen=True)
class Layout:
    """The areas and indicators of one grid. Areas are versions at the end of the period, the grid's own area first."""

    programme: Programme
    reporting_period: ReportingPeriod
    area: AreaVersion
    areas: tuple[AreaVersion, ...]
    indicators: tuple[Indicator, ...]

    @property
    def period(self) -> Period:
        """The period as a value."""
        return self.reporting_period.period

    def has(self, indicator: Indicator, area: AreaVersion) -> bool:
        """Whether areas of this kind report the indicator."""
        return area.area_type in indicator.definition.levels

    def areas_of(self, indicator: Indicator) -> tuple[AreaVersion, ...]:
        """The areas that report an indicator."""
        return tuple(area for area in self.areas if self.has(indicator, area))

    def related(self, indicator: Indicator) -> tuple[Indicator, str] | None:
        """The indicator of which a number is normally not below this one, and which of its numbers."""
        code, _, part = indicator.not_above.partition(".")
        found = next((one for one in self.indicators if code and one.code == code), None)
        return (found, part) if found else None

    def only(self, indicator: Indicator) -> Layout:
        """The part of the layout that is about one of its indicators; NoSuchGrid where it is none of them."""
        same = tuple(one for one in self.indicators if one == indicator)
        areas = self.areas_of(same[0]) if same else ()
        if not areas:
            raise NoSuchGrid(
                f"{self.area.code} gives no figures of {indicator.short_name} for {self.period.label}."
            )
        return replace(self, areas=areas, indicators=same)


def layout(programme: Programme, period: ReportingPeriod, area_code: str) -> Layout:
    """The grid of this programme, period and area; NoSuchGrid where nothing is collected.

    Two statements; one within a moment, and none where definitions are remembered.
    """
    history, day = area_history(), period.ends_on
    known = (one for one in history.coded(area_code) if one.code == area_code and one.valid_on(day))
    area = next((one for one in known if one.area_type in GRID_TYPES), None)
    if area is None:
        raise NoSuchGrid(
            f"{area_code} had no figures of its own to give at the end of {period.period.label}."
        )
    below = sorted((history.versions[pk] for pk in history.children(area.pk, day)), key=by_name)
    is_national = area.area_type == AreaType.ENGLAND
    collected = [
        indicator
        for indicator in collected_in(programme, period)
        if (indicator.reporting_level in NATIONAL_LEVELS) == is_national
    ]
    kinds = {kind for indicator in collected for kind in indicator.definition.levels}
    areas = tuple(one for one in (area, *below) if one.area_type in kinds)
    if not areas:
        raise NoSuchGrid(
            f"{programme.short_name} is not collected from {area_code} for {period.period.label}."
        )
    return Layout(programme, period, area, areas, tuple(collected))


@remembered_by_results
def collected_in(programme: Programme, period: ReportingPeriod) -> tuple[Indicator, ...]:
    """The indicators of a programme that are collected for a period. One statement, and none where remembered."""
    return tuple(
        Indicator.objects.defined()
        .filter(programme=programme, period_type=period.period_type)
        .collected(period.starts_on, period.ends_on)
        .order_by("position")
    )


def collected_between(programme: Programme, period_type: str) -> tuple[str, str]:
    """The labels of the first and the last period of a kind for which anything is collected; empty for none.

    The last is empty too while anything of the kind goes on. One statement.
    """
    found = Indicator.objects.filter(programme=programme, period_type=period_type)
    lives = [(Period.parse(first), end) for first, end in found.values_list("first_period_id", "ended_on")]
    if not lives:
        return "", ""
    first = min(first for first, _ in lives)
    ends = [end for _, end in lives if end is not None]
    if len(ends) < len(lives):
        return first.label, ""
    return first.label, Period.last_ended(max(ends), quarterly=first.is_quarter).label
