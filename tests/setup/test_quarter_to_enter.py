"""The demonstration always has something due."""

import pytest

from programmes.models import PeriodReopening, User
from programmes.queries import due
from rollout.demo import accounts
from tests.world import make_world

pytestmark = pytest.mark.django_db


def test_editor_finds_a_quarter_to_enter_whatever_the_day():
    world = make_world()
    world.indicator(until="2025-26-Q1")

    accounts.make("a long password")
    accounts.make("a long password")

    assert PeriodReopening.objects.count() == 1
    items = due.list_for(User.objects.get(username="admin"))
    quarter = [item for item in items if item.period.code == "2025-26-Q1"]
    assert quarter
    assert all(item.window.is_open and item.status == "not_started" for item in quarter)
