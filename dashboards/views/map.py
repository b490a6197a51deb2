"""The map: where has a programme reached, and where not?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.caching import kept_for_strangers
from dashboards.charts.boundaries import build_boundary_data, build_frames
from dashboards.charts.measures import AGAINST_TARGETS, Measure, Point, measure, nobody_set_targets
from dashboards.maps import TileMap, build_tile_map, present_instead
from dashboards.presenters.cards import markers_used, present_area_rows
from dashboards.presenters.leads import progress_leads
from dashboards.presenters.maps import present_controls, present_map_links
from dashboards.selection import PARAMETERS, Selection
from dashboards.tables import AreaTable
from dashboards.views.missing import with_programmes
from dashboards.wording import area_type_word
from programmes.periods import Period
from programmes.queries import areas, coverage, progress
from programmes.queries.programmes import all_programmes
from programmes.results import CoveragePoint, IndicatorInfo, ProgrammeInfo, ProgressPoint
from programmes.snapshot import one_snapshot

EARLIEST, LATEST = Period(1999, 1), Period(2199, 4)


@dataclass(frozen=True, slots=True)
class Found:
    """What one map shows: the programme, every area's figure and coverage, and the periods to choose from."""

    selection: Selection
    programme: ProgrammeInfo
    indicator: IndicatorInfo
    span: tuple[Period, Period] | None
    points: Sequence[ProgressPoint] = ()
    covered: Sequence[CoveragePoint] = ()
    reference: Sequence[ProgressPoint] = ()

    @property
    def shown(self) -> Sequence[Point]:
        """What the map is drawn from."""
        return self.covered if self.selection.show == "coverage" else self.points

    @property
    def adults(self) -> Mapping[str, float]:
        """People aged 18 and over by area code."""
        return {point.area.code: point.population_total for point in self.covered}

    @property
    def measure(self) -> Measure:
        """How a point is classed and said."""
        selection = self.selection
        return measure(
            selection.show,
            self.indicator,
            selection.area_type,
            reference=self.reference or self.points,
            adults=self.adults,
        )


@require_safe
@kept_for_strangers(*PARAMETERS, free=["sort"])
@one_snapshot()
@with_programmes
def map_page(request: HttpRequest, programmes: Sequence[ProgrammeInfo]) -> HttpResponse:
    """One moment of a programme in every area of a level. Five statements, and one for rates of earlier periods."""
    found = ask(select(request, programmes), programmes)
    selection = found.selection
    tile_map = build_tile_map(
        found.programme,
        found.measure,
        found.shown,
        areas.lineage(selection.area_type),
        selected=selection.area,
    )
    context = {
        "selection": selection,
        "crumbs": [("England", reverse("overview"))],
        "programme": found.programme,
        "indicator": found.indicator,
        "controls": present_controls(selection, programmes, found.span),
        "tile_map": tile_map,
        "data": script_data(found, tile_map) if tile_map else None,
        "chosen": tile_map.cell(selection.area) if tile_map else None,
        "links": present_map_links(selection, found.programme, found.indicator),
        "table": area_table(found).ordered(request),
    }
    return render(request, "dashboards/map.html", context)


@require_safe
@kept_for_strangers(*PARAMETERS)
@one_snapshot()
def map_frames(request: HttpRequest) -> HttpResponse:
    """Every period of a map, for the script that plays it. Six statements at most."""
    programmes = all_programmes()
    if not programmes:
        return JsonResponse({"frames": []})
    found = ask(select(request, programmes), programmes)
    selection, shown = found.selection, found.measure
    history: Mapping[Period, Sequence[Point]] = (
        coverage.history(selection.programme, selection.area_type)
        if selection.show == "coverage"
        else progress.history(selection.indicator, selection.area_type)
    )
    return JsonResponse(
        build_frames({period: [shown.cell(point) for point in points] for period, points in history.items()})
    )


