"""Files of a million rows: ours, PostgreSQL's own program's, and what others make of the same rows.

There are 843,600 results; copies of three indicators' make them 1,012,320. Ours goes through the real web server,
over HTTP, to a reader who counts the bytes. psql's \\copy writes the same query to nowhere, from the same server.
Datasette serves the same rows, joined already, from a table in SQLite. django-tables2's export is so slow that it is
given fewer rows.
"""

from __future__ import annotations

import csv
import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import django_tables2 as tables
from django.db import connection
from django_tables2.export import TableExport

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.streams import statement, stream_csv
from dashboards.question import Question
from programmes.models import Indicator

COPIES = 3
FEWER = 5_000
CHUNK = 1 << 16
OURS = "/api/v1/progress?format=csv"


def add_copies() -> int:
    """Copy the results of a few indicators to indicators of their own; how many results there are then."""
    with connection.cursor() as cursor:
        for number, original in enumerate(list(Indicator.objects.order_by("position")[:COPIES])):
            copied = original.pk
            original.pk, original.code, original.position = None, f"bench-copy-{number}", 100 + number
            original.save(force_insert=True)
            cursor.execute("create temp table copied as table programmes_progress with no data")
            cursor.execute(
                "insert into copied select * from programmes_progress where indicator_id = %s", [copied]
            )
            cursor.execute("update copied set indicator_id = %s", [original.pk])
            cursor.execute("insert into programmes_progress table copied")
            cursor.execute("drop table copied")
        cursor.execute("vacuum analyze programmes_progress")
        cursor.execute("select count(*) from programmes_progress")
        return cursor.fetchone()[0]


@contextmanager
def served(command: list[str], path: str, port: int) -> Iterator[None]:
    """A server of this command, up when `path` is answered."""
    environment = {**os.environ, "PORT": str(port)}
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=nowhere, stderr=nowhere) as process:
        try:
            _wait_for(port, path)
            yield
        finally:
            process.terminate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_for(port: int, path: str) -> None:
    limit = time.monotonic() + 60
    while True:
        try:
            return download(port, path) and None
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)


def download(port: int, path: str) -> int:
    """Read an answer to its end; how many bytes it had."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as client:
        client.request("GET", path)
        answer = client.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {answer.read(300)!r}")
        buffer = bytearray(CHUNK)
        size = 0
        while read := answer.readinto(buffer):
            size += read
        return size


def gunicorn() -> list[str]:
    """Our web server as it is run, with its own settings."""
    return [sys.executable, "-m", "gunicorn", "-c", "python:rollout.server", "rollout.wsgi"]


def psql(programs: Path, rows: int) -> None:
    """The same query by PostgreSQL's own program, which must write so many rows."""
    sql, parameters = statement(Question().rows(), [column.file_expression for column in PROGRESS_COLUMNS])
    with connection.cursor() as cursor:
        whole = cursor.cursor.mogrify(sql, parameters).decode()
    copy = f"\\copy ({whole}) to '/dev/null' with (format csv)"
    command = [str(programs / "psql"), "--no-psqlrc", os.environ["DATABASE_URL"], "--command", copy]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    if said.strip() != f"COPY {rows}":
        raise RuntimeError(f"psql was to write {rows} rows and said {said}")


@contextmanager
def datasette() -> Iterator[tuple[int, str]]:
    """Datasette with the same rows in a table, without limits; its port, and the path of the whole as CSV."""
    port = free_port()
    with TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        _fill_sqlite(database)
        settings = ["--setting", "max_csv_mb", "0", "--setting", "sql_time_limit_ms", "600000"]
        command = [sys.executable, "-m", "datasette", "serve", str(database), "--port", str(port), *settings]
        with served(command, "/-/versions.json", port):
            yield port, "/bench/progress.csv?_stream=on&_size=max"


def _fill_sqlite(database: Path) -> None:
    types = {column.name: "real" if column.is_number else "text" for column in PROGRESS_COLUMNS}
    places = ", ".join(f":{name}" for name in types)
    with closing(sqlite3.connect(database)) as into, into:
        into.execute(f"create table progress ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
        into.executemany(f"insert into progress values ({places})", _as_dicts())


def _as_dicts() -> Iterator[dict[str, str]]:
    """Every row, column by column, as our file says it."""
    with closing(stream_csv(Question().rows(), PROGRESS_COLUMNS)) as pieces:
        yield from csv.DictReader(_lines(pieces))


def _lines(pieces: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from (line.decode() + "\n" for line in whole)


def tables2() -> None:
    """django-tables2's own export of the first rows, which are at hand, with the same columns."""
    names = [column.name for column in PROGRESS_COLUMNS]
    table_class = type("Exported", (tables.Table,), {name: tables.Column() for name in names})
    TableExport("csv", table_class(list(islice(_as_dicts(), FEWER)))).export()


def memory(code: str, *indicators: str) -> tuple[int, float]:
    """Rows of a file of this kind, and the megabytes that writing it took over those before."""
    command = [sys.executable, "-m", "bench.memory", code, *indicators]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return int(said[0]), float(said[3]) - float(said[2])
