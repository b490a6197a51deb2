"""Up to ten areas side by side on one indicator: those that are named, an area beside those like it, or the regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.compare import words
from dashboards.compare.chart import Line, build_compare_figure, describe_compare
from dashboards.compare.figures import compared_rows
from dashboards.compare.tables import ComparedTable, over_time_table
from dashboards.presenters.areas import present_area_lines
from dashboards.presenters.cards import ChartCard, home, markers_used, present_period_choices
from dashboards.selection import PARAMETERS, Selection
from dashboards.views.missing import with_programmes
from dashboards.wording import area_types_words
from programmes.periods import Period
from programmes.queries.comparison import (
    ComparedArea,
    areas_named,
    compared,
    grouping,
    largest_areas,
    similar_areas,
)
from programmes.queries.search import find_areas, similar_codes
from programmes.results import AreaRef, IndicatorInfo, ProgrammeInfo
from programmes.snapshot import one_snapshot
from programmes.untrusted import quoted

LONGEST = 9
"""Letters of a code; a GSS code has so many."""

FOUND = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """The areas to compare, how they came to be, and what was not understood."""

    areas: tuple[AreaRef, ...]
    is_named: bool
    """Whether the reader named any of them."""
    has_peers: bool
    notices: tuple[str, ...]


@require_safe
@kept_for_strangers(*PARAMETERS, "peers", several=["area"], free=["add", "*-sort"])
@one_snapshot()
@with_programmes
def compare(request: HttpRequest, every: Sequence[ProgrammeInfo]) -> HttpResponse:
    """Areas side by side. Four statements."""
    selection = Selection.from_query(_with_programme(request.GET, every), every)
    chosen = chosen_areas(request.GET)
    indicator = _indicator(every, selection)
    named = {"indicator": indicator.code, "period": selection.period.code if selection.period else ""}
    looked_for = request.GET.get("add", "").strip()[:80]
    found = find_areas(looked_for, limit=FOUND)
    codes = [area.code for area in chosen.areas] if chosen.is_named else []
    if found and (len(found) == 1 or found[0].code == looked_for.upper()):
        return redirect(words.compare_href(dict.fromkeys([*codes, found[0].code]), **named))
    context = {
        "crumbs": home(),
        "selection": replace(selection, notices=(*selection.notices, *chosen.notices)),
        "indicator": indicator,
        "indicators": words.present_indicator_choices(every),
        "periods": present_period_choices([indicator]),
        "chosen": words.present_chosen(chosen.areas, named),
        "is_named": chosen.is_named,
        "has_peers": chosen.has_peers,
        "is_full": len(codes) >= words.MOST,
        "codes": ",".join(codes),
        "looked_for": looked_for,
        "candidates": _candidates(looked_for, found, codes, named),
        "peers_href": words.similar_href(codes[0], **named)
        if codes and chosen.areas[0].area_type in grouping().levels
        else "",
    }
    areas = compared(indicator, chosen.areas, period=selection.period)
    return render(
        request,
        "dashboards/compare.html",
        context | side_by_side(request, indicator, areas, selection.period),
    )


def side_by_side(
    request: HttpRequest, indicator: IndicatorInfo, areas: Sequence[ComparedArea], period: Period | None
) -> dict:
    """The answer, the chart over time and the table at one period."""
    if not areas:
        return {}
    period = period or areas[0].series.judged_period
    rows = compared_rows(indicator, areas, period)
    focus = areas[0].area.short_name
    lines = [
        Line(
            each.area,
            each.series.points,
            tuple(indicator.kind.per_head(point.actual, each.adults) for point in each.series),
        )
        for each in areas
    ]
    is_made_up = any(row.point.is_made_up for row in rows)
    links = words.compare_leads(indicator, [each.area for each in areas])
    table = ComparedTable(
        rows,
        indicator=indicator,
        caption=f"{indicator.name}, {words.when_of(indicator, period)}, beside {focus}",
        markers=markers_used([row.point for row in rows]),
        prefix="areas-",
        links=links,
    )
    return {
        "period": period,
        "focus": focus,
        "answer": words.present_answer(rows),
        "reading": words.present_reading(indicator, areas),
        "is_made_up": is_made_up,
        "table": table.ordered(request),
        "card": ChartCard(
            key="compare",
            title=f"{indicator.name} over time",
            figure=build_compare_figure(indicator, lines),
            words=describe_compare(indicator, lines),
            table=over_time_table(
                indicator,
                lines,
                caption=f"{indicator.name}{', per 100,000 adults' if not indicator.kind.is_ratio else ''}",
            ),
            links=links,
            is_made_up=is_made_up,
        ),
    }


def chosen_areas(query: QueryDict) -> Chosen:
    """The areas that a query string names, and where it asks those like the first; else England and its regions.

    Two statements; one more for England and its regions.
    """
    codes = [code.strip().upper() for text in query.getlist("area") for code in text.split(",")]
    codes = list(dict.fromkeys(code[:LONGEST] for code in codes if code))[: 4 * words.MOST]
    known = areas_named(codes) if codes else {}
    notices = [
        f"No area of today has the code {quoted(code)}; it is left aside."
        for code in codes
        if code not in known
    ]
    areas = list(dict.fromkeys(known.values()))
    peers = query.get("peers", "")
    has_peers = False
    if peers == "similar" and areas:
        alike = [each.area for each in similar_areas(areas[0].code)]
        has_peers = bool(alike)
        areas = list(dict.fromkeys([*areas, *alike]))
        if not alike:
            grouped = area_types_words(grouping().levels)
            notices.append(f"{areas[0].short_name} has no similar areas: our grouping is of {grouped}.")
    elif peers and peers != "similar":
        notices.append(f"There is no group of areas {quoted(peers)}; only those named are compared.")
    if len(areas) > words.MOST:
        notices.append(f"At most {words.MOST} areas are compared at once: these are the first {words.MOST}.")
    if not areas:
        return Chosen(largest_areas()[: words.MOST], False, False, tuple(notices))
    return Chosen(tuple(areas[: words.MOST]), True, has_peers, tuple(notices))


def _with_programme(query: QueryDict, every: Sequence[ProgrammeInfo]) -> dict[str, str]:
    """The query, with the programme of its indicator where it names none: one field chooses both."""
    asked = {name: str(query.get(name, "")) for name in query}
    wanted = asked.get("indicator", "").strip()
    if not asked.get("programme") and wanted:
        owner = next((each.code for each in every for info in each.indicators if info.code == wanted), "")
        asked["programme"] = owner
    return {name: value for name, value in asked.items() if name != "area"}


def _indicator(every: Sequence[ProgrammeInfo], selection: Selection) -> IndicatorInfo:
    return next(each for each in every if each.code == selection.programme).indicator(selection.indicator)


def _candidates(
    text: str, found: Sequence[AreaRef], codes: Sequence[str], named: dict[str, str]
) -> list[tuple[str, str, str]]:
    """The areas that a search may have meant, each as (name, what it is, the page with it added)."""
    if not text:
        return []
    lines = present_area_lines(found or similar_codes(text))
    return [
        (
            each.name,
            f"{each.code}, {each.kind}",
            words.compare_href(dict.fromkeys([*codes, each.code]), **named),
        )
        for each in lines
    ]
