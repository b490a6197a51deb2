"""The rows of the reference files as frozen values, checked one by one but not yet against one another."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.periods import Period
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow(Row):
    """What was promised."""

    code: str
    name: str
    short_name: str
    position: int
    promise: str
    promise_source: str
    description: str
    coverage_meaning: str
    coverage_provenance: str
    headline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow(Row):
    """What is counted, and how."""

    programme: str
    position: int
    code: str
    name: str
    short_name: str
    kind: str
    polarity: str
    unit: str
    decimals: int
    period_type: str
    numerator_label: str
    denominator_label: str
    reporting_level: str
    adds_up: bool
    accumulates: bool
    disclosure: str
    tolerance: Decimal
    change_limit: Decimal
    first_period: Period
    last_period: Period
    counts: str
    why: str
    caveat: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRow(Row):
    """A period from which an indicator is counted differently."""

    indicator: str
    period: Period
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow(Row):
    """One figure that was said or counted."""

    programme: str
    position: int
    code: str
    label: str
    when: str
    kind: str
    value: Decimal | None
    unit: str
    provenance: str
    source: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRow(Row):
    """A figure worked out from an indicator."""

    programme: str
    code: str
    name: str
    indicator_code: str
    multiplier: Decimal
    unit: str
    method: str
    source: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TrajectoryRow(Row):
    """What was planned for one indicator, area by area."""

    indicator: str
    kind: str
    name: str
    reason: str
    source: str
    points: tuple[PointRow, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow(Row):
    """One named site or team, with the areas it serves."""

    programme: str
    code: str
    reason: str
    name: str
    wave: int | None
    opened_on: date | None
    listed_on: date | None
    closed_on: date | None
    address: str
    offers: str
    provenance: str
    source: str
    areas: tuple[AreaRow, ...]

    def content(self) -> dict[str, Any]:
        """What the service is, without which revision of it this is and why."""
        named = ("name", "wave", "opened_on", "listed_on", "closed_on", "address", "offers", "provenance")
        return {name: getattr(self, name) for name in named}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Everything the reference files say, sound and agreeing with itself."""

    sources: tuple[SourceRow, ...]
    periods: tuple[PeriodRow, ...]
    editions: tuple[EditionRow, ...]
    areas: tuple[AreaRow, ...]
    codes: tuple[CodeRow, ...]
    parents: tuple[ParentRow, ...]
    successions: tuple[SuccessionRow, ...]
    populations: tuple[PopulationRow, ...]
    weights: tuple[WeightRow, ...]
    programmes: tuple[ProgrammeRow, ...]
    indicators: tuple[IndicatorRow, ...]
    breaks: tuple[BreakRow, ...]
    facts: tuple[FactRow, ...]
    derived: tuple[DerivedRow, ...]
    trajectories: tuple[TrajectoryRow, ...]
    services: tuple[ServiceRow, ...]
