"""The entry grid turned: one indicator, areas down, the last quarters across. Each quarter is a grid of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from programmes.entry_results import Grid, GridColumn, GridRow
from programmes.models import Indicator, ReportingPeriod
from programmes.periods import Period
from programmes.queries import entry
from programmes.queries.addresses import Address
from programmes.queries.layout import NoSuchGrid, layout
from programmes.results import AreaRef

ACROSS = 8
"""How many quarters stand side by side."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter: where its cells belong, and its grid with the one column, which bears the quarter's name."""

    place: Address
    grid: Grid


@dataclass(frozen=True, slots=True)
class TurnedGrid:
    """One indicator in the areas of one board, quarter by quarter, the oldest first."""

    programme: str
    programme_name: str
    indicator: str
    indicator_name: str
    area: AreaRef
    quarters: tuple[Quarter, ...]
    left_out: tuple[str, ...] = ()
    """Why other quarters are not there."""

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """The quarters as columns."""
        return tuple(quarter.grid.columns[0] for quarter in self.quarters)

    @property
    def may_edit(self) -> bool:
        """Whether anything can be typed."""
        return any(quarter.grid.may_edit for quarter in self.quarters)

    @property
    def submission_id(self) -> int | None:
        """The last of the grids that were begun and can still be typed into."""
        begun = [quarter.grid.submission_id for quarter in self.quarters if quarter.grid.may_edit]
        return next((one for one in reversed(begun) if one is not None), None)

    @property
    def rows(self) -> tuple[GridRow, ...]:
        """Areas by their codes, as they were last, with a cell for each quarter in which they gave figures.

        A cell knows the life of its area at the end of its quarter.
        """
        last: dict[str, GridRow] = {}
        for quarter in reversed(self.quarters):
            for row in quarter.grid.rows:
                last.setdefault(row.area.code, row)
        held = [{row.area.code: row.cells[0] for row in quarter.grid.rows} for quarter in self.quarters]
        return tuple(
            replace(row, cells=tuple(cells.get(code) for cells in held)) for code, row in last.items()
        )


def indicators_by_quarter(programme: str) -> tuple[Indicator, ...]:
    """The indicators of a programme that are collected by the quarter. One statement."""
    found = Indicator.objects.filter(programme__code=programme, period_type="quarter")
    return tuple(found.select_related("programme", "first_period").order_by("position"))


def turned(
    indicator: Indicator, area_code: str, user: object, *, until: str = "", today: date | None = None
) -> TurnedGrid:
    """The last eight quarters of an indicator whose entry has begun, or the eight until the one of this code.

    NoSuchGrid where the area gave no figures in any of them; PermissionDenied as for each grid.
    """
    today = today or timezone.localdate()
    quarters, left_out = [], []
    for period in _last_periods(indicator, until, today):
        place = Address(indicator.programme, period, area_code)
        try:
            quarters.append(Quarter(place, _grid(place, indicator, user, today)))
        except NoSuchGrid as refusal:
            left_out.append(str(refusal))
    if not quarters:
        raise NoSuchGrid(left_out[-1] if left_out else "No quarter of this indicator can be entered yet.")
    return TurnedGrid(
        programme=indicator.programme.code,
        programme_name=indicator.programme.short_name,
        indicator=indicator.code,
        indicator_name=indicator.short_name,
        area=quarters[-1].grid.area,
        quarters=tuple(quarters),
        left_out=tuple(left_out),
    )


def _last_periods(indicator: Indicator, until: str, today: date) -> list[ReportingPeriod]:
    found = ReportingPeriod.objects.filter(
        period_type=indicator.period_type,
        starts_on__gte=indicator.first_period.starts_on,
        opens_on__lte=today,
    )
    if indicator.ended_on is not None:
        found = found.filter(ends_on__lte=indicator.ended_on)
    last = found.filter(code=until).first() if until else None
    if last is not None:
        found = found.filter(ends_on__lte=last.ends_on)
    return list(found.order_by("-ends_on")[:ACROSS])[::-1]


def _grid(place: Address, indicator: Indicator, user: object, today: date) -> Grid:
    shape = layout(place.programme, place.period, place.area_code).only(indicator)
    grid = entry.grid_at(shape, place.last(), user, today=today)
    return replace(grid, columns=(_named_after(grid.period, grid.columns[0]),))


def _named_after(period: Period, column: GridColumn) -> GridColumn:
    """The column under the name of its quarter, so that no two fields of the page are called the same."""
    indicator = column.indicator
    named = replace(
        indicator,
        code=period.code,
        name=period.long_label,
        short_name=period.label,
        numerator_label=f"{period.label} {indicator.numerator_label}",
        denominator_label=indicator.denominator_label and f"{period.label} {indicator.denominator_label}",
    )
    return replace(column, indicator=named)
