"""What an answer looks like. Rows are not made of these: tests hold every answer against them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import create_model

from dashboards.api.result_rows import CoverageRow, ProgressRow, TargetRow

__all__ = ["CoverageRow", "ProgressRow", "TargetRow"]


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


def _answer(name: str, about: str, row: type[Schema]) -> type[Schema]:
    """The schema of a page of such rows."""
    fields: dict[str, Any] = {"meta": (Meta, ...), "rows": (list[row], ...)}  # type: ignore[valid-type]
    return create_model(name, __base__=Schema, __doc__=about, **fields)


Programmes = _answer("Programmes", "Programmes.", ProgrammeRow)
Indicators = _answer("Indicators", "Indicators.", IndicatorRow)
Areas = _answer("Areas", "Areas.", AreaRow)
Facts = _answer("Facts", "Figures that were promised or counted.", FactRow)
Services = _answer("Services", "Services.", ServiceRow)
Targets = _answer("Targets", "Targets.", TargetRow)
Coverages = _answer("Coverages", "Coverage.", CoverageRow)
Progresses = _answer("Progresses", "Progress.", ProgressRow)


class ProblemDetails(Schema):
    """Why there is no answer (RFC 9457); where a parameter is at fault, which one and what it may be."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str = ""
    allowed: list[str] = []
    first: str = ""
