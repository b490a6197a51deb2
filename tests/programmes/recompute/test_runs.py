"""Runs over everything: the command, what it says and how it ends; what is found and mended; what is kept."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from programmes.actions import recompute, runs
from programmes.actions.recompute import Slice
from programmes.choices import RunScope, RunState
from programmes.models import Dirty, Indicator, Progress, RecomputeRun
from programmes.queries.health import health
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def indicator(world: World) -> Indicator:
    indicator = world.indicator()
    for quarter in range(1, 5):
        world.observe(indicator, world.area("02D", "sub_icb"), f"2023-24-Q{quarter}", 100 + quarter)
    recompute.run_here(scope=RunScope.FULL, trigger="test")
    return indicator


def tamper(indicator: Indicator) -> int:
    """Change rows and leave their digests, as an UPDATE by hand does."""
    return Progress.objects.filter(indicator=indicator, actual=101).update(actual=9_999)


def test_the_command_finds_nothing_where_nothing_was_changed(indicator, capsys):
    call_command("recompute", "--check")

    said = capsys.readouterr().out
    assert "none differs" in said
    assert "100%" in said


def test_the_command_names_what_differs_and_fails(indicator):
    changed = tamper(indicator)

    with pytest.raises(CommandError, match=rf"{changed} differ from those stored:\n  people: {changed}\."):
        call_command("recompute", "--check")

    assert Progress.objects.filter(actual=9_999).count() == changed, "a check writes nothing"


def test_the_command_mends_what_differs(indicator, capsys):
    changed = tamper(indicator)

    call_command("recompute")

    assert f"{changed} differed and were written" in capsys.readouterr().out
    assert not Progress.objects.filter(actual=9_999).exists()


def test_the_command_says_that_differing_rows_may_only_be_waiting(world, indicator):
    world.observe(indicator, world.area("03E", "sub_icb"), "2023-24-Q1", 50)
    recompute.mark([Slice(indicator_id=indicator.pk, start_year=2023)])

    with pytest.raises(CommandError, match="1 slice is marked as changed"):
        call_command("recompute", "--check")


def test_a_row_whose_digest_was_changed_too_is_mended(indicator):
    changed = Progress.objects.filter(indicator=indicator, actual=101).update(actual=9_999, digest=1)

    run = recompute.nightly()

    assert run.rows_different == changed > 0
    assert not Progress.objects.filter(actual=9_999).exists()


def test_what_was_marked_is_no_drift(world, indicator):
    world.observe(indicator, world.area("03E", "sub_icb"), "2023-24-Q1", 50)
    recompute.mark([Slice(indicator_id=indicator.pk, start_year=2023)])

    assert recompute.nightly().rows_different == 0
    assert not Dirty.objects.exists()


def test_a_run_is_carried_out_once(indicator):
    run = recompute.run_here(scope=RunScope.FULL, trigger="test")
    finished = run.finished_at

    assert recompute.carry_out(run_id=run.pk).finished_at == finished


def test_only_the_latest_runs_of_each_scope_are_kept(indicator, monkeypatch):
    monkeypatch.setattr(runs, "KEPT", 2)
    for _ in range(4):
        recompute.run_here(scope=RunScope.CHECK, trigger="test")
    waiting = RecomputeRun.objects.create(scope=RunScope.CHECK, trigger="the oldest of all")
    RecomputeRun.objects.filter(pk=waiting.pk).update(requested_at="2020-01-01T00:00Z")

    runs.forget_old()

    kept = RecomputeRun.objects.filter(scope=RunScope.CHECK)
    assert kept.filter(state=RunState.DONE).count() == 2
    assert kept.filter(pk=waiting.pk).exists(), "what is not finished is not forgotten"
    assert RecomputeRun.objects.filter(scope=RunScope.FULL).count() == 1


def test_a_failed_full_run_is_told_and_a_good_one_forgives_it(indicator):
    RecomputeRun.objects.create(
        scope=RunScope.FULL,
        trigger="test",
        state=RunState.FAILED,
        finished_at="2030-01-01T00:00Z",
        error="Disk full.",
    )
    (finding,) = [finding for finding in health() if finding.name == "runs"]
    assert "Disk full." in finding.problem

    recompute.run_here(scope=RunScope.FULL, trigger="test")

    (finding,) = [finding for finding in health() if finding.name == "runs"]
    assert finding.is_well


def test_a_programme_without_indicators_is_computed(world):
    run = recompute.run_here(scope=RunScope.FULL, trigger="test")

    assert (run.state, run.error) == (RunState.DONE, "")
