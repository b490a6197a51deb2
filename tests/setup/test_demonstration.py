"""The whole demonstration, as `manage.py demo` runs it: from an empty folder to a site, and to its end."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest

from rollout.demo import embedded, site
from rollout.demo.processes import start_mark, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.processes]

FIRST_START_SECONDS = 180.0
SECOND_START_SECONDS = 30.0
"""Ten are promised, and three taken where nothing else runs; a machine that tests may have other work."""


class Demonstration:
    """One `manage.py demo`, and what it has said so far."""

    def __init__(self, places, checkout):
        self.places = places
        with socket.socket() as free:
            free.bind((site.HOST, 0))
            self.port = free.getsockname()[1]
        self.said = places.data / "said"
        environment = {name: value for name, value in os.environ.items() if name not in GIVEN}
        environment |= {
            "ROLLOUT_DATA_DIR": str(places.data),
            "PORT": str(self.port),
            "ROLLOUT_DEMO_PASSWORD": "a long password",
        }
        self.started_at = time.monotonic()
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"], cwd=checkout, env=environment,
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def is_ready(self):
        return b"\nReady in" in self.said.read_bytes() or self.process.poll() is not None

    def pid(self, name):
        return json.loads((self.places.run / f"{name}.process").read_text())["pid"]

    def get(self, page):
        connection = http.client.HTTPConnection(site.HOST, self.port, timeout=10)
        try:
            connection.request("GET", page)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(30)


GIVEN = {"DATABASE_URL", "REDIS_URL", "ROLLOUT_DATA_DIR", "DJANGO_SETTINGS_MODULE"}
SITE = ("web", "worker", "beat")
EVERYTHING = (*SITE, "postgres", "valkey")


def nothing_runs(pids):
    return wait_until(lambda: all(start_mark(pid) is None for pid in pids), 15.0)


def test_from_an_empty_folder_to_its_end(checkout):
    places = embedded.throw_away_places()

    first = Demonstration(places, checkout)
    try:
        assert wait_until(first.is_ready, FIRST_START_SECONDS), first.said.read_text()
        assert first.process.poll() is None, first.said.read_text()
        assert "a long password" in first.said.read_text()
        assert first.get("/readyz")[0] == 200
        assert first.get("/")[0] == 200

        for name in SITE:
            before = first.pid(name)
            os.kill(before, signal.SIGKILL)
            assert wait_until(lambda n=name, b=before: restarted(first, n, b), 15.0), name
        keeper = keeper_of(places)
        os.kill(keeper, signal.SIGKILL)
        # How long the site is away meanwhile is chance: what must be is another keeper, and then the whole site.
        assert wait_until(lambda: keeper_of(places) not in (None, keeper), 30.0)
        assert wait_until(lambda: first.get("/readyz")[0] == 200, 30.0)
        pids = [first.pid(name) for name in EVERYTHING]
    finally:
        code = first.end()
    assert code == 0
    assert first.said.read_text().endswith("Stopped.\n")
    assert nothing_runs(pids)

    second = Demonstration(places, checkout)
    try:
        assert wait_until(second.is_ready, 60.0)
        assert time.monotonic() - second.started_at < SECOND_START_SECONDS
        done = re.findall(r"^  (\w[\w ,]+) \(", second.said.read_text(), re.MULTILINE)
        assert done == ["Servers", "Web server, worker and beat"]
        pids = [second.pid(name) for name in EVERYTHING]
    finally:
        second.process.kill()
        second.process.wait()
    assert nothing_runs(pids)


def keeper_of(places):
    try:
        return int((places.run / "keeper.lock").read_text())
    except (FileNotFoundError, ValueError):
        return None


def restarted(demonstration, name, before):
    try:
        return demonstration.pid(name) != before
    except (FileNotFoundError, ValueError):
        return False
