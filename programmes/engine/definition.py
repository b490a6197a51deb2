"""What the engine needs to know of an indicator."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.choices import AreaType, DisclosureRule, IndicatorKind, PeriodType, Polarity, Unit
from programmes.models import Indicator
from programmes.periods import Period


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as the engine needs it."""

    id: int
    code: str
    kind: str
    polarity: str
    per_quarter: bool
    accumulates: bool
    adds_up: bool
    has_denominator: bool
    level: int
    """The height of the lowest areas that report."""
    disclosure: str
    tolerance: float
    first: Period
    last: Period
    breaks: frozenset[Period] = frozenset()
    is_share: bool = False
    """Whether it is a part of a whole, and cannot be more than 1."""

    @classmethod
    def of(cls, indicator: Indicator) -> Definition:
        """As the database defines it; reads its breaks, unless they are prefetched."""
        return cls(
            id=indicator.pk,
            code=indicator.code,
            kind=IndicatorKind(indicator.kind).value,
            polarity=Polarity(indicator.polarity).value,
            per_quarter=indicator.period_type == PeriodType.QUARTER,
            accumulates=indicator.accumulates,
            adds_up=indicator.adds_up,
            has_denominator=bool(indicator.denominator_label),
            level=AreaType(indicator.reporting_level).height,
            disclosure=DisclosureRule(indicator.disclosure).value,
            tolerance=float(indicator.tolerance),
            first=Period.parse(indicator.first_period_id),
            last=Period.parse(indicator.last_period_id),
            breaks=frozenset(Period.parse(row.period_id) for row in indicator.breaks.all()),
            is_share=indicator.unit == Unit.PERCENT,
        )

    def periods(self, start_year: int | None = None, *, years_before: int = 0) -> tuple[Period, ...]:
        """The periods of the indicator's life, oldest first; of one financial year when it is named.

        With `years_before`, of so many years before it too.
        """
        every = tuple(Period.between(self.first, self.last))
        if start_year is None:
            return every
        return tuple(
            period for period in every if start_year - years_before <= period.start_year <= start_year
        )
