"""Which data stand, what waits, and the engine's runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dashboards.presenters.cards import home
from dashboards.presenters.freshness import present_runs, present_standing_data
from dashboards.presenters.leads import run_leads
from programmes.queries.freshness import freshness, recent_runs

RUNS = 20


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """The status page, which asks for itself again while work is in hand. Five statements."""
    now = timezone.now()
    runs = present_runs(recent_runs(RUNS), now=now)
    standing = freshness()
    context = {
        "crumbs": home(),
        "summary": present_standing_data(standing, now=now),
        "runs": runs,
        "runs_links": run_leads(),
        "is_busy": bool(standing.dirty_slices) or any(run.is_active for run in runs),
        "is_still": "still" in request.GET,
    }
    return render(request, "dashboards/status.html", context)
