"""Brokers and workers as processes that a test may kill, stop and start again."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import kombu.pools
import pytest
import redis
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection
from psycopg2.extensions import connection as Session

from rollout.demo import embedded, keeper, site, valkey
from rollout.demo.binaries import server_account
from rollout.demo.places import CHECKOUT, Places
from rollout.demo.processes import Child, Program, signal_group


def wait_until(answer: Callable[[], object], seconds: float = 40.0) -> float:
    """Wait until something is so, and fail when it does not become so; how long it took.

    The bound is for a machine that is busy with other tests: how fast things are is measured elsewhere.
    """
    begin = time.monotonic()
    while not answer():
        assert time.monotonic() - begin < seconds, f"not within {seconds} s: {answer}"
        time.sleep(0.02)
    return time.monotonic() - begin


def database_url() -> str:
    """The test's database, as another process is told of it."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@dataclass
class Broker:
    """A Valkey with an append-only file, in a folder of its own."""

    places: Places
    child: Child

    @classmethod
    def prepare(cls) -> Broker:
        places = embedded.throw_away_places()
        places.run.mkdir(mode=0o700)
        places.logs.mkdir()
        account = server_account()
        keeper.prepare_folders(places, account, ["valkey"])
        program = valkey.prepare(places, account, throw_away=False)
        return cls(places, Child(program, run=places.run, log=places.logs / "valkey.log"))

    @property
    def url(self) -> str:
        return self.places.redis_url

    def start(self) -> None:
        self.child.start()
        valkey.wait_until_ready(self.places)

    def stop(self) -> None:
        self.child.clear()

    def ensure_running(self) -> None:
        if self.child.process is None:
            self.start()
        self.child.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """As a crash would: -9, nothing said."""
        self.child.process.kill()
        self.child.clear()

    def freeze(self) -> None:
        """It takes connections and never answers."""
        self.child.process.send_signal(signal.SIGSTOP)

    def flush(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def waiting(self) -> int:
        """How many messages no worker has taken yet."""
        with redis.Redis.from_url(self.url) as client:
            return client.llen("rollout:celery")

    @contextmanager
    def rung_by_us(self) -> Iterator[None]:
        """This process uses it too, as cache and as broker, under the names that the workers use."""
        before = settings.CACHES
        cache_url = self.url.replace("db=0", "db=1")
        mine = {**before["default"], "LOCATION": cache_url, "KEY_PREFIX": "rollout"}
        queue = f"redis+socket://{self.url.removeprefix('unix://').split('?')[0]}?virtual_host=0"
        redis_url = settings.REDIS_URL
        os.environ["CELERY_BROKER_URL"] = queue
        _use(CACHES={"default": mine}, REDIS_URL=self.url)
        try:
            yield
        finally:
            del os.environ["CELERY_BROKER_URL"]
            _use(CACHES=before, REDIS_URL=redis_url)


def _use(**values: object) -> None:
    """Change settings, and forget every connection made by the old ones."""
    cache.close()
    for name, value in values.items():
        setattr(settings, name, value)
        setting_changed.send(sender=None, setting=name, value=value, enter=True)
    kombu.pools.reset()
    current_app._after_fork()


@dataclass
class Workers:
    """Celery workers of the site, started as the demonstration starts them."""

    broker: Broker
    children: list[Child] = field(default_factory=list)

    def start(self, *options: str, name: str = "worker") -> Child:
        """Start one and wait until it takes messages and has done the two sweeps that it begins with."""
        command = [*site.worker(self._environment()).command, f"--hostname={name}@test", *options]
        before = self.sweeps()
        child = self._run(name, command)
        try:
            wait_until(lambda: self.sweeps() >= before + 2, 30)
        except AssertionError:
            pytest.fail(f"The worker {name} did not begin. It said:\n{self.said(name)[-3000:]}")
        return child

    def start_clock(self, schedule: Path) -> Child:
        """Start beat with what it remembers in this file."""
        command = site.beat(self._environment(), self.broker.places).command
        return self._run("beat", [*command, f"--schedule={schedule}"])

    def start_web(self, port: int) -> Child:
        """Start the web server and wait until it answers."""
        shared = {"PORT": str(port), "ROLLOUT_SECRET_KEY": settings.SECRET_KEY}
        child = self._run("web", site.web(self._environment(), port).command, **shared)
        wait_until(lambda: site.readiness(port)[0], 30)
        return child

    def _run(self, name: str, command: list[str], **more: str) -> Child:
        places = self.broker.places
        program = Program(name, command, {**self._environment(), **more}, folder=CHECKOUT)
        child = Child(program, run=places.run, log=places.logs / f"{name}.log")
        child.start()
        self.children.append(child)
        return child

    def _environment(self) -> dict[str, str]:
        ours = {
            **site.environment(self.broker.places),
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.broker.url,
        }
        return {name: value for name, value in ours.items() if name != "CELERY_BROKER_URL"}

    def said(self, name: str = "worker") -> str:
        log = self.broker.places.logs / f"{name}.log"
        return log.read_text() if log.exists() else ""

    def sweeps(self) -> int:
        """How many sweeps all workers have done."""
        logs = self.broker.places.logs.glob("*.log")
        return sum(len(re.findall(r"sweep\[\S+\] succeeded", log.read_text())) for log in logs)

    def keep_alive(self) -> bool:
        """Start again what has died, as every supervisor of workers does."""
        for child in self.children:
            if child.has_died():
                child.start()
        return True

    def kill(self, child: Child) -> None:
        """The worker and all its processes at once, -9."""
        signal_group(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.children.remove(child)

    def kill_busy_process(self, child: Child) -> int:
        """The process of a worker that carries out a task, -9; once those that do something short are done."""
        wait_until(lambda: len(self._busy(child)) == 1)
        (busy,) = self._busy(child)
        os.kill(busy, signal.SIGKILL)
        return busy

    def _busy(self, child: Child) -> list[int]:
        # A connection of its own: those this process keeps may be to a broker that was killed since.
        with current_app.connection_for_write() as asking:
            who = [f"{child.program.name}@test"]
            active = current_app.control.inspect(destination=who, limit=1, connection=asking).active()
        return [task["worker_pid"] for tasks in (active or {}).values() for task in tasks]

    def stop(self) -> None:
        for child in list(self.children):
            self.kill(child)


@contextmanager
def writing_blocked(session: Session) -> Iterator[None]:
    """Nobody can write results meanwhile; whoever tries waits in the middle of a slice, its marks already gone."""
    with session.cursor() as cursor:
        cursor.execute("lock table programmes_progress in exclusive mode")
    yield
    session.rollback()


def a_slice_waits() -> bool:
    """Whether somebody stands in the middle of a slice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks where not granted and relation = 'programmes_progress'::regclass"
        )
        return cursor.fetchone()[0] > 0


def processes_of(child: Child) -> list[Path]:
    """What is left of a worker's process group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == child.process.pid and fields[0] != "Z":
            found.append(stat.parent)
    return found
