"""What a rule is told: plain values about one cell, and about all cells of one indicator in a grid or a file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from programmes.choices import Marker, Severity
from programmes.periods import Period
from programmes.results import IndicatorInfo

INSTEAD = frozenset({Marker.CONFIDENTIAL, Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE})
"""Markers that stand in place of a number in what is reported."""

BESIDE = frozenset({Marker.PROVISIONAL, Marker.ESTIMATED})
"""Markers that stand beside a number in what is reported."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What stands in a cell: a number (two, of a ratio), or the marker that says why there is none, or nothing."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    marker: str = ""

    @property
    def is_empty(self) -> bool:
        """Neither a number nor a marker."""
        return not self.has_number and not self.marker

    @property
    def has_number(self) -> bool:
        """Any number at all."""
        return self.numerator is not None or self.denominator is not None


NOTHING = Amount()


@dataclass(frozen=True, slots=True)
class Said:
    """Words that were said about a cell while it held an amount, made plain as `checks.said` does."""

    words: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Related:
    """A number of another indicator, and what it counts."""

    number: Decimal
    counts: str

    @classmethod
    def of(cls, amount: Amount | None, indicator: IndicatorInfo, part: str) -> Related | None:
        """One of the numbers of an amount; None where it has none."""
        is_whole = part == "denominator"
        number = None if amount is None else amount.denominator if is_whole else amount.numerator
        label = indicator.denominator_label if is_whole else indicator.numerator_label
        return None if number is None else cls(number, label or indicator.short_name)


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One cell with what is known around it. What is not known is None, and no rule then asks about it."""

    indicator: IndicatorInfo
    area: str
    """Its name, as sentences say it."""
    period: Period
    amount: Amount
    area_id: int = 0
    unread: tuple[str, ...] = ()
    """What was typed for a number and is none."""
    explanation: str = ""
    said: tuple[Said, ...] = ()
    """What was said of it before, the earliest first."""
    reason: str = ""
    """Why an accepted figure is changed."""
    standing: Amount | None = None
    """What was accepted for this cell before."""
    last_quarter: Amount | None = None
    last_year: Amount | None = None
    """The same quarter of last year."""
    earlier_this_year: Decimal | None = None
    """The sum of the year's earlier periods; None as soon as one is missing."""
    trajectory: Decimal | None = None
    """What was expected by the end of the period, counted from the start of the year where periods add up."""
    related: Related | None = None
    """The number that this one is normally not above, for the same area and period."""
    is_known_area: bool = True
    area_ended: str = ""
    """Where the area was gone by then: since when, and what took its place."""
    is_collected: bool = True
    """Whether the indicator is collected for this period, by areas of this kind."""

    @property
    def runs_through_the_year(self) -> bool:
        """Whether the number is counted from the start of the year."""
        return self.indicator.reported_as.is_cumulative

    @property
    def value(self) -> Decimal | None:
        """The figure that is compared."""
        return self.at(self.amount)

    def at(self, amount: Amount | None) -> Decimal | None:
        """The figure that another amount makes; None where it is not known."""
        return None if amount is None else self.indicator.kind.value(amount.numerator, amount.denominator)

    @property
    def is_correction(self) -> bool:
        """Whether it changes what was accepted before."""
        return self.standing is not None and self.standing != self.amount


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """All cells of one indicator, and the total that somebody stated for them."""

    indicator: IndicatorInfo
    cells: tuple[CellFacts, ...]
    stated_total: Amount | None = None
    whole: str = ""
    """The name of the area whose total was stated."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule says about a cell, or (without an area) about a whole column."""

    code: str
    severity: Severity
    message: str
    indicator: str
    area_id: int | None = None
    blocks_saving: bool = False
    is_answered: bool = False
    """Whether an explanation was given: then it no longer stands in the way."""
