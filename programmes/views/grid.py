"""The entry grid: one programme, one period, the areas of one board. Saved by the cell, or as one form."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from programmes import permissions, untrusted
from programmes.actions import steps
from programmes.actions.cells import CellChanged, CellRefused, CellToSave, save_cell, save_many
from programmes.actions.grids import NotReady
from programmes.actions.periods import PeriodNotOpen
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.checks.facts import Problem
from programmes.choices import Role
from programmes.models import User
from programmes.queries import addresses, due
from programmes.queries.addresses import Address
from programmes.queries.layout import NoSuchGrid
from programmes.sentences import counted
from programmes.snapshot import one_moment
from programmes.views import cells

MARKERS = (
    ("", "A number"),
    ("c", "[c] confidential"),
    ("x", "[x] not available"),
    ("z", "[z] not applicable"),
    ("p", "[p] provisional"),
    ("e", "[e] estimated"),
)
"""What may be chosen beside a number or in place of one."""

NOT_AN_EDITOR = "You may not enter figures for this programme."
NOT_POSSIBLE = (PeriodNotOpen, SubmissionNotWaiting, PermissionDenied)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@one_moment()
def grid(request: HttpRequest, programme: str, period: str) -> HttpResponse:
    """The grid; posted, what was typed into it is saved, each cell by itself."""
    place = _place(request, programme, period)
    if not place.area_code:
        return _choose_area(request, place)
    if request.method != "POST":
        return _page(request, place)
    saves, outcomes = _save_form(request, place)
    if any(isinstance(outcome, Exception) for outcome in outcomes):
        return _page(request, place, saves=saves, outcomes=outcomes, status=422)
    said = "Nothing was changed." if not saves else f"Saved: {counted(len(saves), 'figure')}."
    messages.success(request, said)
    return redirect(_href(place))


@never_cache
@require_http_methods(["PUT"])
@login_required
@one_moment()
def cell(request: HttpRequest, programme: str, period: str) -> JsonResponse:
    """One cell, saved by itself: 200 as it stands now; 409 changed by another; 422 refused by a rule; 403 not now.

    400 for what is no cell, 413 for what is far too large to be one; whoever may not enter anything here learns
    neither.
    """
    place = _place(request, programme, period)
    try:
        save = cells.read_cell(untrusted.plain_object(request.body))
    except untrusted.NotReadable as unread:
        if not permissions.reach(request.user, Role.EDITOR, programme=place.programme):
            return JsonResponse({"message": NOT_AN_EDITOR}, status=403)
        status = 413 if isinstance(unread, untrusted.TooLarge) else 400
        return JsonResponse({"message": f"This was not a cell. {unread}"}, status=status)
    try:
        saved = save_cell(place=place, cell=save, by=_user(request))
    except CellChanged as changed:
        return JsonResponse({"current": cells.cell_answer(changed.current)}, status=409)
    except CellRefused as refused:
        return JsonResponse(
            {"problems": [cells.problem_answer(problem) for problem in refused.problems]}, status=422
        )
    except (*NOT_POSSIBLE, NoSuchGrid) as refusal:
        return JsonResponse({"message": str(refusal)}, status=403)
    return JsonResponse(cells.saved_answer(saved))


@require_POST
@login_required
@one_moment()
def submit(request: HttpRequest, programme: str, period: str) -> HttpResponse:
    """Save what was typed last, then hand the grid over to a second person."""
    place = _place(request, programme, period)
    saves, outcomes = _save_form(request, place)
    if any(isinstance(outcome, Exception) for outcome in outcomes):
        return _page(request, place, saves=saves, outcomes=outcomes, status=422)
    submission = place.under_way()
    if submission is None and place.grid(request.user).is_taken_back:
        save_many(place=place, cells=(), by=_user(request))
        submission = place.under_way()
    if submission is None:
        messages.error(request, "There is nothing to send yet: no figure was entered or changed.")
        return redirect(_href(place))
    try:
        steps.submit(submission=submission, by=_user(request))
    except NotReady as refusal:
        return _page(request, place, in_the_way=refusal.problems, status=422)
    except NOT_POSSIBLE as refusal:
        messages.error(request, str(refusal))
        return redirect(_href(place))
    messages.success(request, "Sent. Another person now accepts the figures, or returns them with comments.")
    return redirect(_href(place))


@require_POST
@login_required
@one_moment()
def withdraw(request: HttpRequest, programme: str, period: str) -> HttpResponse:
    """Take the grid back before anybody accepted it; what was typed is kept."""
    place = _place(request, programme, period)
    submission = place.under_way()
    if submission is not None:
        try:
            steps.withdraw(submission=submission, by=_user(request))
        except NOT_POSSIBLE as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, "Taken back. What was typed stands in its cells: change it, or send it again."
            )
    return redirect(_href(place))


def _place(request: HttpRequest, programme: str, period: str) -> Address:
    found = addresses.address(programme, period, request.GET.get("area", "").strip().upper()[:9])
    if found is None:
        raise Http404("There is no such programme or period.")
    return found


def _choose_area(request: HttpRequest, place: Address) -> HttpResponse:
    """The only grid the person has there, else their list."""
    items = due.list_for(request.user, timezone.localdate())
    codes = {
        item.area.code
        for item in items
        if (item.programme, item.period.code) == (place.programme.code, place.period.code)
    }
    if len(codes) == 1:
        return redirect(_href(Address(place.programme, place.period, codes.pop())))
    messages.info(request, "Choose the area whose figures you want to enter.")
    return redirect("enter")


def _href(place: Address) -> str:
    return f"{reverse('grid', args=[place.programme.code, place.period.code])}?area={place.area_code}"


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _save_form(request: HttpRequest, place: Address) -> tuple[list[CellToSave], tuple[cells.Outcome, ...]]:
    """What was typed into a posted form, and what became of each cell of it."""
    by = _user(request)
    try:
        return cells.save_posted(request.POST, place.grid(by), place, by)
    except NoSuchGrid as refusal:
        raise Http404(str(refusal)) from refusal


def _page(
    request: HttpRequest,
    place: Address,
    *,
    saves: list[CellToSave] | None = None,
    outcomes: tuple[cells.Outcome, ...] = (),
    in_the_way: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    try:
        shown = place.grid(request.user)
    except NoSuchGrid as refusal:
        return render(request, "programmes/no_grid.html", {"why": str(refusal)}, status=404)
    rows = cells.form_rows(shown, saves, outcomes)
    unsaved = [each for _, row in rows for each in row if each is not None and each.refusals]
    context: dict[str, Any] = {
        "grid": shown,
        "rows": rows,
        "unsaved": unsaved,
        "saved_count": len(saves or ()) - len(unsaved),
        "in_the_way": in_the_way,
        "problems": cells.problem_links(shown),
        "markers": MARKERS,
        "marks": cells.MARKS,
        "can_turn": place.period.period.is_quarter and permissions.can_administer(request.user),
        "here": _href(place),
        "query": f"?area={place.area_code}",
    }
    return render(request, "programmes/grid.html", context, status=status)
