"""What a row of results looks like: each field says what the dictionary of columns says of it, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from ninja import Schema
from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from dashboards.column_kinds import Column
from dashboards.dictionary import COVERAGE_COLUMNS, PROGRESS_COLUMNS, TARGET_COLUMNS

OR_NOTHING = ""
"""Stands in a list of words where a row may have none."""


class ResultRow(Schema):
    """A row of results: each field means what the dictionary says, and a word of ours is one of a list."""

    columns: ClassVar[Sequence[Column]] = ()

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema with what the dictionary knows."""
        schema = handler(core)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for column in cls.columns:
            properties[column.name]["description"] = column.meaning
            if column.words and not column.words.are_letters:
                nothing = [OR_NOTHING] if column.words.or_nothing else []
                properties[column.name]["enum"] = [*column.words.values, *nothing]
        return schema


class TargetRow(ResultRow):
    """What was planned for one area by the end of one period."""

    columns = TARGET_COLUMNS

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
    note: str
