"""The recent trend: whether the last five yearly figures go up or down by more than chance (Fingertips).

For shares and rates of single years. A trend needs five years without a gap, up to the latest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from programmes.choices import Polarity
from programmes.statistics.comparison import Comparison, of_two_areas
from programmes.statistics.intervals import Interval

POINTS = 5
ERRORS_ACROSS = 3.92
"""Standard errors between the limits of a 95% interval, as the method has it."""

SIGNIFICANT_ABOVE = 9.54953570608324
"""Chi-square with one degree of freedom at p = 0.002."""


FLAT = 1e-12
"""Of the largest figure: what binary fractions leave of a slope that is none."""


class TrendDirection(StrEnum):
    """Where the figures go."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no significant change"
    NOT_CALCULATED = "cannot be calculated"


class Judgement(StrEnum):
    """Whether a change is welcome."""

    BETTER = "getting better"
    WORSE = "getting worse"
    NONE = ""


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One year's figure: its value with its 95% limits, in any unit, and for a share the two counts behind it."""

    value: float
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class RecentTrend:
    """Where the figures go, how strongly (`chi_square`), how fast (`slope`: unit or log odds a year), or why not."""

    direction: TrendDirection
    chi_square: float | None = None
    slope: float | None = None
    why_not: str = ""

    def judged(self, polarity: str) -> Judgement:
        """Better or worse by the polarity of the indicator; neither without a trend or without a good direction."""
        if polarity == Polarity.NONE or self.direction not in _MOVING:
            return Judgement.NONE
        rises = self.direction == TrendDirection.INCREASING
        return Judgement.BETTER if rises == (polarity == Polarity.HIGH) else Judgement.WORSE


_MOVING = (TrendDirection.INCREASING, TrendDirection.DECREASING)


def recent_trend(years: Sequence[YearPoint | None]) -> RecentTrend:
    """The trend of the latest five years, oldest first, by weighted regression (Fingertips recent trends, from 2019).

    Weights are one over the squared standard error. Significant where chi-square is above 9.5495 and all six slopes,
    with every year and with each left out, go the same way.

    >>> figures = [(24.67, 23.16, 26.25), (24.6, 23.15, 26.19), (28, 26.44, 29.64)]
    >>> figures += [(30.2, 28.63, 31.9), (30.6, 28.98, 32.25)]
    >>> trend = recent_trend([YearPoint(*figure) for figure in figures])
    >>> str(trend.direction), round(trend.chi_square, 2)
    ('increasing', 46.77)
    """
    latest = _latest(years)
    if isinstance(latest, str):
        return _not_calculated(latest)
    weighed: list[tuple[float, float, float]] = []
    for x, point in enumerate(latest, start=1):
        if point.lower is None or point.upper is None:
            return _not_calculated("a year has no confidence limits")
        if point.upper <= point.lower:
            return _not_calculated("a year's confidence limits are one and the same")
        if point.numerator is not None and point.numerator == point.denominator:
            return _not_calculated("a year's count is the whole of its denominator")
        weighed.append((float(x), point.value, (ERRORS_ACROSS / (point.upper - point.lower)) ** 2))
    slope, information = _weighted_slope(weighed)
    slopes = [slope, *(_weighted_slope(rest)[0] for rest in _each_left_out(weighed))]
    return _decided(slopes, slope**2 * information, max(abs(point.value) for point in latest))


