"""Rows as a Parquet file: typed, compressed, with the cover in its metadata.

PostgreSQL writes the rows (COPY), and a library in Rust reads them as they come and writes the file, a group of rows
at a time: neither of them ever holds all. Text is left as it is, since nothing runs what stands in a Parquet file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO

import orjson
from arro3.core import DataType, Field, Schema
from arro3.io import read_csv, write_parquet

from dashboards.column_kinds import Column
from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.cover import Cover, Told
from dashboards.files.csvw import about, notes
from dashboards.files.streams import CHUNK, copied, statement
from dashboards.question import Question

CONTENT_TYPE = "application/vnd.apache.parquet"
KEY = "rollout"
"""Under which the cover stands in the file. One key only: several would stand in another order each time."""

GROUP = 25_000
"""Rows that are compressed, and can be skipped, together."""
BATCH = 8_192
CODE = DataType.dictionary(DataType.int32(), DataType.utf8())
TYPES = {
    "text": DataType.utf8(),
    "address": DataType.utf8(),
    "code": CODE,
    "marker": CODE,
    "integer": DataType.int32(),
    "number": DataType.float64(),
    "fraction": DataType.float64(),
    "date": DataType.date32(),
    "boolean": DataType.bool(),
}


def write_rows(question: Question, cover: Cover, into: BinaryIO, *, progress: Told) -> None:
    """The question's rows; see `Writer`."""
    expressions = [
        column.expression if column.kind == "text" else column.file_expression for column in PROGRESS_COLUMNS
    ]
    sql, parameters = statement(question.rows(), expressions)
    with closing(copied(sql, parameters, "FORMAT csv", broken=b"")) as pieces:
        lines = BufferedReader(_Lines(pieces, cover, progress), CHUNK)
        rows = read_csv(lines, SCHEMA, has_header=False, batch_size=BATCH)
        write_parquet(
            rows,
            into,
            compression="zstd(3)",
            max_row_group_size=GROUP,
            key_value_metadata={KEY: orjson.dumps({**about(cover), "notes": notes(cover)}).decode()},
        )


def _field(column: Column) -> Field:
    return Field(
        column.name, TYPES[column.kind], metadata={"description": f"{column.heading}. {column.meaning}"}
    )


SCHEMA = Schema([_field(column) for column in PROGRESS_COLUMNS])


class _Lines(RawIOBase):
    """Pieces of lines as a file to be read, which tells how many lines have been."""

    def __init__(self, pieces: Iterator[bytes], cover: Cover, progress: Told) -> None:
        self.pieces = pieces
        self.rest = b""
        self.lines = 0
        self.cover = cover
        self.progress = progress

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        # An empty piece is not the end: the end is when there are no more, and a failure may come instead of it.
        while not self.rest:
            try:
                self.rest = next(self.pieces)
            except StopIteration:
                return 0
            self.lines += self.rest.count(b"\n")
            self.progress(min(self.lines, self.cover.rows))
        given = self.rest[: len(into)]
        into[: len(given)] = given
        self.rest = self.rest[len(given) :]
        return len(given)
