"""Cards: a programme on a page of many, and a chart with its words, table, method and file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dashboards import formatting
from dashboards.presenters.leads import FILE, Leads
from dashboards.presenters.reach import Places, Reach, area_href
from dashboards.presenters.standing import Standing, present_standing
from dashboards.wording import area_type_word
from programmes.choices import AreaType
from programmes.periods import Period
from programmes.results import (
    AreaRef,
    IndicatorInfo,
    ProgrammeInfo,
    ProgressSeries,
)

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
    partly_reached: int = 0
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
    is_illustrative: bool = False
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
    partly_reached: int = 0,
    behind: Places | None = None,
    behind_when: str = "",
) -> ProgrammeCard:
    """The programme's headline in one area; a period of None means its latest figure."""
    point = series.shown_at(period) if series.is_counted else None
    return ProgrammeCard(
        code=programme.code,
        name=programme.short_name,
        full_name=programme.name,
        href=programme_href(programme.code, series.area),
        standing=present_standing(series, point) if point else None,
        why_empty="" if point else why_not_counted(series) or _outside(series.indicator, period),
        reach=reach,
        sparkline=mark_safe(sparkline),  # drawn by us, every text in it escaped
        not_reached=not_reached,
        partly_reached=partly_reached,
        behind=behind,
        behind_when=behind_when,
    )


def why_not_counted(series: ProgressSeries) -> str:
    """For an area too small for an indicator, a sentence that says so; else nothing."""
    if series.is_counted:
        return ""
    level = area_type_word(series.indicator.reporting_level, 2)
    return f"{series.indicator.short_name}: counted for {level} and larger areas, not for this one."


def programme_href(programme: str, area: AreaRef | None = None) -> str:
    """The programme's page: in an area, or for England."""
    if area is None or area.area_type == AreaType.ENGLAND:
        return reverse("programme", kwargs={"programme": programme})
    return area_href(area, programme)


def _outside(indicator: IndicatorInfo, period: Period | None) -> str:
    asked = f" for {period.label}" if period else ""
    return (
        f"There are no figures{asked}: {indicator.short_name.lower()} is counted "
        f"from {indicator.first_period.label} to {indicator.last_period.label}."
    )


def present_period_choices(indicators: Sequence[IndicatorInfo]) -> list[tuple[str, str]]:
    """The periods that any of the indicators is counted for, the newest first, as (code, words)."""
    first = min(indicator.first_period for indicator in indicators)
    last = max(indicator.last_period for indicator in indicators)
    quarterly = any(indicator.is_quarterly for indicator in indicators)
    if not quarterly:
        return [(year.code, year.label) for year in reversed(list(Period.between(first, last)))]
    quarters = list(Period.between(first.quarters()[0], last.quarters()[-1]))
    return [
        (quarter.code, f"{quarter.label}, to {formatting.day(quarter.ends_on)}")
        for quarter in reversed(quarters)
    ]
