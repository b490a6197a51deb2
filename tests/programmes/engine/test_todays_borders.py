"""Figures added up for the borders an area has today, in a period before it began."""

import pytest

from programmes.actions import recompute
from programmes.models import Progress
from tests.world import make_world

pytestmark = pytest.mark.django_db

PERIOD = "2021-22-Q4"
"""The last quarter but one in which there were clinical commissioning groups."""


def _results(given, **changes):
    """Results of today's areas, where the groups reported 100, 40 and 20 and these counts were added up since."""
    world = make_world()
    indicator = world.indicator(**changes)
    for code, count in {"01C": 100, "02D": 40, "03E": 20}.items():
        world.observe(indicator, world.area(code, "ccg"), PERIOD, count)
    for code, count in given.items():
        world.observe(indicator, world.area(code, "sub_icb"), PERIOD, count)
    recompute.recompute_slice(dirty=recompute.Slice(indicator_id=indicator.pk))
    rows = Progress.objects.filter(period=PERIOD, area__area_type__in=["icb", "sub_icb", "england"])
    return {row.area.code: row for row in rows.select_related("area")}


def test_they_stand_in_place_of_shares_and_are_reported_by_nobody():
    found = _results({"01C": 80, "02D": 60})

    assert [found[code].numerator for code in ("01C", "02D", "03E")] == [80, 60, 20]
    assert [found[code].numerator for code in ("QA1", "QB1", "ENG")] == [80, 80, 160]
    assert {found[code].basis for code in ("01C", "02D", "QB1")} == {"rebased"}
    assert {found[code].provenance for code in ("01C", "02D", "QB1")} == {"derived"}
    assert {found[code].notes for code in ("01C", "02D", "QB1")} == {""}
    assert (found["02D"].revision, found["QB1"].revision) == (1, None)


def test_where_none_was_added_up_a_share_goes_over():
    found = _results({})

    assert [found[code].numerator for code in ("01C", "02D", "QB1")] == [75, 65, 85]
    assert "e" in found["QB1"].notes


@pytest.mark.parametrize("count", [0, 3, 4])
def test_small_ones_are_withheld_and_enter_no_sum(count):
    found = _results({"01C": 80, "02D": count}, disclosure="mhsds")

    assert (found["02D"].numerator, found["02D"].marker) == (None, "c")
    # 2 stands in for each of them, and 22 is rounded.
    assert (found["QB1"].numerator, found["QB1"].notes) == (20, "e")
