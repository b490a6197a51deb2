"""Rows for tables: a result with its definition and its links, still as numbers, so that they sort as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards.presenters.leads import origin_href
from dashboards.presenters.reach import area_href
from dashboards.wording import BASIS_WORDS, marker_words
from programmes.choices import Basis, Marker
from programmes.results import AreaRef, CoveragePoint, IndicatorInfo, ProgressPoint, ProgressSeries


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One point in a table, beside the coverage of the same area where the table shows it."""

    indicator: IndicatorInfo
    point: ProgressPoint
    href: str = ""
    share: float | None = None
    is_chosen: bool = False

    @property
    def origin(self) -> str:
        """The way to where the figure comes from; nothing where there is no row of it."""
        return origin_href(self.point)

    @property
    def to_date(self) -> float | None:
        """The value that stands for the point under a heading that says to date: where figures add up over the year,
        never that of the quarter alone."""
        return self.indicator.level(self.point)

    @property
    def notes(self) -> str:
        """Markers that stand beside the number, and where it comes from when not from the area itself."""
        parts = [f"[{letter}]" for letter in self.point.notes]
        if self.point.basis != Basis.REPORTED and self.point.actual is not None:
            parts.append(BASIS_WORDS[Basis(self.point.basis)])
        return " ".join(parts)


def present_area_rows(
    indicator: IndicatorInfo,
    points: Iterable[ProgressPoint],
    coverage: Sequence[CoveragePoint] = (),
    *,
    chosen: str = "",
) -> list[ProgressRow]:
    """A row for each area, in the order given; with the share of it that is covered, where that is known."""
    shares: Mapping[AreaRef, float | None] = {point.area: point.coverage for point in coverage}
    return [
        ProgressRow(
            indicator=indicator,
            point=point,
            href=area_href(point.area, indicator.programme),
            share=shares.get(point.area),
            is_chosen=point.area.code == chosen,
        )
        for point in points
    ]


def present_period_rows(series: ProgressSeries) -> list[ProgressRow]:
    """A row for each period, the newest first; none for periods before the area was there, or after it ended."""
    there = [place for place, point in enumerate(series.points) if point.marker != Marker.NOT_APPLICABLE]
    lived = series.points[there[0] : there[-1] + 1] if there else ()
    return [ProgressRow(series.indicator, point) for point in reversed(lived)]


def markers_used(points: Iterable[ProgressPoint]) -> tuple[tuple[str, str], ...]:
    """The markers that a table of these points shows, each with its words, in one fixed order."""
    used: set[str] = set()
    for point in points:
        used.update(point.notes)
        if point.actual is None:
            used.add(point.marker or "x")
    return marker_words(used)
