"""A wider funnel: limits that allow for areas differing by more than chance (Spiegelhalter, 2005; FunnelPlotR).

Large areas lie outside a plain funnel nearly always, because their chance limits are so narrow. The part of the spread
between areas that chance does not explain (`between`, a variance) is estimated without the extremes, and added.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from programmes.statistics.classes import quantile
from programmes.statistics.quantiles import z_of
from programmes.statistics.refusals import Refused, refuse_unless_counts, refuse_unless_share

EXTREMES = 0.1
"""The share of the areas at each end that is pulled in, or left out."""


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How widely areas differ: `ratio` (phi) is 1 where chance explains it all; `between` (tau squared) is the rest.

    `centre` is the average of all areas, on the plain scale: a share, or events for each expected.
    """

    ratio: float
    between: float
    centre: float


def dispersion_of_shares(counts: Sequence[tuple[float, float]]) -> Dispersion:
    """The dispersion of shares, each a numerator and a denominator, on the scale arcsine of the square root.

    z-scores are winsorised: the lowest and the highest tenth are pulled in.

    >>> wide = dispersion_of_shares([(30, 100), (50, 100), (70, 100), (45, 100), (55, 100), (20, 100)])
    >>> round(wide.ratio, 2), round(wide.between, 4)
    (7.61, 0.0203)
    """
    for numerator, denominator in counts:
        refuse_unless_share(numerator, denominator)
    centre = pooled(counts)
    middle = math.asin(math.sqrt(centre))
    errors = [1 / (2 * math.sqrt(denominator)) for _, denominator in counts]
    angles = [math.asin(math.sqrt(numerator / denominator)) for numerator, denominator in counts]
    scores = [(angle - middle) / error for angle, error in zip(angles, errors, strict=True)]
    return _dispersion(winsorised(scores), errors, centre)


def dispersion_of_ratios(counts: Sequence[tuple[float, float]]) -> Dispersion:
    """The dispersion of events over expected events, each pair an area, on the log scale (the method of SHMI).

    The tenth of the areas at each end of the z-scores is left out. Refused where one that stays has no events.

    >>> near = dispersion_of_ratios([(100, 108), (150, 112), (180, 165), (80, 95), (120, 100), (225, 220)])
    >>> round(near.ratio, 2), round(near.between, 4)
    (2.95, 0.0195)
    """
    for observed, expected in counts:
        refuse_unless_counts(observed, expected)
    scores = [
        math.sqrt(expected) * math.log(observed / expected) if observed else -math.inf
        for observed, expected in counts
    ]
    kept = truncated(scores)
    if any(math.isinf(scores[place]) for place in kept):
        raise Refused("an area has no events at all, so its ratio has no logarithm")
    errors = [1 / math.sqrt(counts[place][1]) for place in kept]
    return _dispersion([scores[place] for place in kept], errors, 1.0)


def pooled(counts: Sequence[tuple[float, float]]) -> float:
    """All numerators over all denominators: the average of areas together, never the average of their values.

    >>> pooled([(1, 10), (50, 100)])
    0.4636363636363636
    """
    if not counts:
        raise Refused("there are no areas")
    return math.fsum(numerator for numerator, _ in counts) / math.fsum(of for _, of in counts)


def wider_limits_of_share(
    dispersion: Dispersion, denominator: float, confidence: float
) -> tuple[float, float]:
    """The limits of a share (a fraction) at this denominator, widened by what lies between areas.

    >>> low, high = wider_limits_of_share(Dispersion(1.0, 0.0, 0.5), 100, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.4026, 0.5974)
    """
    middle = math.asin(math.sqrt(dispersion.centre))
    reach = z_of(confidence) * math.sqrt(1 / (4 * denominator) + dispersion.between)
    # Beyond either end of the scale the sine would turn back.
    return math.sin(max(middle - reach, 0)) ** 2, math.sin(min(middle + reach, math.pi / 2)) ** 2


def wider_limits_of_ratio(dispersion: Dispersion, expected: float, confidence: float) -> tuple[float, float]:
    """The limits of observed over expected at so many expected events, widened by what lies between areas.

    >>> low, high = wider_limits_of_ratio(Dispersion(1.0, 0.0, 1.0), 100, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.822, 1.2165)
    """
    reach = z_of(confidence) * math.sqrt(1 / expected + dispersion.between)
    return dispersion.centre * math.exp(-reach), dispersion.centre * math.exp(reach)


def winsorised(scores: Sequence[float], extremes: float = EXTREMES) -> list[float]:
    """The scores, with what lies outside the quantiles at `extremes` and 1 - `extremes` pulled in to them.

    >>> [round(score, 2) for score in winsorised([-10, 0, 1, 2, 30])]
    [-6.0, 0, 1, 2, 18.8]
    """
    ordered = sorted(scores)
    low, high = quantile(ordered, extremes), quantile(ordered, 1 - extremes)
    return [min(max(score, low), high) for score in scores]


def truncated(scores: Sequence[float], extremes: float = EXTREMES) -> list[int]:
    """The places of the scores that stay when the lowest and the highest group of `extremes` are left out.

    >>> truncated([5, 1, 2, 3, 4, 6, 7, 8, 9, 10])
    [0, 2, 3, 4, 5, 6, 7, 8]
    """
    groups = round(1 / extremes)
    kept = []
    for place, score in enumerate(scores):
        # Ranks from 1; equal scores share the middle of theirs.
        rank = sum(other < score for other in scores) + (sum(other == score for other in scores) + 1) / 2
        if 0 < math.floor(rank * groups / (len(scores) + 1)) < groups - 1:
            kept.append(place)
    return kept


def _dispersion(scores: Sequence[float], errors: Sequence[float], centre: float) -> Dispersion:
    n = len(scores)
    if n < 2:
        raise Refused("two areas at least are needed to see how they differ")
    ratio = math.fsum(score**2 for score in scores) / n
    weights = [1 / error**2 for error in errors]
    total = math.fsum(weights)
    spread = total - math.fsum(weight**2 for weight in weights) / total
    return Dispersion(ratio, max(0.0, (n * ratio - (n - 1)) / spread), centre)
