"""By what areas are compared on one indicator: a figure that allows for their size, and how sure it is.

Counts and levels are put to 100,000 adults, ratios stay as they are. Only figures that may be published come in, so
that an interval treats a rounded count as it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.presenters.cards import ProgressRow
from dashboards.presenters.reach import area_href
from programmes.choices import AreaType, Unit
from programmes.periods import Period
from programmes.queries.comparison import ComparedArea
from programmes.results import IndicatorInfo, ProgressPoint
from programmes.statistics import differences
from programmes.statistics.comparison import Comparison
from programmes.statistics.intervals import Interval
from programmes.statistics.refusals import Refused


@dataclass(frozen=True, slots=True)
class Difference:
    """An area's figure less that of the area it is compared with, in the figure's unit.

    `interval` is None where figures of this kind have none; `word` then says that nothing is compared.
    """

    apart: float
    interval: Interval | None
    word: Comparison


def standing(indicator: IndicatorInfo, point: ProgressPoint, adults: int | None) -> float | None:
    """What the point comes to, allowing for size."""
    return indicator.kind.per_head(indicator.kind.total(point), adults)


def why_no_interval(indicator: IndicatorInfo) -> str:
    """Why no interval is put round such figures, in a sentence; nothing where there is one."""
    if indicator.varies_by_chance:
        return ""
    if not indicator.kind.can_be_added:
        return (
            "It is published without the two counts it is made of: no interval is put round it, and differences are "
            "told without a judgement."
        )
    if indicator.kind.may_fall:
        return (
            "It is a level, all of which was counted on one day, and not a number of events that might by chance have "
            "been another: no interval is put round it, and differences are told without a judgement."
        )
    return (
        "It divides one level by another, and neither is a number of events: no interval is put round it, and "
        "differences are told without a judgement."
    )


def interval(indicator: IndicatorInfo, point: ProgressPoint, adults: int | None) -> Interval | None:
    """The same with its 95% limits: of a rate by its count, of a share by Wilson. None where there are none."""
    counted = indicator.kind.counted(point, adults) if indicator.varies_by_chance else None
    if counted is None or not counted[1]:
        return None
    try:
        return indicator.kind.limits(*counted)
    except Refused:
        return None


def difference(
    indicator: IndicatorInfo,
    area: ComparedArea,
    focus: ComparedArea,
    point: ProgressPoint,
    other: ProgressPoint,
) -> Difference | None:
    """The area less the focus, at these points of each; None where either has no figure.

    Of two levels one may hold the other, so that chance moves both together: the larger is then taken as it is.
    """
    here, there = standing(indicator, point, area.adults), standing(indicator, other, focus.adults)
    if here is None or there is None:
        return None
    own, others = interval(indicator, point, area.adults), interval(indicator, other, focus.adults)
    found = None
    if own is not None and others is not None:
        height, other_height = (AreaType(each.area.area_type).height for each in (area, focus))
        if height > other_height:
            own = Interval(here, here, here, own.confidence)
        elif height < other_height:
            others = Interval(there, there, there, others.confidence)
        found = differences.between(own, others)
    return Difference(here - there, found, differences.said(found, indicator.polarity))


# --- At one period ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow(ProgressRow):
    """One area among others; chosen is the area that these are compared with."""

    figure: float | None
    standing: float | None
    change: float | None
    is_broken: bool
    """Whether a break lies between the figure and that of a year before."""
    difference: Difference | None

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


def compared_rows(
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
    return ComparedRow(
        indicator=indicator,
        point=point,
        href=area_href(area.area, indicator.programme),
        figure=figure,
        standing=standing(indicator, point, area.adults),
        share=area.coverage.coverage if area.coverage else None,
        change=None if is_broken or figure is None or earlier is None else figure - earlier,
        is_broken=is_broken,
        difference=difference(indicator, area, focus, point, other),
        is_chosen=area is focus,
    )


# --- In words -----------------------------------------------------------------------------------------------------


def written(indicator: IndicatorInfo, value: float) -> str:
    """What `standing` gives, as a number: to a tenth below a hundred, to a hundredth below one."""
    if indicator.unit == Unit.PERCENT:
        return formatting.percentage(value, 1)
    if indicator.kind.is_ratio:
        return formatting.amount_of(indicator, value)
    return formatting.number(value, _places(value))


def spoken(indicator: IndicatorInfo, value: float) -> str:
    """The same with its unit, in a sentence."""
    text = written(indicator, value)
    if not indicator.kind.is_ratio:
        return f"{text} per 100,000 adults"
    return f"{text} {formatting.unit_words(indicator.unit, value)}".rstrip()


def apart(indicator: IndicatorInfo, value: float, beside: float) -> str:
    """A difference with its sign: `+12.3`; of shares in percentage points. Written as finely as `beside` is."""
    if indicator.unit == Unit.PERCENT:
        return formatting.signed(value * 100, 1)
    if indicator.kind.is_ratio:
        return formatting.signed(value, indicator.decimals)
    return formatting.signed(value, _places(beside))


def _places(value: float) -> int:
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2
