"""The programmes, and one of them: what was promised, how far it has got, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.charts.sparkline import build_sparkline
from dashboards.maps import build_coverage_map
from dashboards.presenters.cards import home, present_card, present_period_choices
from dashboards.presenters.change import present_changes
from dashboards.presenters.gaps import present_gaps
from dashboards.presenters.leads import coverage_leads, fact_leads, gap_leads, service_leads
from dashboards.presenters.programmes import (
    present_definitions,
    present_facts,
    present_levels,
    present_services,
)
from dashboards.presenters.reach import furthest_behind, not_reached, present_reach
from dashboards.presenters.standing import present_standing
from dashboards.presenters.whatif import present_what_if, read_rate
from dashboards.selection import PARAMETERS, Selection
from dashboards.tables import ServiceTable
from dashboards.views.cards import coverage_card, progress_card
from dashboards.views.missing import unknown_programme, with_programmes
from dashboards.views.programme_sections import (
    PLAIN,
    change_card,
    decision_leads,
    funnel_section,
    regions_section,
    waves_section,
)
from programmes.queries import coverage, progress, services
from programmes.queries.areas import lineage
from programmes.queries.gaps import gaps as open_gaps
from programmes.queries.programmes import all_programmes
from programmes.results import CoveragePoint, ProgrammeInfo, ProgressSeries, ServiceInfo, coverage_at
from programmes.snapshot import one_snapshot

ENGLAND = "ENG"
BOARDS = "icb"
SERVICES_ON_A_PAGE = 25


@require_safe
@kept_for_strangers()
@one_snapshot()
@with_programmes
def programmes(request: HttpRequest, every: Sequence[ProgrammeInfo]) -> HttpResponse:
    """Every programme with its promise and where England stands. Four statements."""
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
@kept_for_strangers(*PARAMETERS, "limits", free=["rate", "*-sort", "services-page"])
@one_snapshot()
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """One programme in England: how far, what it takes, where it runs and stalls. So many statements, with the frame's,
    as the tests of pages say; four more for waves, and four where the areas of a wave are gone.
    """
    info = next((each for each in all_programmes() if each.code == programme), None)
    if info is None:
        return unknown_programme(request, programme)
    selection = Selection.from_query(request.GET, [info], programme=info.code)
    indicator = info.indicator(selection.indicator)
    rate, notice = read_rate(request.GET.get("rate", ""), indicator)
    if notice:
        selection = replace(selection, notices=(*selection.notices, notice))
    series = progress.series_of_area(ENGLAND, [each.code for each in info.indicators])
    reached = coverage.series(info.code, ENGLAND)
    live = coverage_at(reached, None)
    is_known = live is not None and live.areas_covered is not None
    boards, unserved = (
        coverage.snapshot_and_unserved(info.code, BOARDS, live.period) if live and is_known else ((), ())
    )
    every = services.services_of(info.code)
    context = {"programme": info, "selection": selection, "indicator": indicator, "rate_notice": notice}
    context |= {"crumbs": [*home(), ("Programmes", reverse("programmes"))]}
    context |= in_england(request, info, series, selection, rate)
    context |= covered_by(request, info, reached, boards, unserved)
    context |= side_by_side(request, info, series[indicator.code], selection, boards, every)
    context |= made_of(request, info, every)
    return render(request, "dashboards/programme.html", context)


def in_england(
    request: HttpRequest,
    info: ProgrammeInfo,
    series: Mapping[str, ProgressSeries],
    selection: Selection,
    rate: float | None,
) -> dict:
    """Key figures of all indicators; of the chosen one its chart, what it takes, and where a pace would lead."""
    chosen = series[selection.indicator]
    return {
        "figures": [
            (present_standing(each, point), code, build_sparkline(each))
            for code, each in series.items()
            if (point := each.shown_at(None))
        ],
        "chart": progress_card(request, chosen),
        "what_if": present_what_if(chosen, rate),
        "what_if_links": decision_leads(info.code, selection.indicator, area=ENGLAND),
        "kept": selection.parameters() | ({"limits": PLAIN} if request.GET.get("limits") == PLAIN else {}),
    }


def covered_by(
    request: HttpRequest,
    info: ProgrammeInfo,
    points: Sequence[CoveragePoint],
    boards: Sequence[CoveragePoint],
    unserved: Sequence[CoveragePoint],
) -> dict:
    """How much of the country it serves, over time and now. One statement, for the regions on the map."""
    live = coverage_at(points, None)
    return {
        "reach": present_reach(live),
        "coverage": coverage_card(request, info, points),
        "not_reached": not_reached(info, live, unserved),
        "tile_map": build_coverage_map(info, boards, lineage(BOARDS)),
        "map_links": coverage_leads(info.code, area_type=BOARDS, period=live.period.code if live else ""),
    }


def side_by_side(
    request: HttpRequest,
    info: ProgrammeInfo,
    series: ProgressSeries,
    selection: Selection,
    boards: Sequence[CoveragePoint],
    every: Sequence[ServiceInfo],
) -> dict:
    """The areas of the chosen level at the chosen period, or the last that can be judged; the regions; the waves."""
    indicator = series.indicator
    level, boundaries = selection.area_type, selection.boundaries
    asked = progress.snapshot if selection.period else progress.latest_snapshot
    points = asked(indicator.code, level, selection.period or series.judged_period, boundaries=boundaries)
    period = points[0].period if points else series.judged_period
    earlier = progress.snapshot(indicator.code, level, period.year_before(), boundaries=boundaries)
    covered: Sequence[CoveragePoint] = boards
    if level != BOARDS and boards:
        covered = coverage.snapshot(info.code, level, boards[0].period)
    rows = present_changes(indicator, points, earlier, covered)
    context = {
        "period": period,
        "levels": present_levels(indicator),
        "periods": present_period_choices([indicator]),
        "ranking": change_card(request, rows),
        "behind": furthest_behind(indicator, points),
    }
    context |= funnel_section(selection, indicator, points, covered, request.GET.get("limits", ""))
    context |= regions_section(indicator, period)
    return context | waves_section(indicator, every, period, rows)


def made_of(request: HttpRequest, info: ProgrammeInfo, every: Sequence[ServiceInfo]) -> dict:
    """Its services, what was promised, what is not known, and how its indicators are made."""
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
        "facts": present_facts(info.facts),
        "facts_links": fact_leads(info.code),
        "gaps": present_gaps(gap for gap in open_gaps() if gap.programme == info.code),
        "gaps_links": gap_leads(info.code),
        "definitions": present_definitions(info),
    }
