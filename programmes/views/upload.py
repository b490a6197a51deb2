"""Sending figures in by file: choose one, watch it being read, look over what it would change, send it on."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from programmes import untrusted
from programmes.actions import kept_services, list_effect, steps, uploads
from programmes.actions.submissions import SecondPersonNeeded, SubmissionNotWaiting, layer_of
from programmes.choices import Layer, StagedOutcome, SubmissionStatus, UploadState
from programmes.ingest.days import day
from programmes.ingest.formats import UPLOADED
from programmes.layers import reading
from programmes.models import Programme, Upload, User
from programmes.queries import blanks
from programmes.queries import uploads as queries
from programmes.queries.possible import of_upload
from programmes.views.site_list import site_list

SHOWN = 50
"""Lines of one page of changes or refusals."""

MANY = 4
"""More periods than these are not listed one by one."""

REFUSED = "refused"
REFUSALS = (
    SubmissionNotWaiting, SecondPersonNeeded, steps.ReturnNeedsWords, PermissionDenied, uploads.NothingToSend,
    uploads.ReasonWanted,
)  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; download a template; see what became of earlier files."""
    user = cast("User", request.user)
    programmes = queries.programmes_to_enter(user)
    if not programmes:
        raise PermissionDenied("Your account may not enter figures of any area. Ask an administrator.")
    problem, field = "", "file"
    if request.method == "POST":
        taken, problem, field = _take_in(request, user, programmes)
        if taken is not None:
            if taken.was_here:
                messages.info(request, _was_here(taken))
            return redirect("upload_one", taken.pk)
    chosen = request.POST.get("programme") or request.GET.get("programme", "")
    theirs = {one.code for one in programmes}
    layouts = [layout for layout in UPLOADED if theirs.intersection(layout.programmes)]
    context = {
        "programmes": programmes,
        "chosen": chosen,
        "problem": problem,
        "field": field,
        "megabytes": settings.UPLOAD_LARGEST_BYTES // 1_000_000,
        "most_rows": settings.UPLOAD_MOST_ROWS,
        "layouts": layouts,
        "has_lists": any(layout.lists_services for layout in layouts),
        "listed_on": request.POST.get("listed_on", ""),
        "templates": [(one, _in_few_words(blanks.periods_of(one))) for one in programmes],
        "received": queries.uploads_of(user),
    }
    return render(request, "programmes/upload.html", context, status=422 if problem else 200)


def _was_here(taken: Upload) -> str:
    """That the same file waits already, and under which name."""
    return (
        f"This file is here already: the same bytes were sent in as {taken.submission.file_name}. It was not read "
        "again. Withdraw it first if it is to be read anew."
    )


def _in_few_words(periods: tuple[str, ...]) -> str:
    """A few periods by their labels; of many the first, the last and the number."""
    if len(periods) <= MANY:
        return ", ".join(periods)
    return f"{len(periods)} periods from {periods[0]} to {periods[-1]}"


def _take_in(
    request: HttpRequest, user: User, programmes: tuple[Programme, ...]
) -> tuple[Upload | None, str, str]:
    """The upload, or what kept the file out and the field it is about."""
    programme = next((one for one in programmes if one.code == request.POST.get("programme")), None)
    if programme is None:
        return None, "Choose the programme whose figures are in the file.", "programme"
    file = request.FILES.get("file")
    if request.META.get("rollout.file_too_large"):
        return (
            None,
            f"The file is larger than {settings.UPLOAD_LARGEST_BYTES // 1_000_000} MB. Send it in parts.",
            "file",
        )
    if file is None:
        return None, "Choose the file with the figures.", "file"
    written = untrusted.text(request.POST.get("listed_on", ""))
    listed_on = day(written) if written else None
    if written and listed_on is None:
        return None, "The day of the list is no day. Write it as 28/10/2025 or 2025-10-28.", "listed_on"
    try:
        taken = uploads.receive(
            programme=programme,
            content=file.read(),
            file_name=file.name or "",
            by=user,
            listed_on=listed_on,
        )
    except (uploads.FileRefused, PermissionDenied) as refusal:
        return None, str(refusal), "file"
    return taken, "", ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload_one(request: HttpRequest, upload_id: int) -> HttpResponse:
    """How far reading has come; then what the file would change, what is wrong in it, and what to do."""
    found = _seen(request, upload_id)
    with reading(layer_of(found.submission)):
        return _decided_or_shown(request, found)


def _decided_or_shown(request: HttpRequest, found: Upload) -> HttpResponse:
    upload_id, problem = found.pk, ""
    if request.method == "POST":
        problem = _act(request, found)
        if not problem:
            return redirect("upload_one", upload_id)
        found = _seen(request, upload_id)
    context = {
        "upload": found,
        "submission": found.submission,
        "problem": problem,
        **_standing(request, found),
    }
    return render(request, "programmes/upload_one.html", context, status=422 if problem else 200)


