"""Bytes sent to the real web server that no browser sends: each is answered, and it goes on serving."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboards.files.test_breaking import wait_for
from tests.processes.machinery import database_url

HOST = b"Host: 127.0.0.1\r\n"
GET = b"GET /healthz HTTP/1.1\r\n" + HOST
POST = b"POST /accounts/login/ HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
REFUSED = {
    "nothing that is HTTP": b"\0\1\2\r\n\r\n",
    "a method alone": b"GET\r\n\r\n",
    "another version": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "an address without end": b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header without end": GET + b"X-Long: " + b"a" * 20_000 + b"\r\n\r\n",
    "too many headers": GET + b"".join(b"X-%d: 1\r\n" % number for number in range(500)) + b"\r\n",
    "a header with NUL": GET + b"X-Nul: a\0b\r\n\r\n",
    "a header that is none": GET + b"nothing\r\n\r\n",
    "a name with a blank": GET + b"Content Length: 1\r\n\r\n",
    "another host": b"GET /map/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a host that is none": b"GET /map/ HTTP/1.1\r\nHost: [\r\n\r\n",
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\n",
    "a length that is no number": POST + b"Content-Length: 1e3\r\n\r\n",
    "a length of 5,000 digits": POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a piece of no size": CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n",
    "a piece of 5,000 digits": CHUNKED + b"f" * 5000 + b"\r\nabc\r\n0\r\n\r\n",
    "a piece that breaks off": CHUNKED + b"5\r\nab",
    "a body that breaks off": POST
    + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900\r\n\r\n--x",
    "NUL in an address": b"GET /areas/%00/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in a question": b"GET /api/v1/areas?type=%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "an encoding of no texts": b"GET /areas/?q=a HTTP/1.1\r\n"
    + HOST
    + b"Content-Type: a/b; charset=zlib\r\n\r\n",
    "an encoding that is undefined": GET + b"Content-Type: a/b; charset=undefined\r\n\r\n",
    "an unknown encoding of a word": GET + b"Content-Type: a/b; a*=nothing''x\r\n\r\n",
}


SITE = """
import django
django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from rollout.wsgi import application
"""
"""The site without collected static files, as tests are run."""


@pytest.fixture(scope="module")
def web_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The site as it is served; its port."""
    folder = tmp_path_factory.mktemp("web")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "served_site.py").write_text(SITE)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:rollout.server", "served_site"]
    top = Path(__file__).parents[2]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "PYTHONPATH": os.pathsep.join([str(folder), str(top)]),
        "ROLLOUT_STATIC_ROOT": str(folder),
    }
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, env=environment, stderr=log, cwd=top) as process,
    ):
        wait_for(port)
        yield port
        process.terminate()


def answered(port: int, sent: bytes) -> int:
    """The status of the answer to these bytes, after which nothing more is sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        said = b""
        while piece := client.recv(65536):
            said += piece
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", said)
    assert found, said[:200]
    return int(found[1])


@pytest.mark.slow
@pytest.mark.processes
@pytest.mark.django_db
@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
def test_bytes_that_are_no_request_are_refused(sent, web_server):
    assert 400 <= answered(web_server, sent) < 500
    assert answered(web_server, GET + b"Connection: close\r\n\r\n") == 200


@pytest.mark.slow
@pytest.mark.processes
@pytest.mark.django_db
def test_a_cookie_that_cannot_be_read_is_passed_over_by_the_server(web_server):
    cookie = b"Cookie: " + b"; ".join(
        name + rb'="' + rb"\000" * 9 + b'"' for name in (b"rollout_session_%d" % web_server, b"messages")
    )

    assert answered(web_server, b"GET /enter/ HTTP/1.1\r\n" + HOST + cookie + b"\r\n\r\n") == 302
