"""Every question is asked of the small made world."""

import pytest

from tests.reading import made_world

__all__ = ["made_world"]


@pytest.fixture(autouse=True)
def world(made_world: None, db: None) -> None:
    """Every test sees the made world."""
