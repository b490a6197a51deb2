"""Where a programme runs and where it stalls: each area's figure beside its own of a year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboards import formatting
from dashboards.presenters.cards import ProgressRow
from dashboards.presenters.reach import area_href
from dashboards.wording import Tag, area_type_word
from programmes.choices import DisclosureRule, Polarity, Unit
from programmes.periods import Period
from programmes.results import AreaRef, CoveragePoint, IndicatorInfo, ProgressPoint
from programmes.statistics.classes import quantile

LEAST_BASE = 50
"""A rounded figure below this changes by 10% where one person more is counted: no percentage is made of it."""

SLOW_BELOW = 0.5
"""An area that went less than this part as far as the one in the middle is slow."""

NAMED = 3
"""How many areas a sentence names at each end."""

NO_FIGURE, NONE_BEFORE, BREAK, FROM_NOTHING, SMALL = (
    "no figure",
    "no figure a year before",
    "counted differently a year before",
    "none a year before",
    f"under {LEAST_BASE} a year before",
)
"""Why an area has no change, or none as a percentage."""

LEFT_OUT = {
    NO_FIGURE: "Without a figure",
    NONE_BEFORE: "Without one a year before",
    BREAK: "Not compared, as it was counted differently a year before",
}
"""What a sentence says of the areas that are not compared."""

FORWARD, STILL, BACK = Tag("Runs", "blue"), Tag("Stands still", "grey"), Tag("Stalls", "orange")
SLOW = Tag("Slow", "yellow")
HIGHER, LOWER = Tag("Higher", "white"), Tag("Lower", "white")


@dataclass(frozen=True, slots=True)
class ChangeRow(ProgressRow):
    """One area at one time, beside its own figure of a year before."""

    before: float | None = None
    difference: float | None = None
    """Now less a year before, in the indicator's unit; of a ratio as a fraction."""
    change: float | None = None
    """What areas are ranked by: the difference over the figure of a year before; of a ratio the difference."""
    forward: float | None = None
    """The change, with its sign turned where low is good."""
    why_not: str = ""
    """Why no change can be said, or none as a percentage; empty where it can."""
    widest: float = 0.0
    """The widest change of all areas in the table: what half a bar stands for."""
    middle: float = 0.0
    """How far forward the area in the middle went."""

    @property
    def told(self) -> str:
        """The change as a reader has it: `+12%`, `−0.4 points`; empty where there is none."""
        return "" if self.change is None else told_change(self.indicator, self.change)

    @property
    def reading(self) -> Tag | None:
        """In a word: runs or stalls, where a direction is good; None where nothing can be said."""
        if self.difference is None:
            return None
        if not self.difference or (self.change is not None and not is_told(self.told)):
            return STILL
        if self.indicator.polarity == Polarity.NONE:
            return HIGHER if self.difference > 0 else LOWER
        good = (self.difference > 0) == (self.indicator.polarity == Polarity.HIGH)
        if not good:
            return BACK
        return SLOW if self.forward is not None and self.forward < SLOW_BELOW * self.middle else FORWARD


def is_told(change: str) -> bool:
    """Whether a change, as it is told, is one: what reads 0% is none to a reader."""
    return change.startswith(("+", formatting.MINUS))


def told_change(indicator: IndicatorInfo, change: float) -> str:
    """A change: as a percentage of before, or of a ratio as percentage points or in its own unit."""
    if not indicator.kind.is_ratio:
        return f"{formatting.signed(change * 100)}%"
    if indicator.unit == Unit.PERCENT:
        return f"{formatting.signed(change * 100, 1)} points"
    return formatting.signed(change, max(indicator.decimals, 2))


def present_changes(
    indicator: IndicatorInfo,
    points: Iterable[ProgressPoint],
    earlier: Iterable[ProgressPoint],
    covered: Iterable[CoveragePoint] = (),
) -> list[ChangeRow]:
    """A row for each area, those that went forward most first, those without a change last."""
    befores = {point.area.code: point for point in earlier}
    shares: Mapping[AreaRef, float | None] = {point.area: point.coverage for point in covered}
    rows = [_row(indicator, point, befores.get(point.area.code), shares.get(point.area)) for point in points]
    forwards = sorted(row.forward for row in rows if row.forward is not None)
    middle = quantile(forwards, 0.5) if forwards else 0.0
    widest = max((abs(row.change) for row in rows if row.change is not None), default=0.0)
    return sorted(
        (replace(row, widest=widest, middle=middle) for row in rows),
        key=lambda row: (row.forward is None, -(row.forward or 0.0), row.point.area.short_name),
    )


