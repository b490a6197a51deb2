"""The small made world, with a quarter whose figures stand, and somebody who follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dashboards.models import Bulletin
from dashboards.news import following
from programmes.models import User
from programmes.queries.programmes import all_programmes
from tests.reading import LATEST, made_world

__all__ = ["made_world"]


@pytest.fixture
def world(made_world, db):
    """The made world; each test's own changes are undone after it."""
    all_programmes()


@pytest.fixture
def reader(world):
    return User.objects.create(username="reader", email="reader@example.org")


@pytest.fixture
def stands(world):
    """The latest quarter with figures stands from tomorrow on, for those who begin to follow today."""
    return Bulletin.objects.create(period_id=LATEST.code, stands_at=timezone.now() + timedelta(days=1))


@pytest.fixture
def followed(reader):
    return following.follow(person=reader, area="QBB")
