"""Funnel plots: areas of every size against their common average (PHEindicatormethods, Funnels).

The lines are where chance alone would leave 95% and 99.8% of the areas. With few, large areas nearly every one lies
outside them: say so, or ask for the wider funnel (`widened=True`), as FunnelPlotR draws it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from programmes.statistics.dispersion import (
    Dispersion,
    dispersion_of_ratios,
    dispersion_of_shares,
    pooled,
    wider_limits_of_ratio,
    wider_limits_of_share,
)
from programmes.statistics.intervals import PER_100_000, Interval, count_interval
from programmes.statistics.quantiles import STRICT, USUAL, poisson_limits, z_of
from programmes.statistics.refusals import Refused, refuse_unless_counts, refuse_unless_share

Limits = tuple[float, float]
"""Below and above."""

STEPS, RATE_STEPS = 60, 30
"""Points of a line. Those of a plain rate cost a search each; the curve is smooth enough for fewer."""

LimitsAt = Callable[[float, float], Limits]
"""The limits at a denominator and a confidence level."""


class FunnelBand(StrEnum):
    """Where an area lies in a funnel; the chance of each by chance alone is 0.001 and 0.025."""

    FAR_ABOVE = "above the 99.8% limit"
    ABOVE = "above the 95% limit"
    WITHIN = "within the limits"
    BELOW = "below the 95% limit"
    FAR_BELOW = "below the 99.8% limit"


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """An area: its denominator, its value in the funnel's unit, and its band."""

    denominator: float
    value: float
    band: FunnelBand


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """One line of a funnel, as denominators and values in the funnel's unit; `side` is 1 above and -1 below."""

    confidence: float
    side: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """Areas in the order they came in, their average, the four lines, and how far they were widened, if they were."""

    average: float
    points: tuple[FunnelPoint, ...]
    lines: tuple[FunnelLine, ...]
    dispersion: Dispersion | None = None


def share_limits(average: float, denominator: float, confidence: float = USUAL) -> Limits:
    """Where chance alone leaves a share whose average is this, clamped to 0 and 1.

    >>> low, high = share_limits(0.80642448, 100, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.729, 0.8839)
    """
    reach = z_of(confidence) * math.sqrt(average * (1 - average) / denominator)
    return max(0.0, average - reach), min(1.0, average + reach)


def expected_at_limits(events: float, confidence: float = USUAL) -> Limits:
    """How many events were expected where this many lie just on the lower line, and on the upper line.

    >>> low, high = expected_at_limits(10)
    >>> round(low, 4), round(high, 4)
    (18.3904, 4.7954)
    """
    fewest, most = poisson_limits(events, confidence)
    return most, fewest


def share_funnel(counts: Sequence[tuple[float, float]], *, widened: bool = False) -> Funnel:
    """A funnel of shares (fractions), each area a numerator and a denominator, round their pooled share.

    >>> funnel = share_funnel([(32000, 40000), (33000, 40000), (50, 60)])
    >>> round(funnel.average, 4), [point.band.name for point in funnel.points]
    (0.8125, ['FAR_BELOW', 'FAR_ABOVE', 'WITHIN'])
    """
    for numerator, denominator in counts:
        refuse_unless_share(numerator, denominator)
    average = pooled(counts)
    dispersion = dispersion_of_shares(counts) if widened else None

    def limits(denominator: float, confidence: float) -> Limits:
        if dispersion is not None:
            return wider_limits_of_share(dispersion, denominator, confidence)
        return share_limits(average, denominator, confidence)

    points = [FunnelPoint(of, part / of, _band_within(part / of, of, limits)) for part, of in counts]
    across = _spaced(min(of for _, of in counts), max(of for _, of in counts))
    return Funnel(average, tuple(points), _lines(across, limits), dispersion)


def share_band(numerator: float, denominator: float, average: float) -> FunnelBand:
    """The band of one area's share against an average share, both fractions.

    >>> share_band(24803.6256, 31824, 0.80642448).name, share_band(30277.5312, 37828, 0.80642448).name
    ('FAR_BELOW', 'BELOW')
    """
    refuse_unless_share(numerator, denominator)

    def limits(of: float, confidence: float) -> Limits:
        return share_limits(average, of, confidence)

    return _band_within(numerator / denominator, denominator, limits)


