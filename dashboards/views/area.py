"""One area: every programme in it, and one programme in it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboards.caching import by_data_version
from dashboards.charts.sparkline import build_sparkline
from dashboards.presenters.areas import present_area
from dashboards.presenters.cards import coverage_at, is_counted, point_at, present_card, why_not_counted
from dashboards.presenters.leads import service_leads
from dashboards.presenters.programmes import present_services
from dashboards.presenters.reach import area_href, present_reach
from dashboards.presenters.standing import judged_period, present_standing
from dashboards.selection import Selection
from dashboards.tables import ServiceTable
from dashboards.views.cards import coverage_card, progress_card, ranking_card
from dashboards.views.missing import nothing_loaded, unknown_area, unknown_programme
from programmes.choices import AreaType
from programmes.queries import coverage, progress, services
from programmes.queries.areas import area_profile, current_edition
from programmes.queries.programmes import all_programmes
from programmes.results import AreaProfile, ProgrammeInfo, ProgressSeries
from programmes.snapshot import one_snapshot


@require_safe
@by_data_version
@one_snapshot()
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Where every programme stands in one area, and the area's family. Thirteen statements and the frame's."""
    every = all_programmes()
    profile = area_profile(code, on=day_asked(request))
    if profile is None:
        return unknown_area(request, code)
    if profile.area.area_type == AreaType.ENGLAND:
        return redirect("overview")
    if not every:
        return nothing_loaded(request)
    selection = Selection.from_query(request.GET, every, area=profile.area.code)
    gone = is_gone(profile)
    boundaries = "reported" if gone else selection.boundaries
    series = progress.series_of_area(
        profile.area.code, [each.headline for each in every], boundaries=boundaries
    )
    reach = {} if gone else coverage.of_area(profile.area.code)
    context = {
        "selection": selection,
        "area": present_area(profile, gone=gone),
        "rows": [
            present_card(
                each,
                series[each.headline],
                period=None,
                reach=present_reach(coverage_at(reach.get(each.code, ()), None)),
                sparkline=build_sparkline(series[each.headline]),
            )
            for each in every
        ],
        "charts": [progress_card(request, each) for each in series.values() if each.latest],
    }
    return render(request, "dashboards/area.html", context)


@require_safe
@by_data_version
@one_snapshot()
def area_programme(request: HttpRequest, code: str, programme: str) -> HttpResponse:
    """One programme in one area, its parts and its services. Twenty-six statements and the frame's."""
    info = next((each for each in all_programmes() if each.code == programme), None)
    if info is None:
        return unknown_programme(request, programme)
    profile = area_profile(code, on=day_asked(request))
    if profile is None:
        return unknown_area(request, code)
    if profile.area.area_type == AreaType.ENGLAND:
        return redirect("programme", programme=info.code)
    selection = Selection.from_query(request.GET, [info], programme=info.code, area=profile.area.code)
    head = present_area(profile, gone=is_gone(profile))
    crumbs = [*head.crumbs, (head.short_name, area_href(profile.area))]
    context = {"selection": selection, "programme": info, "area": head, "crumbs": crumbs}
    boundaries = "reported" if head.is_gone else selection.boundaries
    codes = [each.code for each in info.indicators]
    series = progress.series_of_area(profile.area.code, codes, boundaries=boundaries)
    context |= in_area(request, info, profile, series) | within_area(
        request, info, profile, series, selection
    )
    return render(request, "dashboards/area_programme.html", context)


def in_area(
    request: HttpRequest, info: ProgrammeInfo, profile: AreaProfile, series: Mapping[str, ProgressSeries]
) -> dict:
    """The area's own figures and coverage, and the services that serve it."""
    code = profile.area.code
    counted = [each for each in series.values() if is_counted(each)]
    points = coverage.series(info.code, code)
    here = present_services(services.services_of(info.code, area=code), info.code)
    return {
        "figures": [present_standing(each, point) for each in counted if (point := point_at(each, None))],
        "not_counted": [why for each in series.values() if (why := why_not_counted(each))],
        "reach": present_reach(coverage_at(points, None)),
        "charts": [progress_card(request, each) for each in counted],
        "coverage": coverage_card(request, info, points),
        "services": ServiceTable(
            here,
            caption=f"Services of {info.short_name} that serve {profile.area.short_name}",
            prefix="services-",
            links=service_leads(info.code),
        ).ordered(request)
        if here
        else None,
        "services_total": len(here),
    }


def within_area(
    request: HttpRequest,
    info: ProgrammeInfo,
    profile: AreaProfile,
    series: Mapping[str, ProgressSeries],
    selection: Selection,
) -> dict:
    """The areas directly below, side by side; nothing where there are none."""
    if not profile.children:
        return {"ranking": None}
    indicator = info.indicator(selection.indicator)
    period = selection.period or judged_period(series[indicator.code])
    level = profile.children[0].area_type
    children = set(profile.children)
    live = coverage.latest_period(info.code)
    points = [point for point in progress.snapshot(indicator.code, level, period) if point.area in children]
    covered = coverage.snapshot(info.code, level, live) if live else ()
    return {
        "ranking": ranking_card(request, indicator, points, covered),
        "indicator": indicator,
        "period": period,
    }


def is_gone(profile: AreaProfile) -> bool:
    """Whether the area is not in the geography edition that pages show. One statement."""
    edition = current_edition()
    if edition is None:
        return profile.valid_to is not None
    ended = profile.valid_to is not None and profile.valid_to < edition.on
    return ended or edition.on < profile.valid_from


def day_asked(request: HttpRequest) -> date | None:
    """The day of `on`, in whose areas the reader wants to look; None when there is none or it is no date."""
    with suppress(ValueError):
        return date.fromisoformat(request.GET.get("on", ""))
    return None
