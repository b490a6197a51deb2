"""The history of one figure: who entered and who accepted each revision, when and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programmes import permissions
from programmes.queries import addresses
from programmes.queries import history as queries


@never_cache
@require_safe
@login_required
def history(request: HttpRequest, indicator: str, area: str, period: str) -> HttpResponse:
    """Every revision of a figure, the latest first. For those who may see the exact figures of the area."""
    permissions.check_can_see_provenance(request.user)
    found = addresses.figure(indicator, area, period)
    if found is None:
        raise Http404("There is no such figure.")
    which, life, reporting_period = found
    context = {
        "indicator": which,
        "area": life,
        "period": reporting_period.period,
        "revisions": queries.of_cell(indicator=which, area=life, period=reporting_period, user=request.user),
    }
    return render(request, "programmes/history.html", context)
