"""Plans: which stand, their figures area by area, every version, and which results can be measured against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from programmes.area_history import by_name
from programmes.choices import AreaType, PeriodType, TrajectoryKind
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
    """The years and quarters of the calendar in which the indicator is counted, if only in part of them."""
    begun = ReportingPeriod.objects.filter(ends_on__gte=indicator.first_period.starts_on)
    return begun if indicator.ended_on is None else begun.filter(starts_on__lte=indicator.ended_on)


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


class Version(NamedTuple):
    """A version that may be chosen, of one indicator or of several."""

    number: int
    published_on: date | None
    """None where no day is known, or where it differs between indicators."""
    name: str
    """Empty where indicators call it differently."""


@dataclass(frozen=True, slots=True)
class TrajectoryChoice:
    """A kind of trajectory that some of the indicators have, and its versions, the latest first."""

    kind: str
    label: str
    versions: tuple[Version, ...]


def trajectory_choices(indicators: Iterable[str] = ()) -> tuple[TrajectoryChoice, ...]:
    """What the indicators (by their codes; all when none is named) can be measured against. One statement."""
    found = Trajectory.objects.order_by("-version", "pk")
    if wanted := list(indicators):
        found = found.filter(indicator__code__in=wanted)
    versions: dict[str, dict[int, Version]] = {}
    for kind, number, published_on, name in found.values_list("kind", "version", "published_on", "name"):
        of_kind = versions.setdefault(kind, {})
        other = of_kind.get(number, Version(number, published_on, name))
        of_kind[number] = Version(
            number,
            published_on if other.published_on == published_on else None,
            name if other.name == name else "",
        )
    return tuple(
        TrajectoryChoice(kind.value, str(kind.label), tuple(versions[kind].values()))
        for kind in TrajectoryKind
        if kind in versions
    )
