"""Whether everything the site leans on is there, in words: what /readyz and the status page tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from programmes import doorbell, liveness
from programmes.choices import RunScope, RunState
from programmes.models import Dirty, RecomputeRun
from programmes.running import Finding

PATIENCE = timedelta(minutes=5)
"""How long a change may wait for its results: the sweep comes every minute."""

QUEUE = "celery"
CONNECT_SECONDS, ANSWER_SECONDS = 1.0, 2.0


def health() -> tuple[Finding, ...]:
    """What was looked at and found, each on its own: one that is broken hides no other. Four short statements."""
    database = _look("database", _database)
    cached = _look("cache", _cache)
    queue = _look("queue", _queue)
    worker = _look("worker", _worker) if cached.is_well else _unknown("worker", "the cache")
    if not database.is_well:
        return (
            database,
            cached,
            queue,
            worker,
            _unknown("results", "the database"),
            _unknown("runs", "the database"),
        )
    return database, cached, queue, worker, _look("results", _results), _look("runs", _runs)


def _look(name: str, question: Callable[[], Finding]) -> Finding:
    try:
        return question()
    except (DatabaseError, *doorbell.UNREACHABLE) as problem:
        return Finding(name, f"The {name} does not answer: {_first_line(problem)}")


def _unknown(name: str, because: str) -> Finding:
    return Finding(name, f"Not known while {because} does not answer.")


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return Finding("database")


def _cache() -> Finding:
    cache.set("readyz", 1, timeout=10)
    return Finding("cache")


def _queue() -> Finding:
    """How many messages wait. Asked of the broker itself, under the names that Celery gives them."""
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    broker = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=ANSWER_SECONDS
    )
    with broker:
        return Finding("queue", figures={"waiting": int(broker.llen(f"{prefix}{QUEUE}"))})


def _worker() -> Finding:
    if liveness.seen():
        return Finding("worker")
    return Finding(
        "worker",
        f"No worker has shown itself for {liveness.EXPIRES_SECONDS} seconds. Figures are taken in and kept; "
        "their results follow when a worker runs again.",
    )


def _results() -> Finding:
    oldest = Dirty.objects.order_by("marked_at").values_list("marked_at", flat=True).first()
    waited = timezone.now() - oldest if oldest else timedelta(0)
    figures = {"oldest_change_waits_seconds": round(waited.total_seconds())}
    if waited <= PATIENCE:
        return Finding("results", figures=figures)
    minutes = int(waited.total_seconds() // 60)
    failed = RecomputeRun.objects.filter(
        scope=RunScope.DIRTY, state=RunState.FAILED, requested_at__gte=oldest
    )
    error = failed.values_list("error", flat=True).first()
    why = f" The last attempt failed: {_first_line(error)}" if error else ""
    return Finding("results", f"A change has waited for its results for {minutes} minutes.{why}", figures)


def _runs() -> Finding:
    """Whether the last run over everything went well."""
    finished = RecomputeRun.objects.exclude(scope=RunScope.DIRTY).filter(finished_at__isnull=False)
    last = finished.values("pk", "state", "error").first()
    if last and last["state"] == RunState.FAILED:
        return Finding(
            "runs", f"The last run over everything (number {last['pk']}) failed: {_first_line(last['error'])}"
        )
    return Finding("runs")


def _first_line(problem: object) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0] if lines else type(problem).__name__
