"""What becomes of a file that fails half-way, and of a reader who goes away."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest
from django.db import connection
from psycopg2.errors import DivisionByZero

from dashboards.files.streams import copied
from programmes.snapshot import one_snapshot

BROKEN = b"broken\n"
BREAKS = "SELECT repeat('y', 1000) || 1 / (%s - n) FROM generate_series(1, 100000) n"
ENDLESS = "SELECT repeat('y', 1000), generate_series(1, 1000000000)"


def pieces_of(statement, *parameters):
    with one_snapshot():
        yield from copied(statement, parameters, "FORMAT csv", broken=BROKEN, heading=b"heading\n")


def read_until_it_raises(pieces):
    read = []
    with pytest.raises(DivisionByZero):
        read.extend(pieces)
    return b"".join(read)


@pytest.mark.django_db(transaction=True)
def test_a_failure_half_way_is_said_in_the_last_line_and_raised():
    read = read_until_it_raises(pieces_of(BREAKS, 5000))

    lines = read.split(b"\n")
    assert lines[0] == b"heading"
    assert lines[-2:] == [b"broken", b""]
    assert 1000 < len(lines) <= 5002
    assert all(len(line) == 1001 for line in lines[1:-2])


@pytest.mark.django_db(transaction=True)
def test_what_fails_before_its_first_row_gives_nothing_so_that_an_error_can_be_answered():
    assert read_until_it_raises(pieces_of(BREAKS, 1)) == b""


@pytest.mark.django_db(transaction=True)
def test_no_rows_are_a_heading():
    assert b"".join(pieces_of("SELECT 1 WHERE false")) == b"heading\n"


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_goes_away_ends_the_copy_and_the_connection_is_good():
    begin = time.monotonic()
    pieces = pieces_of(ENDLESS)
    next(pieces)
    backend = connection.connection.get_backend_pid()
    pieces.close()

    assert time.monotonic() - begin < 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_current_xact_id_if_assigned()")
        assert cursor.fetchone() == (backend, None)
    assert b"".join(pieces_of("SELECT 'again'")) == b"heading\nagain\n"


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_is_refused_raises_and_leaves_the_connection_good():
    with pytest.raises(Exception, match="no_such_table"):
        list(pieces_of("SELECT * FROM no_such_table"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


APP = """
import os, django
django.setup()
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import StreamingHttpResponse
from django.urls import path
from tests.dashboards.files.test_breaking import BREAKS, pieces_of

def broken(request):
    return StreamingHttpResponse(pieces_of(BREAKS, 5000), content_type="text/csv")

def refused(request):
    return StreamingHttpResponse(pieces_of(BREAKS, 1), content_type="text/csv")

urlpatterns = [path("broken", broken), path("refused", refused)]
settings.ROOT_URLCONF = __name__
application = WSGIHandler()
"""


@pytest.fixture(scope="module")
def web_server(tmp_path_factory):
    """A real web server, with our settings and two addresses that fail; its port."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "failing_site.py").write_text(APP)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:rollout.server", "failing_site"]
    path = os.pathsep.join([str(folder), os.getcwd()])
    environment = {**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1", "PYTHONPATH": path}
    with (folder / "log").open("w") as log, subprocess.Popen(command, env=environment, stderr=log) as process:
        wait_for(port)
        yield port
        process.terminate()


def wait_for(port):
    begin = time.monotonic()
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert time.monotonic() - begin < 15, "the web server did not come up"
            time.sleep(0.05)


@contextmanager
def asked(port, path, **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as client:
        client.request("GET", path, headers=headers)
        with closing(client.getresponse()) as answer:
            yield answer


@pytest.mark.slow
@pytest.mark.processes
@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}], ids=["plain", "compressed"])
def test_a_web_server_breaks_the_connection_off_when_a_file_fails(web_server, headers):
    with asked(web_server, "/broken", **headers) as answer:
        assert answer.status == 200
        with pytest.raises(http.client.IncompleteRead) as broken_off:
            answer.read()
    if not headers:
        assert broken_off.value.partial.endswith(BROKEN)


@pytest.mark.slow
@pytest.mark.processes
def test_a_web_server_answers_with_an_error_when_a_file_fails_at_once(web_server):
    with asked(web_server, "/refused") as answer:
        assert answer.status == 500
