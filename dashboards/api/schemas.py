"""What an answer looks like. Rows are not made of these: tests hold every answer against them.

Rows of results say what the dictionary of columns says of them, word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from ninja import Schema
from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from dashboards.dictionary import COVERAGE_COLUMNS, PROGRESS_COLUMNS, TARGET_COLUMNS, Column
from programmes.choices import (
    MISSING_MARKERS,
    AreaType,
    Basis,
    Provenance,
    Status,
    TargetBasis,
    TrajectoryKind,
    Unit,
)

OR_NOTHING = ""
"""Stands in a list of words where a row may have none."""

PROGRESS_WORDS: dict[str, list[str]] = {
    "unit": Unit.values,
    "area_type": AreaType.values,
    "basis": Basis.values,
    "marker": [*(marker.value for marker in MISSING_MARKERS), OR_NOTHING],
    "target_basis": [*TargetBasis.values, OR_NOTHING],
    "status": Status.values,
    "provenance": Provenance.values,
    "target_provenance": [*Provenance.values, OR_NOTHING],
}
COVERAGE_WORDS: dict[str, list[str]] = {"area_type": AreaType.values, "provenance": Provenance.values}
TARGET_WORDS: dict[str, list[str]] = {
    "unit": Unit.values,
    "kind": TrajectoryKind.values,
    "area_type": AreaType.values,
    "basis": TargetBasis.values,
    "provenance": Provenance.values,
}


class ResultRow(Schema):
    """A row of results: each field means what the dictionary says, and a word of ours is one of a list."""

    columns: ClassVar[Sequence[Column]] = ()
    words: ClassVar[dict[str, list[str]]] = {}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema with what the dictionary knows."""
        schema = handler(core)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for column in cls.columns:
            properties[column.name]["description"] = column.meaning
            if column.name in cls.words:
                properties[column.name]["enum"] = cls.words[column.name]
        return schema


class Meta(Schema):
    """What belongs to every answer: the version of the data, the number of all rows, the next page."""

    data_version: int
    as_at: datetime | None
    count: int
    next: str | None
    licence: str


class ProgrammeRow(Schema):
    """A programme and what was promised."""

    programme: str
    name: str
    short_name: str
    promise: str
    promise_source: str
    promise_source_url: str
    description: str
    coverage_meaning: str
    coverage_provenance: str
    headline: str
    indicators: list[str]


class IndicatorRow(Schema):
    """The definition of an indicator."""

    indicator: str
    name: str
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
    first_period: str
    last_period: str
    breaks: list[str]
    counts: str
    why: str
    caveat: str
    source: str
    source_url: str
    licence: str


class AreaRow(Schema):
    """One life of an area."""

    area: str
    name: str
    short_name: str
    area_type: str
    gss_code: str
    parent: str
    valid_from: date
    valid_to: date | None
    people: int | None
    adults: int | None
    population_year: int | None


class FactRow(Schema):
    """One figure that was promised or counted, with where it was read."""

    programme: str
    fact: str
    label: str
    when: str
    kind: str
    value: float | None
    unit: str
    provenance: str
    source: str
    source_url: str
    licence: str
    note: str


class ServiceRow(Schema):
    """A site or team of a programme. An opening date that no source gives is null; `listed_on` then says since when."""

    programme: str
    service: str
    name: str
    wave: int | None
    opened_on: date | None
    listed_on: date | None
    closed_on: date | None
    areas: list[str]
    area_names: list[str]
    address: str
    offers: str
    longitude: float | None
    latitude: float | None
    provenance: str
    illustrative: bool
    source: str
    source_url: str


class TargetRow(ResultRow):
    """What was planned for one area by the end of one period."""

    columns = TARGET_COLUMNS
    words = TARGET_WORDS

    programme: str
    indicator: str
    indicator_name: str
    unit: str
    trajectory: str
    kind: str
    version: int
    area: str
    area_name: str
    area_type: str
    period: str
    period_end: date
    value: float
    basis: str
    shared_by: str
    provenance: str
    source: str
    source_url: str
    note: str


class CoverageRow(ResultRow):
    """How much of an area the live services of a programme serve at the end of a period."""

    columns = COVERAGE_COLUMNS
    words = COVERAGE_WORDS

    programme: str
    area: str
    area_name: str
    area_type: str
    period: str
    areas_covered: int | None
    areas_total: int
    coverage: float | None
    population_covered: float | None
    population_total: float
    population_coverage: float | None
    services: int | None
    period_start: date
    period_end: date
    provenance: str
    illustrative: bool


class ProgressRow(ResultRow):
    """One indicator in one area over one period. Shares are fractions; a missing number is null and has a marker."""

    columns = PROGRESS_COLUMNS
    words = PROGRESS_WORDS

    programme: str
    indicator: str
    indicator_name: str
    unit: str
    area: str
    area_name: str
    area_type: str
    period: str
    period_start: date
    period_end: date
    basis: str
    actual: float | None
    numerator: float | None
    denominator: float | None
    marker: str
    notes: str
    year_to_date: float | None
    target_to_date: float | None
    target_year: float | None
    target_basis: str
    attainment: float | None
    variance: float | None
    status: str
    required_per_period: float | None
    forecast: float | None
    forecast_low: float | None
    forecast_high: float | None
    rank: int | None
    rank_of: int | None
    reporting: int | None
    reporting_expected: int | None
    illustrative: bool
    revision: int | None
    provenance: str
    target_provenance: str


class Programmes(Schema):
    """Programmes."""

    meta: Meta
    rows: list[ProgrammeRow]


class Indicators(Schema):
    """Indicators."""

    meta: Meta
    rows: list[IndicatorRow]


class Areas(Schema):
    """Areas."""

    meta: Meta
    rows: list[AreaRow]


class Facts(Schema):
    """Figures that were promised or counted."""

    meta: Meta
    rows: list[FactRow]


class Services(Schema):
    """Services."""

    meta: Meta
    rows: list[ServiceRow]


class Targets(Schema):
    """Targets."""

    meta: Meta
    rows: list[TargetRow]


class Coverages(Schema):
    """Coverage."""

    meta: Meta
    rows: list[CoverageRow]


class Progresses(Schema):
    """Progress."""

    meta: Meta
    rows: list[ProgressRow]


class ProblemDetails(Schema):
    """Why there is no answer (RFC 9457); where a parameter is at fault, which one and what it may be."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str = ""
    allowed: list[str] = []
    first: str = ""
