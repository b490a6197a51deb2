"""Periods: financial years and their quarters. The only place that knows the financial year starts in April.

>>> Period.parse("2023-24-Q4").label
'2023/24 Q4'
>>> Period.parse("2023-24").ends_on
datetime.date(2024, 3, 31)
>>> Period.read("Q4 2023/2024").code, Period.read("202324").code
('2023-24-Q4', '2023-24')
>>> [quarter.code for quarter in Period.parse("1999-00").quarters()][-1]
'1999-00-Q4'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from programmes.untrusted import quoted

FIRST_MONTH = 4
QUARTERS = 4
MONTHS_PER_QUARTER = 3

_CODE = re.compile(
    r"^(?P<year>\d{4})[-/](?P<end>\d{2})(?:[-/ ]?Q(?P<quarter>[1-4]))?$", re.IGNORECASE | re.ASCII
)
_YEAR = r"(?:(?:FY|F/Y|FINANCIAL YEAR|YEAR) ?)?(?P<year>(?:20|19)[0-9]{2}) ?[-/]? ?(?P<end>(?:(?:20|19))?[0-9]{2})"
_SHORT_YEAR = r"(?:FY|F/Y|FINANCIAL YEAR) ?(?P<year>[0-9]{2}) ?[-/] ?(?P<end>[0-9]{2})"
_QUARTER = r"\(?(?:Q|QTR|QUARTER)[ .]?(?P<quarter>[1-4])\)?"
_WRITINGS = tuple(
    re.compile(shape, re.IGNORECASE)
    for year in (_YEAR, _SHORT_YEAR)
    for shape in (
        year,
        f"{year}[-/_,: ]*{_QUARTER}",
        f"{_QUARTER}[-/_,: ]*(?:OF )?{year}",
    )
)
"""How files write a year or a quarter: 202324, 2023/2024, FY2023-24, Q4 2023/24, 2023/24 Quarter 4."""

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_DOUBTFUL = (
    (
        r"FY ?[0-9]{2}|(?:FY ?)?[0-9]{4}",
        "may be the year that begins or the one that ends then: write both, as in 2023-24",
    ),
    (r"[0-9]{2} ?[-/] ?[0-9]{2}", "may be a day or a year: write the year in full, as in 2023-24"),
    (r"\(?(?:Q|QTR|QUARTER) ?[0-9]\)?", "names no year: write the quarter as 2023-24-Q4"),
    (
        r"(?:FY ?)?[0-9]{2,4}[-/_,: ]*(?:Q|QTR|QUARTER) ?[0-9]|(?:Q|QTR|QUARTER) ?[0-9][-/_,: ]*(?:FY ?)?[0-9]{2,4}",
        "may be a quarter of the calendar year or of the financial year: write it as 2023-24-Q4",
    ),
    (r"(?:20|19)[0-9]{2}(?:0[1-9]|1[0-2])", "may be a month or a year: write the year as 2023-24"),
    (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}|[A-Z]{3,9}[- ]?[0-9]{2,4}",
        "is a day or a month: write a year as 2023-24, a quarter as 2023-24-Q4",
    ),
)
"""What may mean two periods, or none, and how to say which."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class PeriodError(ValueError):
    """The text is not a financial year (2023-24) or one of its quarters (2023-24-Q4)."""


