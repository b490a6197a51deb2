"""One area: every programme in it, and one programme in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.charts.sparkline import build_sparkline
from dashboards.compare.words import similar_href
from dashboards.control import control_of
from dashboards.presenters.areas import present_area, present_area_lines
from dashboards.presenters.cards import why_not_counted
from dashboards.presenters.leads import service_leads
from dashboards.presenters.outlook import (
    Figure,
    judged_periods,
    present_area_row,
    present_outlook,
    summarise_rows,
)
from dashboards.presenters.plans import present_notes_of, present_targets
from dashboards.presenters.programmes import present_services
from dashboards.presenters.reach import area_href, present_reach
from dashboards.presenters.reporting import Reporting, present_reporting, reports_at
from dashboards.presenters.standing import present_standing
from dashboards.selection import PARAMETERS, Selection
from dashboards.tables import ServiceTable
from dashboards.views.area_cards import control_card, similar_card, what_if_section
from dashboards.views.cards import coverage_card, progress_card, ranking_card
from dashboards.views.drawings import present_places, present_signs
from dashboards.views.missing import nothing_loaded, unknown_area, unknown_programme
from programmes import untrusted
from programmes.choices import AreaType
from programmes.queries import coverage, progress, services
from programmes.queries.areas import area_profile, current_edition, find_area
from programmes.queries.comparison import similar_areas
from programmes.queries.due import arrivals
from programmes.queries.explanations import explanations
from programmes.queries.plans import year_targets
from programmes.queries.programmes import all_programmes
from programmes.queries.progress import beside
from programmes.results import AreaProfile, IndicatorInfo, ProgrammeInfo, ProgressSeries, coverage_at
from programmes.snapshot import one_snapshot


@require_safe
@kept_for_strangers(*PARAMETERS, free=["on", "*-sort"])
@one_snapshot()
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Where every programme stands in one area, and the area's family. Five statements."""
    every = all_programmes()
    profile = area_profile(code, on=day_asked(request))
    if profile is None:
        return unknown_area(request, code)
    if profile.area.area_type == AreaType.ENGLAND:
        return redirect("overview")
    if not every:
        return nothing_loaded(request)
    selection = Selection.from_query(request.GET, every, area=profile.area.code)
    gone, later = is_gone(profile), after_its_address(profile)
    boundaries = "reported" if gone else selection.boundaries
    series = progress.series_of_area(
        profile.area.code, [each.headline for each in every], boundaries=boundaries, on=day_asked(request)
    )
    reach = {} if gone else coverage.of_area(profile.area.code)
    alike = () if gone else similar_areas(profile.area.code)
    similar = beside([each.area.code for each in alike], judged_periods(series))
    rows = [
        present_area_row(
            each,
            series[each.headline],
            reach=reach.get(each.code, ()),
            similar=similar.get(each.headline, ()),
            sparkline=build_sparkline(series[each.headline]),
            signs=present_signs(control_of(series[each.headline])),
            carried=later,
        )
        for each in every
    ]
    context = {
        "selection": selection,
        "area": present_area(profile, gone=gone, new=is_new(profile)),
        "rows": rows,
        "summary": summarise_rows(rows),
        "has_pack": not later,
        "similar": present_area_lines(each.area for each in alike),
        "compare_href": similar_href(profile.area.code),
        "charts": [progress_card(request, each) for each in series.values() if each.latest],
    }
    return render(request, "dashboards/area.html", context)


@require_safe
@kept_for_strangers(*PARAMETERS, free=["on", "rate", "*-sort"])
@one_snapshot()
def area_programme(request: HttpRequest, code: str, programme: str) -> HttpResponse:
    """One programme in one area, beside others, its parts and its services. Fourteen statements."""
    info = next((each for each in all_programmes() if each.code == programme), None)
    if info is None:
        return unknown_programme(request, programme)
    profile = area_profile(code, on=day_asked(request))
    if profile is None:
        return unknown_area(request, code)
    if profile.area.area_type == AreaType.ENGLAND:
        return redirect("programme", programme=info.code)
    selection = Selection.from_query(request.GET, [info], programme=info.code, area=profile.area.code)
    head = present_area(profile, gone=is_gone(profile), new=is_new(profile))
    later = after_its_address(profile)
    crumbs = [*head.crumbs, (head.short_name, f"{area_href(profile.area)}{later}")]
    context = {"selection": selection, "programme": info, "area": head, "crumbs": crumbs}
    context["on"] = later.removeprefix("?on=")
    boundaries = "reported" if head.is_gone else selection.boundaries
    codes = [each.code for each in info.indicators]
    series = progress.series_of_area(profile.area.code, codes, boundaries=boundaries, on=day_asked(request))
    context |= in_area(request, info, profile, series, is_named_anew=bool(later))
    context |= what_if_section(request.GET, series[selection.indicator], selection, gone=head.is_gone)
    context |= beside_others(request, profile, series[selection.indicator], gone=head.is_gone)
    context |= within_area(request, info, profile, series, selection)
    return render(request, "dashboards/area_programme.html", context)


