"""The target table: any rows of progress, filtered, sorted, counted, as rows or as a pivot, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards import formatting
from dashboards.caching import kept_for_strangers
from dashboards.filters import read_filters
from dashboards.parameters import QUESTION
from dashboards.presenters.cards import home
from dashboards.presenters.leads import method_href
from dashboards.question import Question
from dashboards.targets import form, paging, pivot_table, words
from dashboards.targets.counts import Counts, count_rows
from dashboards.targets.pivot import read_pivot
from dashboards.targets.shown import READ, Shown
from dashboards.targets.table import ResultTable
from dashboards.targets.totals import total_of
from dashboards.views.missing import with_programmes
from dashboards.wording import beside_a_share
from programmes.choices import AreaType
from programmes.queries.progress import latest_judged
from programmes.queries.search import find_areas
from programmes.results import IndicatorInfo, ProgrammeInfo
from programmes.sentences import counted

LONGEST_SEARCH = 100
FREE = ("as_at", "q", "after", "before", "order", "page")
ONE = tuple(each.name for each in READ if not each.several)
SEVERAL = tuple(each.name for each in (*QUESTION, *READ) if each.name not in (*FREE, *ONE))


@require_safe
@kept_for_strangers(*ONE, several=SEVERAL, free=FREE)
@with_programmes
def targets(request: HttpRequest, programmes: Sequence[ProgrammeInfo]) -> HttpResponse:
    """The rows that the query string asks for. At most eight statements, however many rows."""
    filters = read_filters(request.GET, programmes)
    question = filters.question if filters.is_asked else useful_at_once(programmes, filters.question)
    shown = Shown.read(request.GET, question)
    notices = [*filters.notices, *shown.notices]
    if shown.view == "pivot":
        shown, notice = of_one_indicator(shown, programmes)
        notices += notice
    sought = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    with shown.question.opened():
        counts = count_rows(shown.question)
        found = find_areas(sought)
        context = {
            "crumbs": home(),
            "notices": notices,
            "shown": shown,
            "sought": sought,
            "count": counted(counts.rows, "row"),
            "form": form.present_filters(shown, filters.known, counts, found),
            "tags": list(form.present_tags(shown, filters.known)),
            "is_default": not filters.is_asked,
            "as_at": formatting.moment(shown.question.as_at) if shown.question.as_at else "",
            "now_href": shown.href(as_at=None),
            "all_href": Shown(Question(boundaries="today")).href(),
            "link": shown.href(),  # without a host, as the page may be kept for readers by another name
            "exports": words.present_exports(shown.question),
            "keep_href": f"{reverse('target_file')}?{urlencode(shown.parameters(), safe=',:')}",
            "rows_href": shown.href(view="rows"),
            "pivot_href": shown.href(view="pivot", period=(), sort=""),
        }
        indicator = one_indicator(shown.question, programmes)
        template = "dashboards/targets.html"
        if shown.view == "pivot" and indicator is not None:
            context |= in_pivot(request, shown, indicator)
            template = "dashboards/targets_pivot.html"
        else:
            context |= in_rows(request, shown, counts, indicator, notices)
        return render(request, template, context)


def useful_at_once(programmes: Sequence[ProgrammeInfo], question: Question) -> Question:
    """The first programme's headline in each integrated care board, in the latest period judged. One statement."""
    headline = programmes[0].headline
    level = AreaType.ICB.value
    period = latest_judged(headline, level)
    return replace(
        question,
        indicator=(headline,),
        area_type=(level,),
        period=(period,) if period else (),
        boundaries="today",
    )


def in_rows(
    request: HttpRequest, shown: Shown, counts: Counts, indicator: IndicatorInfo | None, notices: list[str]
) -> dict[str, Any]:
    """A page of rows, and their total. Two statements at most."""
    page = asked_page(request.GET, shown, counts, notices)
    totals = total_of(shown.question, indicator)
    mixed = len({words.is_made_up(row) for row in page.rows}) > 1
    table = ResultTable(
        words.present_rows(page.rows, mixed=mixed),
        names=shown.names,
        caption=words.present_caption(shown, indicator) + beside_a_share(row["status"] for row in page.rows),
        markers=words.present_markers(page.rows, shown.names),
    )
    here = shown.href()
    why, whole_href = words.present_why(shown, totals)
    return {
        "table": table,
        "headings": words.present_headings(shown),
        "totals": words.present_totals(shown, totals, indicator),
        "why_no_total": why,
        "whole_href": whole_href,
        "extent": words.present_extent(page, counts.rows),
        "is_made_up": not mixed and any(words.is_made_up(row) for row in page.rows),
        "method_href": method_href(indicator.code) if indicator else "",
        "first_href": here if page.preceding else "",
        "previous_href": f"{here}&before={page.preceding}" if page.preceding else "",
        "next_href": f"{here}&after={page.following}" if page.following else "",
    }


def asked_page(query: QueryDict, shown: Shown, counts: Counts, notices: list[str]) -> paging.Page:
    """The page after or before the place in the query string; the first when there is none, or not of this table."""
    for way in ("after", "before"):
        text = query.get(way, "").strip()
        if not text:
            continue
        with suppress(paging.NotAPlace):
            place = paging.Place.read(text, shown.question.sort)
            found = paging.read_page(shown.question, shown.size, counts, **{way: place})
            if found.rows:
                return found
        notices.append("This page of the table is not there any more. The first page is shown instead.")
    return paging.read_page(shown.question, shown.size, counts)


def in_pivot(request: HttpRequest, shown: Shown, indicator: IndicatorInfo) -> dict[str, Any]:
    """Areas down, periods across. Two statements."""
    pivot = read_pivot(shown.question, across=shown.across, order=shown.order)
    return {"pivot": pivot_table.present_pivot(shown, pivot, indicator, request.GET.get("page", ""))}


def one_indicator(question: Question, programmes: Sequence[ProgrammeInfo]) -> IndicatorInfo | None:
    """The one indicator of a question; None when it lets several through."""
    every = [
        indicator
        for programme in programmes
        for indicator in programme.indicators
        if (not question.programme or programme.code in question.programme)
        and (not question.indicator or indicator.code in question.indicator)
    ]
    return every[0] if len(every) == 1 else None


def of_one_indicator(shown: Shown, programmes: Sequence[ProgrammeInfo]) -> tuple[Shown, list[str]]:
    """A pivot is of one indicator: the first one asked for, else the headline of the first programme asked for."""
    question = shown.question
    if one_indicator(question, programmes):
        return shown, []
    fitting = [each for each in programmes if not question.programme or each.code in question.programme]
    known = [one for each in fitting for one in each.indicators if one.code in question.indicator] or [
        fitting[0].indicator(fitting[0].headline)
    ]
    chosen = known[0]
    notice = f"A pivot is of one indicator. This one shows {chosen.name}."
    question = replace(question, programme=(), indicator=(chosen.code,))
    return replace(shown, question=question), [notice]
