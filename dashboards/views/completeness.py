"""What was due, what came in and what is late: areas by quarters, for everybody to see."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.presenters.cards import home
from dashboards.presenters.leads import completeness_leads
from dashboards.views.missing import nothing_loaded
from programmes.periods import Period, PeriodError
from programmes.queries.due import completeness as completeness_of
from programmes.queries.programmes import all_programmes
from programmes.results import ProgrammeInfo
from programmes.snapshot import one_snapshot

SHOWN = 8
"""Periods across."""


@require_safe
@kept_for_strangers("programme", "period")
@one_snapshot()
def completeness(request: HttpRequest) -> HttpResponse:
    """One programme's areas across the last two years. Some ten statements, however many areas."""
    programmes = all_programmes()
    if not programmes:
        return nothing_loaded(request)
    notices: list[str] = []
    programme = _programme(request, programmes, notices)
    is_yearly = all(not indicator.is_quarterly for indicator in programme.indicators)
    ends = _ends(programme, is_yearly)
    last = _last(request, ends, notices)
    found = completeness_of(programme.code, last.shifted(1 - SHOWN), last)
    states = Counter(cell.state for row in found.rows for cell in row.cells[-1:] if cell is not None)
    context = {
        "crumbs": home(),
        "notices": notices,
        "programmes": programmes,
        "programme": programme,
        "periods": ends,
        "last": last,
        "found": found,
        "states": states,
        "links": completeness_leads(programme.code),
    }
    return render(request, "dashboards/completeness.html", context)


def _programme(
    request: HttpRequest, programmes: tuple[ProgrammeInfo, ...], notices: list[str]
) -> ProgrammeInfo:
    said = request.GET.get("programme", "")
    for programme in programmes:
        if programme.code == said:
            return programme
    if said:
        notices.append(f"There is no programme “{said[:40]}”. {programmes[0].name} is shown instead.")
    return programmes[0]


def _ends(programme: ProgrammeInfo, is_yearly: bool) -> list[Period]:
    """The periods that are over and for which something is collected, the latest first."""
    kind = [one for one in programme.indicators if (one.period_type == "year") == is_yearly]
    now = Period.containing(localdate(), quarterly=not is_yearly).previous()
    first = min(indicator.first_period for indicator in kind)
    last = min(now, max(indicator.last_period for indicator in kind))
    return sorted(Period.between(first, last), reverse=True) or [first]


def _last(request: HttpRequest, ends: list[Period], notices: list[str]) -> Period:
    said = request.GET.get("period", "")
    if not said:
        return ends[0]
    try:
        period = Period.parse(said)
    except PeriodError as problem:
        notices.append(f"{problem}. The latest are shown instead.")
        return ends[0]
    if period not in ends:
        notices.append(f"Nothing was collected for {period.label}. The latest are shown instead.")
        return ends[0]
    return period
