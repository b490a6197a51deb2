"""Saying what is not known, and who would know: for national administrators."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from programmes.actions import gaps as actions
from programmes.choices import AreaType
from programmes.forms import GapChoiceForm, GapForm
from programmes.models import Gap, Indicator, User
from programmes.permissions import check_can_administer
from programmes.queries import gaps as queries


@never_cache
@require_safe
@login_required
def gaps(request: HttpRequest) -> HttpResponse:
    """Every gap, to choose one; and the choice of a figure and level of which nothing is said yet."""
    check_can_administer(request.user)
    form = GapChoiceForm(request.GET if request.GET else None)
    if form.is_valid():
        return redirect("gap_of", form.cleaned_data["indicator"].code, form.cleaned_data["area_type"])
    context = {"form": form, "gaps": queries.standing_gaps()}
    return render(request, "programmes/gaps.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def gap_of(request: HttpRequest, indicator: str, area_type: str) -> HttpResponse:
    """What is missing of one indicator at one level, with room to change it; and every version of that."""
    check_can_administer(request.user)
    found = queries.indicator_of(indicator)
    if found is None or area_type not in AreaType.values:
        raise Http404("There is no such figure or level of areas.")
    versions = queries.versions(found, area_type)
    standing = versions[0] if versions else None
    form = GapForm(request.POST if request.method == "POST" else None, initial=_initial(standing))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = _revise(found, area_type, form, cast("User", request.user))
        except actions.GapRefused as refusal:
            form.add_error(None, str(refusal))
            status = 409 if form.cleaned_data["version"] != _initial(standing)["version"] else 422
        else:
            messages.success(request, f"Version {made.version} stands, and is shown from now on.")
            return redirect("gap_of", indicator, area_type)
    elif "version" in form.errors:
        form.add_error(None, "The version that the change is about is missing. Load this page again.")
    context = {
        "form": form,
        "indicator": found,
        "level": AreaType(area_type).label,
        "area_type": area_type,
        "standing": standing,
        "seen": _initial(standing)["version"],
        "versions": versions,
    }
    return render(request, "programmes/gap_of.html", context, status=status)


def _initial(gap: Gap | None) -> dict[str, object]:
    """What the form holds at first: what stands."""
    if gap is None:
        return {"version": 0}
    return {
        "missing": gap.missing,
        "holder": gap.holder,
        "url": gap.url,
        "unpublished_by": gap.unpublished_by.slug if gap.unpublished_by else None,
        "answer": gap.answer,
        "is_closed": gap.is_closed,
        "version": gap.version,
    }


def _revise(indicator: Indicator, area_type: str, form: GapForm, by: User) -> Gap:
    said = dict(form.cleaned_data)
    reason, seen = said.pop("reason"), said.pop("version")
    return actions.revise(
        indicator=indicator,
        area_type=area_type,
        text=actions.GapText(**said),
        reason=reason,
        by=by,
        seen_version=seen,
    )
