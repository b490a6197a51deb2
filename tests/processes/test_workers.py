"""From a committed figure to its results by way of a real broker and real workers, whoever is killed on the way."""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

import pytest
from celery import current_app
from celery.beat import PersistentScheduler
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from programmes import doorbell, liveness
from programmes.actions import observations, recompute, runs
from programmes.actions.recompute import Slice
from programmes.choices import RunScope, RunState
from programmes.deliveries import Figure
from programmes.models import Dirty, Indicator, Progress, RecomputeRun
from tests.processes.machinery import (
    Broker,
    Workers,
    a_slice_waits,
    processes_of,
    wait_until,
    writing_blocked,
)  # fmt: skip
from tests.world import World

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PERIOD = "2023-24-Q2"
SECONDS = 40


@pytest.fixture
def indicator(world: World) -> Indicator:
    return make(world, "people")


def make(world: World, code: str) -> Indicator:
    """An indicator whose results stand, although it has no figures yet."""
    indicator = world.indicator(code)
    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))
    return indicator


def write(world: World, indicator: Indicator, figure: int, code: str = "02D") -> None:
    """As a person's accepted figure is written: through the one door, in one transaction with its mark."""
    area = world.area(code, "sub_icb").pk
    observations.record(
        figures=[Figure(indicator.code, area, PERIOD, figure)],
        submission=world.submission,
        by="test",
        reason="Again.",
    )


def result(world: World, indicator: Indicator, code: str = "02D") -> float | None:
    rows = Progress.objects.filter(indicator=indicator, period_id=PERIOD, area=world.area(code, "sub_icb"))
    return rows.values_list("actual", flat=True).first()


def ready(client) -> tuple[int, str]:
    answer = client.get("/readyz")
    return answer.status_code, " ".join(answer.json()["wrong"])


def test_a_committed_figure_reaches_the_results(world, indicator, workers: Workers):
    workers.start()

    write(world, indicator, 120)

    wait_until(lambda: result(world, indicator) == 120, SECONDS)
    wait_until(lambda: not Dirty.objects.exists(), SECONDS)


def test_a_figure_that_is_rolled_back_rings_for_nobody(world, indicator, workers: Workers, broker: Broker):
    with transaction.atomic():
        write(world, indicator, 120)
        transaction.set_rollback(True)

    assert broker.waiting() == 0
    assert cache.get(doorbell.PENDING_KEY) is None


def test_a_lost_message_is_made_up_for_by_the_sweep(world, indicator, workers: Workers):
    workers.start()
    _mute_the_doorbell()
    write(world, indicator, 130)
    time.sleep(doorbell.QUIET_SECONDS + 1)
    assert result(world, indicator) is None

    current_app.send_task("programmes.tasks.sweep")

    wait_until(lambda: result(world, indicator) == 130, SECONDS)


def test_an_emptied_broker_is_made_up_for_by_a_worker_that_starts(world, indicator, workers, broker: Broker):
    write(world, indicator, 140)
    assert broker.waiting() == 1
    broker.flush()

    workers.start()

    wait_until(lambda: result(world, indicator) == 140, SECONDS)


def test_the_clock_sends_the_sweep(broker: Broker, workers: Workers, tmp_path):
    schedule = tmp_path / "schedule"
    clock = PersistentScheduler(current_app, schedule_filename=str(schedule))
    clock.schedule["every-minute-sweep-dirty-slices"].last_run_at = datetime.now(UTC) - timedelta(minutes=5)
    clock.close()
    workers.start_clock(schedule)

    wait_until(lambda: broker.waiting() == 1, SECONDS)


def test_a_process_killed_in_the_middle_of_a_slice(world, indicator, workers: Workers, other_session):
    worker = workers.start()

    with writing_blocked(other_session):
        write(world, indicator, 150)
        wait_until(a_slice_waits, SECONDS)
        workers.kill_busy_process(worker)
        assert Dirty.objects.filter(indicator=indicator).exists()

    wait_until(lambda: result(world, indicator) == 150, SECONDS)
    wait_until(lambda: not RecomputeRun.objects.filter(finished_at=None).exists() or _sweep(), SECONDS)


def test_a_whole_worker_killed_in_the_middle_of_a_slice(
    world, indicator, workers: Workers, other_session, client
):
    worker = workers.start()
    with writing_blocked(other_session):
        write(world, indicator, 160)
        wait_until(a_slice_waits, SECONDS)
        workers.kill(worker)
        assert result(world, indicator) is None
        assert Dirty.objects.filter(indicator=indicator).exists()
        # PostgreSQL notices although the killed worker's statement still waits.
        wait_until(lambda: not a_slice_waits(), SECONDS)

    workers.start()

    wait_until(lambda: result(world, indicator) == 160, SECONDS)
    lost = RecomputeRun.objects.filter(error__contains="worker was lost")
    # The figures stand before the forecasts do, and the sweep looks for lost runs after both.
    wait_until(lambda: lost.filter(state=RunState.FAILED).exists(), SECONDS)
    assert ready(client)[0] == 200


