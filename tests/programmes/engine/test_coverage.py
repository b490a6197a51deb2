"""Coverage from services, by areas and by people, against a slow count."""

import random
from datetime import date, timedelta

import pytest

from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.choices import Layer
from programmes.layers import layer_in_hand, reading
from programmes.models import Coverage, Programme, Service, ServiceList
from programmes.periods import Period
from tests.second_opinion import CoverageOpinion
from tests.world import EDITION_ON, make_world

pytestmark = pytest.mark.django_db


def serve(world, code, areas, *, opened=None, listed=None, closed=None, provenance="official"):
    service = Service.objects.create(
        programme=world.programme, code=code, name=code, opened_on=opened, listed_on=listed, closed_on=closed,
        provenance=provenance, source=world.source,
        layer="demonstration" if provenance == "demonstration" else "official",
    )  # fmt: skip
    service.areas.set(areas)
    return service


def make_list(world, on, *areas, every_opening=False, layer="official"):
    """A list of the day, for these areas; for all of England without any."""
    made = ServiceList.objects.create(
        programme=world.programme, on=on, is_national=not areas, has_every_opening=every_opening,
        layer=layer,
    )  # fmt: skip
    made.areas.set(areas)


def coverage(world, code, area_type, period):
    if not world.indicators:
        world.indicator()
    recompute.recompute_slice(dirty=Slice(programme_id=world.programme.pk, layer=layer_in_hand()))
    row = Coverage.objects.get(area=world.area(code, area_type), period_id=period)
    return row.areas_covered, row.areas_total, row.population_covered, row.population_total, row.services


def test_serving_one_of_three_areas():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], opened=date(2023, 1, 1))

    assert coverage(world, "ENG", "england", "2022-23-Q4") == (1, 3, 300_000, 600_000, 1)
    assert coverage(world, "ENG", "england", "2022-23-Q3") == (0, 3, 0, 600_000, 0)
    assert coverage(world, "QA1", "icb", "2022-23-Q4") == (1, 1, 300_000, 300_000, 1)
    assert coverage(world, "QB1", "icb", "2022-23-Q4") == (0, 2, 0, 300_000, 0)


def test_serving_an_icb_serves_everything_below_it():
    world = make_world()
    serve(world, "a", [world.area("QB1", "icb")], opened=date(2023, 1, 1))

    assert coverage(world, "ENG", "england", "2022-23-Q4") == (2, 3, 300_000, 600_000, 1)
    assert coverage(world, "03E", "sub_icb", "2022-23-Q4") == (1, 1, 100_000, 100_000, 1)


def test_two_services_in_one_area_count_its_people_once():
    world = make_world()
    for code in "ab":
        serve(world, code, [world.area("02D", "sub_icb")], opened=date(2023, 1, 1))

    assert coverage(world, "QB1", "icb", "2022-23-Q4") == (1, 2, 200_000, 300_000, 2)


def test_a_service_of_an_area_that_split_serves_the_parts_that_came_from_it():
    world = make_world()
    serve(world, "a", [world.area("01C", "ccg")], opened=date(2021, 1, 1))

    areas, total, people, of, services = coverage(world, "QB1", "icb", "2022-23-Q4")

    assert (areas, total, of, services) == (1, 2, 300_000, 1)
    assert people == pytest.approx(200_000 * 0.25 / 1.25)
    assert coverage(world, "QA1", "icb", "2022-23-Q4") == (1, 1, 300_000, 300_000, 1)


def test_an_area_once_in_parts_is_covered_when_all_its_parts_were():
    world = make_world()
    serve(world, "a", [world.area("01A", "ccg"), world.area("01B", "ccg")], opened=date(2018, 1, 1))

    assert coverage(world, "QA1", "icb", "2019-20-Q1")[:3] == (1, 1, 300_000)


def test_a_service_that_closed_no_longer_serves_from_that_day():
    world = make_world()
    area = [world.area("01C", "sub_icb")]
    serve(world, "a", area, opened=date(2023, 1, 1), closed=date(2023, 3, 31))

    assert coverage(world, "QA1", "icb", "2022-23-Q4")[0] == 0


def test_before_the_list_that_shows_an_undated_service_nothing_is_claimed():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], listed=date(2023, 6, 1))

    assert coverage(world, "ENG", "england", "2022-23-Q4") == (None, 3, None, 600_000, None)
    assert coverage(world, "ENG", "england", "2023-24-Q1") == (1, 3, 300_000, 600_000, 1)


