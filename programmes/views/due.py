"""What is due of whoever has signed in: the page that /enter/ opens on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programmes import permissions
from programmes.choices import Role
from programmes.due_results import DueItem
from programmes.queries import due as queries
from programmes.queries.review import waiting_for

SHOWN = 100
"""Lines of one list; a programme and an area narrow it down."""

DONE = ("submitted", "accepted")


@never_cache
@require_safe
@login_required
def due(request: HttpRequest) -> HttpResponse:
    """Overdue, returned and due figures first, then what was sent, then what is accepted."""
    user = request.user
    if not permissions.can_see_provenance(user):
        raise PermissionDenied(
            "Your account has no role that enters or accepts figures. Ask an administrator."
        )
    items = queries.list_for(user, timezone.localdate())
    programme, area = request.GET.get("programme", ""), request.GET.get("area", "").strip()[:80]
    found = [item for item in items if _is_wanted(item, programme, area.casefold())]
    to_do = [item for item in found if item.status not in DONE]
    lists = [
        ("to-do", "To do", [item for item in to_do if item.window.is_open]),
        ("closed", "Closed, with figures missing", [item for item in to_do if not item.window.is_open]),
        ("sent", "Sent, waiting to be accepted", [item for item in found if item.status == "submitted"]),
        ("accepted", "Accepted", [item for item in found if item.status == "accepted"]),
    ]
    waiting = [each for each in waiting_for(user) if each.may_decide]
    context = {
        "lists": [(key, words, some[:SHOWN], len(some)) for key, words, some in lists if some],
        "has_to_do": any(item.window.is_open for item in to_do),
        "is_editor": bool(permissions.reach(user, Role.EDITOR)),
        "is_administrator": permissions.can_administer(user),
        "waiting": len(waiting),
        "programmes": sorted({(item.programme, item.programme_name) for item in items}),
        "programme": programme,
        "area": area,
        "is_long": len(items) > 20,
        "is_filtered": bool(programme or area),
        "overdue": sum(item.is_overdue for item in found),
    }
    return render(request, "programmes/due.html", context)


def _is_wanted(item: DueItem, programme: str, area: str) -> bool:
    if programme and item.programme != programme:
        return False
    return not area or area in item.area.name.casefold() or area == item.area.code.casefold()
