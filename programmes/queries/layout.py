"""Which cells a grid has, and what is known around each: the ground on which rules stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal

from programmes.area_history import AreaVersion, by_name
from programmes.checks.facts import Amount, CellFacts, ColumnFacts, Related, Said
from programmes.checks.said import plain
from programmes.choices import AreaType
from programmes.deliveries import Key
from programmes.memory import remembered_by_results
from programmes.models import Indicator, Observation, Programme, Progress, ReportingPeriod
from programmes.periods import Period
from programmes.queries.explanations import said
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
        .filter(
            programme=programme,
            period_type=period.period_type,
            first_period__starts_on__lte=period.starts_on,
            last_period__ends_on__gte=period.ends_on,
        )
        .order_by("position")
    )


def collected_between(programme: Programme, period_type: str) -> tuple[str, str]:
    """The labels of the first and the last period of a kind for which anything is collected; empty for none.

    One statement.
    """
    found = Indicator.objects.filter(programme=programme, period_type=period_type)
    ends = list(found.values_list("first_period_id", "last_period_id"))
    if not ends:
        return "", ""
    # Codes of one kind stand in the order of time.
    return Period.parse(min(first for first, _ in ends)).label, Period.parse(
        max(last for _, last in ends)
    ).label


@dataclass(frozen=True, slots=True)
class Stood:
    """What is recorded for a cell now."""

    amount: Amount
    note: str


@dataclass
class Surroundings:
    """What is known around the cells of a layout: earlier figures, what stands, what was planned."""

    layout: Layout
    recorded: dict[tuple[int, int, str], Stood] = field(default_factory=dict)
    """By indicator, area and period."""
    planned: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    said: dict[Key, list[Said]] = field(default_factory=dict)
    """What was said of each cell, the earliest first."""

    def amount(self, indicator: Indicator, area: AreaVersion, period: Period) -> Amount | None:
        """What is recorded for a period."""
        found = self.recorded.get((indicator.pk, area.pk, period.code))
        return found.amount if found else None

    def standing(self, indicator: Indicator, area: AreaVersion) -> Stood | None:
        """What is recorded for the cell itself."""
        return self.recorded.get((indicator.pk, area.pk, self.layout.period.code))

    def cell(
        self,
        indicator: Indicator,
        area: AreaVersion,
        amount: Amount,
        *,
        unread: tuple[str, ...] = (),
        explanation: str = "",
        reason: str = "",
        related: Related | None = None,
    ) -> CellFacts:
        """What rules are told about a cell that holds this amount."""
        period = self.layout.period
        standing = self.standing(indicator, area)
        return CellFacts(
            indicator=indicator.definition,
            area=area.short_name,
            area_id=area.pk,
            period=period,
            amount=amount,
            unread=unread,
            explanation=explanation,
            said=tuple(self.said.get((indicator.code, area.pk, period.code), ())),
            reason=reason,
            standing=standing.amount if standing else None,
            last_quarter=self.amount(indicator, area, period.previous()) if period.is_quarter else None,
            last_year=self.amount(indicator, area, period.year_before()),
            earlier_this_year=self._earlier_this_year(indicator, area),
            trajectory=self.planned.get((indicator.pk, area.pk)),
            related=related,
            is_known_area=self.layout.has(indicator, area),
        )

    def column(self, indicator: Indicator, cells: Collection[CellFacts]) -> ColumnFacts:
        """What rules are told about all cells of an indicator."""
        whole = self.layout.area
        stated = None
        if not self.layout.has(indicator, whole):
            stated = self.amount(indicator, whole, self.layout.period)
        return ColumnFacts(indicator.definition, tuple(cells), stated, whole.short_name)

    def hear(self, indicator: Indicator, area: AreaVersion, amount: Amount, *texts: str) -> None:
        """Take in what was said of a cell just now."""
        heard = self.said.setdefault((indicator.code, area.pk, self.layout.period.code), [])
        heard += [Said(plain(text), amount) for text in texts if text]

    def _earlier_this_year(self, indicator: Indicator, area: AreaVersion) -> Decimal | None:
        total = Decimal(0)
        for earlier in _earlier(self.layout.period):
            amount = self.amount(indicator, area, earlier)
            if amount is None or amount.numerator is None:
                return None
            total += amount.numerator
        return total


def surroundings(grid: Layout, indicators: Collection[Indicator] | None = None) -> Surroundings:
    """What is known around the cells of these indicators (else of all). Three statements."""
    wanted = list(grid.indicators if indicators is None else indicators)
    period = grid.period
    areas = [area.pk for area in (grid.area, *grid.areas)]
    periods = {period, period.previous(), period.year_before(), *_earlier(period)}
    around = Surroundings(grid)
    rows = Observation.objects.current().filter(
        indicator__in=wanted, area__in=areas, period_id__in=[one.code for one in periods]
    )
    fields = ("indicator_id", "area_id", "period_id", "numerator", "denominator", "marker", "note")
    for indicator, area, code, numerator, denominator, marker, note in rows.order_by().values_list(*fields):
        around.recorded[indicator, area, code] = Stood(Amount(numerator, denominator, marker), note)
    planned = Progress.objects.filter(indicator__in=wanted, area__in=areas, period_id=period.code)
    for indicator, area, target in planned.values_list("indicator_id", "area_id", "target_to_date"):
        if target is not None:
            around.planned[indicator, area] = round(Decimal(target), 4)
    around.said = dict(said([one.pk for one in wanted], [period.code], areas))
    return around


def _earlier(period: Period) -> list[Period]:
    """The quarters of the same year before this one; none for a year."""
    if not period.is_quarter:
        return []
    return [quarter for quarter in period.year.quarters() if quarter < period]
