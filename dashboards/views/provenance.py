"""Where one result comes from, for everybody; and who entered and accepted it, for those who may see that."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.presenters.cards import home, programme_href
from dashboards.presenters.provenance import present_way
from dashboards.presenters.reach import area_href
from dashboards.views.missing import unknown_area, unknown_figure, unknown_indicator
from programmes.due_results import CellRevision
from programmes.periods import Period, PeriodError
from programmes.permissions import can_see_provenance
from programmes.queries import addresses, history
from programmes.queries.areas import find_area
from programmes.queries.origin import Origin, origin
from programmes.queries.programmes import all_programmes
from programmes.snapshot import one_snapshot


@require_safe
@kept_for_strangers("boundaries")
@one_snapshot()
def provenance(request: HttpRequest, indicator: str, area: str, period: str) -> HttpResponse:
    """The way of one result.

    Six statements at most; for those who may see people, up to six more.
    """
    infos = {info.code: info for programme in all_programmes() for info in programme.indicators}
    if indicator not in infos:
        return unknown_indicator(request, indicator)
    boundaries = "reported" if request.GET.get("boundaries") == "reported" else "today"
    when = parse(period)
    found = when and origin(infos[indicator], area, when, boundaries=boundaries)
    if not found:
        known = find_area(area)
        if known is None:
            return unknown_area(request, area)
        return unknown_figure(request, infos[indicator], known, period)
    may_see_people = can_see_provenance(request.user)
    context = {
        "crumbs": [*home(), ("Methods", reverse("methods"))],
        "indicator": found.indicator,
        "point": found.point,
        "area_href": area_href(found.point.area),
        "programme_href": programme_href(found.indicator.programme, found.point.area),
        "way": present_way(found, boundaries=boundaries),
        "may_see_people": may_see_people,
        "revisions": revisions(request, found) if may_see_people else None,
    }
    return render(request, "dashboards/provenance.html", context)


def parse(period: str) -> Period | None:
    """The period of an address; None when it is none."""
    try:
        return Period.parse(period)
    except PeriodError:
        return None


def revisions(request: HttpRequest, found: Origin) -> tuple[CellRevision, ...] | None:
    """What was reported by the area itself, revision by revision; None for those who may not see it there.

    An area that was not there yet has reported nothing. Seven statements at most.
    """
    if not found.was_valid:
        return ()
    point = found.point
    where = addresses.figure(point.indicator, point.area.code, point.period.code)
    if where is None:
        return ()
    which, life, period = where
    try:
        return history.of_cell(indicator=which, area=life, period=period, user=request.user)
    except PermissionDenied:
        return None