@reading(Layer.DEMONSTRATION)
def test_made_up_services_make_the_coverage_made_up():
    world = make_world()
    world.indicator()
    serve(world, "a", [world.area("01C", "sub_icb")], opened=date(2023, 1, 1), provenance="demonstration")
    serve(world, "b", [world.area("03E", "sub_icb")], opened=date(2023, 1, 1))
    recompute.recompute_slice(dirty=Slice(programme_id=world.programme.pk, layer=layer_in_hand()))

    said = dict(Coverage.objects.filter(period_id="2022-23-Q4").values_list("area__code", "provenance"))

    assert said == {
        "ENG": "demonstration", "Y60": "demonstration", "QA1": "demonstration", "01C": "demonstration",
        "QB1": "official", "02D": "official", "03E": "official",
    }  # fmt: skip


def everything(world):
    """(area, period) to what is stored of it."""
    if not world.indicators:
        world.indicator()
    recompute.recompute_slice(dirty=Slice(programme_id=world.programme.pk, layer=layer_in_hand()))
    return {
        (row.area, row.period_id): (row.areas_covered, row.population_covered, row.services, row.provenance)
        for row in Coverage.objects.select_related("area")
    }


def test_a_site_on_a_later_list_leaves_what_was_known_of_earlier_quarters():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], listed=date(2023, 6, 1))
    serve(world, "b", [world.area("03E", "sub_icb")], listed=date(2023, 12, 1))

    assert coverage(world, "ENG", "england", "2022-23-Q4")[0] is None
    assert coverage(world, "ENG", "england", "2023-24-Q1") == (1, 3, 300_000, 600_000, 1)
    assert coverage(world, "ENG", "england", "2023-24-Q2") == (1, 3, 300_000, 600_000, 1)
    assert coverage(world, "ENG", "england", "2023-24-Q3") == (2, 3, 400_000, 600_000, 2)


def test_where_only_some_services_have_names_elsewhere_is_unknown_and_not_unserved():
    world = make_world()
    Programme.objects.filter(pk=world.programme.pk).update(has_every_service=False)
    serve(world, "a", [world.area("02D", "sub_icb")], opened=date(2023, 1, 1))

    assert coverage(world, "02D", "sub_icb", "2022-23-Q3")[0] is None
    assert coverage(world, "02D", "sub_icb", "2022-23-Q4")[0] == 1
    assert coverage(world, "03E", "sub_icb", "2022-23-Q4")[0] is None
    assert coverage(world, "QB1", "icb", "2022-23-Q4")[0] is None
    assert coverage(world, "ENG", "england", "2022-23-Q4")[0] is None
    with reading(Layer.DEMONSTRATION):
        serve(world, "b", [world.area("01C", "sub_icb")], opened=date(2023, 1, 1), provenance="demonstration")
        assert coverage(world, "ENG", "england", "2022-23-Q4")[0] == 2
        assert coverage(world, "03E", "sub_icb", "2022-23-Q4")[0] == 0


def test_a_list_after_a_register_leaves_what_the_register_says():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], opened=date(2022, 1, 1))
    serve(world, "b", [world.area("03E", "sub_icb")], listed=date(2023, 12, 1))

    assert coverage(world, "ENG", "england", "2022-23-Q4")[0] == 1
    assert coverage(world, "ENG", "england", "2023-24-Q3")[0] == 2


def test_a_list_with_every_opening_day_makes_known_the_time_before_it():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], opened=date(2022, 8, 1), listed=date(2023, 6, 1))
    make_list(world, date(2023, 6, 1), every_opening=True)

    assert coverage(world, "ENG", "england", "2022-23-Q1")[0] == 0
    assert coverage(world, "ENG", "england", "2022-23-Q2")[0] == 1


def test_an_opening_day_of_one_site_does_not_make_known_the_time_before_the_first_list():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], listed=date(2023, 6, 1))
    serve(world, "b", [world.area("03E", "sub_icb")], opened=date(2022, 8, 1), listed=date(2023, 12, 1))

    assert coverage(world, "ENG", "england", "2022-23-Q4")[0] is None
    assert coverage(world, "ENG", "england", "2023-24-Q1")[0] == 2


