"""Taking turns: the advisory locks of the database, each kind named once, so that no two can be mistaken.

PostgreSQL lets go of them by itself when the transaction ends, or when the process that holds them dies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """What one may be alone at. The second number of a lock is the key of the row it is about."""

    FIGURES = 4201
    """Writing figures of an indicator."""
    SERVICES = 4202
    """Writing services of a programme."""
    GENERATOR = 4203
    """Making made-up figures."""
    READING = 4204
    """Reading an upload."""
    TAKING_IN = 4205
    """Taking in an upload of somebody's."""
    SLICE = 4206
    """Recomputing an indicator, or a programme's coverage below zero."""
    RUN = 4207
    """Carrying out a recompute run."""
    ASKING = 4208
    """Asking for a file; the number is of what is asked."""
    FILE = 4209
    """Making a kept file."""
    RELEASE = 4210
    """Making a release."""
    CALENDAR = 4211
    """Writing the calendar of reporting."""


def wait_for(lock: Lock, key: int = 0, *, patience: str = "") -> None:
    """Wait for whoever holds it, and hold it until the transaction ends; wait for `patience` at most ("60s")."""
    with connection.cursor() as cursor:
        if patience:
            cursor.execute("set local lock_timeout = %s", [patience])
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [int(lock), key])


@contextmanager
def holding(lock: Lock, key: int) -> Iterator[bool]:
    """Hold it meanwhile, across transactions; False, at once, when another session holds it."""
    with connection.cursor() as cursor:
        # PostgreSQL looks whether we are still there even while one of our statements waits for something.
        cursor.execute("set client_connection_check_interval = '1s'")
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [int(lock), key])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [int(lock), key])
