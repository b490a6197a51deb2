"""Rows as JSON lines: one object a line, with the keys and values of a row of the API.

PostgreSQL makes each object, as it makes a CSV file. Text is left as it is, since nothing runs what stands in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

from django.db.models import QuerySet

from dashboards.column_kinds import Column
from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.cover import Cover
from dashboards.files.streams import BROKEN, copied, statement
from dashboards.files.writer import Told, write_pieces
from dashboards.question import Question
from programmes.snapshot import one_snapshot

CONTENT_TYPE = "application/jsonl; charset=utf-8"
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


def write_rows(question: Question, cover: Cover, into: BinaryIO, *, progress: Told) -> None:
    """The question’s rows; see `Writer`."""
    write_pieces(stream_jsonl(question.rows(), PROGRESS_COLUMNS, opened=nullcontext), cover, into, progress)
