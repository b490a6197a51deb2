"""The waves: what each was, and what became of its areas, by the middle and never by a sum."""

from datetime import date

from dashboards.presenters.change import BACK, FORWARD, present_changes
from dashboards.presenters.waves import describe_waves, present_waves
from programmes.periods import Period
from programmes.results import ServiceInfo
from tests.dashboards.definitions import SOURCE, a_point, an_area, an_indicator

NOW, BEFORE = Period(2023, 3), Period(2022, 3)
FIGURES = {"AAA": (120, 100), "BBB": (140, 100), "CCC": (90, 100), "DDD": (None, 100), "EEE": (100, 100)}


def rows_of(**changes):
    points, earlier = (
        [a_point(period, pair[place], area=an_area(code), **plan) for code, pair in FIGURES.items()]
        for place, (period, plan) in enumerate(
            ((NOW, {"attainment": 0.8, "status": "off_plan"}), (BEFORE, {}))
        )
    )
    return present_changes(an_indicator(**changes), points, earlier)


def a_service(wave, opened_on, *codes):
    values = dict.fromkeys(ServiceInfo.__dataclass_fields__)
    values |= {"code": "a", "name": "A", "address": "", "offers": "", "provenance": "official"}
    areas = tuple(an_area(code) for code in codes)
    return ServiceInfo(**{**values, "source": SOURCE, "wave": wave, "opened_on": opened_on, "areas": areas})


SERVICES = [
    a_service(2, date(2019, 4, 1), "CCC", "DDD"),
    a_service(1, date(2018, 7, 1), "AAA"),
    a_service(1, date(2018, 4, 1), "OLD"),
    a_service(None, None, "EEE"),
]


def test_waves_are_told_in_order_with_the_middle_of_their_areas():
    first, second, rest = present_waves(
        SERVICES, rows_of(), {"OLD": ("BBB",), **{code: (code,) for code in FIGURES}}
    )

    assert (first.name, first.about) == ("Wave 1", "2 services serving 2 areas, from 1 April 2018")
    assert (first.change, first.reading, first.attainment) == ("+30%", FORWARD, "80%")
    assert (second.change, second.reading, second.on_plan) == ("−10%", BACK, "0 of 2")
    assert (rest.name, rest.about, rest.change) == ("In no named wave", "1 area", "0%")


def test_the_best_and_the_least_are_named():
    assert describe_waves(present_waves(SERVICES, rows_of(), {"OLD": ("BBB",)})) == (
        "Wave 1 (+30% on the year before in the middle of its areas) runs best; "
        "wave 2 (−10% on the year before in the middle of its areas) stalls."
    )


def test_where_low_is_good_the_other_wave_runs():
    waves = present_waves(SERVICES, rows_of(polarity="low"), {"OLD": ("BBB",)})

    assert [wave.reading for wave in waves[:2]] == [BACK, FORWARD]
    assert describe_waves(waves).startswith("Wave 2 (−10%")


def test_programme_without_waves_has_none():
    assert present_waves([a_service(None, None, "AAA")], rows_of()) == []
    assert describe_waves([]) == ""
