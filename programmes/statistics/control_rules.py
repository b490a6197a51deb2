"""Special causes in a control chart: the four rules of Making Data Count, profile Single Chart Tool v5.0.

All strict: on a line is not beyond it. All but the first look at several points, and may cross a recalculation: each
point is held against the mean and the lines of its own section. A point whose section has no limits breaks every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise

RUN = 6
"""Points in a row that make a shift or a trend."""


class Rule(StrEnum):
    """What makes a point a special cause."""

    OUTSIDE = "a single point outside the process limits"
    SHIFT = "a shift: six or more points in a row on one side of the mean"
    TREND = "a trend: six or more points in a row, each beyond the one before"
    TWO_OF_THREE = "two of three points in a row beyond two sigma"


class Side(StrEnum):
    """Which way a special cause points."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure and how far out it lies (`ProcessLimits.zone_of`); None where its section is too short for limits."""

    figure: Fraction
    zone: int | None


Broken = tuple[Rule, Side]


def rules_broken(points: Sequence[Placed], run: int = RUN) -> list[tuple[Broken, ...]]:
    """For each point, the rules that it breaks and which way, in the order of `Rule`.

    >>> broken = rules_broken([Placed(Fraction(13), 3), Placed(Fraction(10), 0)])
    >>> [[(rule.name, side.name) for rule, side in point] for point in broken]
    [[('OUTSIDE', 'HIGH')], []]
    """
    found: list[list[Broken]] = [[] for _ in points]
    for rule, places_of in _PLACES.items():
        for side in Side:
            for place in sorted(set(places_of(points, side, run))):
                found[place].append((rule, side))
    return [tuple(broken) for broken in found]


def _outside(points: Sequence[Placed], side: Side, _run: int) -> Iterator[int]:
    return (place for place, point in enumerate(points) if _out(point, side) == 3)


def _shift(points: Sequence[Placed], side: Side, run: int) -> Iterator[int]:
    for start, end in _stretches([_out(point, side) > 0 for point in points]):
        if end - start >= run:
            yield from range(start, end)


def _trend(points: Sequence[Placed], side: Side, run: int) -> Iterator[int]:
    goes_on = [_goes_on(before, point, side) for before, point in pairwise(points)]
    for start, end in _stretches(goes_on):
        # A stretch of changes is one shorter than the points it runs through.
        if end - start + 1 >= run:
            yield from range(start, end + 1)


def _two_of_three(points: Sequence[Placed], side: Side, _run: int) -> Iterator[int]:
    out = [_out(point, side) for point in points]
    for start in range(len(points) - 2):
        three = range(start, start + 3)
        # A point outside breaks the first rule, and does not count for this one.
        beyond = [place for place in three if out[place] == 2]
        if len(beyond) >= 2 and all(out[place] > 0 for place in three):
            yield from beyond


_PLACES: dict[Rule, Callable[[Sequence[Placed], Side, int], Iterator[int]]] = {
    Rule.OUTSIDE: _outside,
    Rule.SHIFT: _shift,
    Rule.TREND: _trend,
    Rule.TWO_OF_THREE: _two_of_three,
}


def _stretches(holds: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where a condition holds without a break: from, and up to but without."""
    start = 0
    for held, stretch in groupby(holds):
        end = start + len(list(stretch))
        if held:
            yield start, end
        start = end


def _out(point: Placed, side: Side) -> int:
    """How far out a point lies on this side; 0 on the mean, on the other side, and where there are no limits."""
    if point.zone is None:
        return 0
    return max(point.zone if side == Side.HIGH else -point.zone, 0)


def _goes_on(before: Placed, point: Placed, side: Side) -> bool:
    if before.zone is None or point.zone is None:
        return False
    return point.figure > before.figure if side == Side.HIGH else point.figure < before.figure
