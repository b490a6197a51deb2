"""Pages that say why there is nothing here, and where to go instead."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.presenters.areas import present_area_lines
from dashboards.presenters.cards import programme_href
from dashboards.presenters.leads import method_href
from dashboards.presenters.lives import collected_words
from dashboards.wording import counted_for
from programmes.area_history import AreaVersion
from programmes.queries.programmes import all_programmes
from programmes.queries.search import similar_codes
from programmes.results import IndicatorInfo


def with_programmes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view every programme behind the request; without any, answer that none is loaded."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        programmes = all_programmes()
        return view(request, programmes, *args, **kwargs) if programmes else nothing_loaded(request)

    return answered


def nothing_loaded(request: HttpRequest) -> HttpResponse:
    """No programme is in the database yet."""
    return render(request, "dashboards/nothing_loaded.html", status=503)


def unknown_area(request: HttpRequest, code: str) -> HttpResponse:
    """No area ever had this code: the areas it may have meant. One statement."""
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


def unknown_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """No indicator has this code: those there are, by programme."""
    programmes = [
        (each.name, [(info.name, method_href(info.code)) for info in each.indicators])
        for each in all_programmes()
    ]
    context = {"code": code[:40], "programmes": programmes}
    return render(request, "dashboards/unknown_indicator.html", context, status=404)


def unknown_figure(
    request: HttpRequest, indicator: IndicatorInfo, area: AreaVersion, period: str
) -> HttpResponse:
    """The engine has no row for this indicator, area and period: when and where it has some."""
    context = {
        "indicator": indicator,
        "collected": collected_words(indicator),
        "method_href": method_href(indicator.code),
        "area": area,
        "areas": counted_for(indicator.reporting_level),
        "period": period[:40],
    }
    return render(request, "dashboards/unknown_figure.html", context, status=404)
