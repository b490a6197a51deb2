"""The rows of the reference files as frozen values, checked one by one but not yet against one another."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from programmes.area_history import AreaVersion, Dated
from programmes.reference.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Anything read from a file. Where it stood is no part of what it says."""

    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow(Row):
    """A publication, a page or a file that figures were read in."""

    slug: str
    title: str
    publisher: str
    url: str
    published_on: date | None
    licence: str
    attribution: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow(Row):
    """A set of areas: those alive on a date."""

    code: str
    name: str
    on: date
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
