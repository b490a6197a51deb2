"""What queries return: the contract between the domain and those who show it. Frozen values, no Django, no formatting.

`None` means *not known* wherever a number stands, and the marker beside it says why. Zero is a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from programmes.periods import Period

ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class AreaRef:
    """An area as far as a label, a link and a tile need it."""

    code: str
    name: str
    short_name: str
    area_type: str
    tile_label: str = ""
    tile_column: int | None = None
    tile_row: int | None = None


@dataclass(frozen=True, slots=True)
class EditionRef:
    """A geography edition: the areas alive on one date."""

    code: str
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class AreaStep:
    """One step in an area's family tree: on a date, a share of it came from or went to another area."""

    area: AreaRef
    on: date
    share: float
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """An area with what surrounds it: its life, codes, family, and people."""

    area: AreaRef
    valid_from: date
    valid_to: date | None
    gss_codes: tuple[tuple[str, date, date | None], ...]
    ancestors: tuple[AreaRef, ...]
    """From England downwards, without the area itself."""
    children: tuple[AreaRef, ...]
    came_from: tuple[AreaStep, ...]
    became: tuple[AreaStep, ...]
    adults: int | None
    people: int | None
    population_year: int | None


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a figure was read, and under which licence it is shown."""

    title: str
    publisher: str
    url: str
    licence: str
    note: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorInfo:
    """The definition of an indicator, as its page, its chart and its column headings need it."""

    code: str
    name: str
    short_name: str
    programme: str
    kind: str
    polarity: str
    unit: str
    decimals: int
    period_type: str
    numerator_label: str
    denominator_label: str
    reporting_level: str
    disclosure: str
    tolerance: float
    first_period: Period
    last_period: Period
    counts: str
    why: str
    caveat: str
    source: SourceRef
    breaks: tuple[tuple[Period, str], ...] = ()
    accumulates: bool = True
    """Whether the periods of a year add up."""
    adds_up: bool = True
    """Whether an area without a figure of its own is the sum of the areas in it."""


@dataclass(frozen=True, slots=True)
class FactInfo:
    """One figure that was promised or counted, with where it was read."""

    code: str
    label: str
    when: str
    kind: str
    value: float | None
    unit: str
    provenance: str
    source: SourceRef | None
    note: str


@dataclass(frozen=True, slots=True)
class DerivedInfo:
    """A figure worked out from an indicator's year to date: the largest it could be, and how."""

    name: str
    indicator: str
    multiplier: float
    unit: str
    method: str
    source: SourceRef


@dataclass(frozen=True, slots=True)
class ProgrammeInfo:
    """A programme with everything that defines it."""

    code: str
    name: str
    short_name: str
    promise: str
    promise_source: SourceRef
    description: str
    coverage_meaning: str
    coverage_provenance: str
    headline: str
    indicators: tuple[IndicatorInfo, ...]
    facts: tuple[FactInfo, ...] = ()
    derived: tuple[DerivedInfo, ...] = ()

    def indicator(self, code: str) -> IndicatorInfo:
        """The indicator of this code; KeyError when the programme has none such."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class ProgressPoint:
    """One indicator in one area over one period: a row of results. Units are the indicator's; ratios are fractions."""

    indicator: str
    area: AreaRef
    period: Period
    basis: str
    provenance: str
    marker: str
    notes: str
    status: str
    numerator: float | None
    denominator: float | None
    actual: float | None
    year_to_date: float | None
    target_to_date: float | None
    target_year: float | None
    target_basis: str
    target_provenance: str
    attainment: float | None
    variance: float | None
    required_per_period: float | None
    forecast: float | None
    """The year's outturn, as seen at this period."""
    forecast_low: float | None
    forecast_high: float | None
    rank: int | None
    rank_of: int | None
    reporting: int | None
    reporting_expected: int | None
    revision: int | None

    @property
    def illustrative(self) -> bool:
        """Made up for demonstration."""
        return self.provenance == ILLUSTRATIVE


@dataclass(frozen=True, slots=True)
class ProgressSeries:
    """The points of one indicator in one area, oldest first, one for each period of the indicator's life."""

    indicator: IndicatorInfo
    area: AreaRef
    points: tuple[ProgressPoint, ...]

    def __iter__(self) -> Iterator[ProgressPoint]:
        return iter(self.points)

    def at(self, period: Period) -> ProgressPoint | None:
        """The point of this period; None outside the series."""
        return next((point for point in self.points if point.period == period), None)

    @property
    def latest(self) -> ProgressPoint | None:
        """The last point that has a figure; None when none has."""
        return next((point for point in reversed(self.points) if point.actual is not None), None)


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """How much of an area the programme's live services serve on the last day of a period."""

    programme: str
    area: AreaRef
    period: Period
    areas_covered: int | None
    areas_total: int
    population_covered: float | None
    population_total: float
    services: int | None
    provenance: str

    @property
    def coverage(self) -> float | None:
        """The share of the areas below that are served: 0 to 1."""
        return (
            None
            if self.areas_covered is None or not self.areas_total
            else self.areas_covered / self.areas_total
        )

    @property
    def population_coverage(self) -> float | None:
        """The share of the adults below who live in an area that is served: 0 to 1."""
        if self.population_covered is None or not self.population_total:
            return None
        return self.population_covered / self.population_total


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """A site or team of a programme."""

    code: str
    name: str
    wave: int | None
    opened_on: date | None
    listed_on: date | None
    closed_on: date | None
    longitude: float | None
    latitude: float | None
    address: str
    offers: str
    provenance: str
    source: SourceRef
    areas: tuple[AreaRef, ...]


@dataclass(frozen=True, slots=True)
class WaveInfo:
    """The services of a programme that started together; `wave` is None for those in no wave that anybody named."""

    wave: int | None
    services: int
    first_opened_on: date | None
    last_opened_on: date | None
    areas: tuple[AreaRef, ...]
    provenances: tuple[str, ...]
