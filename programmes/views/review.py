"""Accepting what others entered, or returning it with comments."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programmes import permissions, untrusted
from programmes.actions import steps
from programmes.actions.submissions import SecondPersonNeeded, SubmissionNotWaiting, layer_of
from programmes.checks.said import too_long
from programmes.choices import Channel
from programmes.entry_results import Grid, GridCell
from programmes.layers import reading
from programmes.models import Submission, User
from programmes.queries import addresses, entry
from programmes.queries.review import numbers_changed_since, waiting_for

REFUSALS = (SubmissionNotWaiting, SecondPersonNeeded, steps.ReturnNeedsWords, PermissionDenied)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest) -> HttpResponse:
    """What waits; several can be accepted or returned at once."""
    permissions.check_can_see_provenance(request.user)
    problem = _decide_many(request) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect("review")
    context = {
        "waiting": waiting_for(request.user),
        "problem": problem,
        "comment": request.POST.get("comment", ""),
        "chosen": request.POST.getlist("submission"),
    }
    return render(request, "programmes/review.html", context, status=422 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review_one(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One grid: each change beside today's figure, what rules asked and what was answered."""
    submission = addresses.submission(submission_id)
    if submission is None:
        raise Http404("There is no such submission.")
    if submission.channel != Channel.GRID:
        return redirect("upload_one", submission.pk)
    with reading(layer_of(submission)):
        return _review_grid(request, submission)


def _review_grid(request: HttpRequest, submission: Submission) -> HttpResponse:
    grid = entry.grid(submission, request.user)
    problem = ""
    if request.method == "POST":
        problem = _decide(request, submission)
        if not problem:
            return redirect("review")
    context = {
        "grid": grid,
        "changes": _changes(grid, request),
        "renumbered": numbers_changed_since(submission.pk, grid.returned_at) if grid.returned_at else 0,
        "same": grid.cells_total - len(grid.changes),
        "problem": problem,
        "comment": request.POST.get("comment", ""),
    }
    return render(request, "programmes/review_one.html", context, status=422 if problem else 200)


def _changes(grid: Grid, request: HttpRequest) -> list[tuple[str, str, GridCell, str]]:
    """What accepting would record, area by area, each with the comment that stands beside it."""
    names = [column.indicator.short_name for column in grid.columns]
    changed = set(map(id, grid.changes))
    return [
        (
            row.area.short_name,
            name,
            cell,
            request.POST.get(f"comment.{cell.cell_id}", cell.comment),
        )
        for row in grid.rows
        for name, cell in zip(names, row.cells, strict=True)
        if cell is not None and id(cell) in changed
    ]


def _decide(request: HttpRequest, submission: Submission) -> str:
    """Carry out what was decided; why not, where it could not be."""
    user, said = cast("User", request.user), request.POST
    try:
        if said.get("decision") == "accept":
            steps.accept(submission=submission, by=user)
            messages.success(request, "Accepted. The dashboards show the figures within seconds.")
        elif said.get("decision") == "return":
            steps.return_cells(
                submission=submission,
                by=user,
                comments=_comments(request),
                comment=untrusted.text(said.get("comment", "")),
            )
            messages.success(request, "Returned, with your comments.")
        else:
            return "Choose whether to accept or to return these figures."
    except REFUSALS as refusal:
        return str(refusal)
    return ""


def _comments(request: HttpRequest) -> dict[int, str]:
    """What was said of cells, by their keys."""
    said = {
        untrusted.whole_number(name.removeprefix("comment.")): untrusted.text(words)
        for name, words in request.POST.dict().items()
        if name.startswith("comment.")
    }
    return {key: words for key, words in said.items() if key is not None}


def _decide_many(request: HttpRequest) -> str:
    """Decide on those that were chosen, each by itself; what keeps all of them from it, if anything does."""
    user, said = cast("User", request.user), request.POST
    keys = [untrusted.whole_number(key) for key in said.getlist("submission")]
    chosen = addresses.submissions([key for key in keys if key is not None])
    comment = untrusted.text(said.get("comment", ""))
    if not chosen:
        return "Choose what to accept or to return."
    if said.get("decision") == "return":
        if not comment:
            return "Say what is to be mended: the comment goes back with the figures."
        if message := too_long("The comment", comment):
            return message
        outcomes = steps.return_many(submissions=chosen, by=user, comment=comment)
        word = "returned"
    elif said.get("decision") == "accept":
        outcomes, word = steps.accept_many(submissions=chosen, by=user), "accepted"
    else:
        return "Choose whether to accept or to return them."
    done = [decision for decision in outcomes if decision.is_done]
    if done:
        messages.success(request, f"{len(done)} {word}.")
    labels = {one.pk: f"{one.programme.short_name} {one.area_code or one.file_name}" for one in chosen}
    for decision in outcomes:
        if not decision.is_done:
            messages.error(request, f"{labels[decision.submission_id]}: {decision.message}")
    return ""
