"""Mean and process limits of a control chart (XmR): Making Data Count, Single Chart Tool v5.0.

Kept as exact fractions of the figures as they are written, so that a figure that lies on a line lies exactly on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from programmes.statistics.refusals import Refused

WIDTH = Fraction("2.66")
"""Mean moving ranges from the mean to a process limit: three sigma, with 3 / 1.128 rounded as the tool does."""

TWO_THIRDS = Fraction(2, 3)
LEAST_POINTS = 13
"""Figures that limits need; with fewer the line stays plain."""


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """The mean of a section, its process limits and its two-sigma lines, in the unit of the figures.

    A lower limit below nothing, as small counts have, is not cut off: only a drawing may do that.
    """

    mean: Fraction
    lower: Fraction
    upper: Fraction
    lower_two_sigma: Fraction
    upper_two_sigma: Fraction

    def zone_of(self, figure: Fraction) -> int:
        """How far out a figure lies: 0 on the mean, 1 to one side, 2 beyond two sigma, 3 outside; negative below.

        >>> limits = limits_round(Fraction(10), Fraction(3))
        >>> [limits.zone_of(Fraction(figure)) for figure in ("10", "10.5", "16", "17.98", "18", "1")]
        [0, 1, 2, 2, 3, -3]
        """
        if figure == self.mean:
            return 0
        if figure > self.mean:
            return 3 if figure > self.upper else 2 if figure > self.upper_two_sigma else 1
        return -3 if figure < self.lower else -2 if figure < self.lower_two_sigma else -1


def limits_round(mean: Fraction, moving_range: Fraction) -> ProcessLimits:
    """The lines round a mean: process limits at 2.66 mean moving ranges, two-sigma lines at two thirds of the way.

    >>> limits = limits_round(Fraction(100), Fraction(10))
    >>> [float(line) for line in (limits.lower, limits.lower_two_sigma, limits.upper)]
    [73.4, 82.26666666666667, 126.6]
    """
    reach = WIDTH * moving_range
    near = TWO_THIRDS * reach
    return ProcessLimits(mean, mean - reach, mean + reach, mean - near, mean + near)


def process_limits(figures: Sequence[Fraction]) -> ProcessLimits:
    """The limits of consecutive figures: mean, and 2.66 mean moving ranges either way; no range is screened out.

    >>> shown = [20, 24, 20, 26, 22, 16, 18, 16, 31, 28, 34, 26, 30, 19, 18]
    >>> limits = process_limits([as_written(figure) for figure in shown])
    >>> [round(float(line), 2) for line in (limits.lower, limits.mean, limits.upper)]
    [8.76, 23.2, 37.64]
    """
    if len(figures) < 2:
        raise Refused("limits need two figures at least, and mean something from 13")
    ranges = [abs(after - before) for before, after in zip(figures, figures[1:], strict=False)]
    return limits_round(mean_of(figures), mean_of(ranges))


def mean_of(figures: Sequence[Fraction]) -> Fraction:
    """The mean, exactly.

    >>> mean_of([Fraction(1), Fraction(2)])
    Fraction(3, 2)
    """
    return sum(figures, Fraction(0)) / len(figures)


def as_written(figure: float) -> Fraction:
    """The figure as a person writes it: 0.1 is one tenth, not the binary fraction nearest to it.

    >>> as_written(0.1)
    Fraction(1, 10)
    """
    if not isfinite(figure):
        raise Refused("a figure is missing, or not a number")
    return Fraction(figure) if float(figure).is_integer() else Fraction(repr(float(figure)))
