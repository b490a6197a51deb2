"""What an answer looks like. Rows are not made of these: tests hold every answer against them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import create_model

from dashboards.api import definitions
from dashboards.api.result_rows import CoverageRow, ProgressRow, TargetRow

__all__ = ["CoverageRow", "ProgressRow", "TargetRow"]


class Meta(Schema):
    """What belongs to every answer: the version of the data, the number of all rows, the next page."""

    data_version: int
    as_at: datetime | None
    count: int
    next: str | None
    licence: str


ProgrammeRow = definitions.row("ProgrammeRow", "A programme and what was promised.", definitions.PROGRAMME)
IndicatorRow = definitions.row("IndicatorRow", "The definition of an indicator.", definitions.INDICATOR)
FactRow = definitions.row(
    "FactRow", "One figure that was promised or counted, with where it was read.", definitions.FACT
)
AreaRow = definitions.row("AreaRow", "One life of an area.", definitions.AREA)
ServiceRow = definitions.row(
    "ServiceRow",
    "A site or team of a programme. An opening date that no source gives is null; `listed_on` then says since when.",
    definitions.SERVICE,
)


def _listed(name: str, what: str, row: type[Schema]) -> type[Schema]:
    """An answer of rows of one kind."""
    fields: dict[str, Any] = {"meta": (Meta, ...), "rows": (list[row], ...)}  # type: ignore[valid-type]
    return create_model(name, __base__=Schema, __doc__=what, __module__=__name__, **fields)


Programmes = _listed("Programmes", "Programmes.", ProgrammeRow)
Indicators = _listed("Indicators", "Indicators.", IndicatorRow)
Areas = _listed("Areas", "Areas.", AreaRow)
Facts = _listed("Facts", "Figures that were promised or counted.", FactRow)
Services = _listed("Services", "Services.", ServiceRow)
Targets = _listed("Targets", "Targets.", TargetRow)
Coverages = _listed("Coverages", "Coverage.", CoverageRow)
Progresses = _listed("Progresses", "Progress.", ProgressRow)


class ProblemDetails(Schema):
    """Why there is no answer (RFC 9457); where a parameter is at fault, which one and what it may be."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str = ""
    allowed: list[str] = []
    first: str = ""
