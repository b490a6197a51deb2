"""Rows as they leave the house: one list of columns for JSON and for files, and files that are streamed.

A file of results is written by PostgreSQL itself (COPY) and passed on as it comes, so that a million rows cost no
memory. A cell that a spreadsheet might run as a formula gets an apostrophe in front; numbers are numbers.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from threading import Thread
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, FloatField, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Left, NullIf
from django.db.models.lookups import In

from programmes.queries.snapshot import one_snapshot

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CHUNK = 1 << 16
BROKEN = "This file is not complete: reading stopped before its end. Please ask for it again."


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file and one key of an answer: its name, and where its value comes from."""

    name: str
    source: str | Combinable
    kind: str = ""
    """`text` for words that came from people, `word` for our own codes, which are empty rather than quoted."""

    @property
    def expression(self) -> Combinable:
        """Its value in an answer."""
        return F(self.source) if isinstance(self.source, str) else self.source

    @property
    def file_expression(self) -> Combinable:
        """Its value in a file."""
        if self.kind == "text":
            text = F(str(self.source))
            unsafe = In(Left(text, 1), list(FORMULA_STARTS))
            apostrophe = Concat(Value("'"), text, output_field=TextField())
            return Case(When(unsafe, then=apostrophe), default=text, output_field=TextField())
        if self.kind == "word":
            return NullIf(self.expression, Value(""))
        return Cast(self.expression, TextField()) if self.kind == "boolean" else self.expression


def is_illustrative(path: str = "provenance") -> Case:
    """Whether a row was made up for demonstration."""
    made_up = When(**{path: "illustrative"}, then=Value(True))
    return Case(made_up, default=Value(False), output_field=BooleanField())


def share(part: str, whole: str) -> Combinable:
    """One column over another, unknown where there is nothing to divide by."""
    return Cast(F(part), FloatField()) / NullIf(Cast(F(whole), FloatField()), Value(0.0))


UNKNOWN = Value(None, output_field=FloatField())

PROGRESS_COLUMNS = (
    Column("programme", "indicator__programme__code"),
    Column("indicator", "indicator__code"),
    Column("indicator_name", "indicator__name", "text"),
    Column("unit", "indicator__unit"),
    Column("area", "area__code"),
    Column("area_name", "area__name", "text"),
    Column("area_type", "area__area_type"),
    Column("period", "period_id"),
    Column("period_start", "period__starts_on"),
    Column("period_end", "period__ends_on"),
    Column("basis", "basis"),
    Column("actual", "actual"),
    Column("numerator", "numerator"),
    Column("denominator", "denominator"),
    Column("marker", "marker", "word"),
    Column("notes", "notes", "word"),
    Column("year_to_date", "year_to_date"),
    Column("target_to_date", "target_to_date"),
    Column("target_year", "target_year"),
    Column("target_basis", "target_basis", "word"),
    Column("attainment", "attainment"),
    Column("variance", "variance"),
    Column("status", "status"),
    Column("required_per_period", "required_per_period"),
    Column("forecast", UNKNOWN),
    Column("forecast_low", UNKNOWN),
    Column("forecast_high", UNKNOWN),
    Column("rank", "rank"),
    Column("rank_of", "rank_of"),
    Column("reporting", "reporting"),
    Column("reporting_expected", "reporting_expected"),
    Column("illustrative", is_illustrative(), "boolean"),
    Column("revision", "revision"),
    Column("provenance", "provenance"),
    Column("target_provenance", "target_provenance", "word"),
)

COVERAGE_COLUMNS = (
    Column("programme", "programme__code"),
    Column("area", "area__code"),
    Column("area_name", "area__name", "text"),
    Column("area_type", "area__area_type"),
    Column("period", "period_id"),
    Column("areas_covered", "areas_covered"),
    Column("areas_total", "areas_total"),
    Column("coverage", share("areas_covered", "areas_total")),
    Column("population_covered", "population_covered"),
    Column("population_total", "population_total"),
    Column("population_coverage", share("population_covered", "population_total")),
    Column("services", "services"),
    Column("period_start", "period__starts_on"),
    Column("period_end", "period__ends_on"),
    Column("provenance", "provenance"),
    Column("illustrative", is_illustrative(), "boolean"),
)

TARGET_COLUMNS = (
    Column("programme", "trajectory__indicator__programme__code"),
    Column("indicator", "trajectory__indicator__code"),
    Column("indicator_name", "trajectory__indicator__name", "text"),
    Column("unit", "trajectory__indicator__unit"),
    Column("trajectory", "trajectory__name", "text"),
    Column("kind", "trajectory__kind"),
    Column("version", "trajectory__version"),
    Column("area", "area__code"),
    Column("area_name", "area__name", "text"),
    Column("area_type", "area__area_type"),
    Column("period", "period_id"),
    Column("period_end", "period__ends_on"),
    Column("value", Cast(F("value"), FloatField())),
    Column("basis", "basis"),
    Column("shared_by", "shared_by", "word"),
    Column("provenance", "provenance"),
    Column("source", "trajectory__source__title", "text"),
    Column("source_url", "trajectory__source__url"),
    Column("note", "note", "text"),
)


def stream_csv(rows: QuerySet, columns: Sequence[Column]) -> Iterator[bytes]:
    """The rows as a CSV file with a heading, in one database snapshot, in pieces as PostgreSQL writes them."""
    yield _line([column.name for column in columns])
    with one_snapshot():
        query = rows.values_list(*[column.file_expression for column in columns]).query
        sql, parameters = query.sql_with_params()
        connection.ensure_connection()
        yield from _copy(connection.connection, sql, parameters)


def write_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows at hand as a CSV file with a heading."""
    yield _line(names)
    for row in rows:
        yield _line([_plain(value) for value in row])


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs.

    >>> harmless("=1+1"), harmless("Devon")
    ("'=1+1", 'Devon')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _copy(raw: Any, sql: str, parameters: Sequence[Any]) -> Iterator[bytes]:
    """COPY into a pipe in a thread of its own, and the pipe's other end piece by piece.

    The thread uses the database driver's connection; this one leaves it alone until the thread is done. A reader
    who goes away closes the pipe, which ends the COPY.
    """
    out, into = os.pipe()
    failed: list[Exception] = []

    def copy() -> None:
        try:
            with os.fdopen(into, "wb", CHUNK) as pipe, raw.cursor() as cursor:
                whole = cursor.mogrify(sql, parameters).decode()
                cursor.copy_expert(f"COPY ({whole}) TO STDOUT WITH (FORMAT csv)", pipe, CHUNK)
        except Exception as problem:  # noqa: BLE001 - told to the reader at the end of the file
            failed.append(problem)

    thread = Thread(target=copy, name="csv", daemon=True)
    thread.start()
    try:
        while piece := os.read(out, CHUNK):
            yield piece
    finally:
        os.close(out)
        thread.join()
    if failed:
        yield _line([BROKEN])
        raise failed[0]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, (list, tuple)):
        return harmless(" ".join(map(str, value)))
    return value


def _line(cells: Sequence[Any]) -> bytes:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue().encode()
