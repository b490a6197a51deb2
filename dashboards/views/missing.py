"""Pages that say why there is nothing here, and where to go instead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.presenters.areas import present_area_lines
from dashboards.presenters.cards import programme_href
from programmes.queries.areas import similar_codes
from programmes.queries.programmes import all_programmes


def nothing_loaded(request: HttpRequest) -> HttpResponse:
    """No programme is in the database yet."""
    return render(request, "dashboards/nothing_loaded.html", status=503)


def unknown_area(request: HttpRequest, code: str) -> HttpResponse:
    """No area ever had this code: the areas it may have meant. Five statements at most."""
    context = {"code": code[:40], "similar": present_area_lines(similar_codes(code[:40]))}
    return render(request, "dashboards/unknown_area.html", context, status=404)


def unknown_programme(request: HttpRequest, code: str) -> HttpResponse:
    """No programme has this code: those there are."""
    programmes = [(each.name, programme_href(each.code)) for each in all_programmes()]
    return render(
        request,
        "dashboards/unknown_programme.html",
        {"code": code[:40], "programmes": programmes},
        status=404,
    )
