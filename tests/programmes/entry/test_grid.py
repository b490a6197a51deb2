"""The grid: which cells there are, what stands beside them, and who may do what."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from programmes.checks.facts import Amount
from programmes.models import Progress, ReportingPeriod
from programmes.queries import entry
from programmes.queries.layout import layout
from tests.programmes.entry.conftest import OPEN


def before(desk, who="editor", area="QB1", today=OPEN):
    shape = layout(desk.world.programme, desk.period, area)
    return entry.grid_at(shape, None, desk[who], today=today)


def cell_of(grid, area_id, indicator="people"):
    return next(cell for cell in grid.cells if (cell.area_id, cell.indicator) == (area_id, indicator))


def test_each_level_gives_the_indicators_it_reports(desk):
    grid = before(desk)

    assert [column.indicator.code for column in grid.columns] == ["people", "outcomes", "posts"]
    assert {row.area.code: [cell is not None for cell in row.cells] for row in grid.rows} == {
        "QB1": [False, False, True], "02D": [True, True, False], "03E": [True, True, False],
    }  # fmt: skip
    assert (grid.cells_total, grid.cells_missing, grid.status) == (5, 5, "")


def test_areas_are_those_alive_at_the_end_of_the_period(desk):
    shape = layout(desk.world.programme, ReportingPeriod.objects.get(pk="2019-20-Q3"), "QA1")

    assert [(area.code, area.area_type) for area in shape.areas] == [
        ("QA1", "stp"), ("01A", "ccg"), ("01B", "ccg"),
    ]  # fmt: skip


def test_figures_of_england_have_a_grid_of_their_own(desk):
    desk.world.indicator("national", reporting_level="england", kind="stock", unit="posts")

    grid = before(desk, "admin", "ENG")

    assert ([column.indicator.code for column in grid.columns], grid.cells_total) == (["national"], 1)


def test_earlier_figures_and_the_trajectory_stand_beside_a_cell(desk):
    people, area = desk.world.indicators["people"], desk.world.area("02D", "sub_icb")
    for period, number in [("2022-23-Q4", 30), ("2023-24-Q3", 40), ("2023-24-Q4", 41)]:
        desk.world.observe(people, area, period, number)
    desk.world.observe(people, area, "2023-24-Q3", 44, revision=2, revision_reason="Late.")
    Progress.objects.create(
        indicator=people, period=desk.period, area=area, basis="reported", provenance="official", marker="",
        notes="", status="on_plan", target_to_date=160.5, digest=1,
    )  # fmt: skip

    cell = cell_of(before(desk), area.pk)

    assert (cell.last_quarter, cell.last_year) == (Amount(Decimal(44)), Amount(Decimal(30)))
    assert (cell.trajectory, cell.standing, cell.state) == (Decimal("160.5"), Amount(Decimal(41)), "accepted")
    assert (cell.version, cell.numerator_text) == (0, "41")


def test_more_typed_cells_do_not_mean_more_statements(desk, django_assert_num_queries):
    grid = desk.open()
    with django_assert_num_queries(13):
        entry.grid(grid, desk["editor"], today=OPEN)
    desk.save(grid, "02D", 41)
    desk.save(grid, "03E", 42)
    with django_assert_num_queries(13):
        entry.grid(grid, desk["editor"], today=OPEN)


@pytest.mark.parametrize(
    ("who", "rights"),
    [
        ("editor", (True, True, True, False)),
        ("local", (True, False, False, False)),
        ("analyst", (False, False, False, False)),
        ("approver", (False, False, False, False)),
    ],
)
def test_a_draft_shows_what_each_person_may_do(desk, who, rights):
    grid = entry.grid(desk.open(), desk[who], today=OPEN)

    assert (grid.may_edit, grid.may_send, grid.may_withdraw, grid.may_decide) == rights


def test_somebody_who_edits_one_part_may_type_there_only(desk):
    grid = entry.grid(desk.open(), desk["local"], today=OPEN)

    assert {cell.area_id for cell in grid.cells if cell.is_editable} == {desk.life("02D")}


@pytest.mark.parametrize(("who", "may"), [("approver", True), ("editor", False), ("analyst", False)])
def test_a_grid_that_was_sent_waits_for_an_approver(desk, who, may):
    grid = entry.grid(desk.sent(), desk[who], today=OPEN)

    assert (grid.may_decide, grid.may_edit) == (may, False)
    assert (grid.sent_by, [step.status for step in grid.steps]) == ("editor", ["draft", "submitted"])
    assert [change.amount.numerator for change in grid.changes] == [41]


@pytest.mark.parametrize("who", ["neighbour", "regional", "reader"])
def test_others_do_not_see_the_figures(desk, who):
    with pytest.raises(PermissionDenied):
        before(desk, who)


def test_a_closed_period_is_shown_and_not_edited(desk):
    assert not before(desk, today=date(2024, 7, 1)).may_edit


def test_problems_of_a_column_are_shown_with_it(desk):
    desk.world.observe(desk.world.indicators["people"], desk.world.area("QB1", "icb"), "2023-24-Q4", 100)
    grid = desk.open()
    desk.save(grid, "02D", 41)
    saved = desk.save(grid, "03E", 42)

    assert [problem.code for problem in saved.column_problems] == ["parts-not-total"]
    assert [problem.code for problem in entry.grid(grid, desk["editor"], today=OPEN).open_problems] == [
        "parts-not-total"
    ]
    answered = desk.save(grid, "03E", 42, seen=1, explanation="17 people belong to no location.")
    assert [problem.is_answered for problem in answered.column_problems] == [True]
