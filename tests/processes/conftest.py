"""Real workers on real servers: a broker of our own that may be killed, and a made world that is committed.

Workers are other processes and see only what is committed: after each test all tables are emptied.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from programmes.actions import recompute
from programmes.choices import Layer, RunScope
from programmes.models import Dirty
from tests.processes.machinery import Broker, Workers, database_url
from tests.world import World, make_world


@pytest.fixture
def world(transactional_db: None) -> World:
    made = make_world()
    made.indicator("first")
    recompute.run_here(scope=RunScope.FULL, trigger="test")
    return made


@pytest.fixture(scope="package")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A Valkey of our own, to which this process rings as well: one that may be killed must be an embedded one."""
    broker = Broker.prepare()
    broker.start()
    with broker.rung_by_us():
        yield broker
    broker.stop()


@pytest.fixture
def workers(world: World, broker: Broker) -> Iterator[Workers]:
    """Workers to start and to kill; they are gone afterwards, and the broker is empty again."""
    broker.ensure_running()
    broker.flush()
    workers = Workers(broker)
    yield workers
    workers.stop()
    broker.ensure_running()


@pytest.fixture
def other_session(world: World) -> Iterator[psycopg2.extensions.connection]:
    """A second session in the database, to hold locks in a worker's way."""
    session = psycopg2.connect(database_url())
    yield session
    session.close()


@pytest.fixture(autouse=True)
def _results_end_right(world: World) -> Iterator[None]:
    """Whatever was killed, the figures stand at the end; once all marks are done nothing differs from a fresh run."""
    yield
    assert not Dirty.objects.filter(figures_only=True, layer=Layer.OFFICIAL).exists()
    # A test may end when the figures stand, and with it its workers, while forecasts are still to be made.
    recompute.drain(trigger="the end of a test")
    run = recompute.run_here(scope=RunScope.CHECK, trigger="test")
    assert (run.state, run.rows_different) == ("done", 0)
