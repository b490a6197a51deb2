"""Tables of a pack: the cells of the area's page as plain words, few enough for paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.presenters.cards import ProgrammeCard, present_period_rows
from dashboards.wording import capital, status_tag
from programmes.choices import Marker, Status
from programmes.results import ProgressPoint, ProgressSeries

ROWS = 8
"""Periods in a printed table; the area's page has them all."""
NO_TARGET = "No target"
NO_FIGURE = "No figure to show in any period"
"""Of the latest figure there is: where none can be shown, there is none at all."""


@dataclass(frozen=True, slots=True)
class PackTable:
    """A table as it is printed; the first cell of each row names it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def printed(series: ProgressSeries) -> list[ProgressPoint]:
    """The last points that were due while the area was there, the oldest first."""
    latest = series.latest
    until = latest.period if latest is not None else series.indicator.first_period

    def is_due(point: ProgressPoint) -> bool:
        return (
            point.period <= until or point.status != Status.NOT_DUE and point.marker != Marker.NOT_APPLICABLE
        )

    return [point for point in series if is_due(point)][-ROWS:]


def period_table(series: ProgressSeries) -> PackTable:
    """The last periods, the newest first: the rows of the area's page, in fewer columns."""
    indicator = series.indicator
    builds_up = indicator.builds_up
    points = printed(series)
    wanted = {point.period for point in points}
    made_up = [point for point in points if point.is_made_up and point.actual is not None]
    marked = [] if len(made_up) == len([point for point in points if point.actual is not None]) else made_up
    rows = [row for row in present_period_rows(series) if row.point.period in wanted]

    def told(value: float | None, otherwise: str) -> str:
        return otherwise if value is None else formatting.amount(value, indicator.unit, indicator.decimals)

    cells = []
    for row in rows:
        point = row.point
        missing = formatting.missing(point.marker)
        share = NO_TARGET if point.target_to_date is None else missing
        cells.append(
            (
                f"{point.period.label} (demonstration)" if point in marked else point.period.label,
                f"{told(point.actual, missing)} {formatting.markers(point.notes)}".rstrip(),
                *((told(point.year_to_date, formatting.missing(point.marker)),) if builds_up else ()),
                told(point.target_to_date, NO_TARGET),
                share if point.attainment is None else formatting.percentage(point.attainment),
                status_tag(point.status).text,
            )
        )
    headings = ("Period", "In the period", *(("Year to date",) if builds_up else ()))
    headings += ("Planned by then", "Share of plan", "Status")
    unit = formatting.unit_words(indicator.unit)
    caption = f"{indicator.name}{f', {unit}' if unit else ''}: the last {len(cells)} periods"
    return PackTable(caption, headings, tuple(cells))


def overview_table(cards: Sequence[ProgrammeCard]) -> PackTable:
    """Every programme in one line: where it stands, its status, how far it reaches."""
    rows = []
    for card in cards:
        standing = card.standing
        if standing is None:
            told, plan, status = card.why_empty, "", ""
        else:
            told = NO_FIGURE if standing.is_missing else f"{standing.figure} {standing.when}"
            plan, status = capital(standing.plan), standing.status.text
        marked = f"{card.name} (demonstration)" if standing and standing.is_made_up else card.name
        made_up = " (demonstration)" if card.reach and card.reach.is_made_up else ""
        reach = f"{card.reach.sentence.removesuffix('.')}{made_up}." if card.reach else ""
        rows.append((marked, told, plan, status, reach))
    headings = ("Programme", "Where it stands", "Against the plan", "Status", "Coverage")
    return PackTable("Every programme at a glance", headings, tuple(rows))
