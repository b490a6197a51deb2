"""Real areas and indicators for tests that write; each test undoes what it wrote."""

from collections.abc import Iterator

import pytest

from tests.england import reference_loaded


@pytest.fixture(scope="module")
def _reference(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), reference_loaded():
        yield


@pytest.fixture
def england(_reference: None, db: None) -> None:
    """England as the reference data has it."""
