"""The audit: who did what to what, when. It is only ever added to, by the actions themselves."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from programmes import untrusted
from programmes.forms import AuditForm
from programmes.ingest.writing import as_csv
from programmes.permissions import can_administer, check_can_see_provenance
from programmes.queries import audit as queries
from programmes.queries.audit import AuditFilter, Event

COLUMNS = ("at", "actor", "action", "subject", "detail")


@require_safe
@login_required
def audit(request: HttpRequest) -> HttpResponseBase:
    """Events, filtered, in pages or all in one file (`format=csv`)."""
    check_can_see_provenance(request.user)
    may = queries.readable(request.user)
    form = AuditForm(request.GET, actions=queries.actions(may))
    given, notices = form.wanted()
    wanted = AuditFilter(**given)
    if request.GET.get("format") == "csv":
        return _file(wanted, may)
    page = queries.events(wanted, may, before=_key(request, "before"), after=_key(request, "after"))
    query = request.GET.copy()
    for name in ("before", "after", "format"):
        query.pop(name, None)
    context = {
        "crumbs": [("Enter figures", reverse("enter"))],
        "form": form,
        "notices": notices,
        "page": page,
        "lines": [(event, _words(event)) for event in page.events],
        "is_partial": not can_administer(request.user),
        "is_filtered": bool(given),
        "query": query.urlencode(),
    }
    return render(request, "programmes/audit.html", context)


def _key(request: HttpRequest, name: str) -> int | None:
    return untrusted.whole_number(request.GET.get(name, ""))


def _words(event: Event) -> list[tuple[str, str]]:
    """The detail of an event, without what is empty."""
    return [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in event.detail.items()
        if value not in ("", None, [], {})
    ]


def _file(wanted: AuditFilter, may: Q) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(
        as_csv(COLUMNS, map(_cells, queries.every_event(wanted, may))), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="rollout-audit-{localdate().isoformat()}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _cells(event: Event) -> tuple[str, ...]:
    detail = json.dumps(event.detail, ensure_ascii=False, sort_keys=True)
    return localtime(event.at).isoformat(), event.actor, event.action, event.subject, detail