def select(request: HttpRequest, programmes: Sequence[ProgrammeInfo]) -> Selection:
    """The selection of a map: a level below England; coverage is told for every quarter, whatever the indicator.

    Unless something is asked for, a programme of which no coverage is known is shown by its figure.
    """
    selection = Selection.from_query(request.GET, [_told_quarterly(programme) for programme in programmes])
    if "show" not in request.GET and coverage.known_span(selection.programme) is None:
        selection = replace(Selection.from_query(request.GET, programmes), show="actual")
    elif selection.show != "coverage":
        selection = Selection.from_query(request.GET, programmes)
    if selection.area_type == "england":
        notice = "A map of one area shows nothing: this page shows integrated care boards."
        selection = replace(selection, area_type="icb", notices=(*selection.notices, notice))
    return selection


def ask(selection: Selection, programmes: Sequence[ProgrammeInfo]) -> Found:
    """Two statements for the figures and the coverage of one moment, and one more for the latest to class them by, or
    for England beside areas without a target.
    """
    programme = next(each for each in programmes if each.code == selection.programme)
    indicator = programme.indicator(selection.indicator)
    by_coverage = selection.show == "coverage"
    span = (
        coverage.known_span(programme.code)
        if by_coverage
        else progress.known_span(indicator.code, selection.area_type)
    )
    selection = selection.within(span)
    if selection.period is None or span is None:
        return Found(selection, programme, indicator, span)
    yearly = not indicator.is_quarterly
    period = selection.period.year if yearly else selection.period
    points = progress.snapshot(indicator.code, selection.area_type, period)
    if selection.show in AGAINST_TARGETS and nobody_set_targets(points):
        return beside_england(selection, programme, indicator, span, points)
    covered = coverage.snapshot(programme.code, selection.area_type, selection.period.quarters()[-1])
    classed = selection.show in ("rate", "actual") and period != span[1]
    reference = progress.snapshot(indicator.code, selection.area_type, span[1]) if classed else ()
    return Found(selection, programme, indicator, span, points, covered, reference)


def beside_england(
    selection: Selection,
    programme: ProgrammeInfo,
    indicator: IndicatorInfo,
    span: tuple[Period, Period],
    points: Sequence[ProgressPoint],
) -> Found:
    """What a map of targets shows where nobody set one: the figure itself, and in a sentence England's beside it.

    Two statements.
    """
    period = points[0].period
    covered = coverage.snapshot(programme.code, selection.area_type, period.quarters()[-1])
    england = progress.snapshot(indicator.code, "england", period)
    found = Found(replace(selection, show="rate"), programme, indicator, span, points, covered)
    notice = present_instead(indicator, selection.area_type, points, england, found.adults)
    return replace(found, selection=replace(found.selection, notices=(*found.selection.notices, notice)))


def area_table(found: Found) -> AreaTable:
    """The same as a table, which also says what the map does not."""
    level = area_type_word(found.selection.area_type)
    when = f", {found.points[0].period.label}" if found.points else ""
    return AreaTable(
        present_area_rows(found.indicator, found.points, found.covered, chosen=found.selection.area),
        caption=f"{found.indicator.name} by {level}{when}",
        markers=markers_used(found.points),
        links=progress_leads(
            found.programme.code,
            found.indicator.code,
            area_type=found.selection.area_type,
            period=found.points[0].period if found.points else None,
        ),
        order_by="area",
    )


def script_data(found: Found, tile_map: TileMap) -> dict[str, object]:
    """What the script needs to draw the boundaries and to play."""
    data = build_boundary_data(
        tile_map.cells, tile_map.links, found.measure.scale, selected=found.selection.area
    )
    query = found.selection.query(area="", view="tiles")
    period, edition = found.selection.period, areas.current_edition()
    return {
        **data,
        "title": tile_map.title,
        "period": period.code if period else "",
        "frames": f"{reverse('map_frames')}?{query}",
        "decoder": _static("js/topology.js"),
        "topology": _static(f"geo/{edition.code}-{found.selection.area_type}.json") if edition else "",
    }


def _told_quarterly(programme: ProgrammeInfo) -> ProgrammeInfo:
    widened = [
        replace(each, period_type="quarter", first_period=EARLIEST, runs_to=LATEST)
        for each in programme.indicators
    ]
    return replace(programme, indicators=tuple(widened))


def _static(path: str) -> str:
    """The address of a static file, or nothing where the release has none."""
    try:
        return staticfiles_storage.url(path)
    except ValueError:
        return ""
