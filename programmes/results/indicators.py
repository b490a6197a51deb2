"""The definition of an indicator: one value for engine, rules, readers of files, entry and pages.

A field is declared here once. Read from the database, read from a fixture file and answered by the API, it is found by
its name and its type, so that a new one needs no converter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from programmes.choices import AreaType, DisclosureRule, PeriodType, Polarity, ReportedAs, Unit
from programmes.periods import Period
from programmes.results.kinds import PRINTED_RATIO, REPORTINGS, Kind, Reporting
from programmes.results.sources import SourceRef
from programmes.sentences import day_in_words

if TYPE_CHECKING:
    from programmes.results.progress import ProgressPoint

WHOLE_THINGS = frozenset(Unit) - {Unit.WTE, Unit.PERCENT, Unit.PER_NETWORK, Unit.POUNDS}
"""Units of what is counted one by one, so that a target worked out for an area is a whole number of them."""

WHOLE_UNITS = frozenset(Unit) - {Unit.WTE, Unit.POSTS, Unit.PER_NETWORK, Unit.POUNDS}
"""Units that are counted one by one; a percentage is made of two such counts."""

Code = Annotated[str, "code"]
"""Text that names one indicator."""
NumberOfIndicator = Annotated[str, "number of an indicator"]
"""One of the numbers of another indicator, as in `ips-job-outcomes.denominator`."""

INTERNAL = {"published": False}
"""Metadata of a field that the API does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorInfo:
    """The definition of an indicator. Figures are observations of it; results are computed by it."""

    id: int = field(default=0, metadata=INTERNAL)
    """Its key in the database."""
    code: Code
    name: str
    short_name: str = field(metadata=INTERNAL)
    programme: str
    kind: Kind
    reported_as: Reporting = field(default=Reporting(ReportedAs.PERIOD.value))
    """What its figures cover, unless a file that was published otherwise is known to hold others."""
    polarity: Annotated[str, Polarity] = Polarity.HIGH.value
    unit: Annotated[str, Unit]
    decimals: int = 0
    period_type: Annotated[str, PeriodType] = PeriodType.QUARTER.value
    numerator_label: str
    denominator_label: str = ""
    reporting_level: Annotated[str, AreaType]
    adds_up: bool = field(default=True, metadata=INTERNAL)
    """Whether an area without a figure of its own is the sum of the areas in it."""
    accumulates: bool = field(default=True, metadata=INTERNAL)
    """Whether the periods of a year add up: flows do, stocks do not, a ratio says which."""
    disclosure: Annotated[str, DisclosureRule]
    tolerance: float = 0.05
    change_limit: Decimal = field(default=Decimal("0.5"), metadata=INTERNAL)
    """A larger change than this asks for an explanation."""
    not_above: NumberOfIndicator = field(default="", metadata=INTERNAL)
    """The number of the same programme that this one is normally not above."""
    first_period: Period
    ended_on: date | None = None
    """The last day that it was collected for; None while it goes on."""
    end_reason: str = ""
    runs_to: Period = field(metadata=INTERNAL)
    """The last period that results are made for, by `last_period_of`."""
    breaks: tuple[tuple[Period, str], ...] = ()
    """Periods from which it is counted differently, and why; oldest first."""
    counts: str
    why: str
    caveat: str = ""
    source: SourceRef

    def __post_init__(self) -> None:
        object.__setattr__(self, "reported_as", REPORTINGS[self.reported_as])
        kind = self.reported_as.kind(self.kind)
        is_printed = kind.is_ratio and not self.has_denominator
        object.__setattr__(self, "kind", PRINTED_RATIO if is_printed else kind)

    @classmethod
    def of(cls, row: Any, today: date) -> IndicatorInfo:
        """The definition that a row of the database holds on a day, read by `Indicator.objects.defined()`."""
        values = {name: _read(row, name, hint) for name, hint in FIELDS.items() if name not in MADE}
        breaks = sorted((Period.parse(mark["period"]), mark["note"]) for mark in row.break_marks)
        values["runs_to"] = last_period_of(
            values["first_period"],
            today,
            ended_on=row.ended_on,
            last_target=Period.parse(row.last_target) if row.last_target else None,
            is_counted_now=row.is_counted_now,
        )
        return cls(**values | {"programme": row.programme.code, "breaks": tuple(breaks)})

    @property
    def is_quarterly(self) -> bool:
        """Whether its periods are quarters, and not years."""
        return self.period_type == PeriodType.QUARTER

    @property
    def builds_up(self) -> bool:
        """Whether it is counted quarter by quarter, and begins at nothing each April."""
        return self.kind.only_grows and self.is_quarterly

    @property
    def is_yearly_count(self) -> bool:
        """Whether it is a number of each year by itself, as a bar shows it."""
        return not self.is_quarterly and not self.kind.is_ratio

    @property
    def is_share(self) -> bool:
        """Whether its numerator is part of its denominator, so that it cannot be more than 1."""
        return self.unit == Unit.PERCENT

    @property
    def has_denominator(self) -> bool:
        """Whether what is counted is divided by another count: a ratio without is published as one number."""
        return bool(self.denominator_label)

    @property
    def counts_one_by_one(self) -> bool:
        """Whether its numbers are whole."""
        return self.unit in WHOLE_UNITS and self.kind.can_be_added

    @property
    def counts_places(self) -> bool:
        """Whether each of what it counts stands in one place, so that no part of it lies in another."""
        return self.unit == Unit.SITES

    @property
    def varies_by_chance(self) -> bool:
        """Whether it counts events, so that limits of chance can be put round its figures."""
        return self.kind.only_grows or (self.has_denominator and self.is_share)

    @property
    def height(self) -> int:
        """The height of the lowest areas that report it."""
        return AreaType(self.reporting_level).height

    @property
    def levels(self) -> tuple[str, ...]:
        """The types of area that report it: its level, and what stood in its place before July 2022."""
        return AreaType(self.reporting_level).with_predecessor

    @property
    def began_anew(self) -> frozenset[Period]:
        """The periods from which it is counted differently."""
        return frozenset(period for period, _ in self.breaks)

    def breaks_between(self, before: Period, now: Period) -> bool:
        """Whether it is counted differently now than it was before."""
        return any(before < period <= now for period, _ in self.breaks)

    def level(self, point: ProgressPoint) -> float | None:
        """What stands for a point: the year to date where the periods of a year add up, else the period's own."""
        return point.year_to_date if self.accumulates else point.actual

    def periods(self, start_year: int | None = None, *, years_before: int = 0) -> tuple[Period, ...]:
        """The periods of its results, oldest first; of a financial year when it is named, and so many years before."""
        every = tuple(Period.between(self.first_period, self.runs_to))
        if start_year is None:
            return every
        return tuple(
            period for period in every if start_year - years_before <= period.start_year <= start_year
        )

    def why_not(self, period: Period) -> str:
        """Why a figure for this period cannot be kept, in words; empty when it can."""
        if period.is_quarter != self.is_quarterly:
            return f"{self.code} is kept by {PeriodType(self.period_type).label.lower()}, and {period.label} is none"
        if period < self.first_period:
            return f"{self.code} is collected from {self.first_period.label} on"
        if self.ended_on and period.ends_on > self.ended_on:
            return f"{self.code} ended on {day_in_words(self.ended_on)}"
        if period > self.runs_to.next():
            return f"{period.label} has not begun yet"
        return ""


