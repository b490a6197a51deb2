"""When figures may be entered, and opening a closed period again: for national administrators."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from programmes.actions import periods as actions
from programmes.forms import ReopeningForm
from programmes.models import User
from programmes.permissions import check_can_administer
from programmes.queries import addresses
from programmes.queries import periods as queries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def periods(request: HttpRequest) -> HttpResponse:
    """The calendar with what was opened again; and the form that opens."""
    check_can_administer(request.user)
    form = ReopeningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            opened = actions.reopen(by=cast("User", request.user), **form.cleaned_data)
        except actions.ReopeningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{opened.period} is open again for {opened.programme_code}.")
            return redirect("periods")
    context = {"form": form, "calendar": queries.calendar(), "reopenings": queries.reopenings()}
    return render(request, "programmes/periods.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def reopening_end(request: HttpRequest, programme: str, period: str) -> HttpResponse:
    """End the reopening of a period."""
    check_can_administer(request.user)
    found = addresses.address(programme, period, "")
    if found is None:
        raise Http404("There is no such programme or period.")
    try:
        ended = actions.end(
            period=found.period,
            programme=found.programme,
            reason=request.POST.get("reason", ""),
            by=cast("User", request.user),
        )
    except actions.ReopeningRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = "is open again no more" if ended else "was not open again, so nothing was changed"
        messages.success(request, f"{found.period} {said} for {found.programme.code}.")
    return redirect("periods")
