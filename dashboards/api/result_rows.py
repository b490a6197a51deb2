"""What a row of results looks like: each field says what the dictionary of columns says of it, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from ninja import Schema
from pydantic import GetJsonSchemaHandler, create_model
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


TYPES: dict[str, Any] = {"integer": int, "number": float, "fraction": float, "date": date, "boolean": bool}
"""By the kind of a column, what its values are; the others are text."""

ALWAYS_KNOWN = {"version", "value", "areas_total", "population_total"}
"""Numbers that no row is without."""


def _row(name: str, what: str, columns: Sequence[Column]) -> type[ResultRow]:
    """The row that has these columns."""
    fields: dict[str, Any] = {}
    for column in columns:
        hint = TYPES.get(column.kind, str)
        fields[column.name] = (
            hint | None if column.is_number and column.name not in ALWAYS_KNOWN else hint,
            ...,
        )
    row = create_model(name, __base__=ResultRow, __doc__=what, __module__=__name__, **fields)
    row.columns = columns
    return row


TargetRow = _row("TargetRow", "What was planned for one area by the end of one period.", TARGET_COLUMNS)
CoverageRow = _row(
    "CoverageRow",
    "How much of an area the live services of a programme serve at the end of a period.",
    COVERAGE_COLUMNS,
)
ProgressRow = _row(
    "ProgressRow",
    "One indicator in one area over one period. Shares are fractions; a missing number is null and has a marker.",
    PROGRESS_COLUMNS,
)
