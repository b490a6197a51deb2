"""The remembered geography, against the tables it was read from."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from django.db.models import Case, IntegerField, Q, Value, When

from programmes import models
from programmes.choices import AreaType
from programmes.queries import areas
from programmes.stored_areas import area_history

DAYS = [None, date(2019, 4, 1), date(2022, 6, 30), date(2022, 7, 1), date(2030, 1, 1)]


def codes_there_are():
    """Every ODS and GSS code, as people write them."""
    ods = models.Area.objects.values_list("code", flat=True)
    gss = models.AreaCode.objects.values_list("code", flat=True)
    return [*ods, *gss, " qbb ", "e00000003", "ZZZ", ""]


def day_meant(on):
    return on or models.Edition.objects.get().on


def alive_on(day):
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


@pytest.mark.parametrize("on", DAYS)
def test_life_of_a_code_is_the_one_the_tables_give(on):
    lives_then = When(alive_on(day_meant(on)), then=Value(1))
    for code in codes_there_are():
        wanted = code.strip().upper()
        found = models.Area.objects.filter(Q(code=wanted) | Q(codes__code=wanted)).annotate(
            then=Case(lives_then, default=Value(0), output_field=IntegerField())
        )

        wanted = found.order_by("-then", "-valid_from", "code").first()
        meant = areas.find_area(code, on=on)

        assert (meant and meant.pk) == (wanted and wanted.pk), code


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("area_type", AreaType.values)
def test_areas_of_a_type_are_those_of_the_tables(area_type, on):
    there = models.Area.objects.filter(alive_on(day_meant(on)), area_type=area_type)

    assert [ref.code for ref in areas.areas_of_type(area_type, on=on)] == [
        area.code for area in sorted(there, key=lambda area: (area.short_name, area.code))
    ]


@pytest.mark.parametrize("area_type", ["region", "icb", "sub_icb"])
def test_lineage_climbs_the_links_that_hold_today(area_type):
    day = day_meant(None)
    links = {
        link.child_id: link.parent
        for link in models.AreaParent.objects.filter(alive_on(day)).select_related("parent")
    }
    for area in models.Area.objects.filter(alive_on(day), area_type=area_type):
        above, child = [], area
        while (child := links.get(child.pk)) is not None:
            above.insert(0, child.code)

        assert [ref.code for ref in areas.lineage(area_type)[area.code]] == above[1:], area


def test_people_are_those_of_the_newest_year():
    area = models.Area.objects.get(code="QBB", valid_to__isnull=True)
    newest = models.Population.objects.filter(area=area).order_by("-year")
    year = newest[0].year
    known = {each.age_band: each.people for each in newest.filter(year=year)}

    profile = areas.area_profile("QBB")

    assert (profile.population_year, profile.people, profile.adults) == (
        year,
        known.get("all"),
        known.get("18+"),
    )


def test_version_that_is_found_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        areas.find_area("QBB").short_name = "Somewhere else"

    assert areas.find_area("QBB").short_name == "Bure"


def test_without_an_edition_there_is_no_today():
    models.Edition.objects.all().delete()

    assert areas.current_edition() is None
    assert areas.areas_of_type("icb") == ()
    assert areas.lineage("icb") == {}
    assert areas.find_area("QBB").code == "QBB"
    assert list(area_history().valid()) == []