def test_a_full_run_whose_worker_was_killed_is_carried_out_by_the_next(
    world, indicator, workers, other_session
):
    worker = workers.start()
    write(world, indicator, 170)
    wait_until(lambda: result(world, indicator) == 170)
    wait_until(lambda: not Dirty.objects.exists())
    with connection.cursor() as cursor:
        cursor.execute("delete from programmes_progress")
    with writing_blocked(other_session):
        run = recompute.request(scope=RunScope.FULL, trigger="test")
        wait_until(a_slice_waits, SECONDS)
        workers.kill(worker)

    workers.start()

    wait_until(lambda: RecomputeRun.objects.get(pk=run.pk).state == RunState.DONE, SECONDS)
    assert result(world, indicator) == 170


def test_a_run_whose_message_was_lost_is_swept_up(workers: Workers):
    workers.start()
    long_ago = datetime.now(UTC) - 2 * runs.UNHEARD_AFTER
    run = RecomputeRun.objects.create(scope=RunScope.FULL, trigger="test", requested_at=long_ago)

    current_app.send_task("programmes.tasks.sweep")

    wait_until(lambda: RecomputeRun.objects.get(pk=run.pk).state == RunState.DONE, SECONDS)


def test_messages_outlive_a_killed_broker(world, indicator, workers: Workers, broker: Broker):
    write(world, indicator, 180)
    broker.kill()
    broker.start()

    assert broker.waiting() == 1
    recompute.drain(trigger="test")


def test_a_worker_finds_a_broker_again_that_was_killed(world, indicator, workers: Workers, broker: Broker):
    workers.start()
    broker.kill()
    broker.start()

    write(world, indicator, 190)

    # A worker that loses its broker ends, and is started again.
    wait_until(lambda: workers.keep_alive() and result(world, indicator) == 190, SECONDS)


def test_without_a_broker_figures_are_taken_in_and_nothing_is_lost(
    world, indicator, workers, broker: Broker, client
):
    workers.start()
    broker.kill()

    begin = time.monotonic()
    write(world, indicator, 200)
    assert time.monotonic() - begin < 4
    status, wrong = ready(client)
    assert status == 503
    assert "The queue does not answer" in wrong
    assert "The cache does not answer" in wrong

    broker.start()
    wait_until(lambda: workers.keep_alive() and ready(client)[0] == 200, SECONDS)
    wait_until(lambda: workers.keep_alive() and result(world, indicator) == 200, SECONDS)


def test_a_broker_that_never_answers_holds_nobody_up_for_long(
    world, indicator, workers, broker: Broker, client
):
    broker.freeze()

    begin = time.monotonic()
    write(world, indicator, 210)
    assert time.monotonic() - begin < 4
    status, wrong = ready(client)
    assert status == 503
    assert "The queue does not answer" in wrong

    broker.ensure_running()
    workers.start()
    wait_until(lambda: result(world, indicator) == 210, SECONDS)


def test_two_hundred_edits_in_a_moment_are_few_runs_and_the_last_sees_all(world, indicator, workers: Workers):
    workers.start()
    before = RecomputeRun.objects.count()

    for number in range(1, 201):
        write(world, indicator, number)

    wait_until(lambda: result(world, indicator) == 200 and not Dirty.objects.exists(), SECONDS)
    assert RecomputeRun.objects.count() - before <= 6


def test_two_workers_at_once_do_each_slice_once(world, workers: Workers):
    workers.start(name="first")
    workers.start(name="second")
    made = [make(world, f"made-{number}") for number in range(10)]
    last = RecomputeRun.objects.latest("pk").pk
    _mute_the_doorbell()
    for each in made:
        write(world, each, 220)

    for _ in range(6):
        current_app.send_task("programmes.tasks.sweep")

    wait_until(lambda: not Dirty.objects.exists(), SECONDS)
    wait_until(lambda: not RecomputeRun.objects.filter(finished_at=None).exists(), SECONDS)
    rows = Progress.objects.filter(indicator__in=made, period__starts_on__gte=date(2023, 4, 1)).count()
    done = RecomputeRun.objects.filter(pk__gt=last)
    assert rows > 0
    # Once for the figures, once for the forecasts.
    assert sum(done.values_list("rows_computed", flat=True)) == 2 * rows
    assert not done.exclude(error="").exists()


