"""The programmes, and one of them: what was promised, how far it has got, and where."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.caching import by_data_version
from dashboards.charts.sparkline import build_sparkline
from dashboards.maps import build_coverage_map
from dashboards.presenters.cards import coverage_at, home, point_at, present_card, present_period_choices
from dashboards.presenters.leads import coverage_leads, fact_leads, service_leads
from dashboards.presenters.programmes import (
    present_definitions,
    present_derived,
    present_facts,
    present_levels,
    present_services,
    present_waves,
)
from dashboards.presenters.reach import furthest_behind, not_reached, partly_reached, present_reach
from dashboards.presenters.standing import judged_period, present_standing
from dashboards.selection import Selection
from dashboards.tables import ServiceTable
from dashboards.views.cards import coverage_card, progress_card, ranking_card
from dashboards.views.missing import nothing_loaded, unknown_programme
from programmes.queries import coverage, progress, services
from programmes.queries.areas import lineage
from programmes.queries.programmes import all_programmes
from programmes.results import ProgrammeInfo, ProgressSeries
from programmes.snapshot import one_snapshot

ENGLAND = "ENG"
BOARDS = "icb"
SERVICES_ON_A_PAGE = 25


@require_safe
@by_data_version
@one_snapshot()
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme with its promise and where England stands. Six statements and the frame's."""
    every = all_programmes()
    if not every:
        return nothing_loaded(request)
    england = progress.series_of_area(ENGLAND, [each.headline for each in every])
    reach = coverage.of_area(ENGLAND)
    cards = [
        (
            each,
            present_card(
                each,
                england[each.headline],
                period=None,
                reach=present_reach(coverage_at(reach.get(each.code, ()), None)),
                sparkline=build_sparkline(england[each.headline]),
            ),
        )
        for each in every
    ]
    return render(request, "dashboards/programmes.html", {"cards": cards, "crumbs": home()})


@require_safe
@by_data_version
@one_snapshot()
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """One programme in England, and the areas of one level beside one another. Sixteen statements and the frame's."""
    info = next((each for each in all_programmes() if each.code == programme), None)
    if info is None:
        return unknown_programme(request, programme)
    selection = Selection.from_query(request.GET, [info], programme=info.code)
    series = progress.series_of_area(ENGLAND, [indicator.code for indicator in info.indicators])
    crumbs = [*home(), ("Programmes", reverse("programmes"))]
    context = {"programme": info, "selection": selection, "crumbs": crumbs}
    context |= in_england(request, info, series) | side_by_side(request, info, series, selection)
    context |= made_of(request, info)
    return render(request, "dashboards/programme.html", context)


def in_england(request: HttpRequest, info: ProgrammeInfo, series: Mapping[str, ProgressSeries]) -> dict:
    """Key figures and charts for the whole country."""
    points = coverage.series(info.code, ENGLAND)
    live = coverage_at(points, None)
    covered = coverage.snapshot(info.code, BOARDS, live.period) if live else ()
    return {
        "figures": [
            present_standing(each, point) for each in series.values() if (point := point_at(each, None))
        ],
        "reach": present_reach(live),
        "charts": [progress_card(request, each) for each in series.values()],
        "coverage": coverage_card(request, info, points),
        "not_reached": not_reached(info, covered),
        "partly_reached": partly_reached(covered),
        "tile_map": build_coverage_map(info, covered, lineage(BOARDS)),
        "map_links": coverage_leads(info.code, area_type=BOARDS, period=live.period.code if live else ""),
        "derived": [present_derived(figure, series.get(figure.indicator)) for figure in info.derived],
    }


def side_by_side(
    request: HttpRequest, info: ProgrammeInfo, series: Mapping[str, ProgressSeries], selection: Selection
) -> dict:
    """The areas of the chosen level, at the chosen period or the latest."""
    indicator = info.indicator(selection.indicator)
    period = selection.period or judged_period(series[indicator.code])
    points = progress.snapshot(indicator.code, selection.area_type, period, boundaries=selection.boundaries)
    live = coverage.latest_period(info.code)
    covered = coverage.snapshot(info.code, selection.area_type, live) if live else ()
    return {
        "indicator": indicator,
        "period": period,
        "levels": present_levels(indicator),
        "periods": present_period_choices([indicator]),
        "ranking": ranking_card(request, indicator, points, covered),
        "behind": furthest_behind(indicator, points),
    }


def made_of(request: HttpRequest, info: ProgrammeInfo) -> dict:
    """Its services and their waves, what was promised, and how its indicators are made."""
    every = services.services_of(info.code)
    rows = present_services(every, info.code)
    table = ServiceTable(
        rows,
        caption=f"Services of {info.short_name}",
        prefix="services-",
        links=service_leads(info.code),
    )
    return {
        "services": table.ordered(request, per_page=SERVICES_ON_A_PAGE) if rows else None,
        "services_total": len(rows),
        "waves": present_waves(every),
        "facts": present_facts(info.facts),
        "facts_links": fact_leads(info.code),
        "definitions": present_definitions(info),
    }
