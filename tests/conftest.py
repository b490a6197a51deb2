"""What every test gets: real servers, a closed network, and the settings of a test run.

PostgreSQL and Valkey are embedded and thrown away, or those that DATABASE_URL and REDIS_URL name.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from hypothesis import settings as hypothesis_settings

from rollout.demo import embedded
from tests.scheduling import FilesInParts, place

STARTED_HERE = "ROLLOUT_TEST_SERVERS"
"""Names the process that started servers for the tests and which, for processes that inherit their addresses."""


def _start_servers() -> None:
    """Start what no variable names, and name it: the settings are read straight after.

    When tests run in several processes, each of them has servers of its own, so that they cannot meet.
    """
    variables = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
    starter, *inherited = os.environ.get(STARTED_HERE, "nobody").split()
    if "PYTEST_XDIST_WORKER" not in os.environ or starter == str(os.getpid()):
        inherited = []
    missing = [
        server
        for server, variable in variables.items()
        if server in inherited or not os.environ.get(variable)
    ]
    if missing:
        os.environ[STARTED_HERE] = " ".join([str(os.getpid()), *missing])
    places = embedded.throw_away_places()
    embedded.ensure_running(places, missing, throw_away=True)
    os.environ["ROLLOUT_DATA_DIR"] = str(places.data)
    addresses = {"postgres": places.database_url, "valkey": places.redis_url}
    os.environ.update({variables[server]: addresses[server] for server in missing})


# Modules, models and tests stay until the end: looking through all of them for garbage took a quarter of the time.
gc.set_threshold(50_000, 20, 20)
os.environ["ROLLOUT_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "rollout.settings"
_start_servers()
django.setup()


# How long an example takes says more about the machine than about the code: speed is measured in bench/.
hypothesis_settings.register_profile("any-machine", deadline=None)
hypothesis_settings.load_profile("any-machine")


def pytest_configure(config: pytest.Config) -> None:
    """Serve static files as they stand in static/, not from a folder made by collectstatic."""
    from django.conf import settings
    from django.test import TransactionTestCase

    from tests.emptying import empty_tables

    if getattr(config.option, "numprocesses", None):
        # The processes that will run the tests inherit this environment: none may read settings before it has servers.
        del os.environ["DJANGO_SETTINGS_MODULE"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    # One layer, unless a test asks for both: the second takes as long to compute as the first.
    settings.DEMONSTRATION_LAYER = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES["default"]["KEY_PREFIX"] = "test"
    TransactionTestCase._fixture_teardown = lambda _: empty_tables()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first: at the end one of two test processes would wait for the other."""
    slowest: dict[Path, int] = {}
    for item in items:
        slowest[item.path] = min(place(item), slowest.get(item.path, place(item)))
    items.sort(key=lambda item: slowest[item.path])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was loaded to collect the tests is no garbage, and need not be looked through again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesInParts | None:
    """File by file, as `script/test` asks, but for files that are worth more than one process at a time."""
    return FilesInParts(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture
def both_layers(settings: Any) -> None:
    """An installation with made-up figures beside the official ones."""
    settings.DEMONSTRATION_LAYER = True


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """No test sees what another one cached or remembered."""
    from django.core.cache import cache

    from dashboards.page_store import PAGES
    from programmes import memory

    cache.clear()
    PAGES.clear()
    memory.forget()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of this checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database; at the end it is dropped even if the last request of a browser still holds a session in it."""
    yield
    from django.db import connection

    connection.close()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """No suffix for each process: each has a server of its own."""
