"""The calendar of reporting, which stands in no file: it begins with a year, is computed ahead, and does not end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from programmes.choices import PeriodType
from programmes.periods import Period
from programmes.reference.rows import PeriodRow

FIRST_YEAR = Period(2015)
YEARS_AHEAD = 3
"""How many years stand in it beside the running one, so that plans may be made for them."""
MOST_YEARS_AHEAD = 30
"""A plan for a later year is taken for a slip of the pen."""
DUE_AFTER = timedelta(weeks=4)
CLOSES_AFTER = timedelta(weeks=8)


def last_year(day: date, named: Iterable[Period] = ()) -> Period:
    """The last year that the calendar of a day needs, so that it also holds the periods that a plan names.

    >>> last_year(date(2031, 3, 31)).code, last_year(date(2031, 4, 1)).code
    ('2033-34', '2034-35')
    >>> last_year(date(2031, 4, 1), [Period(2040, 2)]).code
    '2040-41'
    """
    running = Period.containing(day, quarterly=False)
    wanted = [period.year for period in named if period.year <= running.shifted(MOST_YEARS_AHEAD)]
    return max([running.shifted(YEARS_AHEAD), *wanted])


def calendar(last: Period, first: Period = FIRST_YEAR) -> tuple[PeriodRow, ...]:
    """Every year and quarter from one year to another, both included, oldest first."""
    return tuple(_periods(first, last))


def _periods(first: Period, last: Period) -> Iterator[PeriodRow]:
    for year in Period.between(first, last):
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