def _standing(request: HttpRequest, found: Upload) -> dict[str, object]:
    """What the page says of a file that is read, and what this person may do with it."""
    submission, user = found.submission, request.user
    is_own = submission.sent_by_id == user.pk
    is_read = found.state == UploadState.READ
    status = submission.status
    may = of_upload(user, found)
    context: dict[str, object] = {
        "is_own": is_own,
        "is_read": is_read,
        "is_waiting": found.state in (UploadState.WAITING, UploadState.READING)
        and status == SubmissionStatus.DRAFT,
        "percent": round(found.share_done * 100),
        "may": may,
        "reason": request.POST.get("reason", ""),
        "comment": request.POST.get("comment", ""),
        "steps": queries.steps(found.pk),
    }
    if not is_read:
        return context
    listed = site_list(request, list_effect.effect_of(found))
    kinds = _kinds(found)
    asked = request.GET.get("show", "")
    kind = next((one for one in kinds if one[0] == asked), None) or next(
        (one for one in kinds if one[2]), kinds[0]
    )
    page = _page(request, kind[2])
    is_refusals = kind[0] == REFUSED
    first = (page - 1) * SHOWN
    return (
        context
        | listed
        | {
            "kinds": kinds,
            "has_lines": any(number for _, _, number in kinds),
            "kind": kind,
            "changes": ()
            if is_refusals
            else queries.changes(found.pk, StagedOutcome(kind[0]), first=first, number=SHOWN),
            "issues": queries.issues(found.pk, first=first, number=SHOWN) if is_refusals else (),
            "is_refusals": is_refusals,
            "page": page,
            "pages": max(1, -(-kind[2] // SHOWN)),
            "first": first + 1 if kind[2] else 0,
            "last": min(first + SHOWN, kind[2]),
            "is_made_up": layer_of(submission) == Layer.DEMONSTRATION,
            "left_aside": sorted(found.left_aside.items()),
            "to_send": submission.rows_new + submission.rows_changed,
            "wants_reason": status == SubmissionStatus.DRAFT and bool(queries.unreasoned(found.pk)),
            "moved": queries.moved(found.pk) if may.compare else 0,
            "sites_moved": uploads.SITES_MOVED if may.compare and kept_services.have_moved(found) else "",
        }
    )


def _kinds(found: Upload) -> list[tuple[str, str, int]]:
    """The lists of the page: key, words, number."""
    figures = uploads.outcomes(found.pk)
    return [
        (StagedOutcome.CHANGED.value, "Changed", figures["rows_changed"]),
        (StagedOutcome.NEW.value, "New", figures["rows_new"]),
        (REFUSED, "Refused", queries.issues_number(found.pk)),
        (StagedOutcome.SAME.value, "As it stands", figures["rows_same"]),
    ]


def _page(request: HttpRequest, number: int) -> int:
    wanted = untrusted.whole_number(request.GET.get("page", "")) or 1
    return max(1, min(wanted, -(-number // SHOWN)))


def _act(request: HttpRequest, found: Upload) -> str:
    """Do what was asked; why not, where it cannot be."""
    user, said, submission = cast("User", request.user), request.POST, found.submission
    try:
        match said.get("decision"):
            case "send":
                steps.submit(submission=submission, by=user, reason=untrusted.text(said.get("reason", "")))
                messages.success(
                    request, "Sent. The figures are published once another person has accepted them."
                )
            case "withdraw":
                steps.withdraw(submission=submission, by=user)
                messages.success(request, "Withdrawn. Nothing of this file was published.")
            case "compare":
                uploads.compare_again(submission=submission, by=user)
                messages.success(request, "Compared with the figures that stand now.")
            case "accept":
                steps.accept(submission=submission, by=user)
                messages.success(request, "Accepted. The dashboards show the figures within seconds.")
            case "return":
                comment = untrusted.text(said.get("comment", ""))
                steps.return_cells(submission=submission, by=user, comment=comment)
                messages.success(request, "Returned, with your comment.")
            case _:
                return "Choose what to do with this file."
    except REFUSALS as refusal:
        return str(refusal)
    return ""


@never_cache
@require_safe
@login_required
def upload_progress(request: HttpRequest, upload_id: int) -> JsonResponse:
    """How far reading has come, for the page that waits for it."""
    found = _seen(request, upload_id)
    return JsonResponse(
        {
            "state": found.state,
            "stage": found.stage or found.get_state_display(),
            "percent": round(found.share_done * 100),
            "is_over": found.state in (UploadState.READ, UploadState.FAILED)
            or found.submission.status != SubmissionStatus.DRAFT,
        }
    )


def _seen(request: HttpRequest, upload_id: int) -> Upload:
    found = queries.upload(upload_id)
    if found is None:
        raise Http404("There is no such file.")
    if not queries.can_see(request.user, found.submission):
        raise PermissionDenied("This file was sent in by somebody else.")
    return found
