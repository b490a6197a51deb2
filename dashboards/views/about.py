"""How each figure is made, and where the rows are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.caching import by_data_version
from dashboards.presenters.cards import home
from dashboards.presenters.glossary import GLOSSARY
from dashboards.presenters.methods import (
    API_LINKS,
    METHODS,
    present_columns,
    present_files,
    present_marker_words,
    present_programme_methods,
    present_tags,
)
from programmes.queries.programmes import all_programmes
from programmes.queries.sources import all_sources
from programmes.snapshot import one_snapshot


@require_safe
@by_data_version
@one_snapshot()
def methods(request: HttpRequest) -> HttpResponse:
    """How figures are made, what every word, tag and marker means, every source. Two statements and the frame's."""
    context = {
        "crumbs": home(),
        "methods": METHODS,
        "programmes": present_programme_methods(all_programmes()),
        "glossary": GLOSSARY,
        "markers": present_marker_words(),
        "tags": present_tags(),
        "sources": all_sources(),
    }
    return render(request, "dashboards/methods.html", context)


@require_safe
@by_data_version
@one_snapshot()
def data(request: HttpRequest) -> HttpResponse:
    """The API and the files it gives, and what their columns mean. One statement and the frame's."""
    context = {
        "crumbs": home(),
        "files": present_files(all_programmes()),
        "api": API_LINKS,
        "columns": present_columns(),
        "markers": present_marker_words(),
    }
    return render(request, "dashboards/data.html", context)
