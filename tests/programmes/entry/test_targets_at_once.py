"""Two people who change the same targets at once, on real connections."""

import pytest

from programmes.models import Trajectory
from tests.programmes.entry.conftest import make_desk
from tests.programmes.entry.test_at_once import at_once, kinds
from tests.programmes.entry.test_targets import plan, revise


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told_of_the_other(transactional_db):
    desk = make_desk()
    plan(desk)

    outcomes = at_once(lambda: revise(desk, 360, seen_version=1), lambda: revise(desk, 370, seen_version=1))

    assert kinds(outcomes) == ["RevisionOvertaken", "Trajectory"]
    assert Trajectory.objects.count() == 2
