"""The small made world, and packs of it."""

from datetime import UTC, datetime

import pytest

from dashboards.packs.reading import opened, pack_question, read_pack
from programmes.models import DataVersion
from programmes.queries.programmes import all_programmes
from tests.reading import made_world

__all__ = ["made_world"]

BASE = "https://rollout.example"
STOOD = datetime(2024, 3, 31, 12, 30, tzinfo=UTC)


@pytest.fixture
def world(made_world, db):
    """The made world with a date; each test's own changes are undone after it."""
    DataVersion.objects.update(changed_at=STOOD)
    all_programmes()


@pytest.fixture
def pack_of(world):
    """The pack of an area, by its code."""

    def pack_of(code, **asked):
        question = pack_question(code, **{"is_gone": False, **asked})
        with opened(question):
            return read_pack(question, base=BASE)

    return pack_of
