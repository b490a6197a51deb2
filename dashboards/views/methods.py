"""How figures are made: all of them, and one indicator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.presenters.cards import home
from dashboards.presenters.deciding_methods import COMPARING, DECIDING, present_grouping
from dashboards.presenters.glossary import GLOSSARY
from dashboards.presenters.indicator_methods import present_method
from dashboards.presenters.methods import (
    METHODS,
    present_marker_words,
    present_programme_methods,
    present_tags,
)
from dashboards.presenters.target_methods import TARGETS, present_rules
from dashboards.views.missing import unknown_indicator
from programmes.queries.comparison import grouping
from programmes.queries.extent import extent_of
from programmes.queries.plans import plans_of
from programmes.queries.programmes import all_programmes
from programmes.queries.sources import all_sources
from programmes.snapshot import one_snapshot


@require_safe
@kept_for_strangers()
@one_snapshot()
def methods(request: HttpRequest) -> HttpResponse:
    """How figures are made, what every word, tag and marker means, every source. Three statements."""
    context = {
        "crumbs": home(),
        "methods": (*METHODS, *TARGETS, *DECIDING, COMPARING, present_grouping(grouping())),
        "programmes": present_programme_methods(all_programmes()),
        "glossary": GLOSSARY,
        "markers": present_marker_words(),
        "tags": present_tags(),
        "rules": present_rules(),
        "sources": all_sources(),
    }
    return render(request, "dashboards/methods.html", context)


@require_safe
@kept_for_strangers()
@one_snapshot()
def method(request: HttpRequest, indicator: str) -> HttpResponse:
    """How one indicator is made, and what was planned for it. Six statements at most."""
    for programme in all_programmes():
        for info in programme.indicators:
            if info.code == indicator:
                made = present_method(programme, info, plans_of(indicator), extent_of(indicator))
                crumbs = [*home(), ("Methods", reverse("methods"))]
                return render(request, "dashboards/method.html", {"crumbs": crumbs, "method": made})
    return unknown_indicator(request, indicator)
