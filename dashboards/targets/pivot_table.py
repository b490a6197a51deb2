"""A pivot in words and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboards import formatting
from dashboards.columns import missing_cell
from dashboards.presenters.leads import method_href
from dashboards.presenters.reach import area_href
from dashboards.targets.pivot import MEASURES, Cell, Pivot, PivotRow
from dashboards.targets.shown import ACROSS, Shown
from dashboards.wording import beside_a_share, marker_words
from programmes import untrusted
from programmes.choices import Marker, Provenance
from programmes.periods import Period
from programmes.results import IndicatorInfo

AREAS_ON_A_PAGE = 100

MEASURE_WORDS = {"target": "Target", "actual": "Actual", "attainment": "Attainment"}
ACROSS_WORDS = {"years": "Years", "quarters": "Quarters"}


@dataclass(frozen=True, slots=True)
class PivotHeading:
    """A heading that sorts."""

    text: str
    hidden: str
    href: str
    aria_sort: str


@dataclass(frozen=True, slots=True)
class PivotLine:
    """One area and its cells."""

    name: str
    full_name: str
    href: str
    cells: tuple[str | SafeString, ...]


@dataclass(frozen=True, slots=True)
class PivotTable:
    """A page of a pivot. Each of the periods spans `width` columns."""

    caption: str
    area: PivotHeading
    periods: tuple[tuple[str, str], ...]
    headings: tuple[PivotHeading, ...]
    width: int
    lines: tuple[PivotLine, ...]
    markers: tuple[tuple[str, str], ...]
    is_made_up: bool
    measures: tuple[tuple[str, str, bool], ...]
    across: tuple[tuple[str, str, bool], ...]
    extent: str
    previous_href: str
    next_href: str
    method_href: str


def present_pivot(shown: Shown, pivot: Pivot, indicator: IndicatorInfo, page: str) -> PivotTable:
    """One page of a pivot; a page that there is not is the first."""
    pages = max(1, -(-len(pivot.rows) // AREAS_ON_A_PAGE))
    number = untrusted.whole_number(page, most=pages) or 1
    start = (number - 1) * AREAS_ON_A_PAGE
    rows = pivot.rows[start : start + AREAS_ON_A_PAGE]
    cells = [cell for row in rows for cell in row.cells]
    here = shown.href()
    unit = formatting.unit_words(indicator.unit)
    return PivotTable(
        caption=f"{indicator.name}{f', in {unit}' if unit and unit != '%' else ''}"
        + beside_a_share(cell.status for cell in cells if cell),
        area=_heading(shown, "Area", "", "area"),
        periods=tuple(_period_words(period, shown.across) for period in pivot.periods),
        headings=tuple(
            _heading(shown, MEASURE_WORDS[measure], period.label, f"{period.code}:{measure}")
            for period in pivot.periods
            for measure in shown.measure
        ),
        width=len(shown.measure),
        lines=tuple(_line(row, shown.measure, indicator) for row in rows),
        markers=_markers(cells, shown.measure),
        is_made_up=any(cell and cell.provenance == Provenance.DEMONSTRATION for cell in cells),
        measures=tuple(
            (MEASURE_WORDS[name], shown.href(measure=_toggled(shown.measure, name)), name in shown.measure)
            for name in MEASURES
        ),
        across=tuple(
            (ACROSS_WORDS[name], shown.href(across=name, order=""), name == shown.across) for name in ACROSS
        ),
        extent=f"Areas {start + 1} to {start + len(rows)} of {len(pivot.rows)}" if rows else "",
        previous_href=f"{here}&page={number - 1}" if number > 1 else "",
        next_href=f"{here}&page={number + 1}" if number < pages else "",
        method_href=method_href(indicator.code),
    )


def _period_words(period: Period, across: str) -> tuple[str, str]:
    """A period's heading, and up to when its figures go where that is not its end."""
    if across == "quarters" or not period.is_quarter:
        return period.label, ""
    return period.year.label, f"to Q{period.quarter}"


def _heading(shown: Shown, text: str, hidden: str, order: str) -> PivotHeading:
    upwards, downwards = order, f"-{order}"
    first, second = (upwards, downwards) if order == "area" else (downwards, upwards)
    aria_sort = {upwards: "ascending", downwards: "descending"}.get(shown.order, "")
    return PivotHeading(text, hidden, shown.href(order=second if shown.order == first else first), aria_sort)


def _line(row: PivotRow, measures: Sequence[str], indicator: IndicatorInfo) -> PivotLine:
    return PivotLine(
        row.area.short_name,
        row.area.name,
        area_href(row.area, indicator.programme),
        tuple(_shown(cell, measure, indicator) for cell in row.cells for measure in measures),
    )


def _shown(cell: Cell | None, measure: str, indicator: IndicatorInfo) -> str | SafeString:
    marker = _marker(cell, measure)
    if marker:
        return missing_cell(marker)
    value = getattr(cell, measure)
    if measure == "attainment":
        return formatting.percentage(value, 1)
    return format_html("{}", formatting.amount_of(indicator, value))


def _marker(cell: Cell | None, measure: str) -> str:
    """Why there is no number; empty when there is one."""
    if cell is None:
        return Marker.NOT_APPLICABLE.value
    if getattr(cell, measure) is not None:
        return ""
    unplanned = measure == "target" or (measure == "attainment" and cell.target is None)
    return Marker.NOT_APPLICABLE.value if unplanned else cell.marker or Marker.NOT_AVAILABLE.value


def _markers(cells: Sequence[Cell | None], measures: Sequence[str]) -> tuple[tuple[str, str], ...]:
    used = {_marker(cell, measure) for cell in cells for measure in measures}
    return marker_words(used)


def _toggled(chosen: Sequence[str], name: str) -> tuple[str, ...]:
    """With this measure, or without it; never without any."""
    kept = tuple(each for each in MEASURES if (each in chosen) != (each == name))
    return kept or MEASURES
