"""The audit: who did what to what, when. It is only ever added to, by the actions themselves."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from programmes import untrusted
from programmes.forms import AuditForm
from programmes.permissions import check_can_see_provenance
from programmes.queries import audit as queries
from programmes.queries.audit import AuditFilter, Event

COLUMNS = ("at", "actor", "action", "subject", "detail")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


@require_safe
@login_required
def audit(request: HttpRequest) -> HttpResponseBase:
    """Events, filtered, in pages or all in one file (`format=csv`)."""
    check_can_see_provenance(request.user)
    form = AuditForm(request.GET, actions=queries.actions())
    given, notices = form.wanted()
    wanted = AuditFilter(**given)
    if request.GET.get("format") == "csv":
        return _file(wanted)
    page = queries.events(wanted, before=_key(request, "before"), after=_key(request, "after"))
    query = request.GET.copy()
    for name in ("before", "after", "format"):
        query.pop(name, None)
    context = {
        "crumbs": [("Enter figures", reverse("enter"))],
        "form": form,
        "notices": notices,
        "page": page,
        "lines": [(event, _words(event)) for event in page.events],
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


def _file(wanted: AuditFilter) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(
        _lines(queries.every_event(wanted)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="rollout-audit-{localdate().isoformat()}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _lines(events: Iterable[Event]) -> Iterator[str]:
    yield _line(COLUMNS)
    for event in events:
        detail = json.dumps(event.detail, ensure_ascii=False, sort_keys=True)
        cells = (localtime(event.at).isoformat(), event.actor, event.action, event.subject, detail)
        yield _line([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
