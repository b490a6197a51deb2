"""What a result was made of, as the engine made it: the parts named give the figure shown."""

import pytest

from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.models import Progress
from programmes.periods import Period
from programmes.queries import origin, programmes
from tests.programmes.engine.test_against_second_opinion import fill
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(db: None) -> World:
    world = make_world()
    indicator = world.indicator(disclosure="none")
    fill(world, indicator, 5)
    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))
    return world


@pytest.mark.slow
def test_parts_of_every_result_give_its_figure(computed):
    indicator, seen = programmes.indicator("people"), set()
    for row in Progress.objects.exclude(basis__in=("reported", "")).select_related("area"):
        boundaries = "reported" if row.area.area_type in ("stp", "ccg") else "today"

        found = origin.origin(indicator, row.area.code, Period.parse(row.period_id), boundaries=boundaries)

        assert found.area_id == row.area_id
        known = [
            part.share * part.point.numerator for part in found.parts if part.point.numerator is not None
        ]
        lacking = [p for p in found.parts if p.point.numerator is None and p.point.marker != "z"]
        assert row.numerator is None if lacking or not known else row.numerator == pytest.approx(sum(known))
        seen.add((row.basis, found.made_of))
    assert seen == {("rolled_up", "below"), ("rebased", "below"), ("rebased", "before")}


def test_line_of_a_level_starts_from_the_year_before(computed):
    stock = computed.indicator("posts", kind="stock")
    for indicator in (stock, computed.indicators["people"]):
        computed.plan(indicator, {("QA1", "2021-22"): 10, ("QA1", "2022-23"): 30})
        recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    def bears(code, period):
        found = origin.origin(programmes.indicator(code), "QA1", Period.parse(period))
        return [point.period.code for point in found.targets]

    assert bears("posts", "2022-23-Q3") == ["2021-22", "2022-23"]
    assert bears("posts", "2022-23-Q4") == ["2022-23"]
    assert bears("people", "2022-23-Q3") == ["2022-23"]
