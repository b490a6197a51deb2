"""Several areas side by side: the rows, how to read them, the areas that are chosen and how to change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from dashboards import comparing
from dashboards.comparing import Difference
from dashboards.presenters.areas import AreaLine
from dashboards.presenters.leads import (
    FILE,
    MADE,
    ROWS,
    Leads,
    file_href,
    method_href,
    origin_href,
    rows_href,
)
from dashboards.presenters.reach import area_href
from dashboards.wording import area_type_word
from programmes.choices import DisclosureRule, Polarity, Unit
from programmes.periods import Period
from programmes.queries.comparison import ComparedArea
from programmes.results import AreaRef, IndicatorInfo, ProgrammeInfo, ProgressPoint
from programmes.statistics.comparison import Comparison

MOST = 10
"""Areas that are compared at once: more lines cannot be told apart."""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One area in the table, still as numbers, so that they sort as numbers."""

    indicator: IndicatorInfo
    point: ProgressPoint
    href: str
    figure: float | None
    standing: float | None
    share: float | None
    change: float | None
    is_broken: bool
    """Whether a break lies between the figure and that of a year before."""
    difference: Difference | None
    is_chosen: bool
    """Whether it is the area that the others are compared with."""

    @property
    def origin(self) -> str:
        """The way to where the figure comes from; nothing where there is no row of it."""
        return origin_href(self.point)

    @property
    def apart(self) -> float | None:
        """The difference alone, by which rows sort."""
        return None if self.is_chosen or self.difference is None else self.difference.apart

    @property
    def word(self) -> str:
        """Better, similar, worse; not compared for the area itself and where there is no difference."""
        if self.is_chosen or self.difference is None:
            return str(Comparison.NOT_COMPARED)
        return str(self.difference.word)


@dataclass(frozen=True, slots=True)
class ChosenArea:
    """One of the areas in the list of those chosen, with links to the same page without it, and beginning with it."""

    line: AreaLine
    without: str
    first: str


def present_compared_rows(
    indicator: IndicatorInfo, areas: Sequence[ComparedArea], period: Period
) -> list[ComparedRow]:
    """A row for each area at one period, in the order given; the first is the one that others are compared with."""
    return [_row(indicator, each, areas[0], period) for each in areas]


def _row(indicator: IndicatorInfo, area: ComparedArea, focus: ComparedArea, period: Period) -> ComparedRow:
    point, other = area.series.at(period), focus.series.at(period)
    if point is None or other is None:
        raise ValueError(f"{indicator.code} has no period {period.code}")
    before = area.series.at(period.year_before())
    figure = indicator.kind.total(point)
    earlier = None if before is None else indicator.kind.total(before)
    is_broken = before is not None and (
        indicator.breaks_between(before.period, period) or ("b" in before.notes) != ("b" in point.notes)
    )
    known = figure is not None and earlier is not None and not is_broken
    return ComparedRow(
        indicator=indicator,
        point=point,
        href=area_href(area.area, indicator.programme),
        figure=figure,
        standing=comparing.standing(indicator, point, area.adults),
        share=area.coverage.coverage if area.coverage else None,
        change=figure - earlier if known and figure is not None and earlier is not None else None,
        is_broken=is_broken,
        difference=comparing.difference(indicator, area, focus, point, other),
        is_chosen=area is focus,
    )


# --- How to read them ---------------------------------------------------------------------------------------------


def present_reading(indicator: IndicatorInfo, areas: Sequence[ComparedArea]) -> tuple[str, ...]:
    """What to know before reading the differences, in sentences."""
    name = areas[0].area.short_name
    said = [f"A difference is the area’s figure less that of {name}."]
    if why := comparing.why_no_interval(indicator):
        said.append(why)
    else:
        made = "by Newcombe’s method" if indicator.kind.is_ratio else "from Byar’s limits of each rate"
        said.append(
            f"In brackets are the limits that chance alone puts round it (95%), {made}. Where they leave out 0 the "
            "area is called "
            + ("higher or lower" if indicator.polarity == Polarity.NONE else "better or worse")
            + "; else similar."
        )
        if indicator.disclosure == DisclosureRule.MHSDS:
            said.append(
                "Below England counts are rounded to the nearest 5, and the limits treat them as shown."
            )
        if indicator.unit in (Unit.TESTS, Unit.REFERRALS, Unit.COURSES):
            said.append(
                "One person may be counted several times, so that the limits are narrower than they should be."
            )
        if len({each.area.area_type for each in areas}) > 1:
            said.append(
                "Of two levels one may hold the other; the larger is then taken as it is, without limits of its own."
            )
    if (year := areas[0].adults_year) and not indicator.kind.is_ratio:
        said.append(f"Adults are those of mid-{year}, in every period.")
    return tuple(said)


# --- Links --------------------------------------------------------------------------------------------------------


def compare_href(codes: Iterable[str], **named: str) -> str:
    """The page for these areas, the first of them the one that others are compared with."""
    query = {"area": ",".join(codes), **{name: value for name, value in named.items() if value}}
    return (
        f"{reverse('compare')}?{urlencode({name: value for name, value in query.items() if value}, safe=',')}"
    )


def similar_href(code: str, **named: str) -> str:
    """The page for an area beside those like it."""
    return compare_href([code], peers="similar", **named)


def compare_leads(indicator: IndicatorInfo, areas: Sequence[AreaRef]) -> Leads:
    """How the figures are made and compared, their rows, the same as a file."""
    named = {
        "indicator": indicator.code,
        "area": ",".join(area.code for area in areas),
        "boundaries": "today",
    }
    return (
        (MADE, method_href(indicator.code)),
        ("How areas are compared", f"{reverse('methods')}#comparing"),
        (ROWS, rows_href(programme=indicator.programme, **named)),
        (FILE, file_href("progress", **named)),
    )


def present_chosen(areas: Sequence[AreaRef], named: Mapping[str, str]) -> list[ChosenArea]:
    """The areas compared, each with its links; `named` is what else the page was asked for."""
    codes = [area.code for area in areas]
    return [
        ChosenArea(
            AreaLine(area.short_name, area.name, area.code, area_href(area), area_type_word(area.area_type)),
            compare_href([code for code in codes if code != area.code], **named),
            compare_href([area.code, *(code for code in codes if code != area.code)], **named),
        )
        for area in areas
    ]


def present_indicator_choices(programmes: Iterable[ProgrammeInfo]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every indicator as (code, name), under its programme."""
    return [(each.name, [(info.code, info.name) for info in each.indicators]) for each in programmes]
