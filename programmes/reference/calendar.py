"""The calendar of reporting, computed: when a period opens, when its figures are wanted, when it closes."""

from collections.abc import Iterator
from datetime import timedelta

from programmes.choices import PeriodType
from programmes.periods import Period
from programmes.reference.rows import PeriodRow

FIRST_YEAR = Period(2015)
LAST_YEAR = Period(2028)
DUE_AFTER = timedelta(weeks=4)
CLOSES_AFTER = timedelta(weeks=8)


def calendar() -> tuple[PeriodRow, ...]:
    """Every year and quarter of the calendar, oldest first."""
    return tuple(_periods())


def _periods() -> Iterator[PeriodRow]:
    for year in Period.between(FIRST_YEAR, LAST_YEAR):
        for period in (*year.quarters(), year):
            yield PeriodRow(
                code=period.code,
                period_type=PeriodType.QUARTER.value if period.is_quarter else PeriodType.YEAR.value,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                opens_on=period.ends_on + timedelta(days=1),
                due_on=period.ends_on + DUE_AFTER,
                closes_on=period.ends_on + CLOSES_AFTER,
            )
