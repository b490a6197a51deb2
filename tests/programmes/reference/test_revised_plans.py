"""Targets that a person changed: loading the files again leaves them, until the files themselves change."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from programmes.actions import reference, trajectories
from programmes.models import Area, Grant, Indicator, Trajectory, User
from programmes.queries.plan_days import PUBLISHED_ON
from programmes.queries.targets import target_points
from programmes.reference.places import LoadReport
from tests.programmes.reference.conftest import Rewrite

REASON = "Shares of people are whole, and what we worked out is called so."

COURSES = 'indicator = "tt-completed-courses"\nkind'


@pytest.fixture
def revised(loaded: LoadReport) -> Trajectory:
    admin = User.objects.create(username="admin")
    Grant.objects.create(user=admin, role="administrator", given_by="tests")
    return trajectories.revise(
        indicator=Indicator.objects.get(code="ips-access"),
        kind="long_term_plan",
        changes={(Area.objects.get(code="ENG").pk, "2021-22"): Decimal(31000)},
        reason="A new settlement.",
        by=admin,
    )


def test_unchanged_files_leave_what_a_person_made(revised: Trajectory, fixtures: Path) -> None:
    again = reference.load(fixtures, by="a test")

    assert not again.changed_anything
    assert Trajectory.objects.current().get(indicator__code="ips-access", kind="long_term_plan") == revised


def test_changed_files_make_the_version_after_it(revised: Trajectory, copied: Path, rewrite: Rewrite) -> None:
    rewrite("programmes/ips.toml", "value = 44000\nprovenance", "value = 45000\nprovenance")
    rewrite("programmes/ips.toml", REASON, "Found it")

    reference.load(copied, by="a test")
    again = reference.load(copied, by="a test")

    plan = Trajectory.objects.current().get(indicator__code="ips-access", kind="long_term_plan")
    assert (plan.version, plan.reason, plan.recorded_by) == (3, "Found it", None)
    assert not again.changed_anything


def test_a_plan_carries_the_day_of_its_source_unless_the_file_gives_another(
    loaded: LoadReport, copied: Path, rewrite: Rewrite
) -> None:
    def plan() -> Trajectory:
        return Trajectory.objects.current().get(indicator__code="tt-completed-courses")

    assert plan().published_on == date(2025, 10, 24)

    rewrite("programmes/talking-therapies.toml", COURSES, f"published_on = 2026-02-01\n{COURSES}")
    reference.load(copied, by="a test")

    assert (plan().published_on, plan().version) == (date(2026, 2, 1), 1)


def test_what_a_person_changed_is_in_force_since_no_day_that_is_known(revised: Trajectory) -> None:
    england = target_points(indicators=["ips-access"], area=["ENG"]).annotate(day=PUBLISHED_ON)
    days = {point.period_id: (point.value, point.day) for point in england}

    assert revised.published_on is None
    assert days["2021-22"] == (31000, None)
    assert days["2023-24"] == (55000, date(2019, 4, 23))
