"""Rows as a CSV file, or as JSON lines, that is never held in memory.

A file of results is written by PostgreSQL itself (COPY) and passed on as it comes, so that a million rows cost no
memory. A cell that a spreadsheet might run as a formula gets an apostrophe in front; numbers are numbers. Every file
begins with the mark of UTF-8, without which Excel shows letters beyond ASCII as others.
"""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from io import StringIO
from typing import Any, BinaryIO

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from dashboards.column_kinds import Column, harmless
from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.cover import Cover, Told, write_pieces
from dashboards.question import Question
from programmes.snapshot import one_snapshot

CSV_TYPE = "text/csv; charset=utf-8"
CHUNK = 1 << 16
UTF_8 = codecs.BOM_UTF8
BROKEN = "This file is not complete: reading stopped before its end. Please ask for it again."


def stream_csv(
    rows: QuerySet,
    columns: Sequence[Column],
    *,
    opened: Callable[[], AbstractContextManager[None]] = one_snapshot,
) -> Generator[bytes, None, None]:
    """The rows as a CSV file with a heading, in one database snapshot, in pieces as PostgreSQL writes them.

    `opened` begins the transaction in which the rows are read: `Question.opened` for rows of an earlier day.
    """
    with opened():
        sql, parameters = statement(rows, [column.file_expression for column in columns])
        heading = UTF_8 + _line([column.name for column in columns])
        yield from copied(sql, parameters, "FORMAT csv", broken=_line([BROKEN]), heading=heading)


def write_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows at hand as a CSV file with a heading."""
    yield UTF_8 + _line(names)
    for row in rows:
        yield _line([_plain(value) for value in row])


def statement(rows: QuerySet, expressions: Sequence[Combinable]) -> tuple[str, Sequence[Any]]:
    """The statement that reads these expressions of the rows, in their order."""
    return rows.values_list(*expressions).query.sql_with_params()


def copied(
    sql: str, parameters: Sequence[Any], form: str, *, broken: bytes, heading: bytes = b""
) -> Generator[bytes, None, None]:
    """What PostgreSQL writes of a statement’s rows (COPY), in pieces as it comes, after a heading.

    A statement that fails before its first row gives nothing, and raises. One that fails later ends with the line
    `broken`, and raises then: whoever sends the pieces on has to break off, not to end as if all were well.

    COPY runs in a thread of its own, into a pipe. The thread uses the database driver’s connection; this one leaves
    it alone until the thread is done. A reader who goes away ends the COPY, and the connection is good again.
    """
    connection.ensure_connection()
    raw: Any = connection.connection
    out, into = os.pipe()

    def copy() -> None:
        with os.fdopen(into, "wb", CHUNK) as pipe, raw.cursor() as cursor:
            whole = cursor.mogrify(sql, parameters).decode()
            cursor.copy_expert(f"COPY ({whole}) TO STDOUT WITH ({form})", pipe, CHUNK)

    has_begun = has_ended = False
    with ThreadPoolExecutor(1, "copy") as threads:
        copying = threads.submit(copy)
        try:
            while piece := os.read(out, CHUNK):
                yield piece if has_begun else heading + piece
                has_begun = True
            has_ended = True
        finally:
            os.close(out)
            if not has_ended:
                raw.cancel()
    if failed := copying.exception():
        if has_begun:
            yield broken
        raise failed
    if not has_begun and heading:
        yield heading


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


JSON_LINES_TYPE = "application/jsonl; charset=utf-8"
BROKEN_LINE = f'{{"error":"{BROKEN}"}}\n'.encode()

# COPY’s text form would escape the backslashes of JSON once more. Its CSV form leaves a value alone that holds neither
# delimiter nor quote nor line break; with control characters for the two, which JSON always escapes, none ever does.
AS_IT_IS = r"FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02'"


def stream_jsonl(
    rows: QuerySet,
    columns: Sequence[Column],
    *,
    opened: Callable[[], AbstractContextManager[None]] = one_snapshot,
) -> Iterator[bytes]:
    """The rows as JSON lines, in one database snapshot, in pieces as PostgreSQL writes them."""
    with opened():
        sql, parameters = statement(rows, [column.json_expression for column in columns])
        names = ", ".join(f'"{column.name}"' for column in columns)
        yield from copied(
            f"SELECT row_to_json(r) FROM ({sql}) AS r ({names})", parameters, AS_IT_IS, broken=BROKEN_LINE
        )


def write_lines(
    stream: Callable[..., Iterable[bytes]],
    question: Question,
    cover: Cover,
    into: BinaryIO,
    *,
    progress: Told,
) -> None:
    """The question’s rows, byte for byte what `stream_csv` or `stream_jsonl` gives; see `Writer`."""
    write_pieces(stream(question.rows(), PROGRESS_COLUMNS, opened=nullcontext), cover, into, progress)


write_csv_file = partial(write_lines, stream_csv)
write_jsonl_file = partial(write_lines, stream_jsonl)
