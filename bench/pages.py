"""How long an area's page takes: made afresh, kept by data version, and not sent at all."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.test import Client

ROUNDS = 40


def area_page(code: str) -> dict[str, list[float]]:
    """Seconds of each answer, by how it came about. In this process: nothing of the web server is counted."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    client = Client()
    address = f"/areas/{code}/"
    first = client.get(address)
    if first.status_code != 200:
        raise RuntimeError(f"{address} answered {first.status_code}")
    known = {"If-None-Match": first.headers["ETag"]}
    return {
        "made afresh": [_timed(lambda: client.get(address), before=cache.clear) for _ in range(ROUNDS)],
        "kept by data version": [_timed(lambda: client.get(address)) for _ in range(ROUNDS)],
        "not changed (304)": [_timed(lambda: client.get(address, headers=known)) for _ in range(ROUNDS)],
    }


def _timed(ask: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    before()
    begin = time.perf_counter()
    ask()
    return time.perf_counter() - begin
