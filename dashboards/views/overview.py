"""England: how far has each programme got?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.charts.measures import measure
from dashboards.charts.sparkline import build_sparkline
from dashboards.maps import TileMap, build_coverage_map, build_tile_map
from dashboards.presenters.cards import (
    ProgrammeCard,
    markers_used,
    present_area_rows,
    present_card,
    present_period_choices,
)
from dashboards.presenters.gaps import present_gaps
from dashboards.presenters.leads import Leads, coverage_leads, gap_leads, progress_leads
from dashboards.presenters.reach import furthest_behind, not_reached, present_reach
from dashboards.selection import PARAMETERS, Selection
from dashboards.tables import ShortAreaTable
from dashboards.views.missing import with_programmes
from programmes.choices import AreaType
from programmes.periods import Period
from programmes.queries import coverage, progress
from programmes.queries.areas import lineage
from programmes.queries.gaps import gaps as open_gaps
from programmes.results import CoveragePoint, ProgrammeInfo, ProgressPoint, ProgressSeries, coverage_at
from programmes.snapshot import one_snapshot

ENGLAND = "ENG"
LEVEL = "icb"


@dataclass(frozen=True, slots=True)
class Found:
    """One programme: England's series and coverage, every board's then, and the places without a service."""

    programme: ProgrammeInfo
    series: ProgressSeries
    reach: CoveragePoint | None
    points: Sequence[ProgressPoint]
    covered: Sequence[CoveragePoint]
    unserved: Sequence[CoveragePoint]


@require_safe
@kept_for_strangers(*PARAMETERS, free=["sort"])
@one_snapshot()
@with_programmes
def overview(request: HttpRequest, programmes: Sequence[ProgrammeInfo]) -> HttpResponse:
    """Every programme's headline, how far it reaches, and where it does not.

    Five statements, and up to four for each programme.
    """
    selection = Selection.from_query(request.GET, over_all_years(programmes))
    found = ask(programmes, selection.period)
    chosen = next(each for each in found if each.programme.code == selection.programme)
    rows = present_area_rows(chosen.series.indicator, chosen.points, chosen.covered)
    context = {
        "selection": selection,
        "cards": [present(each, selection.period) for each in found],
        "chosen": chosen.programme,
        "periods": present_period_choices([each.series.indicator for each in found]),
        "tile_map": map_of(chosen),
        "map_links": map_leads(chosen),
        "table": ShortAreaTable(
            rows, caption=caption(chosen), markers=markers_used(chosen.points), links=table_leads(chosen)
        ).ordered(request),
        "gaps": present_gaps(gap for gap in open_gaps() if gap.area_type == AreaType.ENGLAND),
        "gaps_links": gap_leads(),
    }
    return render(request, "dashboards/overview.html", context)


def ask(programmes: Sequence[ProgrammeInfo], period: Period | None) -> list[Found]:
    """One statement for England, and up to four for each programme."""
    england = progress.series_of_area(ENGLAND, [programme.headline for programme in programmes])
    reach = coverage.of_area(ENGLAND)
    asked = progress.snapshot if period else progress.latest_snapshot
    found = []
    for programme in programmes:
        series = england[programme.headline]
        point = series.shown_at(period)
        judged = series.judged(point) if point else None
        live = coverage_at(reach.get(programme.code, ()), period)
        found.append(
            Found(
                programme,
                series,
                live,
                asked(programme.headline, LEVEL, judged.period) if judged else (),
                *(coverage.snapshot_and_unserved(programme.code, LEVEL, live.period) if live else ((), ())),
            )
        )
    return found


def present(found: Found, period: Period | None) -> ProgrammeCard:
    """One programme's card."""
    return present_card(
        found.programme,
        found.series,
        period=period,
        reach=present_reach(found.reach),
        sparkline=build_sparkline(found.series),
        not_reached=not_reached(found.programme, found.reach, found.unserved),
        behind=furthest_behind(found.series.indicator, found.points),
        behind_when=f"in {found.points[0].period.label}" if found.points else "",
    )


def map_of(found: Found) -> TileMap | None:
    """Where the programme is live; where nothing is known of that, its figure of every board."""
    if is_reach_known(found) or not found.points:
        return build_coverage_map(found.programme, found.covered, lineage(LEVEL))
    shown = measure("actual", found.series.indicator, LEVEL, reference=found.points)
    return build_tile_map(found.programme, shown, found.points, lineage(LEVEL))


def is_reach_known(found: Found) -> bool:
    """Whether anything is known of where it is live."""
    return any(point.areas_covered is not None for point in found.covered)


def map_leads(found: Found) -> Leads:
    """Of what is on the map."""
    if not is_reach_known(found) and found.points:
        return table_leads(found)
    period = found.covered[0].period.code if found.covered else ""
    return coverage_leads(found.programme.code, area_type=LEVEL, period=period)


def table_leads(found: Found) -> Leads:
    """Of the table beside it."""
    period = found.points[0].period if found.points else None
    return progress_leads(found.programme.code, found.programme.headline, area_type=LEVEL, period=period)


def caption(found: Found) -> str:
    """What the table beside the map shows, and when."""
    period = f", {found.points[0].period.label}" if found.points else ""
    return f"{found.series.indicator.name}{period}"


def over_all_years(programmes: Sequence[ProgrammeInfo]) -> list[ProgrammeInfo]:
    """The programmes as if each were counted quarterly for as long as any: this page shows one moment for all."""
    headlines = [programme.indicator(programme.headline) for programme in programmes]
    first = min(indicator.first_period for indicator in headlines).quarters()[0]
    last = max(indicator.runs_to for indicator in headlines).quarters()[-1]
    return [
        replace(
            programme,
            indicators=(replace(headline, period_type="quarter", first_period=first, runs_to=last),),
        )
        for programme, headline in zip(programmes, headlines, strict=True)
    ]
