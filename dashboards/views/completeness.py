"""What was due, what came in and what is late: areas by quarters, for everybody to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.parameters import PERIOD, choice
from dashboards.presenters.cards import home
from dashboards.presenters.leads import completeness_leads
from dashboards.query_strings import QueryString
from dashboards.views.missing import with_programmes
from programmes.periods import Period
from programmes.queries.due import completeness as completeness_of
from programmes.results import ProgrammeInfo
from programmes.snapshot import one_snapshot

SHOWN = 8
"""Periods across."""


@require_safe
@kept_for_strangers("programme", "period")
@one_snapshot()
@with_programmes
def completeness(request: HttpRequest, programmes: Sequence[ProgrammeInfo]) -> HttpResponse:
    """One programme's areas across the last two years. Some ten statements, however many areas."""
    notices: list[str] = []
    parameters = (
        choice(
            "programme",
            "",
            [each.code for each in programmes],
            instead=f"{programmes[0].name} is shown instead.",
        ),
        replace(PERIOD, several=False, instead="The latest are shown instead."),
    )
    asked = QueryString(dict(request.GET.lists()), parameters, notices)
    programme = next((each for each in programmes if each.code == asked.one("programme")), programmes[0])
    is_yearly = all(not indicator.is_quarterly for indicator in programme.indicators)
    ends = _ends(programme, is_yearly)
    last = asked.one("period", ends[0])
    if last not in ends:
        notices.append(f"Nothing was collected for {last.label}. The latest are shown instead.")
        last = ends[0]
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


def _ends(programme: ProgrammeInfo, is_yearly: bool) -> list[Period]:
    """The periods that are over and for which something is collected, the latest first."""
    kind = [one for one in programme.indicators if (one.period_type == "year") == is_yearly]
    now = Period.containing(localdate(), quarterly=not is_yearly).previous()
    first = min(indicator.first_period for indicator in kind)
    last = min(now, max(indicator.runs_to for indicator in kind))
    return sorted(Period.between(first, last), reverse=True) or [first]
