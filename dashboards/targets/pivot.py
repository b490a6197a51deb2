"""One indicator, areas down and periods across: what was planned, what happened, and how they compare."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Count

from dashboards.question import Question
from programmes.area_history import REF_FIELDS
from programmes.periods import Period
from programmes.queries.points import parse_period
from programmes.results import AreaRef

MEASURES = ("target", "actual", "attainment")

_FIELDS = ("target_to_date", "year_to_date", "attainment", "marker", "status", "provenance")


class Cell(NamedTuple):
    """One area at the end of one period: the year to date beside the target at the same point."""

    target: float | None
    actual: float | None
    attainment: float | None
    marker: str
    status: str
    provenance: str


@dataclass(frozen=True, slots=True)
class PivotRow:
    """One area, or one life of it; a cell is None where there is no row of results."""

    area: AreaRef
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Pivot:
    """Areas down, periods across. Of a year the period is its last quarter for which any area has a figure."""

    periods: tuple[Period, ...]
    rows: tuple[PivotRow, ...]


def read_pivot(question: Question, *, across: str = "years", order: str = "") -> Pivot:
    """All areas of a question about one indicator; `across` is years or quarters. Two statements."""
    plain = replace(question, sort="")
    periods = _periods(plain, across)
    fields = (*(f"area__{name}" for name in REF_FIELDS), "area_id", "period_id", *_FIELDS)
    found = replace(plain, period=periods).rows().values_list(*fields) if periods else ()
    refs: dict[int, AreaRef] = {}
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    width = len(REF_FIELDS)
    for row in found:
        area = row[width]
        refs.setdefault(area, AreaRef(*row[:width]))
        cells[area][row[width + 1]] = Cell(*row[width + 2 :])
    rows = [
        PivotRow(ref, tuple(cells[area].get(period.code) for period in periods)) for area, ref in refs.items()
    ]
    return Pivot(periods, tuple(_sorted(rows, periods, order)))


def place_of(order: str, periods: tuple[Period, ...]) -> tuple[int, str] | None:
    """Which column an order means: the place of its period, and its measure; None for the area's name or no column."""
    code, _, measure = order.removeprefix("-").partition(":")
    codes = [period.code for period in periods]
    return (codes.index(code), measure) if code in codes and measure in MEASURES else None


def _periods(question: Question, across: str) -> tuple[Period, ...]:
    """Quarters with any row, or of each year the last with any figure (the last of all when it has none)."""
    counted = question.rows().order_by().values_list("period_id").annotate(known=Count("actual"))
    known = {parse_period(code): number for code, number in counted}
    if across == "quarters" and any(period.is_quarter for period in known):
        return tuple(sorted(period for period in known if period.is_quarter))
    last: dict[Period, Period] = {}
    for period in sorted(known):
        if known[period] or not known.get(last.get(period.year, period)):
            last[period.year] = period
    return tuple(last[year] for year in sorted(last))


def _sorted(rows: list[PivotRow], periods: tuple[Period, ...], order: str) -> list[PivotRow]:
    """Missing values last, both ways; without an order as the rows came."""
    downwards = order.startswith("-")
    if order.removeprefix("-") == "area":
        return sorted(rows, key=lambda row: (row.area.short_name, row.area.code), reverse=downwards)
    column = place_of(order, periods)
    if column is None:
        return rows

    def value(row: PivotRow) -> Any:
        cell = row.cells[column[0]]
        return getattr(cell, column[1]) if cell else None

    present = [row for row in rows if value(row) is not None]
    present.sort(key=value, reverse=downwards)
    return present + [row for row in rows if value(row) is None]
