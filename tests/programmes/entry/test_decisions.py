"""Accepting and returning: all or nothing, by a second person, once."""

import pytest
from django.core.exceptions import PermissionDenied

from programmes.actions import steps
from programmes.actions.observations import Recorded
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.models import AuditEvent, Dirty, Observation
from programmes.queries import entry
from tests.programmes.entry.conftest import OPEN, PERIOD


def figures():
    return [
        (one.area.code, one.period_id, one.numerator, one.marker, one.note, one.revision, one.revision_reason)
        for one in Observation.objects.order_by("area", "revision")
    ]


def test_accepting_records_the_figures_with_marks_event_and_audit(desk):
    grid = desk.sent()

    recorded = steps.accept(submission=grid, by=desk["approver"])

    assert recorded == Recorded(new=1)
    assert figures() == [("02D", PERIOD, 41, "", "", 1, "")]
    assert set(Dirty.objects.values_list("indicator__code", "start_year")) == {("people", 2023)}
    assert [(event.status, event.by.username) for event in grid.events.all()] == [
        ("draft", "editor"), ("submitted", "editor"), ("accepted", "approver"),
    ]  # fmt: skip
    assert set(AuditEvent.objects.values_list("actor", "action")) >= {
        ("approver", "submission-accepted"), ("approver", "observations-record"),
    }  # fmt: skip


def test_accepting_again_changes_nothing(desk):
    grid = desk.sent()
    steps.accept(submission=grid, by=desk["approver"])
    Dirty.objects.all().delete()

    assert steps.accept(submission=grid, by=desk["approver"]) == Recorded(new=1)
    assert len(figures()) == grid.events.filter(status="accepted").count() == 1
    assert not Dirty.objects.exists()


def test_what_one_approver_accepted_another_is_told_of(desk):
    grid = desk.sent()
    steps.accept(submission=grid, by=desk["approver"])

    with pytest.raises(SubmissionNotWaiting, match="accepted by approver"):
        steps.accept(submission=grid, by=desk["second"])


@pytest.mark.parametrize("who", ["editor", "neighbour", "regional", "analyst", "reader"])
def test_who_may_not_decide_neither_accepts_nor_returns(desk, who):
    grid = desk.sent()

    with pytest.raises(PermissionDenied):
        steps.accept(submission=grid, by=desk[who])
    with pytest.raises(PermissionDenied):
        steps.return_cells(submission=grid, by=desk[who], comment="No.")
    assert not figures()


def test_who_saved_a_cell_may_not_accept_though_another_sent_it(desk):
    grid = desk.open()
    desk.save(grid, "02D", 41, by="admin")
    desk.submit(grid)

    with pytest.raises(PermissionDenied, match="Another person"):
        steps.accept(submission=grid, by=desk["admin"])


def test_nothing_is_accepted_before_it_is_sent(desk):
    grid = desk.open()
    desk.save(grid, "02D", 41)

    with pytest.raises(SubmissionNotWaiting):
        steps.accept(submission=grid, by=desk["approver"])


def test_explanations_are_published_and_markers_recorded(desk):
    grid = desk.open()
    desk.save(grid, "02D", "x", note="The clinic moved.")
    desk.save(grid, "03E", 12, marker="p", explanation="Two weeks are still to come.")
    desk.save(grid, "02D", 3, 4, indicator="outcomes")
    desk.submit(grid)

    steps.accept(submission=grid, by=desk["approver"])

    found = {(code, note): (number, marker) for code, _, number, marker, note, _, _ in figures()}
    assert found == {
        ("02D", "The clinic moved."): (None, "x"),
        ("03E", "Two weeks are still to come."): (12, "p"),
        ("02D", ""): (3, ""),
    }


def test_a_correction_is_a_revision_with_its_own_reason(desk):
    steps.accept(submission=desk.sent(), by=desk["approver"])
    correction = desk.open()
    desk.save(correction, "02D", 42, reason="One was left out.")
    desk.save(correction, "03E", 7)
    desk.submit(correction)

    assert steps.accept(submission=correction, by=desk["approver"]) == Recorded(new=1, changed=1)

    assert figures() == [
        ("02D", PERIOD, 41, "", "", 1, ""),
        ("02D", PERIOD, 42, "", "", 2, "One was left out."),
        ("03E", PERIOD, 7, "", "", 1, ""),
    ]


def test_a_figure_that_came_in_meanwhile_is_revised_not_lost(desk):
    grid = desk.sent()
    desk.world.observe(desk.world.indicators["people"], desk.world.area("02D", "sub_icb"), PERIOD, 40)

    steps.accept(submission=grid, by=desk["approver"])

    assert [(row[2], row[5], row[6]) for row in figures()] == [
        (40, 1, ""), (41, 2, "Changed in the entry grid."),
    ]  # fmt: skip


def test_what_a_demonstration_account_sends_is_made_up(desk):
    desk["editor"].is_demonstration = True
    desk["editor"].save()

    steps.accept(submission=desk.sent(), by=desk["approver"])

    assert Observation.objects.get().layer == "demonstration"
    assert not Observation.objects.current()


def test_a_returned_grid_shows_the_comment_until_the_cell_is_saved_again(desk):
    grid = desk.sent()
    cell = grid.cells.get()
    steps.return_cells(submission=grid, by=desk["approver"], comments={cell.pk: "Is this 14?"})
    grid.refresh_from_db()
    shown = next(one for one in entry.grid(grid, desk["editor"], today=OPEN).cells if one.cell_id == cell.pk)
    assert (grid.status, shown.state, shown.comment) == ("returned", "returned", "Is this 14?")

    assert desk.save(grid, "02D", 14, seen=1).cell.is_comment_answered
    assert desk.submit(grid).status == "submitted"
    steps.accept(submission=grid, by=desk["approver"])

    assert [row[2] for row in figures()] == [14]


def test_returning_needs_words_about_cells_that_are_there(desk):
    grid = desk.sent()

    with pytest.raises(steps.ReturnNeedsWords):
        steps.return_cells(submission=grid, by=desk["approver"], comments={grid.cells.get().pk: " "})
    with pytest.raises(steps.ReturnNeedsWords, match="no such cell"):
        steps.return_cells(submission=grid, by=desk["approver"], comments={0: "What?"})


def test_of_many_grids_those_that_can_be_are_accepted(desk):
    one = desk.sent()
    other = desk.open("QA1", by="neighbour")
    desk.save(other, "01C", 9, by="neighbour")

    outcomes = steps.accept_many(submissions=[one, other], by=desk["approver"])

    assert [(outcome.submission_id, outcome.is_done) for outcome in outcomes] == [
        (one.pk, True),
        (other.pk, False),
    ]
    assert "draft" in outcomes[1].message


def test_of_many_grids_each_is_returned_with_the_comment(desk):
    grid = desk.sent()

    assert steps.return_many(submissions=[grid], by=desk["approver"], comment="Wrong quarter.")[0].is_done
    assert grid.events.last().comment == "Wrong quarter."
