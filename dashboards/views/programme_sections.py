"""What a programme's page says of one indicator: what it takes, where it runs and stalls, funnel, regions, waves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from dashboards import formatting
from dashboards.charts.funnel import describe_funnel, read_funnel
from dashboards.charts.funnel_drawing import draw_funnel
from dashboards.charts.multiples import build_multiples, describe_multiples
from dashboards.presenters.cards import ChartCard, markers_used, programme_href
from dashboards.presenters.change import ChangeRow, describe_changes, present_changes
from dashboards.presenters.leads import Leads, progress_leads
from dashboards.presenters.reach import area_href
from dashboards.presenters.standing import headline_value
from dashboards.presenters.waves import describe_waves, present_waves
from dashboards.programme_tables import ChangeTable, FunnelTable, RegionTable, WaveTable
from dashboards.selection import Selection
from dashboards.wording import area_type_word, capital, missing_words, status_tag
from programmes.choices import AreaType
from programmes.periods import Period
from programmes.queries import progress
from programmes.queries.areas import successors_of
from programmes.results import CoveragePoint, IndicatorInfo, ProgressPoint, ServiceInfo
from programmes.statistics.refusals import Refused

PLAIN = "plain"
"""The value of `limits` for the limits of chance alone."""


def decision_leads(programme: str, indicator: str, **where: Any) -> Leads:
    """What it is worked out from, and how; `where` is that of `progress_leads`."""
    worked_out = ("How this is worked out", f"{reverse('methods')}#deciding")
    return (*progress_leads(programme, indicator, **where), worked_out)


def is_made_up(points: Iterable[ProgressPoint]) -> bool:
    """Whether any of these figures is demonstration."""
    return any(point.is_made_up for point in points)


def change_card(request: HttpRequest, rows: Sequence[ChangeRow]) -> ChartCard | None:
    """The areas of one level beside themselves a year before and beside the plan; None without any area."""
    if not rows:
        return None
    points = [row.point for row in rows]
    indicator, period, area_type = rows[0].indicator, points[0].period, points[0].area.area_type
    table = ChangeTable(
        rows,
        caption=f"{indicator.name} by {area_type_word(area_type)}, {period.label} and {period.year_before().label}",
        markers=markers_used(points),
        prefix="areas-",
    )
    return ChartCard(
        key="ranking",
        title=f"{capital(area_type_word(area_type, 2))} compared",
        figure=None,
        words=describe_changes(rows),
        table=table.ordered(request),
        links=decision_leads(indicator.programme, indicator.code, area_type=area_type, period=period),
        is_made_up=is_made_up(points),
    )


def funnel_section(
    selection: Selection,
    indicator: IndicatorInfo,
    points: Sequence[ProgressPoint],
    covered: Sequence[CoveragePoint],
    limits: str,
) -> dict:
    """The funnel of the chosen level, or why there is none. `limits` is as the query string has it."""
    adults = {point.area.code: point.population_total for point in covered}
    links = {point.area.code: area_href(point.area, indicator.programme) for point in points}
    try:
        read = read_funnel(indicator, points, adults, links, widened=limits != PLAIN)
    except Refused as refused:
        return {"funnel_refused": f"No funnel is drawn: {refused}."}
    base = selection.parameters()
    switch = [
        ("Limits widened by how areas differ", f"?{urlencode(base)}#funnel", limits != PLAIN),
        ("Limits of chance alone", f"?{urlencode({**base, 'limits': PLAIN})}#funnel", limits == PLAIN),
    ]
    area_type, period = points[0].area.area_type, points[0].period
    card = ChartCard(
        key="funnel",
        title="Who differs by more than size and chance explain",
        figure=None,
        words=describe_funnel(read),
        table=FunnelTable(
            sorted(read.areas, key=lambda area: -area.value),
            caption=f"{indicator.name} by {area_type_word(area_type)}, in a funnel",
            prefix="funnel-",
            orderable=False,
        ),
        links=decision_leads(indicator.programme, indicator.code, area_type=area_type, period=period),
        is_made_up=is_made_up(points),
    )
    return {"funnel": card, "funnel_drawing": mark_safe(draw_funnel(read)), "funnel_switch": switch}


def regions_section(indicator: IndicatorInfo, period: Period) -> dict:
    """The regions, each as a line on one scale. One statement."""
    history = progress.history(indicator.code, AreaType.REGION)
    now, before = history.get(period, ()), history.get(period.year_before(), ())
    if not now:
        return {}
    multiples = build_multiples(indicator, history, period)
    rows = present_changes(indicator, now, before)
    card = ChartCard(
        key="regions",
        title="The regions on one scale",
        figure=None,
        words=describe_multiples(indicator, multiples, period),
        table=RegionTable(
            sorted(rows, key=lambda row: row.point.area.short_name),
            caption=f"{indicator.name} by region, {period.label}",
            markers=markers_used(now),
            prefix="regions-",
            orderable=False,
        ),
        links=decision_leads(indicator.programme, indicator.code, area_type=AreaType.REGION),
        is_made_up=is_made_up(now),
    )
    shown = [
        {
            "name": each.area.short_name,
            "href": programme_href(indicator.programme, each.area),
            "drawing": mark_safe(each.drawing),
            "figure": _figure(indicator, each.point),
            "status": status_tag(each.point.status) if each.point else None,
        }
        for each in multiples
    ]
    return {"regions": card, "multiples": shown}


def waves_section(
    indicator: IndicatorInfo,
    every: Sequence[ServiceInfo],
    period: Period,
    rows: Sequence[ChangeRow],
) -> dict:
    """The waves by what became of their areas. Four statements unless `rows` are theirs."""
    in_waves = [service for service in every if service.wave is not None]
    if not in_waves:
        return {}
    served = {area for service in in_waves for area in service.areas}
    here = AreaType.ICB if any(area.area_type == AreaType.ICB for area in served) else AreaType.SUB_ICB
    if not rows or rows[0].point.area.area_type != here:
        now = progress.snapshot(indicator.code, here, period)
        before = progress.snapshot(indicator.code, here, period.year_before())
        rows = present_changes(indicator, now, before)
    gone = [area.code for area in served if area.area_type == AreaType.CCG]
    waves = present_waves(every, rows, successors_of(gone, AreaType.CCG) if gone else None)
    table = WaveTable(
        waves, caption=f"Waves, and {indicator.short_name} in their areas, {period.label}", prefix="waves-"
    )
    return {"waves": table, "waves_words": describe_waves(waves)}


def _figure(indicator: IndicatorInfo, point: ProgressPoint | None) -> str:
    if point is None:
        return "Not available"
    value, when = headline_value(indicator, point)
    if value is None:
        return missing_words(point.marker)
    return f"{formatting.figure_of(indicator, value)} {when}"