def rate_funnel(
    counts: Sequence[tuple[float, float]], multiplier: float = PER_100_000, *, widened: bool = False
) -> Funnel:
    """A funnel of crude rates, each area its events and its people, round the rate of all of them together.

    An area's band is where the average lies in the area's own interval: exact below 10 events, Byar's from there on.

    >>> funnel = rate_funnel([(2419, 264102), (1944, 286492), (0, 297820)])
    >>> [point.band.name for point in funnel.points]
    ['FAR_ABOVE', 'FAR_ABOVE', 'FAR_BELOW']
    """
    for events, people in counts:
        refuse_unless_counts(events, people)
    average = pooled(counts)
    if average <= 0:
        raise Refused("no area has any events, so there is no average to stand round")
    if widened:
        return _wider_rate_funnel(counts, average, multiplier)
    points = [
        FunnelPoint(people, multiplier * events / people, rate_band(events, people, average))
        for events, people in counts
    ]
    sizes = [people for _, people in counts]
    return Funnel(
        multiplier * average, tuple(points), _rate_lines(average, min(sizes), max(sizes), multiplier)
    )


def rate_band(events: float, people: float, average: float) -> FunnelBand:
    """The band of one area against an average in events a person, by the area's own interval.

    For a ratio, `people` are the events expected and the average is 1.

    >>> rate_band(8, 6.24, 1).name, rate_band(507, 272.3, 1).name
    ('WITHIN', 'FAR_ABOVE')
    """
    refuse_unless_counts(events, people)
    usual = count_interval(events, USUAL).times(1 / people)
    strict = count_interval(events, STRICT).times(1 / people)
    return _band_of_average(average, usual, strict)


def _wider_rate_funnel(counts: Sequence[tuple[float, float]], average: float, multiplier: float) -> Funnel:
    dispersion = dispersion_of_ratios([(events, people * average) for events, people in counts])
    unit = multiplier * average

    def limits(people: float, confidence: float) -> Limits:
        low, high = wider_limits_of_ratio(dispersion, people * average, confidence)
        return low * unit, high * unit

    values = [(people, multiplier * events / people) for events, people in counts]
    points = [FunnelPoint(people, value, _band_within(value, people, limits)) for people, value in values]
    across = _spaced(min(people for _, people in counts), max(people for _, people in counts))
    return Funnel(unit, tuple(points), _lines(across, limits), dispersion)


def _band_within(value: float, denominator: float, limits: LimitsAt) -> FunnelBand:
    (low, high), (far_low, far_high) = limits(denominator, USUAL), limits(denominator, STRICT)
    if value > high:
        return FunnelBand.FAR_ABOVE if value > far_high else FunnelBand.ABOVE
    if value < low:
        return FunnelBand.FAR_BELOW if value < far_low else FunnelBand.BELOW
    return FunnelBand.WITHIN


def _band_of_average(average: float, usual: Interval, strict: Interval) -> FunnelBand:
    if strict.lower is not None and average < strict.lower:
        return FunnelBand.FAR_ABOVE
    if usual.lower is not None and average < usual.lower:
        return FunnelBand.ABOVE
    if strict.upper is not None and average > strict.upper:
        return FunnelBand.FAR_BELOW
    return FunnelBand.BELOW if usual.upper is not None and average > usual.upper else FunnelBand.WITHIN


def _lines(across: Sequence[float], limits: LimitsAt) -> tuple[FunnelLine, ...]:
    lines = []
    for confidence in (USUAL, STRICT):
        found = [(denominator, limits(denominator, confidence)) for denominator in across]
        lines.append(FunnelLine(confidence, -1, tuple((of, low) for of, (low, _) in found)))
        lines.append(FunnelLine(confidence, 1, tuple((of, high) for of, (_, high) in found)))
    return tuple(lines)


def _rate_lines(average: float, smallest: float, widest: float, multiplier: float) -> tuple[FunnelLine, ...]:
    """Each point of a line is a whole count of events, over the people at whom it would lie just on the line."""
    # The lower line begins with fewer events than are expected, and the upper line ends with more.
    fewest, most = average * smallest, average * widest
    least = max(1, math.floor(fewest - 4 * math.sqrt(fewest) - 4))
    enough = math.ceil(most + 6 * math.sqrt(most) + 10)
    events = sorted({round(count) for count in _spaced(least, enough, RATE_STEPS)})
    lines = []
    for confidence in (USUAL, STRICT):
        for side, place in ((-1, 0), (1, 1)):
            people = [(count, expected_at_limits(count, confidence)[place] / average) for count in events]
            # As far as the largest area, and the one point after it.
            shown = 1 + sum(of < widest for _, of in people)
            points = tuple((of, multiplier * count / of) for count, of in people[:shown])
            lines.append(FunnelLine(confidence, side, points))
    return tuple(lines)


def _spaced(least: float, most: float, steps: int = STEPS) -> list[float]:
    """Denominators from the least to the most, closer together where they are small, as the lines bend there."""
    if most <= least:
        return [least]
    ratio = (most / least) ** (1 / steps)
    return [*(least * ratio**step for step in range(steps)), most]