def last_period_of(
    first: Period,
    today: date,
    *,
    ended_on: date | None = None,
    last_target: Period | None = None,
    is_counted_now: bool = False,
) -> Period:
    """The last period that there are results of an indicator for, whose first is this one: of quarters, or of years.

    By the clock it is the last that is over, or the running one if there is a figure of it already. A target leads
    further, and nothing leads beyond the day on which it ended.

    >>> last_period_of(Period(2017, 1), date(2031, 5, 1)).code
    '2030-31-Q4'
    >>> last_period_of(Period(2017), date(2031, 5, 1), last_target=Period(2033)).code
    '2033-34'
    >>> last_period_of(Period(2017, 1), date(2031, 5, 1), ended_on=date(2021, 3, 31)).code
    '2020-21-Q4'
    """
    quarterly = first.is_quarter
    now = Period.containing(today, quarterly=quarterly)
    last = now if is_counted_now else now.previous()
    if last_target is not None:
        last = max(last, Period.containing(last_target.ends_on, quarterly=quarterly))
    if ended_on is not None:
        last = min(last, Period.last_ended(ended_on, quarterly=quarterly))
    return max(first, last)


FIELDS: dict[str, Any] = {
    name: hint
    for name, hint in get_type_hints(IndicatorInfo, include_extras=True).items()
    if name in {each.name for each in fields(IndicatorInfo)}
}
"""The type of each field, by its name."""

MADE = ("runs_to",)
"""Fields that no column holds."""


def _read(row: Any, name: str, hint: Any) -> Any:
    if hint is Period:
        return Period.parse(getattr(row, f"{name}_id"))
    value = getattr(row, name)
    if hint is SourceRef:
        return SourceRef.of(value)
    return hint(value) if hint in (float, Decimal) else value
