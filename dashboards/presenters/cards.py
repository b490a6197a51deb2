"""Cards: a programme on a page of many, and a chart with its words, method, file and the rows of its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dashboards import formatting
from dashboards.control import meaning_of
from dashboards.presenters.leads import FILE, Leads, origin_href
from dashboards.presenters.lives import collected_words
from dashboards.presenters.reach import Places, Reach, area_href
from dashboards.presenters.standing import Standing, present_standing
from dashboards.wording import basis_words, counted_for, marker_words
from programmes.choices import AreaType, Basis, Marker
from programmes.periods import Period
from programmes.results import (
    AreaRef,
    CoveragePoint,
    IndicatorInfo,
    ProgrammeInfo,
    ProgressPoint,
    ProgressSeries,
)
from programmes.statistics.control import ControlChart

NOTHING_FOUND = "No figure was found of any of its measures. What was promised stands on its page."
"""Said of a programme in place of a figure: not that it was published nowhere, which nobody can know."""

ITS_FILE = "Its rows (CSV)"
"""Said of coverage after how it is counted, where there is little room."""


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """Where one programme stands in one area: figure, plan, status, coverage, and the places that need a look."""

    code: str
    name: str
    full_name: str
    href: str
    standing: Standing | None
    why_empty: str
    reach: Reach | None
    sparkline: SafeString
    not_reached: Places | None = None
    behind: Places | None = None
    behind_when: str = ""

    @property
    def leads(self) -> Leads:
        """Of its figure, and of its coverage: how each is made, and the rows."""
        of_figure = self.standing.leads[:2] if self.standing else ()
        of_coverage = self.reach.leads if self.reach else ()
        return of_figure + tuple((ITS_FILE if words == FILE else words, href) for words, href in of_coverage)


@dataclass(frozen=True, slots=True)
class ChartCard:
    """One chart with everything that belongs to it. `figure` goes to the browser as JSON."""

    key: str
    title: str
    figure: Mapping[str, Any] | None
    words: str
    table: Any
    links: Leads
    is_made_up: bool = False
    is_open: bool = False
    """Whether the rows show at once: they were just sorted, or they are what the section is about."""
    is_table_first: bool = False
    """Whether the table, with bars in it, is the picture, and the chart is kept folded."""

    @property
    def data_id(self) -> str:
        """The id of the block that carries the figure."""
        return f"figure-{self.key}"


def home() -> list[tuple[str, str]]:
    """The way back to England's page."""
    return [("England", reverse("overview"))]


def present_card(
    programme: ProgrammeInfo,
    series: ProgressSeries,
    *,
    period: Period | None,
    reach: Reach | None,
    sparkline: str,
    not_reached: Places | None = None,
    behind: Places | None = None,
    behind_when: str = "",
) -> ProgrammeCard:
    """The programme's headline in one area; a period of None means its latest figure."""
    point = series.shown_at(period) if series.is_counted and programme.has_figures else None
    why_empty = why_not_counted(series) or _outside(series.indicator, period)
    return ProgrammeCard(
        code=programme.code,
        name=programme.short_name,
        full_name=programme.name,
        href=programme_href(programme.code, series.area),
        standing=present_standing(series, point) if point else None,
        why_empty="" if point else why_empty if programme.has_figures else NOTHING_FOUND,
        reach=reach,
        sparkline=mark_safe(sparkline),  # drawn by us, every text in it escaped
        not_reached=not_reached,
        behind=behind,
        behind_when=behind_when,
    )


def why_not_counted(series: ProgressSeries) -> str:
    """For an area too small for an indicator, a sentence that says so; else nothing."""
    if series.is_counted:
        return ""
    areas = counted_for(series.indicator.reporting_level)
    return f"{series.indicator.short_name}: counted for {areas}, not for this one."


def programme_href(programme: str, area: AreaRef | None = None) -> str:
    """The programme's page: in an area, or for England."""
    if area is None or area.area_type == AreaType.ENGLAND:
        return reverse("programme", kwargs={"programme": programme})
    return area_href(area, programme)


def _outside(indicator: IndicatorInfo, period: Period | None) -> str:
    asked = f" for {period.label}" if period else ""
    return f"There are no figures{asked}: {indicator.short_name.lower()} is counted {collected_words(indicator)}."


def present_period_choices(indicators: Sequence[IndicatorInfo]) -> list[tuple[str, str]]:
    """The periods that any of the indicators is counted for, the newest first, as (code, words)."""
    first = min(indicator.first_period for indicator in indicators)
    last = max(indicator.runs_to for indicator in indicators)
    quarterly = any(indicator.is_quarterly for indicator in indicators)
    if not quarterly:
        return [(year.code, year.label) for year in reversed(list(Period.between(first, last)))]
    quarters = list(Period.between(first.quarters()[0], last.quarters()[-1]))
    return [
        (quarter.code, f"{quarter.label}, to {formatting.day(quarter.ends_on)}")
        for quarter in reversed(quarters)
    ]


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
            parts.append(basis_words(self.point.basis))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow(ProgressRow):
    """One figure with its mean and limits, still as numbers; a lower limit below nothing is kept as it is."""

    mean: float | None
    lower: float | None
    upper: float | None
    meaning: str


def present_control_rows(series: ProgressSeries, chart: ControlChart) -> list[ControlRow]:
    """A row for each figure of the chart, the newest first."""
    return [
        ControlRow(
            indicator=series.indicator,
            point=series.points[each.at],
            mean=each.mean,
            lower=each.lower,
            upper=each.upper,
            meaning=meaning_of(each),
        )
        for each in reversed(chart.points)
    ]
