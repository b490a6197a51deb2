"""Two national administrators who end each other at the same moment: one of them stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from programmes.actions import people
from programmes.choices import Role
from programmes.models import Grant, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def rivals():
    made = [people.add(username=name, email=f"{name}@example.org", by="test") for name in ("one", "two")]
    for user in made:
        people.give(user_id=user.pk, role=Role.ADMINISTRATOR, by="test")
    return [User.objects.get(pk=user.pk) for user in made]


def end(rivals, how):
    """Each has it done to the other, at once. Who could not is said."""
    together = Barrier(2)

    def one_ends(other):
        together.wait()
        try:
            how(other)
        except people.LastAdministrator:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as both:
        return sorted(both.map(one_ends, reversed(rivals)))


def test_taking_each_others_role(rivals):
    def take(other):
        people.take(grant_id=Grant.objects.get(user=other).pk, by="test")

    assert end(rivals, take) == ["done", "refused"]
    assert Grant.objects.count() == 1


def test_closing_each_others_account(rivals):
    assert end(rivals, lambda other: people.close(user_id=other.pk, by="test")) == ["done", "refused"]
    assert User.objects.filter(is_active=True).count() == 1
