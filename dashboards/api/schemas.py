"""What an answer looks like. Rows are not made of these: tests hold every answer against them.

Each field of a row of results says what the dictionary of columns says of it, word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from ninja import Schema
from pydantic import GetJsonSchemaHandler, create_model
from pydantic_core import CoreSchema

from dashboards.api import definitions
from dashboards.column_kinds import Column
from dashboards.dictionary import COVERAGE_COLUMNS, PROGRESS_COLUMNS
from dashboards.target_columns import TARGET_COLUMNS

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


TYPES: dict[str, Any] = {"integer": int, "number": float, "fraction": float, "date": date, "boolean": bool}
"""The type of the values of each kind of column; of others it is text."""
ALWAYS_KNOWN = ("version", "value", "areas_total", "population_total")
"""Columns with a number in every row; any other number may be missing."""


def row_of(name: str, about: str, columns: Sequence[Column]) -> type[ResultRow]:
    """The schema of a row with these columns."""
    fields: dict[str, Any] = {column.name: (_type_of(column), ...) for column in columns}
    row = create_model(name, __base__=ResultRow, __doc__=about, **fields)
    row.columns = columns
    return row


def _type_of(column: Column) -> Any:
    known = TYPES.get(column.kind, str)
    return known | None if column.is_number and column.name not in ALWAYS_KNOWN else known


TargetRow = row_of("TargetRow", "What was planned for one area by the end of one period.", TARGET_COLUMNS)
CoverageRow = row_of(
    "CoverageRow",
    "How much of an area the live services of a programme serve at the end of a period.",
    COVERAGE_COLUMNS,
)
ProgressRow = row_of(
    "ProgressRow",
    "One indicator in one area over one period. Shares are fractions; a missing number is null and has a marker.",
    PROGRESS_COLUMNS,
)


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
GapRow = definitions.row(
    "GapRow", "What is missing of an indicator at one level of areas, and who would know.", definitions.GAP
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
Gaps = _listed("Gaps", "What is not known.", GapRow)
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
