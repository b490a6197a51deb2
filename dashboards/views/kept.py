"""Kept files: asked for, watched while they are made, cited, downloaded, given up."""

from __future__ import annotations

from secrets import token_hex

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dashboards import formatting
from dashboards.files.formats import FORMATS
from dashboards.kept import keeping
from dashboards.kept.asked import check_known, question_of
from dashboards.kept.forms import FORMS
from dashboards.kept.showing import present_file, present_page
from dashboards.kept.tables import standing_of
from dashboards.models import FileState, FileTable, KeptFile
from dashboards.parameters import Refusal, choice
from dashboards.presenters.cards import home
from dashboards.question import Question
from programmes.layers import kept_layers, layer_in_hand

VISITOR = "files"
"""What a session carries of somebody who has not signed in and asked for a file."""
METADATA = "-metadata.json"
"""Behind a file's name: the name of what describes it."""
A_YEAR = 365 * 24 * 3600


def owner_of(request: HttpRequest, *, to_be: bool = False) -> keeping.Owner:
    """Who asks; with `to_be`, somebody who is to have a file, and is told apart from now on."""
    user = request.user
    if user.is_authenticated:
        return keeping.Owner(user, request.session.get(VISITOR, ""))
    if to_be and VISITOR not in request.session:
        request.session[VISITOR] = token_hex(16)
    return keeping.Owner(visitor=request.session.get(VISITOR, ""))


@never_cache
@require_POST
def make_file(request: HttpRequest) -> HttpResponse:
    """Ask for a file of the rows that the form's fields select, as they stand now."""
    try:
        question, form = _asked(request)
    except Refusal as problem:
        return refused(request, "This file cannot be made", str(problem), 422)
    return ask_for(request, question, form)


def ask_for(
    request: HttpRequest, question: Question, form: str, table: FileTable = FileTable.PROGRESS
) -> HttpResponse:
    """Ask for a file in somebody's name, as far as they may, and lead them to its page."""
    try:
        if keeping.asked_before(question, form, table) is None:
            keeping.spend(request)
        file = keeping.ask(question=question, form=form, by=owner_of(request, to_be=True), table=table)
    except keeping.TooManyAtOnce as problem:
        return refused(request, "Too many files at once", str(problem), 429, wait=30)
    except keeping.TooManyAsked as problem:
        return refused(request, "Too many files", str(problem), 429, wait=problem.seconds)
    return redirect("kept_file", file.reference)


def _asked(request: HttpRequest) -> tuple[Question, str]:
    form = choice("format", "", FORMATS).read(request.POST.get("format", ""))
    question = question_of(request.POST.dict())
    check_known(question)
    return question, form


def refused(request: HttpRequest, title: str, why: str, status: int, *, wait: int = 0) -> HttpResponse:
    """A page that says why, and when to come back."""
    context = {"crumbs": home(), "title": title, "why": why}
    response = render(request, "dashboards/data_refused.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


@never_cache
@require_safe
def kept_file(request: HttpRequest, reference: str) -> HttpResponse:
    """What a file is and how to cite it, and whether its figures still stand; how far it is, while it is made."""
    file = _found(reference)
    if reference != file.reference:
        return redirect("kept_file", file.reference, permanent=True)
    if file.layer in kept_layers() and file.layer != layer_in_hand():
        # The page says of which layer the file is, and compares it with figures of that.
        return redirect(
            "{}?{}".format(reverse("kept_file", args=[reference]), urlencode({"layer": file.layer}))
        )
    owns = owner_of(request).owns(file)
    is_ready = file.state == FileState.READY
    if is_ready and not owns:
        keeping.fetched(file)
    context = {
        "crumbs": home(),
        "file": file,
        "owns": owns,
        "percent": round(file.share_done * 100),
        **present_page(file, standing_of(file) if is_ready else None),
    }
    response = render(request, "dashboards/data_file.html", context)
    if file.release_id is None:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def kept_bytes(request: HttpRequest, reference: str, file_name: str) -> HttpResponseBase:
    """The bytes, to the last one as they were made; or the description of a CSV's columns beside it."""
    file = _found(reference)
    if file.state != FileState.READY or file_name not in (file.file_name, file.file_name + METADATA):
        raise Http404("There is no such file under this reference.")
    is_metadata = file_name != file.file_name
    if is_metadata and not file.metadata:
        raise Http404("This file has no description beside it.")
    response: HttpResponseBase | None
    etag = f'"{file.sha256}{METADATA if is_metadata else ""}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        keeping.fetched(file)
        if is_metadata:
            response = HttpResponse(file.metadata, content_type="application/csvm+json")
        else:
            response = _whole(request, file)
            response["Content-Disposition"] = f'attachment; filename="{file.file_name}"'
    response["ETag"] = etag
    kind = "public" if settings.PUBLIC else "private"
    response["Cache-Control"] = f"{kind}, max-age={A_YEAR}, immutable"
    return response


def _whole(request: HttpRequest, file: KeptFile) -> HttpResponseBase:
    kind = FORMS[file.format].content_type
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(content_type=kind)
    else:
        response = StreamingHttpResponse(keeping.pieces(file), content_type=kind)
    response["Content-Length"] = str(file.size)
    return response


@never_cache
@require_safe
def kept_progress(request: HttpRequest, reference: str) -> JsonResponse:
    """How far making has come, for the page that waits for it; for those who asked."""
    file = _found(reference)
    if not owner_of(request).owns(file):
        raise PermissionDenied("Somebody else asked for this file.")
    return JsonResponse(
        {
            "state": file.state,
            "stage": file.stage or file.get_state_display(),
            "percent": round(file.share_done * 100),
            "is_over": file.state not in keeping.UNFINISHED,
        }
    )


@never_cache
@require_POST
def give_up_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Cancel a file that is being made, or take it off one's list; it goes, if nobody else asked for it."""
    file = _found(reference)
    keeping.give_up(file=file, by=owner_of(request))
    done = "Cancelled." if file.state in keeping.UNFINISHED else f"File {file.reference} is off your list."
    messages.success(request, done)
    return redirect("my_files")


@never_cache
@require_safe
def my_files(request: HttpRequest) -> HttpResponse:
    """The files somebody asked for, with what became of them."""
    files = [present_file(file) for file in keeping.files_of(owner_of(request))]
    context = {"crumbs": home(), "files": files, "kept_days": formatting.number(settings.FILES_KEPT_DAYS)}
    return render(request, "dashboards/data_mine.html", context)


def _found(reference: str) -> KeptFile:
    file = keeping.find(reference)
    if file is None:
        raise Http404("There is no file with this reference, or not any more.")
    return file
