"""Two people at once, on real connections: whoever comes second sees what the first did, and nothing is doubled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection

from programmes.actions import observations, periods, steps, submissions
from programmes.actions.cells import CellChanged
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.deliveries import Figure
from programmes.locks import Lock
from programmes.models import Dirty, DraftCell, Observation, PeriodReopening, Submission
from programmes.queries.windows import window
from tests.programmes.entry.conftest import PERIOD, Desk, make_desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LOOKS = 50
"""How often a wait looks again, at a tenth of a second."""


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    return make_desk()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What became of each deed, all started in the same moment on connections of their own."""
    start = threading.Barrier(len(deeds))
    outcomes: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=5)
            outcomes[place] = deed()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_of_two_who_open_a_grid_both_get_the_same(desk):
    one, other = at_once(desk.open, lambda: desk.open(by="colleague"))

    assert one == other
    assert Submission.objects.filter(channel="grid").count() == 1
    assert one.events.count() == 1


@pytest.mark.parametrize("seen", [0, 1])
def test_of_two_who_save_a_cell_one_is_told_of_the_other(desk, seen):
    grid = desk.open()
    if seen:
        desk.save(grid, "02D", 7)

    outcomes = at_once(
        lambda: desk.save(grid, "02D", 41, seen=seen),
        lambda: desk.save(grid, "02D", 42, seen=seen, by="colleague"),
    )

    assert kinds(outcomes) == ["CellChanged", "SavedCell"]
    told = next(outcome for outcome in outcomes if isinstance(outcome, CellChanged)).current
    kept = DraftCell.objects.get()
    assert (
        (told.amount.numerator, told.version)
        == (kept.numerator, kept.version)
        == (told.amount.numerator, seen + 1)
    )


def test_many_cells_saved_at_once_are_all_kept(desk):
    grid = desk.open()

    outcomes = at_once(
        *(
            lambda area=area, indicator=indicator, by=by: desk.save(grid, area, 4, indicator=indicator, by=by)
            for area, indicator, by in [
                ("02D", "people", "editor"), ("03E", "people", "colleague"), ("QB1", "posts", "admin"),
                ("02D", "outcomes", "local"), ("03E", "outcomes", "editor"),
            ]
        )
    )  # fmt: skip

    assert kinds(outcomes) == ["SavedCell"] * 5
    assert DraftCell.objects.count() == 5


@pytest.mark.parametrize("attempt", range(3))
def test_a_save_beside_a_submit_is_in_what_was_sent_or_refused(desk, attempt):
    grid = desk.open()
    desk.save(grid, "02D", 41)

    sent, saved = at_once(lambda: desk.submit(grid), lambda: desk.save(grid, "03E", 42, by="colleague"))

    assert sent.status == "submitted"
    if isinstance(saved, SubmissionNotWaiting):
        assert (grid.cells.count(), sent.rows_read) == (1, 1)
    else:
        assert (saved.cell.version, grid.cells.count(), sent.rows_read) == (1, 2, 2)


@pytest.mark.parametrize("attempt", range(3))
def test_who_saves_beside_a_submit_has_a_hand_in_what_was_sent_or_none(desk, attempt):
    grid = desk.open()
    desk.save(grid, "02D", 41)

    sent, saved = at_once(lambda: desk.submit(grid), lambda: desk.save(grid, "03E", 42, by="admin"))
    accepted = at_once(lambda: steps.accept(submission=sent, by=desk["admin"]))[0]

    if isinstance(saved, SubmissionNotWaiting):
        assert type(accepted).__name__ == "Recorded"
    else:
        assert isinstance(accepted, PermissionDenied)
    assert Observation.objects.count() == (1 if isinstance(saved, SubmissionNotWaiting) else 0)


@pytest.mark.parametrize("attempt", range(2))
def test_a_save_beside_an_acceptance_changes_nothing_of_it(desk, attempt):
    grid = desk.sent()

    accepted, saved = at_once(
        lambda: steps.accept(submission=grid, by=desk["approver"]),
        lambda: desk.save(grid, "02D", 42, seen=1, by="colleague"),
    )

    assert type(accepted).__name__ == "Recorded"
    # Whoever looks the grid up after it was accepted finds none, and nothing of what was seen in it.
    assert isinstance(saved, (SubmissionNotWaiting, CellChanged))
    assert Observation.objects.get().numerator == 41


