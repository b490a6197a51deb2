"""The rows of the reference files as frozen values, checked one by one but not yet against one another."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

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
    is_current: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow(Row):
    """One life of one code."""

    code: str
    area_type: str
    name: str
    short_name: str
    other_names: str = ""
    tile_label: str = ""
    tile_column: int | None = None
    tile_row: int | None = None
    valid_from: date
    valid_to: date | None
    source: str

    @property
    def key(self) -> tuple[str, date]:
        """A code, and when this life of it began."""
        return self.code, self.valid_from

    def is_alive_on(self, day: date) -> bool:
        """Whether the day is one of this life; its last day is."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def holds(self, start: date, end: date | None) -> bool:
        """Whether this life lasts from the start to the end (None: for ever)."""
        return self.valid_from <= start and (
            self.valid_to is None or (end is not None and end <= self.valid_to)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow(Row):
    """The GSS code of an area between two dates."""

    area: AreaRow
    gss_code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentRow(Row):
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
