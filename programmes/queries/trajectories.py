"""Plans to be changed: which stand, their figures area by area, and every version there was."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from programmes.area_history import by_name
from programmes.choices import AreaType, PeriodType
from programmes.models import Indicator, ReportingPeriod, Trajectory
from programmes.periods import Period
from programmes.results import AreaRef
from programmes.stored_areas import area_history

LEVELS = (AreaType.ENGLAND, AreaType.REGION, AreaType.ICB)
"""The levels whose figures are changed on a page."""


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """What is planned for one area and year; none where nothing is. Outside the indicator's life it stays."""

    area_id: int
    year: Period
    value: Decimal | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """The years of one area."""

    area: AreaRef
    cells: tuple[PlannedCell, ...]


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A plan, areas down and years across."""

    years: tuple[Period, ...]
    rows: tuple[PlannedRow, ...]


def plans() -> tuple[Trajectory, ...]:
    """The plans that stand, by programme and indicator. One statement."""
    standing = Trajectory.objects.current().select_related("indicator__programme", "recorded_by")
    return tuple(standing.order_by("indicator__programme__position", "indicator__position", "kind"))


def versions(indicator: Indicator, kind: str) -> tuple[Trajectory, ...]:
    """Every version of a plan, the latest first. One statement."""
    found = Trajectory.objects.filter(indicator=indicator, kind=kind)
    return tuple(found.select_related("recorded_by", "source").order_by("-version"))


def periods_of_life(indicator: Indicator) -> QuerySet[ReportingPeriod]:
    """The years and quarters in which the indicator is counted, if only in part of them."""
    return ReportingPeriod.objects.filter(
        ends_on__gte=indicator.first_period.starts_on, starts_on__lte=indicator.last_period.ends_on
    )


def table(plan: Trajectory) -> PlanTable:
    """England, regions and boards of the current edition, over the years of life and of the plan.

    Four statements at most.
    """
    history = area_history()
    today = [area for level in LEVELS for area in sorted(history.valid(level), key=by_name)]
    years = periods_of_life(plan.indicator).filter(period_type=PeriodType.YEAR)
    life = {Period.parse(code) for code in years.values_list("code", flat=True)}
    points = plan.points.filter(period__period_type=PeriodType.YEAR, area__area_type__in=LEVELS)
    values = {
        (area_id, Period.parse(code)): value
        for area_id, code, value in points.values_list("area_id", "period_id", "value")
    }
    across = tuple(sorted(life | {year for _, year in values}))
    return PlanTable(
        years=across,
        rows=tuple(
            PlannedRow(
                history.refs[area.pk],
                tuple(
                    PlannedCell(area.pk, year, values.get((area.pk, year)), year in life) for year in across
                ),
            )
            for area in today
        ),
    )
