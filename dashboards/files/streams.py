"""Rows as a CSV file that is never held in memory.

A file of results is written by PostgreSQL itself (COPY) and passed on as it comes, so that a million rows cost no
memory. A cell that a spreadsheet might run as a formula gets an apostrophe in front; numbers are numbers.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from io import StringIO
from threading import Thread
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from dashboards.dictionary import Column, harmless
from programmes.snapshot import one_snapshot

CHUNK = 1 << 16
BROKEN = "This file is not complete: reading stopped before its end. Please ask for it again."


def stream_csv(
    rows: QuerySet,
    columns: Sequence[Column],
    *,
    opened: Callable[[], AbstractContextManager[None]] = one_snapshot,
) -> Iterator[bytes]:
    """The rows as a CSV file with a heading, in one database snapshot, in pieces as PostgreSQL writes them.

    `opened` begins the transaction in which the rows are read: `Question.opened` for rows of an earlier day.
    """
    yield _line([column.name for column in columns])
    with opened():
        query = rows.values_list(*[column.file_expression for column in columns]).query
        sql, parameters = query.sql_with_params()
        connection.ensure_connection()
        yield from _copy(connection.connection, sql, parameters)


def write_csv(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows at hand as a CSV file with a heading."""
    yield _line(names)
    for row in rows:
        yield _line([_plain(value) for value in row])


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
