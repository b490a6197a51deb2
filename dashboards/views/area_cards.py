"""Chart cards that only an area has: whether a change is more than chance, and the area beside those like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from dashboards import formatting
from dashboards.charts.control import build_control_figure, describe_control_chart
from dashboards.compare.words import similar_href
from dashboards.control import control_of
from dashboards.presenters.cards import ChartCard, markers_used, present_area_rows, present_control_rows
from dashboards.presenters.leads import progress_leads
from dashboards.presenters.outlook import place_among
from dashboards.presenters.whatif import present_what_if, read_rate
from dashboards.selection import Selection
from dashboards.tables import AreaTable, ControlTable
from dashboards.views.programme_sections import decision_leads
from dashboards.wording import area_type_word
from programmes.results import ProgressPoint, ProgressSeries

CHANCE = "How change is told from chance"
"""The words of the link from a control chart to its method."""

KEPT = ("indicator", "boundaries")
"""What an area’s page of a programme goes on to show when a pace is tried; the rest is in its address."""

COMPARE = "Compare with similar areas, with limits"
"""The words of the link from an area to it and those like it side by side."""


def control_card(request: HttpRequest, series: ProgressSeries) -> ChartCard:
    """The control chart of one indicator in one area, or a plain line that says why."""
    indicator, chart = series.indicator, control_of(series)
    table = ControlTable(
        present_control_rows(series, chart),
        caption=f"{indicator.name} by itself in each period, {series.area.short_name}",
        prefix="control-",
    )
    return ChartCard(
        key="control",
        title=f"{indicator.name}: change or chance",
        figure=build_control_figure(series, chart) if chart.points else None,
        words=describe_control_chart(series, chart),
        table=table.ordered(request),
        links=(
            (CHANCE, f"{reverse('methods')}#chance"),
            *progress_leads(indicator.programme, indicator.code, area=series.area.code),
        ),
        is_made_up=any(point.is_made_up for point in series),
        is_open=table.prefixed_order_by_field in request.GET,
    )


def what_if_section(
    query: Mapping[str, str], series: ProgressSeries, selection: Selection, *, gone: bool
) -> dict[str, Any]:
    """What it takes here, and where any other pace leads; nothing for an area that has no quarters to come.

    The selection is given back with what was not understood of the pace.
    """
    if gone or not series.is_counted:
        return {}
    rate, notice = read_rate(query.get("rate", ""), series.indicator)
    if notice:
        selection = replace(selection, notices=(*selection.notices, notice))
    indicator = series.indicator
    return {
        "selection": selection,
        "indicator": indicator,
        "rate_notice": notice,
        "what_if": present_what_if(series, rate),
        "what_if_links": decision_leads(indicator.programme, indicator.code, area=series.area.code),
        "kept": {name: value for name, value in selection.parameters().items() if name in KEPT},
    }


def similar_card(
    request: HttpRequest, series: ProgressSeries, here: ProgressPoint, similar: Sequence[ProgressPoint]
) -> ChartCard | None:
    """An area beside those like it at one period; None where no other has a row."""
    if not similar:
        return None
    indicator, area = series.indicator, series.area
    points = [here, *similar]
    table = AreaTable(
        present_area_rows(indicator, points, chosen=area.code),
        caption=f"{indicator.name}, {area.short_name} and similar areas, {here.period.label}",
        markers=markers_used(points),
        prefix="similar-",
        order_by="-attainment" if here.has_set_target else "-to_date",
        exclude=("share",),
    )
    place = place_among(indicator, here, similar)
    names = formatting.listed([point.area.short_name for point in similar])
    kind = area_type_word(area.area_type, len(similar))
    words = f"The {kind} most like {area.short_name} by our grouping are {names}."
    if place:
        words += f" By share of plan it is {place}, itself among them."
    return ChartCard(
        key="similar",
        title=f"Beside similar areas, {here.period.label}",
        figure=None,
        words=words,
        table=table.ordered(request),
        links=(
            (COMPARE, similar_href(area.code, programme=indicator.programme, indicator=indicator.code)),
            *progress_leads(
                indicator.programme, indicator.code, area_type=area.area_type, period=here.period
            ),
        ),
        is_made_up=any(point.is_made_up for point in points),
        is_open=True,
        is_table_first=True,
    )
