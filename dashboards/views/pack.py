"""The meeting pack of an area: to look at and print, and as a file."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dashboards.kept.forms import PACK_FORMS
from dashboards.models import FileTable
from dashboards.packs.reading import opened, pack_question, read_pack
from dashboards.parameters import AS_AT, Refusal, choice
from dashboards.presenters.reach import area_href
from dashboards.query_strings import QueryString
from dashboards.question import Question
from dashboards.views.area import is_gone
from dashboards.views.kept import ask_for, refused
from dashboards.views.missing import nothing_loaded, unknown_area
from programmes.queries.areas import area_profile
from programmes.results import AreaProfile


@never_cache
@require_safe
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """The pack as a page: a cover, a page for each programme, sources. Eleven statements."""
    notices: list[str] = []
    as_at = QueryString(dict(request.GET.lists()), [AS_AT], notices).one("as_at")
    profile = area_profile(code)
    if profile is None:
        return unknown_area(request, code)
    question = _question(profile, as_at)
    if not question.indicator:
        return nothing_loaded(request)
    with opened(question):
        content = read_pack(question, base=settings.ADDRESS, profile=profile)
    figures = {each.code: mark_safe(each.figure) for each in content.programmes}  # drawn and escaped by us
    context = {
        "pack": content,
        "figures": figures,
        "notices": notices,
        "forms": PACK_FORMS.values(),
        "as_at": as_at.isoformat() if as_at else "",
        "crumbs": [*content.area.crumbs, (content.area.short_name, area_href(profile.area))],
    }
    return render(request, "dashboards/pack.html", context)


@never_cache
@require_POST
def make_pack(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the pack as a file, as the figures stand; a worker makes it, and its page says how far it is."""
    written = request.POST.get("as_at", "")
    try:
        form = choice("format", "", PACK_FORMS).read(request.POST.get("format", ""))
        as_at = AS_AT.read(written, strict=False) if written else None
    except Refusal as problem:
        return refused(request, "This pack cannot be made", str(problem), 422)
    profile = area_profile(code)
    if profile is None:
        return unknown_area(request, code)
    question = _question(profile, as_at)
    if not question.indicator:
        return nothing_loaded(request)
    return ask_for(request, question, form, FileTable.PACK)


def _question(profile: AreaProfile, as_at: datetime | None) -> Question:
    """What a pack of this area is made of."""
    return pack_question(profile.area.code, is_gone=is_gone(profile), as_at=as_at)
