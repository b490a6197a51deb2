"""Typing, colliding, sending: what is kept, what is refused, and who may."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from programmes.actions import cells, steps
from programmes.actions.cells import CellChanged, CellRefused, CellToSave
from programmes.actions.grids import NotReady
from programmes.actions.periods import PeriodNotOpen
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.entry_results import CellEntry
from programmes.models import AuditEvent, DraftCell, Submission
from programmes.queries.layout import NoSuchGrid
from tests.programmes.entry.conftest import CLOSED, OPEN, place_of


def codes(problems):
    return [problem.code for problem in problems]


def test_opening_twice_gives_one_grid(desk):
    assert desk.open() == desk.open(by="colleague")
    assert Submission.objects.filter(channel="grid").count() == 1


@pytest.mark.parametrize("who", ["neighbour", "approver", "analyst", "reader"])
def test_only_editors_of_the_area_open_its_grid(desk, who):
    with pytest.raises(PermissionDenied):
        desk.open(by=who)


@pytest.mark.parametrize("area", ["02D", "Y60", "ENG", "XXX"])
def test_areas_without_figures_of_their_own_have_no_grid(desk, area):
    with pytest.raises(NoSuchGrid):
        desk.open(area, by="admin")


def test_a_saved_cell_says_who_when_and_which_version(desk):
    saved = desk.save(desk.open(), "02D", "1,204")

    assert saved.cell.amount.numerator == 1204
    assert (saved.cell.version, saved.cell.saved_by, saved.cell.state) == (1, "editor", "saved")
    assert (saved.total.numerator, saved.total.so_far, saved.total.missing) == (None, 1204, 1)


def test_total_is_known_once_every_cell_has_a_number(desk):
    grid = desk.open()
    desk.save(grid, "02D", 40)

    assert desk.save(grid, "03E", 31).total.numerator == 71


def test_a_missing_figure_is_no_zero_in_the_total(desk):
    grid = desk.open()
    desk.save(grid, "02D", 40)
    total = desk.save(grid, "03E", "x").total

    assert (total.numerator, total.so_far, total.missing) == (None, 40, 0)


def test_a_marker_typed_for_a_number_is_a_marker(desk):
    saved = desk.save(desk.open(), "02D", "*")

    assert (saved.cell.amount.marker, saved.cell.amount.numerator) == ("c", None)


def test_the_second_save_of_a_cell_is_told_of_the_first(desk):
    grid = desk.open()
    desk.save(grid, "02D", 40)

    with pytest.raises(CellChanged) as told:
        desk.save(grid, "02D", 50, by="colleague")

    now = told.value.current
    assert (now.amount.numerator, now.saved_by, now.version) == (40, "editor", 1)
    assert DraftCell.objects.get().numerator == 40


def test_having_seen_the_other_value_one_may_replace_it(desk):
    grid = desk.open()
    desk.save(grid, "02D", 40)

    assert desk.save(grid, "02D", 50, seen=1, by="colleague").cell.version == 2


def test_the_same_value_again_is_no_conflict_and_no_new_version(desk):
    grid = desk.open()
    desk.save(grid, "02D", 40)

    again = desk.save(grid, "02D", "40.0", seen=0, by="colleague")

    assert (again.cell.version, again.cell.saved_by) == (1, "editor")


def test_leaving_an_untouched_cell_saves_nothing(desk):
    assert desk.save(desk.open(), "02D", "").cell.version == 0
    assert not DraftCell.objects.exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("forty",), "not-a-number"),
        (("-4",), "negative"),
        (("4.5",), "not-whole"),
        (("4", "5"), "one-number-only"),
    ],
)
def test_what_a_hard_rule_refuses_is_not_saved(desk, typed, code):
    with pytest.raises(CellRefused) as refusal:
        desk.save(desk.open(), "02D", *typed)

    assert codes(refusal.value.problems) == [code]
    assert not DraftCell.objects.exists()


def test_an_area_of_another_level_is_refused_for_an_indicator(desk):
    with pytest.raises(CellRefused) as refusal:
        desk.save(desk.open(), "02D", "4", indicator="posts")

    assert codes(refusal.value.problems) == ["unknown-area"]


def test_an_indicator_that_is_not_collected_is_refused(desk):
    with pytest.raises(CellRefused) as refusal:
        desk.save(desk.open(), "02D", "4", indicator="nonsense")

    assert codes(refusal.value.problems) == ["wrong-period"]


def test_a_neighbour_saves_nothing_here(desk):
    with pytest.raises(PermissionDenied):
        desk.save(desk.open(), "02D", 40, by="neighbour")


def test_an_editor_of_one_part_types_there_only_and_cannot_send(desk):
    grid = desk.open(by="local")
    desk.save(grid, "02D", 40, by="local")

    with pytest.raises(PermissionDenied):
        desk.save(grid, "03E", 40, by="local")
    with pytest.raises(PermissionDenied):
        desk.submit(grid, by="local")


def test_of_many_cells_the_good_ones_are_saved(desk):
    grid = desk.open()
    typed = [("02D", "41"), ("03E", "many"), ("01C", "7"), ("02D", "42")]

    outcomes = cells.save_many(
        place=place_of(grid),
        cells=[CellToSave("people", desk.life(area), CellEntry(number), 0) for area, number in typed],
        by=desk["editor"],
        today=OPEN,
    )

    assert [type(outcome).__name__ for outcome in outcomes] == [
        "SavedCell", "CellRefused", "PermissionDenied", "CellChanged",
    ]  # fmt: skip
    assert [cell.numerator for cell in DraftCell.objects.all()] == [41]


def test_nothing_is_entered_before_or_after_its_time(desk):
    grid = desk.open()

    with pytest.raises(PeriodNotOpen, match="closed on 26 May 2024"):
        desk.save(grid, "02D", 40, today=CLOSED)
    with pytest.raises(PeriodNotOpen, match="opens on 1 April 2024"):
        desk.open("QA1", by="neighbour", today=CLOSED.replace(month=3))


def test_a_grid_that_is_sent_is_saved_no_more(desk):
    grid = desk.sent()

    with pytest.raises(SubmissionNotWaiting):
        desk.save(grid, "03E", 40)


def test_sending_again_changes_nothing(desk):
    grid = desk.sent()

    assert desk.submit(grid).status == "submitted"
    assert [event.status for event in grid.events.all()] == ["draft", "submitted"]


def test_an_empty_grid_is_not_sent(desk):
    with pytest.raises(NotReady) as refusal:
        desk.submit(desk.open())

    assert codes(refusal.value.problems) == ["nothing-to-send"]


def test_half_a_ratio_is_kept_but_not_sent(desk):
    grid = desk.open()
    saved = desk.save(grid, "02D", "4", indicator="outcomes")

    assert saved.cell.state == "problem"
    with pytest.raises(NotReady) as refusal:
        desk.submit(grid)
    assert codes(refusal.value.problems) == ["half-a-ratio"]


def test_a_large_change_is_sent_only_with_an_explanation(desk):
    desk.world.observe(desk.world.indicators["people"], desk.world.area("02D", "sub_icb"), "2023-24-Q3", 100)
    grid = desk.open()
    assert desk.save(grid, "02D", 300).cell.state == "explain"
    with pytest.raises(NotReady) as refusal:
        desk.submit(grid)
    assert codes(refusal.value.problems) == ["change-on-last-quarter"]

    desk.save(grid, "02D", 300, seen=1, explanation="A second team opened.")

    assert desk.submit(grid).status == "submitted"


def test_a_correction_needs_a_reason_and_starts_from_what_stands(desk):
    desk.world.observe(
        desk.world.indicators["people"], desk.world.area("02D", "sub_icb"), "2023-24-Q4", 100, note="Counted."
    )
    grid = desk.open()
    desk.save(grid, "02D", 101)
    with pytest.raises(NotReady) as refusal:
        desk.submit(grid)
    assert codes(refusal.value.problems) == ["correction-without-reason"]

    desk.save(grid, "02D", 101, seen=1, reason="One was left out.")

    assert desk.submit(grid).rows_read == 1


def test_what_was_typed_into_a_withdrawn_grid_is_taken_over(desk):
    grid = desk.sent()
    steps.withdraw(submission=grid, by=desk["colleague"])
    steps.withdraw(submission=grid, by=desk["colleague"])

    anew = desk.open(by="colleague")

    assert anew != grid
    assert [(cell.numerator, cell.saved_by) for cell in anew.cells.all()] == [(Decimal(41), desk["editor"])]
    assert grid.cells.count() == 1


def test_a_neighbour_withdraws_nothing(desk):
    with pytest.raises(PermissionDenied):
        steps.withdraw(submission=desk.sent(), by=desk["neighbour"])


def test_every_save_is_in_the_audit_without_the_figure(desk):
    desk.save(desk.open(), "02D", 41)

    event = AuditEvent.objects.get(action="cell-save")
    assert (event.actor, event.detail) == ("editor", {"indicator": "people", "area": "02D", "version": 1})
