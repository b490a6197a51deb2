"""Where the rows are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.caching import by_data_version
from dashboards.presenters.cards import home
from dashboards.presenters.methods import (
    API_LINKS,
    present_columns,
    present_files,
    present_marker_words,
)
from programmes.queries.programmes import all_programmes
from programmes.snapshot import one_snapshot


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
