"""The rows of the reference files as frozen values, checked one by one but not yet against one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.area_history import AreaVersion, Dated
from programmes.periods import Period
from programmes.reference.places import Place
from programmes.results import EditionRef, SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Anything read from a file. Where it stood is no part of what it says."""

    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow(SourceRef):
    """A publication, a page or a file that figures were read in."""

    place: Place = field(compare=False)
    slug: str
    published_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow(EditionRef):
    """A set of areas: those alive on a date."""

    place: Place = field(compare=False)
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow(AreaVersion):
    """One version of one area, numbered as it was read."""

    place: Place = field(compare=False)
    source: str

    @property
    def key(self) -> tuple[str, date]:
        """A code, and when this version of it began."""
        return self.code, self.valid_from


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow(Row, Dated):
    """The GSS code of an area between two dates."""

    area: AreaRow
    gss_code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentRow(Row, Dated):
    """Between two dates, the child lay in the parent."""

    child: AreaRow
    parent: AreaRow
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionRow(Row):
    """On a date, a share of the predecessor became part of the successor."""

    on: date
    predecessor: AreaRow
    successor: AreaRow
    share: Decimal
    basis: str
    note: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRow(Row):
    """How many people of an age band lived in an area."""

    area: AreaRow
    year: int
    age_band: str
    people: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRow(Row):
    """What an area weighs when a national figure is shared out."""

    key: str
    area: AreaRow
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """One period of the calendar; computed, so it stands in no file."""

    code: str
    period_type: str
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date
    closes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow(Row):
    """A block of a programme file: the programme, an indicator, a break, a fact, a plan, a named service …"""

    values: Mapping[str, Any] = field(hash=False)
    """What it says, by name; of a part of a programme its programme as well, and its place among the others.

    Areas are rows of areas; of a plan, `points` are PointRows, and `digest` is that of all it says.
    """

    def __getattr__(self, name: str) -> Any:
        """One of the values."""
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """What is expected of one area by the end of one period."""

    area: AreaRow
    period: Period
    value: Decimal
    basis: str
    shared_by: str
    provenance: str
    note: str
    source: str | None

    def as_written(self) -> tuple[str, ...]:
        """Everything the point says, for a digest."""
        area = f"{self.area.code} {self.area.valid_from}"
        value = f"{self.value:.4f}"
        return (
            area,
            self.period.code,
            value,
            self.basis,
            self.shared_by,
            self.provenance,
            self.note,
            self.source or "",
        )