def in_area(
    request: HttpRequest,
    info: ProgrammeInfo,
    profile: AreaProfile,
    series: Mapping[str, ProgressSeries],
    *,
    is_named_anew: bool,
) -> dict:
    """The area's own figures and coverage, and the services that serve it.

    Where its code is another's by now, its figures alone: what else goes by the code is that of the other.
    """
    code = profile.area.code
    counted = [each for each in series.values() if each.is_counted]
    points = () if is_named_anew else coverage.series(info.code, code)
    serving = () if is_named_anew else services.services_of(info.code, area=code)
    here = present_services(serving, info.code)
    years = {code: period.year for code, period in judged_periods(series).items()}
    return {
        "figures": [
            Figure(present_standing(each, point), present_outlook(each), present_signs(chart), chart.why_not)
            for each in counted
            if (point := each.shown_at(None)) and (chart := control_of(each))
        ],
        "not_counted": [why for each in series.values() if (why := why_not_counted(each))],
        "reach": present_reach(coverage_at(points, None)),
        "targets": () if is_named_anew else present_targets(info.indicators, year_targets(code, years)),
        "notes": ()
        if is_named_anew
        else present_notes_of(counted, explanations(code, [each.indicator.code for each in counted])),
        "charts": [progress_card(request, each) for each in counted],
        "coverage": coverage_card(request, info, points),
        "places": present_places(serving, profile.area.short_name),
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


def beside_others(request: HttpRequest, profile: AreaProfile, series: ProgressSeries, *, gone: bool) -> dict:
    """One indicator: whether its change is more than chance, and the area beside those like it."""
    if not series.is_counted:
        return {"control": None, "similar": None}
    code, indicator = profile.area.code, series.indicator
    here = series.at(series.judged_period)
    alike = () if gone else tuple(each.area.code for each in similar_areas(code))
    similar = beside(alike, {indicator.code: here.period}).get(indicator.code, ()) if here else ()
    return {
        "control": control_card(request, series),
        "similar": similar_card(request, series, here, similar) if here else None,
    }


def within_area(
    request: HttpRequest,
    info: ProgrammeInfo,
    profile: AreaProfile,
    series: Mapping[str, ProgressSeries],
    selection: Selection,
) -> dict:
    """The areas directly below, side by side; nothing where there are none."""
    indicator = info.indicator(selection.indicator)
    context: dict = {"indicator": indicator, "ranking": None, "reporting": None}
    if not profile.children:
        return context
    level = profile.children[0].area_type
    asked = progress.snapshot if selection.period else progress.latest_snapshot
    every = asked(indicator.code, level, selection.period or series[indicator.code].judged_period)
    period = every[0].period if every else selection.period
    children = set(profile.children)
    live = coverage.latest_period(info.code)
    points = [point for point in every if point.area in children]
    covered = coverage.snapshot(info.code, level, live) if live else ()
    return context | {
        "ranking": ranking_card(request, indicator, points, covered),
        "period": period,
        "reporting": reporting_of(indicator, profile),
    }


def reporting_of(indicator: IndicatorInfo, profile: AreaProfile) -> Reporting | None:
    """Who of the areas below reported for the latest period that anybody has a figure for. Three statements."""
    level = profile.children[0].area_type
    span = progress.known_span(indicator.code, level)
    if span is None or not reports_at(indicator, level):
        return None
    codes = [child.code for child in profile.children]
    points = beside(codes, {indicator.code: span[1]}).get(indicator.code, ())
    arrived = arrivals(indicator.code, span[1], codes)
    return present_reporting(indicator, span[1], profile.children, points, arrived)


def after_its_address(profile: AreaProfile) -> str:
    """What leads to this life of a code that another area has by now: `?on=2022-06-30`; else nothing."""
    today = find_area(profile.area.code)
    is_another = today is not None and today.valid_from != profile.valid_from
    return f"?on={profile.valid_to}" if is_another and profile.valid_to else ""


def is_gone(profile: AreaProfile) -> bool:
    """Whether the area is not in the geography edition that pages show."""
    edition = current_edition()
    if edition is None:
        return profile.valid_to is not None
    ended = profile.valid_to is not None and profile.valid_to < edition.on
    return ended or edition.on < profile.valid_from


def is_new(profile: AreaProfile) -> bool:
    """Whether the area began with the geography edition that pages show."""
    edition = current_edition()
    return edition is not None and profile.valid_from == edition.on


def day_asked(request: HttpRequest) -> date | None:
    """The day of `on`, in whose areas the reader wants to look; None when there is none or it is no date."""
    return untrusted.day(request.GET.get("on", ""))
