"""The kinds of indicators, and how figures of each behave: over a year, beside others, on the way to a target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from programmes import calculations
from programmes.choices import IndicatorKind, Polarity, ReportedAs
from programmes.periods import QUARTERS
from programmes.statistics.control import SeriesKind
from programmes.statistics.intervals import Interval, rate, wilson
from programmes.statistics.run_rate import flow_run_rate, ratio_run_rate, stock_run_rate
from programmes.statistics.run_rate_words import RunRate
from programmes.statistics.what_if import flow_what_if, stock_what_if

if TYPE_CHECKING:
    from programmes.results.indicators import IndicatorInfo
    from programmes.results.progress import ProgressPoint


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """What is known of a year that has a target: the quarters that are over, and those of the years before it.

    A quarter is None where nothing is known of it. The indicator says which way is good.
    """

    indicator: IndicatorInfo
    quarters: Sequence[ProgressPoint | None]
    earlier: Sequence[ProgressPoint]
    target: float

    @property
    def polarity(self) -> str:
        """Which way is good."""
        return self.indicator.polarity


class Kind(str):
    """The kind of an indicator, which decides how its figures behave; as text, its code."""

    is_ratio = False
    """A number is divided by another: two are reported, and neither is put to the number of people."""
    only_grows = False
    """The year to date never falls, so that a year may be decided before it ends."""
    may_fall = False
    """A pace may be below nothing."""
    can_be_added = True
    """Figures of several areas make one of all of them."""
    has_pace = True
    """The periods of a year bring it nearer to the year's target, each by so much."""
    is_set_for_years = False
    """A target of a year is one of its last period alone: nothing is expected at the periods before."""
    series = SeriesKind.PER_PERIOD
    """The kind of series that a control chart takes it for."""

    def value(self, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
        """The figure that two reported numbers make; None where it is not known."""
        return numerator

    def total(self, point: ProgressPoint) -> float | None:
        """The figure by which areas are compared: the year to date of what only grows, else the period's own."""
        return point.actual

    def counted(self, point: ProgressPoint, people: float | None) -> tuple[float, float] | None:
        """A count and what it is out of, for limits of chance: of people, or its denominator; None if not known."""
        total = self.total(point)
        return None if total is None or not people else (total, people)

    def per_head(self, figure: float | None, people: float | None) -> float | None:
        """A figure of an area by its size: for 100,000 people; None where either is not known."""
        return calculations.rate(figure, people)

    def limits(self, count: float, whole: float) -> Interval:
        """The limits of chance, 95%, of what `counted` gives, in the unit of `per_head`."""
        return rate(count, whole)

    def run_rate(self, year: YearSoFar) -> RunRate | None:
        """What each quarter left of a year must bring; None where nothing builds up."""
        return None

    what_if = staticmethod(flow_what_if)
    """Where the year ends at a pace that somebody chose. A ratio is not asked: it has none."""

    def begins_at(self, latest: ProgressPoint) -> float | None:
        """The figure from which a pace goes on after this point; None where it is not known."""
        return latest.actual

    def pace(self, latest: ProgressPoint, year_before: ProgressPoint | None, polarity: str) -> float:
        """What the last quarter brought; 0 where it is not known."""
        return latest.actual or 0.0


class Flow(Kind):
    """A count over a period: the periods of a year add up."""

    only_grows = True

    def total(self, point: ProgressPoint) -> float | None:
        """The year to date."""
        return point.year_to_date

    def run_rate(self, year: YearSoFar) -> RunRate | None:
        """By what the quarters brought."""
        return flow_run_rate(_actuals(year.quarters), _actuals(year.earlier), year.target, year.polarity)

    def begins_at(self, latest: ProgressPoint) -> float | None:
        """The year to date; nothing after a whole year, whatever that one came to."""
        return latest.year_to_date if latest.period.quarters_left else 0.0


class RollingYear(Kind):
    """A count over the twelve months to the end of a period: no two of them add up, nor is one taken from another."""

    may_fall = True
    has_pace = False
    is_set_for_years = True
    series = SeriesKind.POINT_IN_TIME


class Stock(Kind):
    """A level at the end of a period: the periods of a year do not add up."""

    may_fall = True
    series = SeriesKind.POINT_IN_TIME
    what_if = staticmethod(stock_what_if)

    def run_rate(self, year: YearSoFar) -> RunRate | None:
        """By how the level moved."""
        levels = _actuals([*year.earlier, *year.quarters])
        return stock_run_rate(levels, QUARTERS - len(year.quarters), year.target, year.polarity)

    def pace(self, latest: ProgressPoint, year_before: ProgressPoint | None, polarity: str) -> float:
        """By how much the level moved the good way in each of the last four quarters."""
        if year_before is None or year_before.actual is None or latest.actual is None:
            return 0.0
        moved = (latest.actual - year_before.actual) / QUARTERS
        return -moved if polarity == Polarity.LOW else moved


class Ratio(Kind):
    """A numerator over a denominator: each adds up, and the ratio is taken last."""

    is_ratio = True
    has_pace = False
    series = SeriesKind.RATIO

    def value(self, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
        """The one divided by the other."""
        return numerator / denominator if numerator is not None and denominator else None

    def counted(self, point: ProgressPoint, people: float | None) -> tuple[float, float] | None:
        """Its own two numbers."""
        return _parts(point)

    def per_head(self, figure: float | None, people: float | None) -> float | None:
        """The ratio as it is."""
        return figure

    def limits(self, count: float, whole: float) -> Interval:
        """Those of a share."""
        return wilson(count, whole)

    def run_rate(self, year: YearSoFar) -> RunRate | None:
        """By its parts, unless both are levels."""
        if not year.indicator.accumulates:
            return None
        quarters, earlier = map(_parts, year.quarters), map(_parts, year.earlier)
        most = 1.0 if year.indicator.is_share else None
        return ratio_run_rate([*quarters], earlier, year.target, year.polarity, most)


class PrintedRatio(Ratio):
    """A ratio that is published without the two counts it is made of: shown as printed, and nothing is made of it."""

    can_be_added = False

    def value(self, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
        """The ratio, which stands in the place of a count."""
        return numerator

    def counted(self, point: ProgressPoint, people: float | None) -> tuple[float, float] | None:
        """Nothing: what it is out of is not published."""
        return None


PRINTED_RATIO = PrintedRatio(IndicatorKind.RATIO.value)

KINDS: dict[str, Kind] = {
    IndicatorKind.FLOW: Flow(IndicatorKind.FLOW.value),
    IndicatorKind.STOCK: Stock(IndicatorKind.STOCK.value),
    IndicatorKind.RATIO: Ratio(IndicatorKind.RATIO.value),
}


class Reporting(str):
    """What a reported figure covers, which decides what may be made of it; as text, its code."""

    is_cumulative = False
    """What came before in the year is in it, so that the period's own figure is what it grew by."""

    def kind(self, kind: str) -> Kind:
        """How figures of an indicator of this kind behave when they are reported so."""
        return KINDS[kind]


class YearToDate(Reporting):
    """Counts from April on: the figure of a first quarter, and what has built up by the end of a later one."""

    is_cumulative = True


class RollingYears(Reporting):
    """Counts over twelve months, however the year stands. Only counts over a period are reported so."""

    def kind(self, kind: str) -> Kind:
        """That of a rolling year; KeyError where it is no count over a period."""
        return ROLLING[kind]


ROLLING: dict[str, Kind] = {IndicatorKind.FLOW: RollingYear(IndicatorKind.FLOW.value)}

REPORTINGS: dict[str, Reporting] = {
    ReportedAs.PERIOD: Reporting(ReportedAs.PERIOD.value),
    ReportedAs.YEAR_TO_DATE: YearToDate(ReportedAs.YEAR_TO_DATE.value),
    ReportedAs.ROLLING_YEAR: RollingYears(ReportedAs.ROLLING_YEAR.value),
}


def _actuals(points: Iterable[ProgressPoint | None]) -> list[float | None]:
    return [None if point is None else point.actual for point in points]


def _parts(point: ProgressPoint | None) -> tuple[float, float] | None:
    if point is None or point.numerator is None or point.denominator is None:
        return None
    return point.numerator, point.denominator
