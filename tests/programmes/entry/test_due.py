"""Each person's own list, with what is missing; and what came in."""

from datetime import date

import pytest

from programmes.actions import periods, steps
from programmes.periods import Period
from programmes.queries import due
from tests.programmes.entry.conftest import CLOSED, OPEN, PERIOD


def listed(desk, who, today=OPEN):
    return {
        (item.area.code, item.period.code): (item.status, item.cells_missing, item.cells_total)
        for item in due.list_for(desk[who], today)
    }


def now(desk, who, today=OPEN):
    return {area: rest for (area, period), rest in listed(desk, who, today).items() if period == PERIOD}


@pytest.mark.parametrize(
    ("who", "areas"),
    [
        ("editor", {"QB1": ("not_started", 5, 5)}),
        ("local", {"QB1": ("not_started", 2, 2)}),
        ("neighbour", {"QA1": ("not_started", 3, 3)}),
        ("admin", {"QA1": ("not_started", 3, 3), "QB1": ("not_started", 5, 5)}),
        ("approver", {}),
        ("reader", {}),
    ],
)
def test_each_person_is_asked_for_their_own_areas(desk, who, areas):
    assert now(desk, who) == areas


def test_the_list_follows_a_grid_through_its_life(desk):
    grid = desk.open()
    assert now(desk, "editor") == {"QB1": ("draft", 5, 5)}
    desk.save(grid, "02D", 41)
    assert now(desk, "editor") == {"QB1": ("draft", 4, 5)}
    desk.submit(grid)
    assert now(desk, "editor") == {"QB1": ("submitted", 4, 5)}
    steps.return_cells(submission=grid, by=desk["approver"], comment="Look again.")
    assert next(iter(due.list_for(desk["editor"], OPEN))).returned_comment == "Look again."
    desk.save(grid, "02D", 42, seen=1)
    desk.submit(grid)
    steps.accept(submission=grid, by=desk["approver"])
    assert now(desk, "editor") == {"QB1": ("incomplete", 4, 5)}


def test_what_is_overdue_does_not_vanish_when_the_period_closes(desk):
    item = next(item for item in due.list_for(desk["editor"], CLOSED) if item.period.code == PERIOD)

    assert (item.is_overdue, item.window.is_open) == (True, False)


def test_a_period_opened_again_is_open_for_its_programme_until_the_day(desk):
    def reopen():
        return periods.reopen(
            period=desk.period, programme=desk.world.programme, reason="A late merger.",
            until=date(2024, 6, 30), by=desk["admin"], today=CLOSED,
        )  # fmt: skip

    assert reopen() == reopen()

    assert desk.open(today=CLOSED).status == "draft"
    with pytest.raises(periods.PeriodNotOpen, match="closed on 30 June 2024"):
        desk.open("QA1", by="neighbour", today=date(2024, 7, 1))


@pytest.mark.parametrize(("reason", "until"), [(" ", CLOSED), ("Late.", OPEN)])
def test_a_period_opens_again_only_with_a_reason_and_a_day_to_come(desk, reason, until):
    with pytest.raises(periods.ReopeningRefused):
        periods.reopen(
            period=desk.period, programme=desk.world.programme, reason=reason, until=until,
            by=desk["admin"], today=CLOSED,
        )  # fmt: skip


def test_only_an_administrator_opens_a_period_again(desk):
    with pytest.raises(Exception, match="administrator"):
        periods.reopen(
            period=desk.period, programme=desk.world.programme, reason="Late.", until=CLOSED,
            by=desk["approver"], today=CLOSED,
        )  # fmt: skip


def test_more_grids_do_not_mean_more_statements(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        due.list_for(desk["admin"], OPEN)


def states(desk, today):
    found = due.completeness("ips", Period(2023, 3), Period(2023, 4), today=today)
    return {row.area.code: [cell.state if cell else None for cell in row.cells] for row in found.rows}


def test_completeness_tells_missing_partial_complete_and_not_due(desk):
    people = desk.world.indicators["people"]
    for code in ("02D", "03E"):
        desk.world.observe(people, desk.world.area(code, "sub_icb"), "2023-24-Q3", 5)

    assert states(desk, OPEN) == {"QA1": ["missing", "not_due"], "QB1": ["partial", "not_due"]}


def test_completeness_tells_late_from_complete(desk):
    grid = desk.open("QA1", by="admin")
    desk.save(grid, "01C", 9, by="admin")
    desk.save(grid, "01C", 1, 2, by="admin", indicator="outcomes")
    desk.save(grid, "QA1", 3, by="admin", indicator="posts")
    steps.submit(submission=grid, by=desk["admin"], today=OPEN)
    steps.accept(submission=grid, by=desk["approver"])

    # Sent on the day of the test, which is after the due date of a quarter in 2024.
    assert states(desk, OPEN)["QA1"] == ["missing", "late"]
