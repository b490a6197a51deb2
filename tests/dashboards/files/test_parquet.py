"""Parquet, read back by another library than the one that wrote it."""

import json
from contextlib import contextmanager
from datetime import date
from io import BytesIO

import duckdb
import pytest
from django.db import transaction

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files import parquet
from dashboards.files.cover import cover_of
from dashboards.files.streams import copied
from dashboards.question import Question
from tests.dashboards.files.test_lines import BASE, LATEST_ACCESS, by_the_orm, written

pytestmark = pytest.mark.usefixtures("world")


@contextmanager
def opened(content, folder):
    path = folder / "rows.parquet"
    path.write_bytes(content)
    with duckdb.connect() as database:
        database.execute(f"create view file as from '{path}'")
        yield database, path


@pytest.mark.parametrize("question", [Question(), Question(sort="-actual"), Question(indicator=("nothing",))])
def test_the_rows_are_those_of_the_database_in_their_order(question, tmp_path):
    with opened(written("parquet", question), tmp_path) as (database, _):
        rows = database.execute("from file").fetchall()

    names = [column.name for column in PROGRESS_COLUMNS]
    expected = [
        {name: None if value == "" else value for name, value in row.items()} for row in by_the_orm(question)
    ]
    assert [as_said(dict(zip(names, row, strict=True))) for row in rows] == expected


def as_said(row):
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def test_every_column_has_its_type(tmp_path):
    with opened(written("parquet", LATEST_ACCESS), tmp_path) as (database, _):
        types = {name: kind for name, kind, *_ in database.execute("describe file").fetchall()}

    meant = {
        "number": "DOUBLE",
        "fraction": "DOUBLE",
        "integer": "INTEGER",
        "date": "DATE",
        "boolean": "BOOLEAN",
    }
    for column in PROGRESS_COLUMNS:
        assert types[column.name] == meant.get(column.kind, "VARCHAR")


def test_the_cover_is_in_the_metadata(tmp_path):
    with opened(written("parquet", LATEST_ACCESS), tmp_path) as (database, path):
        (said,) = database.execute(
            "select decode(value) from parquet_kv_metadata(?) where decode(key) = 'rollout'", [str(path)]
        ).fetchone()
    said = json.loads(said)

    assert said["dc:hasVersion"] == "7"
    assert said["dc:isReferencedBy"]["@id"] == f"{BASE}/targets/?indicator=ips-access&period=2023-24-Q3"
    assert any("Demonstration figures" in note for note in said["notes"])


def test_the_same_rows_are_the_same_bytes():
    assert written("parquet", Question()) == written("parquet", Question())


def test_progress_ends_with_all_rows():
    told = []
    cover = cover_of(Question(), base=BASE)
    parquet.write_rows(Question(), cover, BytesIO(), progress=told.append)

    assert told == sorted(told)
    assert told[-1] == cover.rows


def test_a_failure_half_way_is_no_file(monkeypatch):
    nothing = ", null" * (len(PROGRESS_COLUMNS) - 1)

    def reads_too_far(sql, parameters, *more, **others):
        far = f"SELECT 1 / (8000 - n){nothing} FROM generate_series(1, 9000) n"
        yield from copied(far, (), *more, **others)

    monkeypatch.setattr(parquet, "copied", reads_too_far)
    cover = cover_of(LATEST_ACCESS, base=BASE)
    with pytest.raises(Exception, match="division by zero"), transaction.atomic():
        parquet.write_rows(LATEST_ACCESS, cover, BytesIO(), progress=lambda rows: None)
