"""Of any figure: who, when, what and why."""

import pytest
from django.core.exceptions import PermissionDenied

from programmes.actions import steps
from programmes.queries import history
from tests.programmes.entry.conftest import PERIOD


def of_cell(desk, who="analyst"):
    people, area = desk.world.indicators["people"], desk.world.area("02D", "sub_icb")
    return history.of_cell(indicator=people, area=area, period=desk.period, user=desk[who])


def test_history_of_a_cell_says_who_entered_sent_and_accepted_each_revision_and_why(desk):
    grid = desk.open()
    desk.save(grid, "02D", 41, by="colleague", note="Counted by hand.")
    steps.accept(submission=desk.submit(grid), by=desk["approver"])
    correction = desk.open()
    desk.save(correction, "02D", 42, reason="One was left out.")
    steps.accept(submission=desk.submit(correction), by=desk["second"])

    later, first = of_cell(desk)

    assert (first.revision, first.amount.numerator, first.note, first.reason) == (
        1,
        41,
        "Counted by hand.",
        "",
    )
    assert (first.typed_by, first.sent_by, first.accepted_by) == ("colleague", "editor", "approver")
    assert (later.revision, later.amount.numerator, later.reason) == (2, 42, "One was left out.")
    assert (later.typed_by, later.accepted_by, later.channel) == ("editor", "second", "grid")


def test_a_published_file_has_a_source_instead_of_people(desk):
    desk.world.observe(desk.world.indicators["people"], desk.world.area("02D", "sub_icb"), PERIOD, 5)

    (only,) = of_cell(desk)

    assert (only.channel, only.source, only.typed_by) == ("ingest", "Made for tests", "")


def test_a_published_year_to_date_says_so(desk):
    people, area = desk.world.indicators["people"], desk.world.area("02D", "sub_icb")
    desk.world.observe(people, area, PERIOD, 5)
    desk.world.observe(
        people,
        area,
        PERIOD,
        20,
        submission=desk.world.publish_to_date(),
        revision=2,
        revision_reason="Published.",
    )

    assert [each.counts_from_april for each in of_cell(desk)] == [True, False]


def test_a_figure_that_was_never_given_has_no_history(desk):
    assert of_cell(desk) == ()


@pytest.mark.parametrize("who", ["neighbour", "regional", "reader"])
def test_exact_figures_are_shown_to_none_but_those_who_look_after_them(desk, who):
    with pytest.raises(PermissionDenied):
        of_cell(desk, who)
