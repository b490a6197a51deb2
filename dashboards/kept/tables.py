"""The tables of which files are kept: their rows, their columns, and by what two rows are the same.

A file keeps a mark of each of its rows: a number for what the row is about, and one for what it says. By them it is
known later how many rows say something else, are new, or are gone, without reading the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db import connection
from django.db.models import BigIntegerField, Func, IntegerField, QuerySet
from numpy.typing import NDArray
from redis.exceptions import RedisError

from dashboards.column_kinds import Column
from dashboards.dictionary import COVERAGE_COLUMNS, PROGRESS_COLUMNS
from dashboards.files.streams import statement
from dashboards.kept.asked import read_back
from dashboards.models import FileMarks, FileTable, KeptFile
from dashboards.parameters import Refusal
from dashboards.question import Question
from dashboards.target_columns import TARGET_COLUMNS
from programmes.models import Progress
from programmes.queries.freshness import data_version
from programmes.queries.rows import coverage_rows
from programmes.queries.targets import target_points

MARK = np.dtype([("about", "<i8"), ("says", "<i4")])
COPIED = np.dtype([("fields", ">i2"), ("_a", ">i4"), ("about", ">i8"), ("_b", ">i4"), ("says", ">i4")])
"""A row of PostgreSQL's binary COPY of the two numbers: how many fields, and before each field how long it is."""
COPY_BEGINS, COPY_ENDS = 19, 2
"""Bytes before the first and after the last row."""


class About(Func):
    """What a row is about, as one number: part of a digest of its key."""

    template = "('x' || left(md5(row(%(expressions)s)::text), 16))::bit(64)::bigint"
    output_field = BigIntegerField()


class Says(Func):
    """What a row says, as one number: part of a digest of its values."""

    template = "('x' || left(md5(row(%(expressions)s)::text), 8))::bit(32)::integer"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table: its rows by a question, in their order; what a row is about; and what it says."""

    columns: Sequence[Column]
    rows: Callable[[Question], QuerySet[Any]]
    about: tuple[str, ...]
    says: tuple[str, ...]
    """Every value; a file remembers which it was made with, so that a column of later years makes no file look old."""


PLACE_AND_TIME = ("area__code", "area__area_type", "area__valid_from", "period_id")

PROGRESS_VALUES = {field.name for field in Progress._meta.concrete_fields}
"""The columns of progress itself; the others of a file follow from them or say what the row is about."""

TABLES = {
    FileTable.PROGRESS: KeptTable(
        PROGRESS_COLUMNS,
        lambda question: question.rows(),
        ("indicator__code", *PLACE_AND_TIME),
        tuple(str(column.source) for column in PROGRESS_COLUMNS if column.source in PROGRESS_VALUES),
    ),
    FileTable.COVERAGE: KeptTable(
        COVERAGE_COLUMNS,
        lambda question: coverage_rows(programmes=question.programme).queryset,
        ("programme__code", *PLACE_AND_TIME),
        ("areas_covered", "areas_total", "population_covered", "population_total", "services", "provenance"),
    ),
    FileTable.TARGETS: KeptTable(
        TARGET_COLUMNS,
        lambda question: target_points(programmes=question.programme),
        ("trajectory__indicator__code", "trajectory__kind", *PLACE_AND_TIME),
        ("trajectory__version", "value", "basis", "shared_by", "provenance"),
    ),
}
"""All but the changes of a release, which are rows of no table."""
TABLES[FileTable.PACK] = TABLES[FileTable.PROGRESS]


def marks_of(table: str, question: Question, says: Sequence[str] = ()) -> NDArray:
    """The marks of the rows of a question, by what they are about; to be read inside `question.opened()`.

    `says` are the values to look at, in place of those of today. One statement; twelve bytes a row.
    """
    kept = TABLES[FileTable(table)]
    rows = kept.rows(question).order_by()
    sql, parameters = statement(rows, [About(*kept.about), Says(*(says or kept.says))])
    into = BytesIO()
    with connection.cursor() as cursor:
        whole = cursor.mogrify(sql, parameters).decode()
        cursor.copy_expert(f"COPY ({whole}) TO STDOUT WITH (FORMAT binary)", into)
    copied = np.frombuffer(into.getbuffer()[COPY_BEGINS:-COPY_ENDS], COPIED)
    marks = np.empty(len(copied), MARK)
    marks["about"], marks["says"] = copied["about"], copied["says"]
    marks.sort(order="about")
    return marks


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows say something else now, were not there then, and are not there now."""

    revised: int = 0
    added: int = 0
    gone: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.revised + self.added + self.gone


def difference(then: NDArray, now: NDArray) -> Difference:
    """Between the marks of the same question at two moments."""
    in_both, of_then, of_now = np.intersect1d(then["about"], now["about"], return_indices=True)
    revised = np.count_nonzero(then["says"][of_then] != now["says"][of_now])
    return Difference(int(revised), len(now) - len(in_both), len(then) - len(in_both))


REMEMBERED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class FileStanding:
    """The version of the figures that stands now, and what has changed in the rows of a file since it was made."""

    data_version: int
    difference: Difference

    @property
    def is_newest(self) -> bool:
        """Whether the same question has the same answer today."""
        return not self.difference.rows


def todays(question: Question) -> Question:
    """The same question, asked of what is known today."""
    return replace(question, as_at=None)


def standing_of(file: KeptFile) -> FileStanding | None:
    """How a file that is ready stands now; None for one of no question (the changes of a release).

    Remembered while the version of the figures stands: the first to ask costs a walk through today's rows.
    """
    if file.table not in TABLES:
        return None
    version = data_version()
    key = f"file-standing:{file.pk}:{version}"
    try:
        counted = cache.get(key)
    except RedisError:
        counted = None
    if counted is None:
        found = _difference(file)
        counted = (found.revised, found.added, found.gone)
        try:
            cache.set(key, counted, REMEMBERED_SECONDS)
        except RedisError:
            return FileStanding(version, found)
    return FileStanding(version, Difference(*counted))


def _difference(file: KeptFile) -> Difference:
    of, kept = FileMarks.objects.filter(file_id=file.pk).values_list("of", "content").first() or ("", b"")
    then = np.frombuffer(kept, MARK)
    try:
        question = todays(read_back(file.question))
    except Refusal:
        # What it was selected by is no more.
        return Difference(gone=len(then))
    with question.opened():
        return difference(then, marks_of(file.table, question, of.split()))
