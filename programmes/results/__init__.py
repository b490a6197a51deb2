"""What queries return: the contract between the domain and those who show it. Frozen values, no Django, no formatting.

`None` means *not known* wherever a number stands, and the marker beside it says why. Zero is a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from programmes.results.indicators import INTERNAL, IndicatorInfo
from programmes.results.progress import (
    DEMONSTRATION,
    CoveragePoint,
    ProgressPoint,
    ProgressSeries,
    coverage_at,
)
from programmes.results.sources import Known, SourceRef

__all__ = [
    "DEMONSTRATION",
    "AreaProfile",
    "AreaRef",
    "AreaStep",
    "CoveragePoint",
    "EditionRef",
    "FactInfo",
    "GapInfo",
    "IndicatorInfo",
    "ProgrammeInfo",
    "ProgressPoint",
    "ProgressSeries",
    "ServiceFields",
    "ServiceInfo",
    "SourceRef",
    "WaveInfo",
    "coverage_at",
]


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
class FactInfo:
    """One figure that was promised or counted, with where it was read."""

    programme: str
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
class GapInfo:
    """What is missing of an indicator at one level of areas; `last_known` is a period's code, empty for never."""

    programme: str
    indicator: str
    indicator_name: str
    area_type: str
    missing: str
    last_known: str
    holder: str
    url: str
    unpublished_by: SourceRef | None
    answer: str


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
    """The code of the indicator that stands for the programme, by the rule of `leading`."""
    indicators: tuple[IndicatorInfo, ...]
    has_figures: bool = field(default=True, metadata=INTERNAL)
    """Whether England has a figure of any of them."""
    facts: tuple[FactInfo, ...] = field(default=(), metadata=INTERNAL)

    def indicator(self, code: str) -> IndicatorInfo:
        """The indicator of this code; KeyError when the programme has none such."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFields(Known):
    """What is said of a site or team, wherever it is said."""

    code: str
    name: str
    wave: int | None = None
    opened_on: date | None = None
    listed_on: date | None = None
    closed_on: date | None = None
    longitude: float | None = None
    latitude: float | None = None
    address: str = ""
    offers: str = ""
    provenance: str

    @classmethod
    def values_of(cls, service: object) -> dict[str, Any]:
        """These fields of a row of the database, or of another value, by name."""
        return {each.name: getattr(service, each.name) for each in fields(ServiceFields)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInfo(ServiceFields):
    """A site or team of a programme."""

    programme: str
    source: SourceRef
    areas: tuple[AreaRef, ...]


@dataclass(frozen=True, slots=True)
class WaveInfo:
    """The services of a programme that started together; `wave` is None for those in no wave that anybody named."""

    wave: int | None
    services: int
    first_opened_on: date | None
    areas: tuple[AreaRef, ...]
    provenances: tuple[str, ...]
