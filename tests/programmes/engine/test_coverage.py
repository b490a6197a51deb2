"""Coverage from services, by areas and by people, against a slow count."""

from datetime import date

import pytest

from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.models import Coverage, Service
from tests.world import make_world

pytestmark = pytest.mark.django_db


def serve(world, code, areas, *, opened=None, listed=None, closed=None, provenance="official"):
    service = Service.objects.create(
        programme=world.programme, code=code, name=code, opened_on=opened, listed_on=listed, closed_on=closed,
        provenance=provenance, source=world.source,
    )  # fmt: skip
    service.areas.set(areas)
    return service


def coverage(world, code, area_type, period):
    if not world.indicators:
        world.indicator()
    recompute.recompute_slice(dirty=Slice(programme_id=world.programme.pk))
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


def test_made_up_services_make_the_coverage_made_up():
    world = make_world()
    world.indicator()
    serve(world, "a", [world.area("01C", "sub_icb")], opened=date(2023, 1, 1), provenance="illustrative")
    serve(world, "b", [world.area("03E", "sub_icb")], opened=date(2023, 1, 1))
    recompute.recompute_slice(dirty=Slice(programme_id=world.programme.pk))

    said = dict(Coverage.objects.filter(period_id="2022-23-Q4").values_list("area__code", "provenance"))

    assert said == {
        "ENG": "illustrative", "Y60": "illustrative", "QA1": "illustrative", "01C": "illustrative",
        "QB1": "official", "02D": "official", "03E": "official",
    }  # fmt: skip
