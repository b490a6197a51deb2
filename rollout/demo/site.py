"""What serves the demonstration: web server, worker and beat."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Mapping

from rollout.demo.places import CHECKOUT, Places
from rollout.demo.processes import Program, Supervisor

HOST = "127.0.0.1"


class SiteError(Exception):
    """The site cannot be served; the message says why and what to do."""


def port_from(environ: Mapping[str, str]) -> int:
    """PORT, 8000 unless it is set."""
    said = environ.get("PORT") or "8000"
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise SiteError(f"PORT is {said!r}. Write a number from 1 to 65535, for example PORT=8001.")
    return int(said)


def require_free(port: int) -> None:
    """Refuse a port that something else answers on, before an hour's work is done for it."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except PermissionError as problem:
            raise SiteError(f"Port {port} is for root only. Choose one above 1023: PORT=8001") from problem
        except OSError as problem:
            raise SiteError(
                f"Port {port} is in use. Choose another: PORT={port + 1} script/demo"
            ) from problem


def worker(environ: Mapping[str, str]) -> Program:
    """The Celery worker."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "rollout",
        "worker",
        "--concurrency=2",
        "--loglevel=INFO",
    ]
    command += ["--without-gossip", "--without-mingle"]
    return Program("worker", command, environment=environ, folder=CHECKOUT)


def beat(environ: Mapping[str, str], places: Places) -> Program:
    """The clock that asks for sweeps and nightly runs."""
    schedule = places.run / "beat-schedule"
    command = [sys.executable, "-m", "celery", "-A", "rollout", "beat", "--loglevel=INFO"]
    command += [f"--schedule={schedule}", "--pidfile="]
    return Program("beat", command, environment=environ, folder=CHECKOUT)


def web(environ: Mapping[str, str], port: int) -> Program:
    """gunicorn."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:rollout.server", "rollout.wsgi"]
    return Program("web", command, environment={**environ, "PORT": str(port)}, folder=CHECKOUT)


def environment(places: Places, base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the site's processes read: this environment, with the data folder spelled out."""
    return {**base, "ROLLOUT_DEMO": "1", "ROLLOUT_DATA_DIR": str(places.data), "PYTHONUNBUFFERED": "1"}


def readiness(port: int) -> tuple[int, str]:
    """What /readyz answers now: status and body; 0 where nobody answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as problem:
        return 0, str(problem)
    finally:
        connection.close()


def wait_until_ready(port: int, supervisor: Supervisor, seconds: float = 60.0) -> None:
    """Wait until the whole site says that it is ready, restarting what dies meanwhile."""
    limit = time.monotonic() + seconds
    while True:
        supervisor.look()
        status, said = readiness(port)
        if status == http.HTTPStatus.OK:
            return
        if time.monotonic() > limit:
            raise SiteError(
                f"The site did not become ready: {said[:500]} The log is {supervisor.logs / 'web.log'}."
            )
        time.sleep(0.2)
