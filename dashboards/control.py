"""The control chart of an indicator in an area: what its drawing, its table, its sign and its words are all made of.

Limits run over figures that were carried here from the areas that came before, since those are of today's area; they
begin anew where the indicator itself was counted anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from programmes.results import ProgressSeries
from programmes.statistics.control import ControlChart, ControlPoint, SeriesKind, Variation, control_chart
from programmes.statistics.control_words import VARIATION_LETTERS, VARIATION_WORDS

REMEMBERED = 256


@lru_cache(REMEMBERED)
def _remembered(
    figures: Sequence[float | None],
    kind: SeriesKind,
    polarity: str,
    *,
    target: float | None,
    recalculate_at: Collection[int],
) -> ControlChart:
    """The chart; without the plan where the figures moved throughout.

    A page has five of these and they are pure: most areas' figures stand from one version of the data to the next.
    """
    chart = control_chart(figures, kind, polarity, target=target, recalculate_at=recalculate_at)
    return replace(chart, target=None, assurance=None) if moved_throughout(chart) else chart


def marked(chart: ControlChart) -> list[ControlPoint]:
    """The figures that chance does not explain."""
    return [each for each in chart.points if each.variation not in (None, Variation.COMMON_CAUSE)]


def moved_throughout(chart: ControlChart) -> bool:
    """Whether more than half of the figures are more than chance, as in a rollout that grows.

    Limits are of a process that is steady but for chance. Round figures that never were they say nothing of the plan:
    a level that grew from 1 to 25 against a plan of 23 has all its limits below what it has reached.
    """
    return 2 * len(marked(chart)) > len(chart.points)


def steps(chart: ControlChart) -> tuple[int, int]:
    """How many times a figure lies above the one before it, and how many times below."""
    pairs = [(before.value, after.value) for before, after in pairwise(chart.points)]
    return sum(after > before for before, after in pairs), sum(after < before for before, after in pairs)


def control_of(series: ProgressSeries) -> ControlChart:
    """The control chart of a series: of each period by itself, never of the year to date."""
    indicator = series.indicator
    return _remembered(
        tuple(point.actual for point in series),
        indicator.kind.series,
        indicator.polarity,
        target=_planned(series),
        recalculate_at=frozenset(
            place for place, point in enumerate(series) if point.period in indicator.began_anew
        ),
    )


def _planned(series: ProgressSeries) -> float | None:
    """What was planned for the latest period by itself."""
    latest = series.latest
    if latest is None or latest.target_to_date is None:
        return None
    if not series.indicator.kind.only_grows:
        return latest.target_to_date
    if latest.period.quarter in (None, 1):
        return latest.target_to_date
    before = series.at(latest.period.previous())
    if before is None or before.target_to_date is None:
        return None
    return latest.target_to_date - before.target_to_date


def meaning_of(point: ControlPoint) -> str:
    """What one figure says, for its row in the table."""
    if point.variation is None:
        return "No limits"
    letter = VARIATION_LETTERS[point.variation]
    told = VARIATION_WORDS[point.variation]
    return f"[{letter}] {told}" if letter else "Ordinary variation"
