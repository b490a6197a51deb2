"""Whether the site is alive, and whether everything it leans on is there. For supervisors and monitors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programmes.queries.health import health


@never_cache
@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the site can take in figures and bring their results; else 503, and what is wrong in words."""
    findings = health()
    wrong = [finding.problem for finding in findings if not finding.is_well]
    answer = {
        "status": "not ready" if wrong else "ready",
        "wrong": wrong,
        "checks": {finding.name: {"ok": finding.is_well, **finding.figures} for finding in findings},
    }
    return JsonResponse(answer, status=503 if wrong else 200)
