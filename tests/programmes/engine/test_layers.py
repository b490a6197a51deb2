"""What is made up is beside the official figures, and never in them: over many made worlds, and over their history."""

from __future__ import annotations

import random

import numpy as np
import pytest

from programmes import memory
from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.choices import Layer, RunScope
from programmes.engine import pipeline
from programmes.layers import reading
from programmes.models import Dirty, Observation, Progress
from tests.world import make_world

pytestmark = pytest.mark.django_db

QUARTERS = ("2022-23-Q3", "2022-23-Q4", "2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-Q4")


def scatter(world, indicator, dice, layer, *, share):
    """Figures of a layer at random, some revised; how many."""
    made = 0
    for area in [area for area in world.areas.values() if area.area_type in ("sub_icb", "ccg")]:
        for quarter in QUARTERS:
            for revision in range(1, dice.choice([1, 1, 2, 3]) + 1):
                if dice.random() < share:
                    reason = {"revision": revision, "revision_reason": "Mended." if revision > 1 else ""}
                    number = dice.choice([None, 0, 2, 4, 7, 40, 900])
                    earlier = Observation.objects.filter(
                        indicator=indicator, area=area, period=quarter, layer=layer, revision=revision
                    )
                    if not earlier.exists():
                        world.observe(indicator, area, quarter, number, layer=layer, **reason)
                        made += 1
    return made


def columns_of(indicator, layer):
    with reading(layer):
        memory.forget()
        return pipeline.progress_columns(pipeline.compute(indicator.pk))


def is_same(one, other):
    return all(np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f") for name in one)


@pytest.mark.parametrize("disclosure", ["none", "mhsds", "published"])
@pytest.mark.parametrize("seed", range(3))
def test_no_official_result_depends_on_what_is_made_up(seed, disclosure):
    dice = random.Random(seed)
    world = make_world()
    indicator = world.indicator(disclosure=disclosure)
    world.plan(indicator, {("ENG", "2023-24-Q4"): 4000.0})
    assert scatter(world, indicator, dice, "official", share=0.6)
    official = columns_of(indicator, Layer.OFFICIAL)
    assert is_same(official, columns_of(indicator, Layer.DEMONSTRATION))

    for _ in range(3):
        scatter(world, indicator, dice, "demonstration", share=0.5)
        assert is_same(official, columns_of(indicator, Layer.OFFICIAL))
    made_up = columns_of(indicator, Layer.DEMONSTRATION)

    assert not is_same(official, made_up)
    assert b"demonstration" not in set(official["provenance"])
    assert b"demonstration" in set(made_up["provenance"])


def test_what_is_made_of_a_made_up_figure_is_made_up():
    world = make_world()
    indicator = world.indicator()
    world.observe(indicator, world.area("02D", "sub_icb"), QUARTERS[-1], 40)
    world.observe(indicator, world.area("03E", "sub_icb"), QUARTERS[-1], 40, layer="demonstration")
    recompute.recompute_slice(dirty=Slice(indicator.pk, layer=Layer.DEMONSTRATION))

    with reading(Layer.DEMONSTRATION):
        rows = Progress.objects.filter(period=QUARTERS[-1], actual__isnull=False, area__valid_to=None)
        said = dict(rows.values_list("area__code", "provenance"))

    assert said == {"02D": "official", "03E": "demonstration", "QB1": "demonstration"}


def test_a_published_figure_that_came_later_stands_in_both_layers():
    world = make_world()
    indicator, area = world.indicator(), world.area("02D", "sub_icb")
    world.observe(indicator, area, QUARTERS[-1], 40, layer="demonstration")
    world.observe(indicator, area, QUARTERS[-1], 55)
    for layer in Layer:
        recompute.recompute_slice(dirty=Slice(indicator.pk, layer=layer))
        with reading(layer):
            row = Progress.objects.get(area=area, period=QUARTERS[-1])
            assert (row.actual, row.provenance, row.notes, row.revision) == (55, "official", "", 1), layer


def test_every_slice_is_computed_in_each_layer_that_there_is(both_layers):
    world = make_world()
    indicator, area = world.indicator(), world.area("02D", "sub_icb")
    world.observe(indicator, area, QUARTERS[-1], 40)
    world.observe(indicator, area, QUARTERS[-1], 55, layer="demonstration")
    recompute.mark_everything()
    recompute.drain(trigger="test")

    assert not Dirty.objects.exists()
    for layer, figure in ((Layer.OFFICIAL, 40), (Layer.DEMONSTRATION, 55)):
        with reading(layer):
            assert Progress.objects.get(area=area, period=QUARTERS[-1]).actual == figure
    assert recompute.run_here(scope=RunScope.CHECK, trigger="test").rows_different == 0


def test_where_nothing_is_made_up_only_official_results_are_computed():
    world = make_world()
    indicator = world.indicator()
    world.observe(indicator, world.area("02D", "sub_icb"), QUARTERS[-1], 40, layer="demonstration")
    recompute.mark_everything()
    recompute.drain(trigger="test")

    assert set(Progress._base_manager.values_list("layer", flat=True)) == {"official"}
    assert not Progress.objects.filter(actual__isnull=False).exists()
