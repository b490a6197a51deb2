"""Tile maps, put together: cells from measures, links from presenters, places from the areas themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.charts.classes import MapClass
from dashboards.charts.measures import Cell, Measure, Point, describe_map, legend, measure, value_of
from dashboards.charts.tiles import TileGrid, TileGroup, build_grid, build_groups, has_places
from dashboards.presenters.reach import area_href
from dashboards.wording import area_type_word
from programmes.results import AreaRef, CoveragePoint, IndicatorInfo, ProgrammeInfo, ProgressPoint
from programmes.sentences import pluralize


@dataclass(frozen=True, slots=True)
class TileMap:
    """A map drawn by the server: hexagons in `grid`, or tiles listed in `groups`; what `_tile_map.html` prints."""

    key: str
    title: str
    words: str
    grid: TileGrid | None
    groups: tuple[TileGroup, ...]
    legend: tuple[tuple[MapClass, int], ...]
    cells: tuple[Cell, ...]
    is_made_up: bool
    links: Mapping[str, str]

    def cell(self, code: str) -> Cell | None:
        """The cell of one area; None when it is not on this map."""
        return next((cell for cell in self.cells if cell.area.code == code), None)


def build_tile_map(
    programme: ProgrammeInfo,
    shown: Measure,
    points: Sequence[Point],
    lineage: Mapping[str, Sequence[AreaRef]],
    *,
    selected: str = "",
    key: str = "map",
) -> TileMap | None:
    """The map of one moment; None without areas. `lineage` is that of `programmes.queries.areas`."""
    if not points:
        return None
    cells = tuple(shown.cell(point) for point in points)
    links = {point.area.code: area_href(point.area, programme.code) for point in points}
    area_type = points[0].area.area_type
    on_a_grid = has_places(cells)
    regions = {code: above[0] for code, above in lineage.items() if above}
    level = area_type_word(area_type)
    return TileMap(
        key=key,
        title=f"{_subject(programme, shown)}, by {level}, {points[0].period.label}",
        words=describe_map(cells, shown.scale, area_type),
        grid=build_grid(cells, links, regions, selected) if on_a_grid else None,
        groups=() if on_a_grid else build_groups(cells, links, lineage, selected),
        legend=tuple(legend(cells, shown.scale)),
        cells=cells,
        is_made_up=any(point.is_made_up for point in points),
        links=links,
    )


def build_coverage_map(
    programme: ProgrammeInfo,
    covered: Sequence[CoveragePoint],
    lineage: Mapping[str, Sequence[AreaRef]],
    *,
    selected: str = "",
) -> TileMap | None:
    """The map of where a programme is live, for pages that show one beside other things."""
    if not covered:
        return None
    shown = measure("coverage", programme.indicator(programme.headline), covered[0].area.area_type)
    return build_tile_map(programme, shown, covered, lineage, selected=selected)


def _subject(programme: ProgrammeInfo, shown: Measure) -> str:
    return f"{programme.short_name}: {shown.title}" if shown.show == "coverage" else shown.title


def present_instead(
    indicator: IndicatorInfo,
    area_type: str,
    points: Sequence[ProgressPoint],
    england: Sequence[ProgressPoint],
    adults: Mapping[str, float],
) -> str:
    """Why a map shows no status, what it shows instead, and how many areas lie above and below England.

    `adults` are people by the codes of the areas, who together are England's.
    """
    level = area_type_word(area_type, 2)
    said = f"Nobody set {level} a target for {points[0].period.label}, so there is no status to show: "
    is_ratio = indicator.kind.is_ratio
    said += f"this map shows {'the figure itself' if is_ratio else 'the figure for each 100,000 adults'}."
    everybody = {point.area.code: sum(adults.values()) for point in england}
    [of_england] = [value_of("rate", indicator, point, everybody) for point in england] or [None]
    if of_england is None:
        return said
    values = [value_of("rate", indicator, point, adults) for point in points]
    above = sum(value is not None and value > of_england for value in values)
    below = sum(value is not None and value < of_england for value in values)
    told = (
        formatting.figure_of(indicator, of_england)
        if is_ratio
        else f"{formatting.number(of_england, 0 if of_england >= 10 else 1)} {formatting.unit_words(indicator.unit)}"
    )
    return f"{said} England’s is {told}; {above} {pluralize(above, 'lies', 'lie')} above that, {below} below."
