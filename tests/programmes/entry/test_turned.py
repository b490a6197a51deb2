"""The grid turned: which quarters and areas it has, and which of its cells can be typed into."""

import pytest
from django.core.exceptions import PermissionDenied

from programmes.queries import turned as queries
from programmes.queries.layout import NoSuchGrid
from tests.programmes.entry.conftest import CLOSED, OPEN, PERIOD


def turned(desk, indicator="people", who="admin", area="QB1", today=OPEN, until=""):
    known = {one.code: one for one in queries.indicators_by_quarter("ips")}
    return queries.turned(known[indicator], area, desk[who], until=until, today=today)


def cells_of(grid, code):
    return next(row.cells for row in grid.rows if row.area.code == code)


def test_last_eight_quarters_stand_side_by_side_each_with_its_own_cells(desk):
    people, area = desk.world.indicators["people"], desk.world.area("02D", "sub_icb")
    desk.world.observe(people, area, "2023-24-Q3", 40)

    grid = turned(desk)

    assert [column.indicator.code for column in grid.columns] == [
        "2022-23-Q1", "2022-23-Q2", "2022-23-Q3", "2022-23-Q4",
        "2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-Q4",
    ]  # fmt: skip
    assert {row.area.code for row in grid.rows} >= {"02D", "03E"}
    cells = cells_of(grid, "02D")
    assert cells[6].amount.numerator == 40
    assert cells[7].amount.is_empty
    assert cells[7].last_quarter.numerator == 40


def test_only_the_open_quarter_can_be_typed_into(desk):
    grid = turned(desk)

    assert [quarter.grid.may_edit for quarter in grid.quarters] == [False] * 7 + [True]
    assert [cell.is_editable for cell in cells_of(grid, "02D") if cell][-2:] == [False, True]


def test_closed_quarter_shows_its_figure_read_only_and_when_it_closed(desk):
    desk.save(desk.open(), "02D", "41")

    grid = turned(desk, today=CLOSED)

    cell, last = cells_of(grid, "02D")[-1], grid.quarters[-1].grid
    assert (cell.amount.numerator, cell.is_editable, grid.may_edit) == (41, False, False)
    assert last.window.last_day < CLOSED


def test_quarter_that_was_sent_waits_and_cannot_be_typed_into(desk):
    desk.sent()

    grid = turned(desk)

    assert (grid.quarters[-1].grid.status, grid.may_edit) == ("submitted", False)


def test_cell_knows_the_life_of_its_area_at_the_end_of_its_quarter(desk):
    grid = turned(desk, area="QA1", until="2023-24-Q1")

    lives = [cell.area_id for cell in cells_of(grid, "01C")]
    ccg, sub_icb = desk.world.area("01C", "ccg").pk, desk.world.area("01C", "sub_icb").pk
    assert grid.columns[-1].indicator.code == "2023-24-Q1"
    assert lives == [ccg] * 4 + [sub_icb] * 4


def test_area_that_is_no_more_keeps_its_row_while_it_lived(desk):
    grid = turned(desk, area="QA1", until="2020-21-Q2")

    assert [row.area.code for row in grid.rows] == ["01C", "01A", "01B"]
    assert [cell is not None for cell in cells_of(grid, "01A")] == [True] * 4 + [False] * 2
    assert [cell is not None for cell in cells_of(grid, "01C")] == [False] * 4 + [True] * 2


def test_unknown_quarter_to_end_at_is_taken_for_the_last(desk):
    assert turned(desk, until="nothing").columns[-1].indicator.code == PERIOD


def test_area_without_figures_has_no_turned_grid(desk):
    with pytest.raises(NoSuchGrid, match="ZZ9 had no figures"):
        turned(desk, area="ZZ9")
    with pytest.raises(NoSuchGrid, match="IPS is not collected from ENG"):
        turned(desk, area="ENG")


def test_neighbour_sees_nothing(desk):
    with pytest.raises(PermissionDenied):
        turned(desk, who="neighbour")


def test_statements_do_not_grow_with_the_areas(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(100):
        turned(desk)
