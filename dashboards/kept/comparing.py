"""What changed from one release to the next: every row of its files set beside the same row of the files before.

PostgreSQL compares, in temporary tables filled from the files themselves: what is said to have changed is what a
reader of both files would find, and the size of a release costs no memory.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

from dashboards.column_expressions import WITH_POINT
from dashboards.column_kinds import Column
from dashboards.column_words import AREA_TYPES, INSTEAD, TRAJECTORY_KINDS, words
from dashboards.dictionary import COVERAGE_COLUMNS, PROGRESS_COLUMNS
from dashboards.files.streams import UTF_8
from dashboards.models import FileTable
from dashboards.target_columns import TARGET_COLUMNS

ADDED, REVISED, WITHDRAWN, RESTATED = "added", "revised", "withdrawn", "restated"

CHANGE_WORDS = {
    ADDED: "There was no such number before: the row is new, or had only a marker.",
    REVISED: "The number, or the marker in its place, is another one.",
    WITHDRAWN: "There is no number any more: the row is gone, or has only a marker.",
    RESTATED: "The same number; what stands beside it is another: a target, a status, a rank, a version or a name.",
}
"""Each kind of change, and what it means."""

CHANGE_COLUMNS = (
    Column("table", "table", "Table", "code", "Which table the row is of: progress, coverage or targets."),
    Column(
        "change", "change", "Change", "code", "added, revised, withdrawn or restated.", words(CHANGE_WORDS)
    ),
    Column("programme", "programme", "Programme", "code", "The programme’s code."),
    Column("indicator", "indicator", "Indicator", "code", "The indicator’s code; coverage has none."),
    Column("kind", "kind", "Kind", "code", "Of a target: who set the trajectory.", TRAJECTORY_KINDS.if_any()),
    Column("area", "area", "Area", "code", "The area’s ODS code; England is ENG."),
    Column("area_type", "area_type", "Area type", "code", "The level of the area.", AREA_TYPES),
    Column("period", "period", "Period", "code", "The period."),
    Column(
        "before",
        "before",
        "Before",
        "number",
        "The number in the release before: the actual, the areas covered, or the target.",
    ),
    Column("after", "after", "After", "number", "The same number now."),
    Column(
        "marker_before",
        "marker_before",
        "Marker before",
        "marker",
        "The marker in place of the number.",
        INSTEAD,
    ),
    Column("marker_after", "marker_after", "Marker after", "marker", "The same now.", INSTEAD),
    Column(
        "columns", "columns", "Columns", "text", "The columns that differ, where the row was there before."
    ),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """How a table is compared: by which columns rows are the same, and in which a number stands."""

    key: tuple[str, ...]
    number: str
    figure: tuple[str, ...]
    """The columns of the number and of what it is made: in these a row is revised."""
    marker: str = ""


COMPARED = {
    FileTable.PROGRESS: Compared(
        ("programme", "indicator", "area", "area_type", "period"),
        "actual",
        ("actual", "numerator", "denominator", "marker"),
        "marker",
    ),
    FileTable.COVERAGE: Compared(
        ("programme", "area", "area_type", "period"),
        "areas_covered",
        ("areas_covered", "areas_total", "population_covered", "population_total", "services"),
    ),
    FileTable.TARGETS: Compared(
        ("programme", "indicator", "kind", "area", "area_type", "period"), "value", ("value", "basis")
    ),
}

NUMBERS = {
    column.name for column in (*PROGRESS_COLUMNS, *COVERAGE_COLUMNS, *TARGET_COLUMNS) if column.is_number
}
"""The columns that are compared as numbers: the files before may have written 2708 where those after write 2708.0."""

Counts = dict[str, dict[str, int]]
"""How many rows changed, by table and change."""


@transaction.atomic
def compare(
    before: Mapping[FileTable, Sequence[BinaryIO]],
    after: Mapping[FileTable, Sequence[BinaryIO]],
    into: BinaryIO,
) -> Counts:
    """Write every change as a line of CSV, and count them; `before` and `after` are CSV files by table.

    A column that only one of them has is left aside.
    """
    counts: Counts = {}
    into.write(UTF_8 + (",".join(column.name for column in CHANGE_COLUMNS) + "\n").encode())
    with connection.cursor() as cursor:
        for table, compared in COMPARED.items():
            columns = _common(before.get(table, ()), after.get(table, ()))
            if columns is None:
                continue
            for name, files in (("rows_before", before), ("rows_after", after)):
                _fill(cursor, name, columns, files.get(table, ()))
            cursor.execute(
                sql.SQL("create temporary table changed on commit drop as ")
                + _statement(table, compared, columns)
            )
            cursor.execute("select change, count(*) from changed group by change order by change")
            counts[table.value] = dict(cursor.fetchall())
            named = sql.SQL(", ").join(sql.Identifier(column.name) for column in CHANGE_COLUMNS)
            out = sql.SQL("copy (select {} from changed order by place, is_gone) to stdout with (format csv)")
            cursor.copy_expert(out.format(named).as_string(cursor.cursor), into)
            cursor.execute("drop table rows_before, rows_after, changed")
    return counts


def _common(*sides: Iterable[BinaryIO]) -> list[str] | None:
    """The columns that all files have, in the order of the last; None where there is no file at all."""
    headings = [_heading(file) for side in sides for file in side]
    if not headings:
        return None
    return [name for name in headings[-1] if all(name in heading for heading in headings)]


def _heading(file: BinaryIO) -> list[str]:
    file.seek(0)
    line = file.readline().decode("utf-8-sig")
    return next(csv.reader([line]))


def _fill(cursor: CursorWrapper, name: str, columns: Sequence[str], files: Iterable[BinaryIO]) -> None:
    """A temporary table of the common columns, and the number of each line."""
    texts = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(column)) for column in columns)
    cursor.execute(
        sql.SQL("create temporary table {} (line bigserial, {}) on commit drop").format(
            sql.Identifier(name), texts
        )
    )
    for file in files:
        heading = _heading(file)
        every = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(column)) for column in heading)
        cursor.execute(
            sql.SQL("create temporary table landed (line bigserial, {}) on commit drop").format(every)
        )
        into = sql.SQL("copy landed ({}) from stdin with (format csv, header true)").format(_names(heading))
        file.seek(0)
        cursor.copy_expert(into.as_string(cursor.cursor), file)
        cursor.execute(
            sql.SQL("insert into {} ({}) select {} from landed order by line").format(
                sql.Identifier(name), _names(columns), _names(columns)
            )
        )
        cursor.execute("drop table landed")


def _names(columns: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _with_point(side: str, name: str) -> sql.Composable:
    number = sql.SQL("{}.{}::float8").format(sql.Identifier(side), sql.Identifier(name))
    return sql.SQL(WITH_POINT).format(number)


def _statement(table: FileTable, compared: Compared, columns: Sequence[str]) -> sql.Composable:
    """The rows that differ, as the columns of a file of changes."""
    key = [*compared.key, "nth"]

    def numbered(name: str) -> sql.Composable:
        # An area of one code may have two lives that share a period: then they are told apart by their order.
        return sql.SQL("(select *, row_number() over (partition by {} order by line) as nth from {})").format(
            _names(compared.key), sql.Identifier(name)
        )

    def differ(names: Iterable[str]) -> sql.Composable:
        pairs = [
            sql.SQL("a.{0}{1} is distinct from b.{0}{1}").format(
                sql.Identifier(name), sql.SQL("::float8" if name in NUMBERS else "")
            )
            for name in names
        ]
        return sql.SQL("({})").format(sql.SQL(" or ").join(pairs))

    number = sql.Identifier(compared.number)
    change = sql.SQL(
        "case when b.line is null or b.{n} is null and a.{n} is not null then {added} "
        "when a.line is null or a.{n} is null and b.{n} is not null then {withdrawn} "
        "when {figure} then {revised} else {restated} end"
    ).format(
        n=number,
        added=sql.Literal(ADDED),
        withdrawn=sql.Literal(WITHDRAWN),
        revised=sql.Literal(REVISED),
        restated=sql.Literal(RESTATED),
        figure=differ(compared.figure),
    )
    each = [
        sql.SQL("case when {} then {} end").format(differ([name]), sql.Literal(name))
        for name in columns
        if name not in compared.key
    ]
    told = sql.SQL("case when a.line is not null and b.line is not null then concat_ws(' ', {}) end").format(
        sql.SQL(", ").join(each)
    )
    marker = sql.Identifier(compared.marker) if compared.marker else None
    fields = {
        **{name: sql.Identifier(name) for name in compared.key},
        "table": sql.Literal(table.value),
        "change": change,
        "before": _with_point("b", compared.number),
        "after": _with_point("a", compared.number),
        "marker_before": sql.SQL("b.{}").format(marker) if marker else sql.SQL("null"),
        "marker_after": sql.SQL("a.{}").format(marker) if marker else sql.SQL("null"),
        "columns": told,
    }
    selected = sql.SQL(", ").join(
        sql.SQL("{} as {}").format(fields.get(column.name, sql.SQL("null")), sql.Identifier(column.name))
        for column in CHANGE_COLUMNS
    )
    return sql.SQL(
        "select {selected}, coalesce(a.line, b.line) as place, a.line is null as is_gone "
        "from {after} a full join {before} b using ({key}) where {differ}"
    ).format(
        selected=selected,
        after=numbered("rows_after"),
        before=numbered("rows_before"),
        key=_names(key),
        differ=sql.SQL("a.line is null or b.line is null or {}").format(
            differ([name for name in columns if name not in compared.key])
        ),
    )
