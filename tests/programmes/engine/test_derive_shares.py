"""Beside a share that we worked out a figure is above, near or below it; against what was published, on plan or off."""

import pytest

from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.models import Progress
from tests.world import make_world

pytestmark = pytest.mark.django_db

YEAR, LAST = "2023-24", "2023-24-Q4"


def status_of(world, indicator, code, area_type):
    recompute.recompute_slice(dirty=Slice(indicator.pk))
    return Progress.objects.get(indicator=indicator, area=world.area(code, area_type), period=LAST).status


@pytest.mark.parametrize(
    ("figure", "published", "shared"),
    [
        (2000, "on_plan", "above_share"),
        (1060, "on_plan", "above_share"),
        (1040, "on_plan", "near_share"),
        (1000, "on_plan", "near_share"),
        (960, "near_plan", "near_share"),
        (940, "off_plan", "below_share"),
        (0, "off_plan", "below_share"),
    ],
)
def test_the_words_follow_from_who_set_the_target(figure, published, shared):
    world = make_world()
    for basis, expected in (("published", published), ("shared_out", shared)):
        indicator = world.indicator(basis.replace("_", "-"), kind="stock")
        more = {"shared_by": "mental-health-need"} if basis == "shared_out" else {}
        world.plan(indicator, {("QB1", YEAR): 1000}, basis=basis, **more)
        world.observe(indicator, world.area("QB1", "icb"), LAST, figure)

        assert status_of(world, indicator, "QB1", "icb") == expected


def test_less_than_one_whole_is_no_difference():
    world = make_world()
    indicator = world.indicator(kind="stock")
    world.plan(indicator, {("QB1", YEAR): 1.9}, basis="shared_out", shared_by="people")
    world.observe(indicator, world.area("QB1", "icb"), LAST, 1)

    assert status_of(world, indicator, "QB1", "icb") == "near_share"


def test_england_is_judged_by_its_own_plan():
    world = make_world()
    indicator = world.indicator(kind="stock")
    world.plan(indicator, {("ENG", YEAR): 1000}, basis="shared_out", shared_by="people")
    world.observe(indicator, world.area("ENG", "england"), LAST, 100)

    assert status_of(world, indicator, "ENG", "england") == "off_plan"


@pytest.mark.parametrize(
    ("basis", "level", "period", "made"),
    [
        ("published", "sub_icb", "2023-24-Q4", (1000, "published", "official")),
        ("published", "sub_icb", "2023-24-Q2", (500, "interpolated", "derived")),
        ("recalled", "sub_icb", "2023-24-Q2", (500, "recalled", "recalled")),
        ("entitlement", "sub_icb", "2023-24-Q4", (1000, "entitlement", "derived")),
        ("entitlement", "sub_icb", "2023-24-Q2", (None, "", "")),
    ],
    ids=["as published", "on the way there", "recalled", "an allowance", "nothing leads to an allowance"],
)
def test_a_target_is_never_better_than_how_it_was_made(basis, level, period, made):
    world = make_world()
    indicator = world.indicator()
    known = {"recalled": "recalled"}.get(basis)
    world.plan(indicator, {("02D", YEAR): 1000}, basis=basis, **({"provenance": known} if known else {}))
    for quarter in (1, 2, 3, 4):
        world.observe(indicator, world.area("02D", level), f"2023-24-Q{quarter}", 10)

    recompute.recompute_slice(dirty=Slice(indicator.pk))

    row = Progress.objects.get(indicator=indicator, area=world.area("02D", level), period=period)
    assert (row.target_to_date, row.target_basis, row.target_provenance) == made


def test_a_ratio_is_wanted_as_published_all_year():
    world = make_world()
    indicator = world.indicator(kind="ratio", denominator_label="People asked", unit="percent")
    world.plan(indicator, {("02D", YEAR): 0.5})
    world.observe(indicator, world.area("02D", "sub_icb"), "2023-24-Q1", 40, 100)

    recompute.recompute_slice(dirty=Slice(indicator.pk))

    row = Progress.objects.get(indicator=indicator, area=world.area("02D", "sub_icb"), period="2023-24-Q1")
    assert (row.target_to_date, row.target_basis, row.target_provenance) == (0.5, "published", "official")


def test_half_a_post_is_a_difference_where_parts_are_counted():
    world = make_world()
    indicator = world.indicator(kind="stock", unit="wte", decimals=1)
    world.plan(indicator, {("QB1", YEAR): 1.9}, basis="shared_out", shared_by="people")
    world.observe(indicator, world.area("QB1", "icb"), LAST, 1)

    assert status_of(world, indicator, "QB1", "icb") == "below_share"