def test_a_slice_that_fails_does_not_keep_the_others_waiting(world, workers: Workers, client):
    workers.start()
    bad, good = make(world, "bad"), make(world, "good")
    with ExitStack() as broken:
        broken.enter_context(_no_rows_of(bad))
        with transaction.atomic():
            write(world, bad, 230)
            write(world, good, 230)

        wait_until(lambda: result(world, good) == 230, SECONDS)
        wait_until(
            lambda: RecomputeRun.objects.filter(state=RunState.FAILED, error__contains="cursed").exists()
        )
        assert result(world, bad) is None
        Dirty.objects.filter(indicator=bad).update(marked_at=datetime.now(UTC) - timedelta(minutes=9))
        status, wrong = ready(client)
        assert status == 503
        assert "A change has waited for its results for 9 minutes." in wrong
        assert "cursed" in wrong

    current_app.send_task("programmes.tasks.sweep")
    wait_until(lambda: result(world, bad) == 230, SECONDS)
    wait_until(lambda: not Dirty.objects.exists(), SECONDS)
    assert ready(client)[0] == 200


def test_the_nightly_run_finds_and_mends_rows_changed_behind_the_engines_back(
    world, indicator, workers: Workers
):
    workers.start()
    write(world, indicator, 240)
    wait_until(lambda: result(world, indicator) == 240)
    last = RecomputeRun.objects.latest("pk").pk
    changed = Progress.objects.filter(indicator=indicator, period_id=PERIOD, actual=240)
    # The digest stays as it was: comparing digests would find nothing.
    assert changed.update(actual=9_999) >= 1

    current_app.send_task("programmes.tasks.nightly_full_run")

    wait_until(lambda: result(world, indicator) == 240, SECONDS)
    nightly = RecomputeRun.objects.get(pk__gt=last, scope=RunScope.FULL)
    wait_until(lambda: RecomputeRun.objects.get(pk=nightly.pk).state == RunState.DONE)
    nightly.refresh_from_db()
    assert nightly.rows_different == nightly.rows_written >= 1
    wait_until(lambda: "results_drifted" in workers.said())


def test_a_task_that_takes_too_long_is_ended_and_its_marks_stay(world, indicator, workers, other_session):
    workers.start()
    _mute_the_doorbell()

    with writing_blocked(other_session):
        write(world, indicator, 250)
        current_app.send_task(doorbell.RECOMPUTE_DIRTY, soft_time_limit=1, time_limit=2)
        wait_until(lambda: "Hard time limit" in workers.said(), SECONDS)
        wait_until(lambda: not a_slice_waits(), SECONDS)
    assert result(world, indicator) is None
    assert Dirty.objects.filter(indicator=indicator).exists()

    current_app.send_task("programmes.tasks.sweep")
    wait_until(lambda: result(world, indicator) == 250, SECONDS)


def test_a_worker_shows_that_it_lives_and_is_missed_when_it_does_not(world, workers: Workers, client):
    worker = workers.start()
    assert liveness.seen()
    assert ready(client) == (200, "")

    workers.kill(worker)
    cache.touch(liveness.KEY, 1)

    wait_until(lambda: ready(client)[0] == 503, SECONDS)
    assert "No worker has shown itself" in ready(client)[1]


def test_a_worker_that_is_asked_to_end_ends_with_all_its_processes(workers: Workers):
    worker = workers.start()
    assert len(processes_of(worker)) == 3

    worker.ask_to_end()
    worker.process.wait(15)

    assert processes_of(worker) == []


def test_the_command_shows_the_progress_that_a_worker_stores(
    world, indicator, workers: Workers, capsys, both_layers
):
    # The worker is one of a demonstration, and so checks made-up results too.
    recompute.run_here(scope=RunScope.FULL, trigger="test")
    workers.start()
    write(world, indicator, 260)
    wait_until(lambda: result(world, indicator) == 260 and not Dirty.objects.exists())

    call_command("recompute", "--check", "--through-worker")

    said = capsys.readouterr().out
    assert "100%" in said
    assert "none differs" in said


def _mute_the_doorbell() -> None:
    """As if somebody rang a moment ago and the message was lost: for half a minute nobody rings again."""
    cache.set(doorbell.PENDING_KEY, 1, timeout=doorbell.PENDING_SECONDS)


def _sweep() -> bool:
    current_app.send_task("programmes.tasks.sweep")
    time.sleep(0.3)
    return False


class _no_rows_of:
    """The database refuses results of one indicator meanwhile."""

    def __init__(self, indicator: Indicator) -> None:
        self.indicator = indicator

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "create function test_curse() returns trigger language plpgsql as"
                " $$ begin raise exception 'this row is cursed'; end $$;"
                " create trigger test_curse before insert or update on programmes_progress for each row"
                f" when (new.indicator_id = {self.indicator.pk}) execute function test_curse()"
            )

    def __exit__(self, *_exception: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("drop trigger test_curse on programmes_progress; drop function test_curse()")