def test_the_list_of_one_area_says_nothing_of_the_others():
    world = make_world()
    serve(world, "a", [world.area("QA1", "icb")], listed=date(2023, 6, 1))
    make_list(world, date(2023, 6, 1), world.area("QA1", "icb"))

    assert coverage(world, "QA1", "icb", "2023-24-Q1")[0] == 1
    assert coverage(world, "QB1", "icb", "2023-24-Q1")[0] is None
    assert coverage(world, "ENG", "england", "2023-24-Q1") == (None, 3, None, 600_000, None)


def test_a_site_closed_by_a_list_ends_its_coverage_and_one_to_come_begins_it():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], listed=date(2023, 1, 1), closed=date(2023, 8, 1))
    serve(world, "b", [world.area("03E", "sub_icb")], opened=date(2024, 2, 1), listed=date(2023, 1, 1))

    quarters = ["2022-23-Q4", "2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-Q4"]
    assert [coverage(world, "QA1", "icb", quarter)[0] for quarter in quarters] == [1, 1, 0, 0, 0]
    assert [coverage(world, "QB1", "icb", quarter)[0] for quarter in quarters] == [0, 0, 0, 0, 1]


def test_no_made_up_service_is_in_official_coverage():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], opened=date(2023, 1, 1), provenance="demonstration")
    make_list(world, date(2023, 1, 1), every_opening=True, layer="demonstration")

    assert coverage(world, "ENG", "england", "2022-23-Q4")[0] is None
    serve(world, "b", [world.area("03E", "sub_icb")], opened=date(2023, 1, 1))
    assert coverage(world, "ENG", "england", "2022-23-Q4") == (1, 3, 100_000, 600_000, 1)
    with reading(Layer.DEMONSTRATION):
        assert coverage(world, "ENG", "england", "2022-23-Q4") == (2, 3, 400_000, 600_000, 2)


@reading(Layer.DEMONSTRATION)
def test_what_only_a_made_up_list_says_is_made_up_everywhere():
    world = make_world()
    serve(world, "a", [world.area("01C", "sub_icb")], listed=date(2023, 1, 1), provenance="demonstration")
    make_list(world, date(2023, 1, 1), layer="demonstration")
    serve(world, "b", [world.area("02D", "sub_icb")], listed=date(2023, 7, 1))
    make_list(world, date(2023, 7, 1))

    said = everything(world)

    assert said[world.area("03E", "sub_icb"), "2022-23-Q4"] == (0, 0, 0, "demonstration")
    assert said[world.area("03E", "sub_icb"), "2023-24-Q2"] == (0, 0, 0, "official")
    assert said[world.area("01C", "sub_icb"), "2023-24-Q2"] == (1, 300_000, 1, "demonstration")


def scatter(world, dice, number, *, since):
    """Services and lists at random, from a day on."""
    places = [area for area in world.areas.values() if area.valid_on(EDITION_ON)]
    boards = [world.area("QA1", "icb"), world.area("QB1", "icb")]

    def some_day():
        return since + timedelta(days=dice.randrange(1, 500))

    for each in range(number):
        opened, listed = (some_day() if dice.random() < 0.5 else None for _ in range(2))
        if opened is None and listed is None:
            listed = some_day()
        closed = max(filter(None, (opened, listed))) + timedelta(days=dice.randrange(1, 400))
        serve(
            world, f"s{since}-{each}", dice.sample(places, 1), opened=opened, listed=listed,
            closed=closed if dice.random() < 0.3 else None,
        )  # fmt: skip
        if listed and dice.random() < 0.5:
            speaks_for = () if dice.random() < 0.5 else dice.sample(boards, 1)
            make_list(world, listed, *speaks_for, every_opening=dice.random() < 0.2)


@pytest.mark.parametrize("seed", range(12))
def test_engine_agrees_with_the_slow_way(seed):
    world = make_world()
    scatter(world, random.Random(seed), 5, since=date(2021, 6, 1))
    opinion = CoverageOpinion(world.programme)

    for (area, period), (places, people, services, _) in everything(world).items():
        expected = opinion.row(area, Period.parse(period))
        assert (None if places is None else (places, people, services)) == expected, (area, period)
    assert recompute.recompute_slice(dirty=Slice(programme_id=world.programme.pk)).different == 0