def recent_trend_of_shares(years: Sequence[YearPoint | None]) -> RecentTrend:
    """The older variant, from the counts alone: chi-square for linear trend, with slopes of the log odds.

    Refused by words where a year's count is nothing or the whole: it has no odds.

    >>> counts = [(994, 40299), (1023, 41527), (1199, 42811), (1332, 44064), (1367, 44701)]
    >>> trend = recent_trend_of_shares([YearPoint(n / d, numerator=n, denominator=d) for n, d in counts])
    >>> str(trend.direction), round(trend.chi_square, 2)
    ('increasing', 47.9)
    """
    latest = _latest(years)
    if isinstance(latest, str):
        return _not_calculated(latest)
    counts: list[tuple[float, float, float]] = []
    for x, point in enumerate(latest, start=1):
        if point.numerator is None or point.denominator is None:
            return _not_calculated("a year has no counts")
        if not 0 < point.numerator < point.denominator:
            return _not_calculated("a year's count is nothing, or the whole of its denominator")
        counts.append((float(x), point.numerator, point.denominator))
    odds = [(x, math.log(part / (whole - part)), 1.0) for x, part, whole in counts]
    slope, _ = _weighted_slope(odds)
    slopes = [slope, *(_weighted_slope(rest)[0] for rest in _each_left_out(odds))]
    return _decided(slopes, _linear_trend(counts), max(abs(log_odds) for _, log_odds, _ in odds))


def last_two(earlier: Interval | None, latest: Interval | None) -> TrendDirection:
    """The change between two figures: none where their intervals overlap (Fingertips).

    >>> str(last_two(Interval(3.0, 2.7, 3.1), Interval(4.0, 3.5, 4.5)))
    'increasing'
    """
    found = of_two_areas(latest, earlier, Polarity.NONE)
    return {
        Comparison.HIGHER: TrendDirection.INCREASING,
        Comparison.LOWER: TrendDirection.DECREASING,
        Comparison.SIMILAR: TrendDirection.NO_CHANGE,
    }.get(found, TrendDirection.NOT_CALCULATED)


def _latest(years: Sequence[YearPoint | None]) -> list[YearPoint] | str:
    """The latest five figures, or why there are not so many."""
    if len(years) < POINTS:
        return f"a trend needs {POINTS} years, and there are {len(years)}"
    latest = [point for point in years[-POINTS:] if point is not None]
    return latest if len(latest) == POINTS else f"one of the latest {POINTS} years has no figure"


def _not_calculated(why: str) -> RecentTrend:
    return RecentTrend(TrendDirection.NOT_CALCULATED, why_not=why)


def _decided(slopes: Sequence[float], chi_square: float, scale: float) -> RecentTrend:
    """The direction that all slopes share. A flat one has none: then a single year makes the whole trend."""
    direction = TrendDirection.NO_CHANGE
    if chi_square > SIGNIFICANT_ABOVE:
        if all(slope > FLAT * scale for slope in slopes):
            direction = TrendDirection.INCREASING
        elif all(slope < -FLAT * scale for slope in slopes):
            direction = TrendDirection.DECREASING
    return RecentTrend(direction, chi_square, slopes[0])


def _each_left_out(
    points: Sequence[tuple[float, float, float]],
) -> list[list[tuple[float, float, float]]]:
    return [[*points[:out], *points[out + 1 :]] for out in range(len(points))]


def _weighted_slope(points: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """The slope of y over x with these weights, and its information: one over its squared standard error."""
    total = math.fsum(weight for _, _, weight in points)
    x_mean = math.fsum(weight * x for x, _, weight in points) / total
    information = math.fsum(weight * (x - x_mean) ** 2 for x, _, weight in points)
    return math.fsum(weight * (x - x_mean) * y for x, y, weight in points) / information, information


def _linear_trend(counts: Sequence[tuple[float, float, float]]) -> float:
    """Chi-square for a linear trend in shares (Armitage, 1955) over x, numerator, denominator."""
    part = math.fsum(count for _, count, _ in counts)
    whole = math.fsum(of for _, _, of in counts)
    x_mean = math.fsum(x * of for x, _, of in counts) / whole
    lean = math.fsum((x - x_mean) * count for x, count, _ in counts)
    spread = math.fsum((x - x_mean) ** 2 * of for x, _, of in counts)
    return lean**2 / (part / whole * (1 - part / whole) * spread)
