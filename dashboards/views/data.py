"""What an analyst wants first: files, the API, what every column means; and releases, with what changed in each."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dashboards import atom
from dashboards.caching import release as code_release
from dashboards.files.cover import LICENCE
from dashboards.files.streams import write_csv
from dashboards.kept import releasing
from dashboards.kept.columns import DICTIONARY_NAMES, dictionary_rows, present_dictionary
from dashboards.kept.comparing import CHANGE_WORDS
from dashboards.kept.showing import present_release, summary
from dashboards.models import Release, ReleaseState
from dashboards.presenters.cards import home
from dashboards.presenters.methods import API_LINKS, present_files, present_marker_words
from programmes.models import User
from programmes.permissions import can_administer
from programmes.queries.programmes import all_programmes
from programmes.snapshot import one_snapshot

FEED_TITLE = "Rollout: releases of figures"
FEED_ABOUT = "Each release of the figures, with how many rows were added, revised and withdrawn."
TITLED, NOTED = 200, 4000
MOST_TOLD = 50
"""Releases in the feed."""


@never_cache
@require_safe
@one_snapshot()
def data(request: HttpRequest) -> HttpResponse:
    """The latest release, files of the figures as they stand, the API, what every column means. Three statements."""
    return _page(request)


def _page(request: HttpRequest, *, title: str = "", note: str = "", problem: str = "") -> HttpResponse:
    """The page; after a release that was refused, with what was typed for it and why."""
    programmes = all_programmes()
    every = releasing.every_release()
    published = [release for release in every if release.state == ReleaseState.PUBLISHED]
    may_release = can_administer(request.user)
    context = {
        "crumbs": home(),
        "latest": present_release(published[0], programmes) if published else None,
        "releases": [present_release(release) for release in published],
        "files": present_files(programmes),
        "api": API_LINKS,
        "tables": present_dictionary(programmes),
        "markers": present_marker_words(),
        "licence": LICENCE,
        "may_release": may_release,
        "attempt": _attempt(every) if may_release else None,
        "typed": {"title": title, "note": note},
        "problem": problem,
    }
    return render(request, "dashboards/data.html", context, status=422 if problem else 200)


def _attempt(every: list[Release]) -> Release | None:
    """The release that is being made, or that failed after the last one was published."""
    latest = max(every, key=lambda release: release.pk, default=None)
    return latest if latest is not None and latest.state != ReleaseState.PUBLISHED else None


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every column of every table, as CSV."""
    response = HttpResponse(
        b"".join(write_csv(DICTIONARY_NAMES, dictionary_rows(all_programmes()))),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="rollout-dictionary.csv"'
    response["Cache-Control"] = "no-cache"
    return response


@never_cache
@require_safe
@one_snapshot()
def release(request: HttpRequest, number: int) -> HttpResponse:
    """One release: its files, and what changed since the one before."""
    found = releasing.numbered(number)
    if found is None:
        raise Http404("There is no release of this number.")
    last = releasing.latest()
    context = {
        "crumbs": [*home(), ("Data and API", reverse("data"))],
        "shown": present_release(found, all_programmes()),
        "kinds": CHANGE_WORDS.items(),
        "after": number + 1 if last is not None and (last.number or 0) > number else None,
        "licence": LICENCE,
    }
    return render(request, "dashboards/data_release.html", context)


@require_POST
@login_required
def make_release(request: HttpRequest) -> HttpResponse:
    """Publish the figures as they stand: administrators only."""
    if not can_administer(request.user):
        raise PermissionDenied("Only a national administrator can publish a release.")
    title, note = (request.POST.get(name, "").strip() for name in ("title", "note"))
    for name, text, longest in (("The title", title, TITLED), ("The note", note, NOTED)):
        if len(text) > longest:
            problem = f"{name} has {len(text):,} characters, and at most {longest:,} are kept. Shorten it."
            return _page(request, title=title, note=note, problem=problem)
    try:
        releasing.ask(title=title, note=note, by=cast("User", request.user))
    except releasing.ReleaseRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The release is being made. It appears here when all of it is ready.")
    return redirect(reverse("data") + "#releases")


@require_safe
def releases_feed(request: HttpRequest) -> HttpResponseBase:
    """Releases as an Atom feed, the latest first. One statement."""
    releases = releasing.published(MOST_TOLD)
    etag = f'"releases-{releases[0].number if releases else 0}-{code_release()}"'
    return atom.answer(request, etag, lambda: _feed(releases))


def _feed(releases: list[Release]) -> str:
    return atom.written(
        title=FEED_TITLE,
        about=FEED_ABOUT,
        path=reverse("releases_feed"),
        page=reverse("data"),
        entries=[_entry(each) for each in releases],
    )


def _entry(release: Release) -> atom.Entry:
    path = reverse("release", kwargs={"number": release.number})
    said = (release.note, summary(release), f"Data version {release.data_version}.")
    return atom.Entry(
        title=f"Release {release.number}: {release.title}",
        path=path,
        key=path,
        content=escape(" ".join(filter(None, said))),
        told_at=release.published_at or release.requested_at,
    )
