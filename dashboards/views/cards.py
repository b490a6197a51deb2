"""Chart cards, put together: figure and words from charts, table from rows, links from presenters."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from dashboards.charts.coverage import build_coverage_figure, describe_coverage
from dashboards.charts.progress import build_progress_figure, describe_progress
from dashboards.charts.ranking import build_ranking_figure, describe_ranking, measure_of
from dashboards.presenters.cards import (
    ChartCard,
    markers_used,
    present_area_rows,
    present_period_rows,
)
from dashboards.presenters.leads import coverage_leads, progress_leads
from dashboards.tables import AreaTable, CoverageTable, PeriodTable
from dashboards.wording import area_type_word, capital
from programmes.results import CoveragePoint, IndicatorInfo, ProgrammeInfo, ProgressPoint, ProgressSeries


def progress_card(request: HttpRequest, series: ProgressSeries) -> ChartCard:
    """One indicator in one area over time."""
    indicator = series.indicator
    latest = series.latest
    rows = present_period_rows(series)
    table = PeriodTable(
        rows,
        caption=f"{indicator.name}, {series.area.short_name}",
        markers=markers_used(row.point for row in rows),
        prefix=f"{indicator.code}-",
        # Of what does not build up over a year its year to date is the figure of the period once more.
        exclude=() if indicator.accumulates and indicator.is_quarterly else ("to_date",),
    )
    return ChartCard(
        key=indicator.code,
        title=indicator.name,
        figure=build_progress_figure(series) if latest else None,
        words=describe_progress(series),
        table=table.ordered(request),
        links=progress_leads(indicator.programme, indicator.code, area=series.area.code),
        is_made_up=any(point.is_made_up for point in series),
        is_open=table.prefixed_order_by_field in request.GET,
    )


def coverage_card(
    request: HttpRequest, programme: ProgrammeInfo, points: Sequence[CoveragePoint]
) -> ChartCard | None:
    """Coverage of one area over time; None where nothing was computed."""
    if not points:
        return None
    area = points[-1].area
    known = [point for point in points if point.areas_covered is not None]
    table = CoverageTable(
        reversed(known),
        caption=f"Coverage of {area.short_name} by {programme.short_name}",
        prefix="coverage-",
    )
    return ChartCard(
        key="coverage",
        title="Coverage over time",
        figure=build_coverage_figure(points) if known else None,
        words=describe_coverage(points),
        table=table.ordered(request),
        links=coverage_leads(programme.code, area=area.code),
        is_made_up=any(point.is_made_up for point in known),
        is_open=table.prefixed_order_by_field in request.GET,
    )


def ranking_card(
    request: HttpRequest,
    indicator: IndicatorInfo,
    points: Sequence[ProgressPoint],
    covered: Sequence[CoveragePoint],
    *,
    chosen: str = "",
) -> ChartCard | None:
    """Areas of one level side by side at one time; None without any area."""
    if not points:
        return None
    area_type = points[0].area.area_type
    ranked_by = measure_of(points, indicator)
    table = AreaTable(
        present_area_rows(indicator, points, covered, chosen=chosen),
        caption=f"{indicator.name} by {area_type_word(area_type)}, {points[0].period.label}",
        markers=markers_used(points),
        prefix="areas-",
        order_by="rank" if ranked_by else "area",
    )
    return ChartCard(
        key="ranking",
        title=f"{capital(area_type_word(area_type, 2))} compared",
        figure=build_ranking_figure(points, indicator, measure=ranked_by) if ranked_by else None,
        words=describe_ranking(points, indicator, measure=ranked_by),
        table=table.ordered(request),
        links=progress_leads(
            indicator.programme, indicator.code, area_type=area_type, period=points[0].period
        ),
        is_made_up=any(point.is_made_up for point in points),
        is_open=True,
        is_table_first=True,
    )
