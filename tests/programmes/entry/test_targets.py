"""Changing targets: a new version with its reason, and answers about a day before keep the old one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from programmes.actions import recompute, trajectories
from programmes.actions.trajectories import RevisionOvertaken, RevisionRefused
from programmes.choices import TrajectoryKind
from programmes.engine import pipeline
from programmes.models import AuditEvent, DataVersion, Dirty, Progress, Trajectory
from tests.programmes.entry.conftest import Desk

KIND, YEAR = TrajectoryKind.LONG_TERM_PLAN, "2023-24"


def plan(desk: Desk) -> Trajectory:
    return desk.world.plan(
        desk.world.indicators["people"],
        {("ENG", YEAR): 900, ("QA1", YEAR): 600, ("QB1", YEAR): 300},
        basis="shared_out",
        shared_by="adults",
        provenance="derived",
    )


@pytest.fixture
def planned(desk: Desk) -> Desk:
    plan(desk)
    return desk


def revise(
    desk: Desk, value: object = 360, *, area: str = "QB1", period: str = YEAR, by: str = "admin", **said
):
    return trajectories.revise(
        indicator=desk.world.indicators["people"],
        kind=KIND,
        changes={(desk.life(area), period): Decimal(str(value))},
        **{"reason": "A new settlement.", "by": desk[by], **said},
    )


def points(version: Trajectory) -> dict:
    return {point.area.code: point for point in version.points.select_related("area")}


def test_change_is_a_whole_new_version(planned):
    made = revise(planned)
    first, second = (points(each) for each in Trajectory.objects.order_by("version"))

    assert (made.version, made.reason, made.recorded_by) == (2, "A new settlement.", planned["admin"])
    assert {code: point.value for code, point in first.items()} == {"ENG": 900, "QA1": 600, "QB1": 300}
    assert {code: point.value for code, point in second.items()} == {"ENG": 900, "QA1": 600, "QB1": 360}
    changed, kept = second["QB1"], second["QA1"]
    assert (changed.basis, changed.shared_by, changed.note) == ("set_here", "", "A new settlement.")
    assert (kept.basis, kept.shared_by, kept.note) == ("shared_out", "adults", "")
    assert made.digest != first["QB1"].trajectory.digest


def test_changed_figure_is_official_only_with_a_source(planned):
    without = points(revise(planned, 360))["QB1"]
    with_source = points(revise(planned, 370, source=planned.world.source))["QB1"]

    assert (without.basis, without.provenance, without.source) == ("set_here", "entered", None)
    assert (with_source.basis, with_source.provenance) == ("published", "official")
    assert with_source.source == planned.world.source


def test_figure_is_added_where_there_was_none(planned):
    made = revise(planned, 55, area="Y60", period="2023-24-Q2")

    assert points(made)["Y60"].value == 55
    assert made.points.count() == 4


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": "  "}, "Say why"),
        ({"value": 300}, "Nothing would change"),
        ({"value": -1}, "0 or more"),
        ({"value": "NaN"}, "0 or more"),
        ({"value": "1.00001"}, "4 decimals at most"),
        ({"value": "1e12"}, "below 1,000,000,000,000"),
        ({"period": "2018-19"}, "not counted in 2018-19"),
        ({"period": "2024-25-Q1"}, "not counted in 2024-25-Q1"),
    ],
)
def test_what_cannot_be_is_refused(planned, said, words):
    with pytest.raises(RevisionRefused) as refused:
        revise(planned, **said)

    assert words in " ".join([str(refused.value), *refused.value.problems.values()])
    assert Trajectory.objects.get().version == 1
    assert not Dirty.objects.exists()


def test_no_changes_and_areas_that_are_gone_are_refused(planned):
    indicator, gone = planned.world.indicators["people"], planned.world.area("QB1", "stp")
    said = {"indicator": indicator, "kind": KIND, "reason": "Why not.", "by": planned["admin"]}

    with pytest.raises(RevisionRefused, match="Nothing would change"):
        trajectories.revise(changes={}, **said)
    with pytest.raises(RevisionRefused) as refused:
        trajectories.revise(changes={(gone.pk, YEAR): Decimal(5)}, **said)

    assert refused.value.problems == {(gone.pk, YEAR): "This area is not one of today’s."}


def test_plan_that_is_not_there_is_not_changed(desk):
    with pytest.raises(RevisionRefused, match="has no plan"):
        revise(desk)


@pytest.mark.parametrize("by", ["editor", "approver", "analyst", "reader"])
def test_only_administrators_change_targets(planned, by):
    with pytest.raises(PermissionDenied):
        revise(planned, by=by)


def test_change_is_marked_noted_and_told_to_readers(planned):
    before = DataVersion.objects.get().version

    revise(planned)

    mark, event = Dirty.objects.get(), AuditEvent.objects.get(action="targets-revise")
    assert (mark.indicator, mark.start_year) == (planned.world.indicators["people"], None)
    assert (event.actor, event.subject) == ("admin", "people long_term_plan")
    assert event.detail == {"version": 2, "reason": "A new settlement.", "source": "", "figures": 1}
    assert DataVersion.objects.get().version == before + 1


def test_who_saw_an_older_version_is_told_who_made_the_next(planned):
    made = revise(planned, 360, seen_version=1)
    at = timezone.localtime(made.recorded_at)

    with pytest.raises(RevisionOvertaken, match=f"Version 2 was made meanwhile by admin, at {at:%H:%M}"):
        revise(planned, 370, seen_version=1)

    assert Trajectory.objects.count() == 2


def test_results_follow_and_earlier_answers_keep_the_old_target(planned):
    world, indicator = planned.world, planned.world.indicators["people"]
    for area in ("02D", "03E"):
        world.observe(indicator, world.area(area, "sub_icb"), "2023-24-Q4", 100)
    before = timezone.now()
    board = planned.life("QB1")

    revise(planned, 400)
    recompute.drain(trigger="a test")

    def target(**kwargs) -> float:
        columns = pipeline.progress_columns(pipeline.compute(indicator.pk, **kwargs))
        here = (columns["area_id"] == board) & (columns["period_id"] == b"2023-24-Q4")
        [value] = columns["target_year"][here]
        return float(value)

    stored = Progress.objects.get(area=board, period="2023-24-Q4", indicator=indicator)
    assert (stored.target_year, stored.target_to_date) == (400, 400)
    assert (target(), target(as_at=before)) == (400, 300)
