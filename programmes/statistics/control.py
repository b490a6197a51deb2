"""A control chart (XmR) of Making Data Count, by the profile of its Single Chart Tool v5.0.

It tells a change from ordinary variation. Thirteen figures or more, each of a period of its own; runs of six; strict
rules; no moving range screened out. With fewer figures the line stays plain, and the chart says why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from programmes.choices import Polarity
from programmes.sentences import pluralize
from programmes.statistics.control_limits import (
    LEAST_POINTS,
    ProcessLimits,
    as_written,
    mean_of,
    process_limits,
)
from programmes.statistics.control_rules import Broken, Placed, Side, rules_broken
from programmes.statistics.refusals import Refused


class SeriesKind(StrEnum):
    """What the figures of a series are, which decides whether a control chart may be drawn of them."""

    PER_PERIOD = "counts of each period"
    POINT_IN_TIME = "levels at the end of each period"
    RATIO = "shares or rates of each period"
    YEAR_TO_DATE = "running totals of the year"
    ROLLING = "rolling totals"


WHY_NEVER = {
    SeriesKind.YEAR_TO_DATE: "These are running totals of the year: each contains the one before it.",
    SeriesKind.ROLLING: "These are rolling totals: each shares most of its months with the one before it.",
}
"""Series whose figures hang together, so that chance limits round them mean nothing."""


class Variation(StrEnum):
    """What the latest figure says of change."""

    IMPROVEMENT_HIGH = "improvement, high"
    IMPROVEMENT_LOW = "improvement, low"
    CONCERN_HIGH = "concern, high"
    CONCERN_LOW = "concern, low"
    NEITHER_HIGH = "special cause, high"
    NEITHER_LOW = "special cause, low"
    COMMON_CAUSE = "common cause"


class Assurance(StrEnum):
    """What the latest limits say of a target."""

    PASS = "pass"
    FAIL = "fail"
    HIT_OR_MISS = "hit or miss"


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One figure of the chart. `at` is its place in the series that was given, since missing figures are skipped.

    Lines are None where the figure's section is too short for limits. `side` is the way of the special cause shown.
    """

    at: int
    value: float
    mean: float | None
    lower: float | None
    upper: float | None
    lower_two_sigma: float | None
    upper_two_sigma: float | None
    broken: tuple[Broken, ...]
    side: Side | None
    variation: Variation | None


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A control chart, in the unit of its figures, oldest first.

    `variation` and `assurance` are None where they may not be said; `why_not` then says why, when there are no limits.
    """

    points: tuple[ControlPoint, ...]
    polarity: str
    target: float | None = None
    variation: Variation | None = None
    assurance: Assurance | None = None
    why_not: str = ""


def control_chart(
    figures: Sequence[float | None],
    kind: SeriesKind,
    polarity: str,
    *,
    target: float | None = None,
    recalculate_at: Collection[int] = (),
    baseline: int | None = None,
    least: int = LEAST_POINTS,
) -> ControlChart:
    """The control chart of a series, oldest first.

    A missing figure is skipped as if its period did not exist. `recalculate_at` are places in the series from which
    mean and limits are worked out afresh; `baseline` is a number of figures from the first whose mean and limits hold
    for all; with both, only the baseline counts. Each section, and the baseline, needs `least` figures for limits.

    >>> shown = [20, 24, 20, 26, 22, 16, 18, 16, 31, 28, 34, 26, 30, 19, 18]
    >>> chart = control_chart(shown, SeriesKind.PER_PERIOD, Polarity.HIGH, target=40)
    >>> last = chart.points[-1]
    >>> round(last.lower, 2), last.mean, round(last.upper, 2), str(chart.variation), str(chart.assurance)
    (8.76, 23.2, 37.64, 'common cause', 'fail')
    >>> control_chart(shown[:12], SeriesKind.PER_PERIOD, Polarity.HIGH).why_not
    'Limits need 13 figures, and there are 12.'
    """
    present = [(at, as_written(figure)) for at, figure in enumerate(figures) if figure is not None]
    if kind in WHY_NEVER:
        return _plain(present, None, polarity, target, WHY_NEVER[kind])
    if len(present) < least:
        mean = mean_of([figure for _, figure in present]) if present else None
        why = f"Limits need {least} figures, and there {_are(len(present))}."
        return _plain(present, mean, polarity, target, why)
    sections = _sections(present, recalculate_at, baseline, least)
    lines = [section for section in sections for _ in range(section.length)]
    placed = [
        Placed(figure, section.limits.zone_of(figure) if section.limits else None)
        for (_, figure), section in zip(present, lines, strict=True)
    ]
    points = [
        _point(at, figure, section, broken, polarity)
        for (at, figure), section, broken in zip(present, lines, rules_broken(placed), strict=True)
    ]
    latest = sections[-1]
    if latest.limits is None:
        why = f"Limits need {least} figures, and since the last recalculation there {_are(latest.length)}."
        return ControlChart(tuple(points), polarity, target, why_not=why)
    assurance = assurance_of(target, latest.limits, polarity)
    return ControlChart(tuple(points), polarity, target, points[-1].variation, assurance)


def assurance_of(target: float | None, limits: ProcessLimits, polarity: str) -> Assurance | None:
    """Whether a target is met, missed, or either by chance, as long as nothing changes.

    A target exactly on a limit is not beyond it, and so hit or miss. None without a target or without a good direction.

    >>> from programmes.statistics.control_limits import limits_round
    >>> limits = limits_round(Fraction(100), Fraction(10))
    >>> [str(assurance_of(target, limits, Polarity.HIGH)) for target in (60, 100, 126.6, 130)]
    ['pass', 'hit or miss', 'hit or miss', 'fail']
    """
    if target is None or polarity == Polarity.NONE:
        return None
    wanted = as_written(target)
    if limits.lower <= wanted <= limits.upper:
        return Assurance.HIT_OR_MISS
    always_above = wanted < limits.lower
    return Assurance.PASS if always_above == (polarity == Polarity.HIGH) else Assurance.FAIL


@dataclass(frozen=True, slots=True)
class _Section:
    """So many figures with one mean and, when there are enough of them, one set of limits."""

    length: int
    mean: Fraction
    limits: ProcessLimits | None


def _sections(
    present: Sequence[tuple[int, Fraction]],
    recalculate_at: Collection[int],
    baseline: int | None,
    least: int,
) -> list[_Section]:
    figures = [figure for _, figure in present]
    if baseline is not None:
        if not least <= baseline <= len(figures):
            raise Refused(
                f"a baseline needs {least} figures or more, of the {len(figures)} there are, not {baseline}"
            )
        limits = process_limits(figures[:baseline])
        return [_Section(len(figures), limits.mean, limits)]
    starts = {0}
    for wanted in recalculate_at:
        starts |= {next((place for place, (at, _) in enumerate(present) if at >= wanted), 0)}
    return [_section(figures[start:end], least) for start, end in pairwise([*sorted(starts), len(figures)])]


def _section(figures: Sequence[Fraction], least: int) -> _Section:
    limits = process_limits(figures) if len(figures) >= max(least, 2) else None
    return _Section(len(figures), mean_of(figures), limits)


def _point(
    at: int, figure: Fraction, section: _Section, broken: tuple[Broken, ...], polarity: str
) -> ControlPoint:
    limits, mean = section.limits, float(section.mean)
    if limits is None:
        return ControlPoint(at, float(figure), mean, None, None, None, None, (), None, None)
    side = _side_that_counts(figure, limits, broken, polarity)
    return ControlPoint(
        at,
        float(figure),
        mean,
        float(limits.lower),
        float(limits.upper),
        float(limits.lower_two_sigma),
        float(limits.upper_two_sigma),
        broken,
        side,
        _variation(side, polarity),
    )


def _side_that_counts(
    figure: Fraction, limits: ProcessLimits, broken: tuple[Broken, ...], polarity: str
) -> Side | None:
    """The way of a point's special causes. Where they disagree, the improvement is shown, as the tool does.

    Only a trend can disagree with the other rules, as it does not look at the mean. With no good direction, the side of
    the mean decides.
    """
    sides = {side for _, side in broken}
    if len(sides) < 2:
        return next(iter(sides), None)
    if polarity == Polarity.NONE:
        return Side.HIGH if figure > limits.mean else Side.LOW
    return Side.HIGH if polarity == Polarity.HIGH else Side.LOW


def _variation(side: Side | None, polarity: str) -> Variation:
    if side is None:
        return Variation.COMMON_CAUSE
    if polarity == Polarity.NONE:
        return Variation.NEITHER_HIGH if side == Side.HIGH else Variation.NEITHER_LOW
    if side == Side.HIGH:
        return Variation.IMPROVEMENT_HIGH if polarity == Polarity.HIGH else Variation.CONCERN_HIGH
    return Variation.IMPROVEMENT_LOW if polarity == Polarity.LOW else Variation.CONCERN_LOW


def _plain(
    present: Sequence[tuple[int, Fraction]],
    mean: Fraction | None,
    polarity: str,
    target: float | None,
    why: str,
) -> ControlChart:
    line = None if mean is None else float(mean)
    points = [
        ControlPoint(at, float(figure), line, None, None, None, None, (), None, None)
        for at, figure in present
    ]
    return ControlChart(tuple(points), polarity, target, why_not=why)


def _are(count: int) -> str:
    return f"{pluralize(count, 'is', 'are')} {count or 'none'}"