def test_of_two_who_change_a_reopening_the_later_one_holds(desk):
    said = {"period": desk.period, "programme": desk.world.programme, "by": desk["admin"]}
    periods.reopen(**said, reason="Late.", until=date(2199, 3, 31))

    at_once(
        lambda: periods.end(**said),
        lambda: periods.reopen(**said, reason="Later.", until=date(2198, 3, 31)),
    )

    last = PeriodReopening.objects.order_by("-pk")[0]
    assert PeriodReopening.objects.count() == 3
    assert window("ips", desk.period, today=date(2150, 1, 1)).is_open == (last.until is not None)


def test_of_two_who_send_one_does(desk):
    grid = desk.open()
    desk.save(grid, "02D", 41)

    outcomes = at_once(lambda: desk.submit(grid), lambda: desk.submit(grid, by="colleague"))

    assert kinds(outcomes) == ["Submission", "SubmissionNotWaiting"]
    assert grid.events.filter(status="submitted").count() == 1


def test_of_two_approvers_one_accepts(desk):
    grid = desk.sent()

    outcomes = at_once(
        lambda: steps.accept(submission=grid, by=desk["approver"]),
        lambda: steps.accept(submission=grid, by=desk["second"]),
    )

    assert kinds(outcomes) == ["Recorded", "SubmissionNotWaiting"]
    assert Observation.objects.count() == Dirty.objects.filter(figures_only=True).count() == 1
    assert grid.events.filter(status="accepted").count() == 1


def test_accepting_twice_in_one_moment_records_once(desk):
    grid = desk.sent()

    one, other = at_once(*[lambda: steps.accept(submission=grid, by=desk["approver"])] * 2)

    assert one == other
    assert Observation.objects.count() == Dirty.objects.filter(figures_only=True).count() == 1


@pytest.mark.parametrize("attempt", range(2))
def test_a_grid_is_accepted_or_withdrawn_or_returned_never_two_of_them(desk, attempt):
    grid = desk.sent()

    outcomes = at_once(
        lambda: steps.accept(submission=grid, by=desk["approver"]),
        lambda: steps.return_cells(submission=grid, by=desk["second"], comment="Look again."),
    )

    grid.refresh_from_db()
    assert len([outcome for outcome in outcomes if isinstance(outcome, SubmissionNotWaiting)]) == 1
    assert Observation.objects.count() == (1 if grid.status == "accepted" else 0)


def test_a_grid_and_a_file_with_the_same_figure_become_two_revisions(desk):
    grid = desk.sent()
    file = submissions.receive(programme=desk.world.programme, channel="upload", by="tests")
    figure = Figure("people", desk.life("02D"), PERIOD, 99)

    outcomes = at_once(
        lambda: steps.accept(submission=grid, by=desk["approver"]),
        lambda: observations.record(figures=[figure], submission=file, by="tests", reason="A file."),
    )

    assert kinds(outcomes) == ["Recorded", "Recorded"]
    assert sorted(Observation.objects.values_list("revision", flat=True)) == [1, 2]


@contextmanager
def somebody_holding(indicator: int) -> Iterator[psycopg2.extensions.cursor]:
    """Another session that keeps writers of an indicator's figures waiting."""
    settings = connection.get_connection_params()
    settings.pop("cursor_factory", None)
    session = psycopg2.connect(**settings)
    session.autocommit = True
    cursor = session.cursor()
    cursor.execute("select pg_advisory_lock(%s, %s)", [Lock.FIGURES.value, indicator])
    try:
        yield cursor
    finally:
        session.close()


def kill_whoever_waits(cursor: psycopg2.extensions.cursor) -> bool:
    """Kill the server process that waits for the lock, and whether there was one."""
    for _ in range(LOOKS):
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where wait_event_type = 'Lock' and wait_event = 'advisory' and datname = current_database()"
        )
        if cursor.fetchall():
            return True
        time.sleep(0.1)
    return False


def test_a_server_process_killed_while_it_accepts_leaves_everything_as_it_was(desk):
    grid = desk.sent()
    outcomes: list[object] = []

    def accept() -> None:
        outcomes.extend(at_once(lambda: steps.accept(submission=grid, by=desk["approver"])))

    with somebody_holding(desk.world.indicators["people"].pk) as cursor:
        accepting = threading.Thread(target=accept)
        accepting.start()
        killed = kill_whoever_waits(cursor)
    accepting.join(timeout=20)

    assert killed
    grid.refresh_from_db()
    assert isinstance(outcomes[0], OperationalError)
    assert (grid.status, Observation.objects.count(), Dirty.objects.count()) == ("submitted", 0, 0)
    assert steps.accept(submission=grid, by=desk["approver"]).new == 1
