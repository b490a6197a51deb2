"""How long an area's page takes: made afresh, kept by data version, and not sent at all; asked for as browsers do."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.conf import settings
from django.test import Client

from dashboards.page_store import PAGES


def area_page(codes: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each answer, by how it came about. In this process: nothing of the web server is counted.

    Made afresh are pages that nobody has asked for before, in a process that has made others: it remembers the
    geography and the definitions, as every process that serves does, and nothing of these areas' figures.
    """
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    client = Client(headers={"accept-encoding": "gzip"})

    def timed(address: str, **asked: dict[str, str]) -> float:
        begin = time.perf_counter()
        answer = client.get(address, **asked)
        took = time.perf_counter() - begin
        if answer.status_code not in (200, 304):
            raise RuntimeError(f"{address} answered {answer.status_code}")
        tags[address] = answer.headers["ETag"]
        return took

    tags: dict[str, str] = {}
    first, *others = [f"/areas/{code}/" for code in codes]
    timed(first)
    PAGES.clear()
    return {
        "made afresh": [timed(address) for address in others],
        "kept by data version": [timed(address) for address in others],
        "not changed (304)": [timed(each, headers={"If-None-Match": tags[each]}) for each in others],
    }
