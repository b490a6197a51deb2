"""What a rule is told: plain values about one cell, and about all cells of one indicator in a grid or a file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from programmes.choices import IndicatorKind, Marker, Severity, Unit
from programmes.periods import Period

WHOLE_UNITS = frozenset({Unit.PEOPLE, Unit.REFERRALS, Unit.SITES, Unit.TESTS, Unit.PERCENT})
"""Units that are counted one by one; a percentage is made of two such counts."""

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
class IndicatorFacts:
    """An indicator as far as rules go."""

    code: str
    name: str
    kind: str
    unit: str
    change_limit: Decimal
    accumulates: bool = True
    decimals: int = 0
    numerator_label: str = ""
    denominator_label: str = ""
    not_above: str = ""
    """The number of the same programme that this one is normally not above: an indicator, a point, and which number."""

    @property
    def is_ratio(self) -> bool:
        """Whether it takes two numbers."""
        return self.kind == IndicatorKind.RATIO

    @property
    def is_share(self) -> bool:
        """Whether its numerator is part of its denominator."""
        return self.is_ratio and self.unit == Unit.PERCENT

    @property
    def counts_one_by_one(self) -> bool:
        """Whether its numbers are whole."""
        return self.unit in WHOLE_UNITS

    def value(self, amount: Amount | None) -> Decimal | None:
        """The figure that is compared: the number, or the ratio of the two; None when it is not known."""
        if amount is None or amount.numerator is None:
            return None
        if not self.is_ratio:
            return amount.numerator
        return amount.numerator / amount.denominator if amount.denominator else None


@dataclass(frozen=True, slots=True)
class Related:
    """A number of another indicator, and what it counts."""

    number: Decimal
    counts: str

    @classmethod
    def of(cls, amount: Amount | None, indicator: IndicatorFacts, part: str) -> Related | None:
        """One of the numbers of an amount; None where it has none."""
        is_whole = part == "denominator"
        number = None if amount is None else amount.denominator if is_whole else amount.numerator
        label = indicator.denominator_label if is_whole else indicator.numerator_label
        return None if number is None else cls(number, label or indicator.name)


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One cell with what is known around it. What is not known is None, and no rule then asks about it."""

    indicator: IndicatorFacts
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
    runs_through_the_year: bool = False
    """Whether the number is counted from the start of the year, as some files do; grids ask for the quarter alone."""
    is_known_area: bool = True
    area_ended: str = ""
    """Where the area was gone by then: since when, and what took its place."""
    is_collected: bool = True
    """Whether the indicator is collected for this period, by areas of this kind."""

    @property
    def value(self) -> Decimal | None:
        """The figure that is compared."""
        return self.indicator.value(self.amount)

    @property
    def is_correction(self) -> bool:
        """Whether it changes what was accepted before."""
        return self.standing is not None and self.standing != self.amount


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """All cells of one indicator, and the total that somebody stated for them."""

    indicator: IndicatorFacts
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
