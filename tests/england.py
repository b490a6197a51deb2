"""The real reference data, loaded once for a module of tests and rolled back after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from programmes.actions import reference

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


@contextmanager
def reference_loaded() -> Iterator[None]:
    """Areas, programmes and indicators of the fixtures, until the end."""
    with transaction.atomic():
        reference.load(FIXTURES, by="tests")
        yield
        transaction.set_rollback(True)
