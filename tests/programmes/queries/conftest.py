"""Every question is asked of the small made world."""

import pytest

from tests.reading import make_world


@pytest.fixture(autouse=True)
def world(db: None) -> None:
    make_world()