@dataclass(frozen=True, slots=True)
class Period:
    """A financial year, or one quarter of it; `start_year` is the calendar year in which it began.

    `quarter` is None for the whole year. Periods order by when they end, and at one end the shorter first,
    so the fourth quarter stands before its year.
    """

    start_year: int
    quarter: int | None = None

    def __post_init__(self) -> None:
        if not 1900 <= self.start_year <= 2199:
            raise PeriodError(f"{self.start_year} is not a year between 1900 and 2199")
        if self.quarter is not None and self.quarter not in range(1, QUARTERS + 1):
            raise PeriodError(f"{self.quarter} is not a quarter: the quarters are 1, 2, 3 and 4")

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written as `2023-24`, `2023/24`, `2023-24-Q4` or `2023/24 Q4`; else PeriodError."""
        match = _CODE.match(text.strip())
        if match is None:
            raise PeriodError(
                f"{quoted(text)} is not a period: write a year as 2023-24, a quarter as 2023-24-Q4"
            )
        start_year = int(match["year"])
        if int(match["end"]) != (start_year + 1) % 100:
            raise PeriodError(
                f"{quoted(text)} is not a financial year: {start_year} is followed by {_end(start_year)}"
            )
        return cls(start_year, int(match["quarter"]) if match["quarter"] else None)

    @classmethod
    def read(cls, text: str) -> Period:
        """The period that a file names, however it writes it; PeriodError where it may mean two, saying how to mend it.

        Addresses and answers have one writing each: `parse` reads those.
        """
        bare = _DASHES.sub("-", " ".join(unicodedata.normalize("NFKC", text).split()))
        bare = "".join(letter for letter in bare if unicodedata.category(letter) != "Cf").removesuffix(".0")
        for shape, why in _DOUBTFUL:
            if re.fullmatch(shape, bare, re.IGNORECASE):
                raise PeriodError(f"{quoted(text)} {why}")
        found = next(filter(None, (shape.fullmatch(bare) for shape in _WRITINGS)), None)
        if found is None:
            return cls.parse(bare[:40])
        quarter = found.groupdict().get("quarter")
        begins = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
        ends = found["end"] if len(found["end"]) == 2 else found["end"][2:]
        if len(found["end"]) == 4 and int(found["end"]) != int(begins) + 1:
            raise PeriodError(
                f"{quoted(text)} is not a financial year: {begins} is followed by {int(begins) + 1}"
            )
        return cls.parse(f"{begins}-{ends}-Q{quarter}" if quarter else f"{begins}-{ends}")

    @classmethod
    def containing(cls, day: date, *, quarterly: bool = True) -> Period:
        """The quarter (or the year) that the day falls in."""
        months_in = (day.month - FIRST_MONTH) % 12
        start_year = day.year if day.month >= FIRST_MONTH else day.year - 1
        return cls(start_year, months_in // MONTHS_PER_QUARTER + 1 if quarterly else None)

    @classmethod
    def last_ended(cls, day: date, *, quarterly: bool = True) -> Period:
        """The last quarter (or year) that is over at the end of the day.

        >>> Period.last_ended(date(2031, 3, 31)).code, Period.last_ended(date(2031, 3, 30)).code
        ('2030-31-Q4', '2030-31-Q3')
        """
        return cls.containing(day + timedelta(days=1), quarterly=quarterly).previous()

    @classmethod
    def between(cls, first: Period, last: Period) -> Iterator[Period]:
        """Every period from the first to the last, both included, of the type of the first."""
        period = first
        while period <= last:
            yield period
            period = period.next()

    @property
    def is_quarter(self) -> bool:
        """False for a whole year."""
        return self.quarter is not None

    @property
    def year(self) -> Period:
        """The financial year this period belongs to."""
        return Period(self.start_year)

    @property
    def code(self) -> str:
        """As in URLs, files and the API: `2023-24`, `2023-24-Q4`."""
        return self._written("-", "-")

    @property
    def label(self) -> str:
        """As on screen: `2023/24`, `2023/24 Q4`."""
        return self._written("/", " ")

    @property
    def long_label(self) -> str:
        """In full words: `January to March 2024`; a year as `April 2023 to March 2024`."""
        first, last = self.starts_on, self.ends_on
        year_of_first = f" {first.year}" if first.year != last.year else ""
        return f"{_MONTHS[first.month - 1]}{year_of_first} to {_MONTHS[last.month - 1]} {last.year}"

    @property
    def starts_on(self) -> date:
        """The first day."""
        return _month_start(self.start_year, MONTHS_PER_QUARTER * ((self.quarter or 1) - 1))

    @property
    def ends_on(self) -> date:
        """The last day, included."""
        return _month_start(self.start_year, MONTHS_PER_QUARTER * (self.quarter or QUARTERS)) - timedelta(
            days=1
        )

    @property
    def quarters_done(self) -> int:
        """How many quarters of the year are over when this period ends: 1 to 4."""
        return self.quarter or QUARTERS

    @property
    def quarters_left(self) -> int:
        """How many quarters of the year are still to come when this period ends: 3 to 0."""
        return QUARTERS - self.quarters_done

    def contains(self, day: date) -> bool:
        """Whether the day falls in the period."""
        return self.starts_on <= day <= self.ends_on

    def quarters(self) -> list[Period]:
        """The four quarters of this year; for a quarter, itself."""
        if self.is_quarter:
            return [self]
        return [Period(self.start_year, quarter) for quarter in range(1, QUARTERS + 1)]

    def next(self) -> Period:
        """The one after, of the same length."""
        return self.shifted(1)

    def previous(self) -> Period:
        """The one before, of the same length."""
        return self.shifted(-1)

    def year_before(self) -> Period:
        """The same quarter of the year before; for a year, the year before."""
        return Period(self.start_year - 1, self.quarter)

    def shifted(self, steps: int) -> Period:
        """The period so many steps later (earlier when negative), of the same length."""
        if self.quarter is None:
            return Period(self.start_year + steps)
        years, quarter = divmod(self.quarter - 1 + steps, QUARTERS)
        return Period(self.start_year + years, quarter + 1)

    def _written(self, between_years: str, before_quarter: str) -> str:
        year = f"{self.start_year}{between_years}{_end(self.start_year)}"
        return f"{year}{before_quarter}Q{self.quarter}" if self.quarter else year

    @property
    def _place(self) -> int:
        """Its place among all periods: four quarters, then their year."""
        return self.start_year * (QUARTERS + 1) + (self.quarter or QUARTERS + 1)

    def __lt__(self, other: object) -> bool:
        return self._place < other._place if isinstance(other, Period) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self._place <= other._place if isinstance(other, Period) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self._place > other._place if isinstance(other, Period) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self._place >= other._place if isinstance(other, Period) else NotImplemented

    def __str__(self) -> str:
        return self.label


def _end(start_year: int) -> str:
    return f"{(start_year + 1) % 100:02d}"


def _month_start(start_year: int, months_in: int) -> date:
    years, month = divmod(FIRST_MONTH - 1 + months_in, 12)
    return date(start_year + years, month + 1, 1)