def _row(
    indicator: IndicatorInfo, point: ProgressPoint, earlier: ProgressPoint | None, share: float | None
) -> ChangeRow:
    now, before = indicator.level(point), None if earlier is None else indicator.level(earlier)
    why_not = _why_not(indicator, now, before, point.period)
    if why_not == BREAK:
        before = None
    difference = None if now is None or before is None else now - before
    change = None
    if difference is not None and before is not None and not why_not:
        change = difference if indicator.kind.is_ratio else difference / before
    return ChangeRow(
        indicator=indicator,
        point=point,
        href=area_href(point.area, indicator.programme),
        share=share,
        before=before,
        difference=difference,
        change=change,
        forward=-change if change is not None and indicator.polarity == Polarity.LOW else change,
        why_not=why_not,
    )


def _why_not(indicator: IndicatorInfo, now: float | None, before: float | None, period: Period) -> str:
    if now is None:
        return NO_FIGURE
    if indicator.breaks_between(period.year_before(), period):
        return BREAK
    if before is None:
        return NONE_BEFORE
    if indicator.kind.is_ratio:
        return ""
    if not before:
        return FROM_NOTHING
    return SMALL if before < LEAST_BASE and indicator.disclosure != DisclosureRule.NONE else ""


def describe_changes(rows: Sequence[ChangeRow]) -> str:
    """How many areas went forward and which the least, in sentences; and what could not be compared."""
    if not rows:
        return "There is no area of this level."
    indicator, period = rows[0].indicator, rows[0].point.period
    compared = [row for row in rows if row.difference is not None]
    sentences = [_counted(compared, period)] if compared else [_nothing(rows, period)]
    ranked = [row for row in rows if row.change is not None]
    if len(ranked) > 1:
        sentences.append(_ends(indicator, ranked))
    if compared:
        sentences += _left_out(rows)
    return " ".join(sentences)


def _counted(compared: Sequence[ChangeRow], period: Period) -> str:
    kind = area_type_word(compared[0].point.area.area_type, len(compared))
    named = f"{kind} in {period.label} against {period.year_before().label}"
    against = f"{len(compared)} {named}"
    readings = [row.reading for row in compared]
    if compared[0].indicator.polarity == Polarity.NONE:
        return f"Of {against}, {readings.count(HIGHER)} are higher and {readings.count(LOWER)} lower."
    slow, back, still = (readings.count(each) for each in (SLOW, BACK, STILL))
    forward = len(readings) - back - still
    slowly = f" ({slow} of them slowly: less than half as far as in the middle)" if slow else ""
    if forward == len(compared) > 1:
        return f"{f'Both {named}' if forward == 2 else f'All {against}'} went forward{slowly}."
    parts = [f"{forward or 'none'} went forward{slowly}"]
    parts += [f"{back} went back"] if back else []
    parts += [f"{still} stood still"] if still else []
    return f"Of {against}, {formatting.listed(parts)}."


def _nothing(rows: Sequence[ChangeRow], period: Period) -> str:
    reasons = formatting.listed(sorted({row.why_not for row in rows}), "or")
    return f"Nowhere can {period.label} be compared with {period.year_before().label}: {reasons}."


def _ends(indicator: IndicatorInfo, ranked: Sequence[ChangeRow]) -> str:
    def named(row: ChangeRow) -> str:
        return f"{row.point.area.short_name} ({row.told})"

    middle = quantile(sorted(row.change or 0.0 for row in ranked), 0.5)
    half = told_change(indicator, middle)
    count = min(NAMED, len(ranked) // 2)
    # Areas that stood still are no end of anything: where they are many, they would be named for their alphabet.
    moved = [row for row in ranked if row.change]
    if not moved:
        return ""
    first = formatting.listed([named(row) for row in ranked[:count] if row.change])
    last = formatting.listed([named(row) for row in ranked[: -count - 1 : -1] if row.change])
    ends = [f"{_most(ranked[0])}: {first}."] if first else []
    ends += [f"{_least(ranked[-1])}: {last}."] if last else []
    return " ".join([*ends, f"In the middle the change is {half}."])


def _most(row: ChangeRow) -> str:
    if row.indicator.polarity == Polarity.NONE:
        return "Highest"
    return "Furthest forward" if row.reading in (FORWARD, SLOW) else "Least far back"


def _least(row: ChangeRow) -> str:
    if row.indicator.polarity == Polarity.NONE:
        return "Lowest"
    return "Furthest back" if row.reading == BACK else "Least far forward"


def _left_out(rows: Sequence[ChangeRow]) -> list[str]:
    """Each reason with the areas it holds for."""
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        if row.why_not:
            by_reason.setdefault(row.why_not, []).append(row.point.area.short_name)
    sentences = []
    for reason, names in sorted(by_reason.items()):
        shown = formatting.listed(sorted(names)) if len(names) <= 2 * NAMED else f"{len(names)} areas"
        sentences.append(
            f"No percentage is given for {shown} ({reason})."
            if reason in (SMALL, FROM_NOTHING)
            else f"{LEFT_OUT[reason]}: {shown}."
        )
    return sentences
