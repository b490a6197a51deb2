"""What a delivery of figures holds before it is written: figures, services, and what was wrong with it. Plain values.

Readers of files and the generator of made-up figures make them; `actions` write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from programmes.checks.facts import Amount
from programmes.choices import Provenance, Severity
from programmes.results import ServiceFields

Number = int | Decimal
Key = tuple[str, int, str]
"""Indicator, area and period: what there may be only one figure of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is recorded for a figure now."""

    amount: Amount
    note: str
    revision: int
    layer: str
    covers_other_time: bool = False
    """A publication gave it from April on: no other quarter can be set beside it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one indicator, for one life of an area (its key) and one period.

    A missing figure has no numerator and says why in `marker`.
    """

    indicator: str
    area: int
    period: str
    numerator: Number | None
    denominator: Number | None = None
    marker: str = ""
    note: str = ""
    reason: str = ""
    """Why it corrects an earlier figure; where empty, the reason given for the whole delivery."""
    typed_by: int | None = None
    """The key of the person who gave the number; None where a publication did."""
    noted_by: int | None = None
    """The key of the person who gave the note."""
    provenance: str = Provenance.OFFICIAL.value
    """Of a publication: whether it stands there, or was derived by us from what stands there."""

    @property
    def key(self) -> Key:
        """What there may be only one of in a delivery."""
        return self.indicator, self.area, self.period

    def as_row(self, keys: Mapping[str, int]) -> dict[str, object]:
        """As SQL takes it in from JSON: the indicator by its key, numbers as text so that none is rounded."""
        return {
            "indicator_id": keys[self.indicator],
            "area_id": self.area,
            "period_id": self.period,
            "numerator": None if self.numerator is None else str(self.numerator),
            "denominator": None if self.denominator is None else str(self.denominator),
            "marker": self.marker,
            "note": self.note,
            "reason": self.reason,
            "typed_by": self.typed_by,
            "noted_by": self.noted_by,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry(ServiceFields):
    """One site or team, with the keys of the lives of the areas it serves."""

    areas: tuple[int, ...]

    def is_live(self, day: date) -> bool:
        """Whether it serves on the day, as far as is known."""
        since = self.opened_on or self.listed_on
        return since is not None and since <= day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of services says beside its rows: of which day it is, and for which areas (by key) it speaks."""

    on: date
    areas: tuple[int, ...] | None = None
    """None: for the whole of England."""
    has_every_opening: bool = False
    """Whether it leaves no service known there by its day without an opening day."""
    is_made_up: bool = False

    def tells_of(self, day: date) -> bool:
        """Whether it makes known which services there were on the day."""
        return self.on <= day or self.has_every_opening


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong in a delivery: where, what, and how to mend it. `row` is the line of the file."""

    severity: Severity
    code: str
    message: str
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = [f"row {self.row}"] if self.row else []
        where += [f"column {self.column}"] if self.column else []
        found = f" (“{self.value}”)" if self.value else ""
        return f"{', '.join(where)}{found}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True)
class Findings:
    """All that came out of reading a delivery. What is good may be accepted whatever is wrong with the rest."""

    rows_read: int = 0
    figures: tuple[Figure, ...] = ()
    services: tuple[ServiceEntry, ...] = ()
    issues: tuple[Issue, ...] = ()
    left_aside: Mapping[str, int] = field(default_factory=dict)
    """Rows that are about something else than what we keep, by what they are about: not wrong, not wanted."""
    rows_placed: int = 0
    """Rows that a good figure or service was made of. With those refused and left aside they are all that were read."""
    listing: Listing | None = None
    """Of a list of services: what it says as a whole."""
    figures_left: int = 0
    """Figures of it that stand already as they are given, and are not among `figures`."""

    @property
    def refusals(self) -> tuple[Issue, ...]:
        """The issues that keep something out."""
        return tuple(issue for issue in self.issues if issue.severity == Severity.REFUSAL)

    @property
    def rows_refused(self) -> int:
        """How many rows had something kept out. What is wrong with the file as a whole is wrong with no row."""
        return len({issue.row for issue in self.refusals if issue.row is not None})


@dataclass(slots=True)
class Gathering:
    """What is found while a file is being read, row by row."""

    figures: list[Figure] = field(default_factory=list)
    services: list[ServiceEntry] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    listing: Listing | None = None

    def refuse(
        self, code: str, message: str, *, row: int | None = None, column: str = "", value: str = ""
    ) -> None:
        """Keep something out, saying where, what and how to mend it."""
        self.issues.append(Issue(Severity.REFUSAL, code, message, row, column, value[:200]))
