"""What a list of sites would change, in pages, for the page of its file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest

from programmes.list_results import Effect

SHOWN = 50
"""Lines of one page of one list."""

SECTIONS = ("new", "changed", "gone", "coverage")


def site_list(request: HttpRequest, effect: Effect | None) -> dict[str, object]:
    """The effect, and the page of each of its lists that was asked for, as `new=2`."""
    if effect is None:
        return {"effect": None}
    pages = {
        name: Paginator(getattr(effect, name), SHOWN).get_page(request.GET.get(name)) for name in SECTIONS
    }
    return {"effect": effect, "listed": pages, "sites": len(effect.new) + effect.sites_changed + effect.same}
