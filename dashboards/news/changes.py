"""One indicator in two quarters, and what may be said of the change: good, bad, or that nothing may be said.

A change is told only with enough numbers behind it. Shares are compared by the limits of their difference, counts of
people by the limits that chance puts round each. Posts and sites are counted whole and have no such limits: a change
of theirs must be worth telling, by `LEAST` and `LEAST_SHARE`. Where figures are rounded before they are shown, fewer
than 50 are too small to say. What is confidential in either quarter is never spoken of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from dashboards.formatting import rounded
from programmes.choices import Basis, DisclosureRule, Marker, Status, Unit
from programmes.results import AreaRef, IndicatorInfo, ProgressPoint
from programmes.statistics import differences
from programmes.statistics.comparison import Comparison
from programmes.statistics.intervals import Interval, count_interval
from programmes.statistics.refusals import Refused

ENOUGH: Final = 50
"""So many must stand behind a change of figures that are rounded before they are shown."""

LEAST: Final = {Unit.PER_NETWORK: Decimal("0.05")}
"""By how much a level, or a ratio of levels, must move to be worth telling: by one whole unit where none is named."""

LEAST_SHARE: Final = Decimal("0.02")
"""And by what part of the figure before it: one post more among a thousand is no news."""


class Verdict(StrEnum):
    """What is said of a change."""

    WORSE = "worse"
    BETTER = "better"
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "little changed"
    TOO_SMALL = "too small to say"
    FIRST = "first figure"
    NOT_COMPARED = "cannot be compared"
    MISSING = "no figure"


JUDGED = (Verdict.WORSE, Verdict.BETTER, Verdict.HIGHER, Verdict.LOWER)
"""Those that say which way it went."""

VERDICTS: Final = {
    Comparison.BETTER: Verdict.BETTER,
    Comparison.SIMILAR: Verdict.SAME,
    Comparison.WORSE: Verdict.WORSE,
    Comparison.HIGHER: Verdict.HIGHER,
    Comparison.LOWER: Verdict.LOWER,
    Comparison.NOT_COMPARED: Verdict.NOT_COMPARED,
}

STANDINGS: Final = {Status.OFF_PLAN: 0, Status.NEAR_PLAN: 1, Status.ON_PLAN: 2}
"""How far up each status is; the others are no place to come from or to go to."""


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator in one area, now and a period before."""

    indicator: IndicatorInfo
    now: ProgressPoint
    before: ProgressPoint | None
    status: Verdict | None
    """Which way the status moved; None where it stayed, or too little stands behind it."""
    figure: Verdict
    """Which way the period's own figure went."""

    @property
    def area(self) -> AreaRef:
        """Where it is."""
        return self.now.area

    @property
    def share(self) -> float | None:
        """The change as a part of the figure before; None on fewer than 50, and for shares."""
        if self.before is None or self.before.actual is None or self.now.actual is None:
            return None
        if self.before.actual < ENOUGH or self.indicator.kind.is_ratio:
            return None
        return self.now.actual / self.before.actual - 1


def change_of(
    indicator: IndicatorInfo, now: ProgressPoint | None, before: ProgressPoint | None
) -> Change | None:
    """What happened to one indicator; None where there is nothing to say, or nothing may be said."""
    if now is None or _is_hidden(now) or (before is not None and _is_hidden(before)):
        return None
    had = before is not None and before.actual is not None
    if now.actual is None:
        is_lost = had and now.marker in ("", Marker.NOT_AVAILABLE)
        return Change(indicator, now, before, None, Verdict.MISSING) if is_lost else None
    if before is None or before.actual is None:
        return Change(indicator, now, before, None, Verdict.FIRST)
    if _is_break(indicator, now, before):
        return Change(indicator, now, before, None, Verdict.NOT_COMPARED)
    status = _status_moved(indicator, now, before)
    return Change(indicator, now, before, status, _moved(indicator, now, before))


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes of status first, then those of figures, the largest first; of statuses, what went wrong
    before what went well."""
    return tuple(sorted(changes, key=_place))


def _place(change: Change) -> tuple[bool, int, float, str, str]:
    said = list(Verdict).index(change.status or change.figure)
    is_figure_judged = change.status is None and change.figure in JUDGED
    return (
        change.status is None,
        0 if is_figure_judged else said,
        -abs(change.share or 0),
        change.area.short_name,
        change.indicator.code,
    )


def _is_hidden(point: ProgressPoint) -> bool:
    return point.actual is None and point.marker == Marker.CONFIDENTIAL


def _is_break(indicator: IndicatorInfo, now: ProgressPoint, before: ProgressPoint) -> bool:
    """Whether the two were counted in another way, for other areas, or one of them was made up."""
    moved = Marker.BREAK.value in now.notes or (before.basis == Basis.REBASED) != (now.basis == Basis.REBASED)
    return indicator.breaks_between(before.period, now.period) or moved or before.is_made_up != now.is_made_up


def _status_moved(indicator: IndicatorInfo, now: ProgressPoint, before: ProgressPoint) -> Verdict | None:
    old, new = (STANDINGS.get(Status(point.status)) for point in (before, now))
    if old is None or new is None or old == new:
        return None
    if not all(_is_enough_planned(indicator, point) for point in (before, now)):
        return None
    return Verdict.BETTER if new > old else Verdict.WORSE


def _is_enough_planned(indicator: IndicatorInfo, point: ProgressPoint) -> bool:
    if indicator.disclosure == DisclosureRule.NONE:
        return True
    base = point.denominator if indicator.kind.is_ratio else point.target_to_date
    return base is not None and base >= ENOUGH


def _moved(indicator: IndicatorInfo, now: ProgressPoint, before: ProgressPoint) -> Verdict:
    if not indicator.kind.can_be_added:
        # What chance moves of a ratio nobody knows without its counts.
        return Verdict.NOT_COMPARED
    if not _is_enough(indicator, now, before):
        return Verdict.TOO_SMALL
    try:
        difference = _difference(indicator, now, before)
    except Refused:
        return Verdict.NOT_COMPARED
    return VERDICTS[differences.said(difference, indicator.polarity)]


def _is_enough(indicator: IndicatorInfo, now: ProgressPoint, before: ProgressPoint) -> bool:
    if indicator.disclosure == DisclosureRule.NONE:
        return True
    if indicator.kind.is_ratio:
        return min(now.denominator or 0, before.denominator or 0) >= ENOUGH
    return max(now.actual or 0, before.actual or 0) >= ENOUGH


def _difference(indicator: IndicatorInfo, now: ProgressPoint, before: ProgressPoint) -> Interval:
    """The figure now less the one before, with the limits of chance where chance plays a part.

    Of levels it is that of the figures as they are shown, and nothing where it is not worth telling.
    """
    if indicator.kind.is_ratio and indicator.is_share:
        new, old = _share(now), _share(before)
        return differences.of_shares(*new, *old)
    new_figure, old_figure = now.actual or 0.0, before.actual or 0.0
    if indicator.kind.only_grows:
        return differences.between(count_interval(new_figure), count_interval(old_figure))
    old_shown = rounded(old_figure, indicator.decimals)
    moved = rounded(new_figure, indicator.decimals) - old_shown
    least = max(LEAST.get(Unit(indicator.unit), Decimal(1)), LEAST_SHARE * abs(old_shown))
    apart = float(moved) if abs(moved) >= least else 0.0
    return Interval(apart, apart, apart)


def _share(point: ProgressPoint) -> tuple[float, float]:
    if point.numerator is None or point.denominator is None:
        raise Refused("what it is a share of is not known")
    return point.numerator, point.denominator
