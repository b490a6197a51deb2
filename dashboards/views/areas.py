"""Find an area: by name, ODS code or GSS code; or go down from the regions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.presenters.areas import present_area_lines, present_regions
from dashboards.presenters.cards import home
from dashboards.presenters.reach import area_href
from programmes.queries.areas import areas_of_type, lineage
from programmes.queries.search import find_areas, similar_codes
from programmes.snapshot import one_snapshot

LIMIT = 30


@require_safe
@kept_for_strangers(free=["q"])
@one_snapshot()
def areas(request: HttpRequest) -> HttpResponse:
    """What was looked for, or every integrated care board under its region. Three statements at most."""
    text = request.GET.get("q", "").strip()[:80]
    found = find_areas(text, limit=LIMIT)
    if text and len(found) == 1 and found[0].code == text.upper():
        return redirect(area_href(found[0]))
    context = {
        "crumbs": home(),
        "text": text,
        "found": present_area_lines(found),
        "is_cut": len(found) == LIMIT,
        "similar": present_area_lines(similar_codes(text)) if text and not found else (),
        "regions": ()
        if text
        else present_regions(areas_of_type("region"), areas_of_type("icb"), lineage("icb")),
    }
    return render(request, "dashboards/areas.html", context)
