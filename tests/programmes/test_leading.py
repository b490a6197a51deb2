"""Which indicator stands for a programme: by a table, and in the database."""

import doctest
from datetime import date

import pytest

from programmes import memory
from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.queries.programmes import all_programmes
from programmes.results import leading as rules
from programmes.results.leading import Candidate, leading
from tests.world import make_world

OLD, NEW = date(2022, 12, 31), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("candidates", "lead"),
    [
        ([("a", NEW, False), ("b", OLD, True)], "b"),
        ([("a", NEW, False), ("b", None, True)], "a"),
        ([("a", OLD, True), ("b", NEW, True)], "b"),
        ([("a", NEW, True), ("b", NEW, True)], "a"),
        ([("a", OLD, False), ("b", NEW, False), ("c", NEW, False)], "b"),
        ([("a", None, False), ("b", None, True)], "a"),
    ],
    ids=["a target", "no figure", "the newest", "a tie", "no target", "nothing"],
)
def test_the_rule(candidates, lead):
    assert leading([Candidate(*each) for each in candidates]) == lead


def test_worked_examples_are_true():
    assert doctest.testmod(rules).failed == 0


@pytest.mark.django_db
def test_a_programme_is_led_by_what_has_a_target_in_force_and_a_figure(django_assert_num_queries):
    world = make_world()
    first, second, third = (
        world.indicator(code, kind="stock", reporting_level="england")
        for code in ("first", "second", "third")
    )

    def lead():
        [programme] = all_programmes()
        return programme.headline, programme.has_figures

    assert lead() == ("first", False)

    england = world.area("ENG", "england")
    world.observe(first, england, "2022-23-Q4", 10)
    world.observe(second, england, "2023-24-Q4", 10)
    world.observe(third, england, "2022-23-Q4", 10)
    for indicator in (first, second, third):
        recompute.recompute_slice(dirty=Slice(indicator.pk))
    assert lead() == ("second", True)

    world.plan(third, {("ENG", "2026-27"): 20})
    world.plan(first, {("ENG", "2026-27"): 20}, basis="calculated")
    memory.forget()  # As loading a plan would have raised the data version.
    assert lead() == ("third", True)
