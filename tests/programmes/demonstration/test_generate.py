"""The generator on the real areas: the same every time, adding up, and believable."""

from collections import Counter, defaultdict
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from programmes.actions import demonstration, demonstration_figures
from programmes.demonstration.generate import digest, generate
from programmes.models import Area, Dirty, Indicator, Observation, Service, Submission
from programmes.periods import Period
from tests.england import FIXTURES

pytestmark = [pytest.mark.usefixtures("england"), pytest.mark.slow]


@pytest.fixture(scope="module")
def workshop(_reference, django_db_blocker):
    with django_db_blocker.unblock():
        return demonstration_figures._workshop(seed=7)


@pytest.fixture(scope="module")
def made(workshop):
    return generate(workshop)


@pytest.fixture(scope="module")
def cells(made):
    """Figures by indicator and period, and in them by area."""
    grouped = defaultdict(dict)
    for figure in made.figures:
        grouped[figure.indicator, figure.period][figure.area] = figure
    return grouped


def test_the_same_seed_makes_the_same(workshop, made):
    assert generate(workshop) == made


def test_another_seed_makes_others(workshop, made):
    workshop_of_8 = demonstration_figures._workshop(seed=8)

    assert generate(workshop_of_8).figures != made.figures
    assert digest(workshop_of_8) != digest(workshop)


def test_every_quarterly_indicator_is_made_over_its_whole_span(workshop, cells):
    quarterly = Indicator.objects.filter(period_type="quarter").exclude(programme__code="pcmhp")
    quarterly = quarterly.exclude(code__in=["perinatal-access", "eip-within-two-weeks"])

    for indicator in quarterly:
        first, last = workshop.spans[indicator.code]
        for quarter in Period.between(first, last):
            assert cells[indicator.code, quarter.code], f"{indicator.code} {quarter}"
    assert {code for code, _ in cells} == set(quarterly.values_list("code", flat=True))


def test_parts_sum_to_england_wherever_all_of_them_came_in(workshop, cells):
    england = workshop.world.england
    whole = 0
    for (_, _), found in cells.items():
        parts = [figure for area, figure in found.items() if area != england]
        if any(figure.marker == "x" for figure in parts):
            continue
        whole += 1
        given = [figure for figure in parts if figure.numerator is not None]
        assert sum(figure.numerator for figure in given) == found[england].numerator
        if found[england].denominator is not None and not any(figure.marker == "z" for figure in parts):
            assert sum(figure.denominator for figure in given) == found[england].denominator
    assert whole > 40


def test_parts_never_exceed_england(workshop, cells):
    england = workshop.world.england
    for found in cells.values():
        given = [figure.numerator or 0 for area, figure in found.items() if area != england]
        assert sum(given) <= found[england].numerator


@pytest.mark.parametrize(
    ("quarter", "level", "number"),
    [
        ("2017-18-Q1", "ccg", 207),
        ("2018-19-Q4", "ccg", 195),
        ("2020-21-Q1", "ccg", 135),
        ("2022-23-Q1", "ccg", 106),
        ("2022-23-Q2", "sub_icb", 106),
    ],
)
def test_who_lives_in_a_quarter_reports_for_it(workshop, cells, quarter, level, number):
    alive = Area.objects.on(Period.parse(quarter).ends_on).of_type(level).values_list("pk", flat=True)

    assert set(cells["ips-access", quarter]) - {workshop.world.england} == set(alive)
    assert len(alive) == number


def test_partnerships_report_before_boards(workshop, cells):
    types = dict(Area.objects.values_list("pk", "area_type"))

    def reporting(code, quarter):
        areas = set(cells[code, quarter]) - {workshop.world.england}
        return Counter(types[area] for area in areas)

    assert reporting("workforce-camhs", "2017-18-Q4") == {"stp": 44}
    assert reporting("cdc-tests", "2021-22-Q4") == {"stp": 42}
    assert reporting("cdc-tests", "2022-23-Q2") == {"icb": 42}


def test_employment_support_runs_ahead_of_plan_and_then_behind_it(workshop, cells):
    def year(start):
        quarters = Period(start).quarters()
        return sum(
            cells["ips-access", quarter.code][workshop.world.england].numerator for quarter in quarters
        )

    assert year(2018) > 12_500
    assert year(2020) < 20_000
    assert year(2023) == 41_310


def test_the_first_lockdown_shows(workshop, cells):
    def england(quarter):
        return cells["ips-access", quarter][workshop.world.england].numerator

    assert england("2020-21-Q1") < 0.75 * england("2019-20-Q4")
    assert england("2020-21-Q3") > england("2020-21-Q1")


def test_about_one_return_in_fifty_never_came(workshop, made):
    counted = Counter(figure.marker == "x" for figure in made.figures if figure.marker != "z")

    assert 0.01 < counted[True] / counted.total() < 0.03


def test_starters_are_small_enough_to_be_withheld(cells):
    small = [figure for figure in cells["ips-access", "2019-20-Q1"].values() if figure.numerator is not None]

    assert sum(figure.numerator < 5 for figure in small) >= 3


def test_an_area_without_a_service_has_nothing_to_give(cells):
    first, last = cells["ips-access", "2017-18-Q1"], cells["ips-access", "2024-25-Q4"]

    assert Counter(figure.marker for figure in first.values())["z"] > 80
    assert Counter(figure.marker for figure in last.values())["z"] == 2


def test_one_area_counts_its_specialists_next_door(cells):
    elsewhere = {
        area
        for (code, _), found in cells.items()
        if code == "ips-specialists"
        for area, figure in found.items()
        if "neighbouring" in figure.note
    }

    assert len(set(Area.objects.filter(pk__in=elsewhere).values_list("code", flat=True))) == 1


def test_one_merged_area_was_late_with_its_first_return(cells):
    late = [figure for figure in cells["ips-access", "2020-21-Q1"].values() if "merged" in figure.note]

    assert len(late) == 1
    assert Area.objects.get(pk=late[0].area).valid_from == date(2020, 4, 1)


def test_one_correction_moves_an_area_and_england_alike(made, workshop):
    (area_first, england_first), (area, england) = made.correction.first, made.correction.corrected

    assert area_first.numerator - area.numerator == england_first.numerator - england.numerator > 0
    assert england.area == workshop.world.england
    assert made.correction.reason


def test_waves_are_as_many_as_were_announced(made):
    ips = Counter(service.wave for service in made.services["ips"])
    pathway = Counter(service.wave for service in made.services["iapt-ltc"])

    assert (ips[1], ips[2]) == (21, 28)
    assert {service.opened_on for service in made.services["ips"] if service.wave == 2} == {date(2019, 4, 1)}
    assert (pathway[1], pathway[2]) == (19, 15)


def test_eight_in_ten_are_covered_once_wave_two_began(made):
    live = {
        area
        for service in made.services["ips"]
        if service.opened_on <= date(2019, 4, 1)
        for area in service.areas
    }

    assert len(live) / 106 == pytest.approx(0.8, abs=0.01)


def test_early_implementers_cover_thirty_groups(workshop, made):
    served = {area for service in made.services["iapt-ltc"] if service.wave == 1 for area in service.areas}

    assert len(workshop.world.early) == 5
    assert len(served | workshop.world.early) == 30
    assert not served & workshop.world.early


def test_every_service_says_that_it_is_made_up(made):
    services = [service for found in made.services.values() for service in found]

    assert all("Demonstration" in service.name for service in services)
    assert {service.provenance for service in services} == {"demonstration"}
    assert len({service.code for service in services}) == len(services)
    assert set(made.services) == {"ips", "iapt-ltc", "workforce"}


def test_storing_twice_changes_nothing_and_says_so():
    first = demonstration_figures.store(by="tests")
    rows = Observation.objects.count()
    Dirty.objects.all().delete()

    assert first.recorded.new > 23_000
    assert demonstration_figures.store(by="tests").skipped
    assert demonstration_figures.store(by="tests", again=True).recorded.written == 0
    assert Observation.objects.count() == rows
    assert not Dirty.objects.exists()
    assert not Observation.objects.filter(layer="official").exists()


def test_the_correction_is_a_second_revision_with_its_reason():
    demonstration_figures.store(by="tests")

    revised = Observation.objects.filter(revision=2)
    assert revised.count() == 2
    assert set(revised.values_list("revision_reason", flat=True)) == {
        "People seen by two teams had been counted twice."
    }


def test_the_demonstration_is_loaded_once():
    first = demonstration.load(FIXTURES, by="tests")
    submissions = Submission.objects.count()

    again = demonstration.load(FIXTURES, by="tests")

    assert not any(step.skipped for step in first)
    assert all(step.skipped for step in again)
    assert Submission.objects.count() == submissions
    official = Observation.objects.filter(
        layer="official", indicator__code="pcmhp-wte-practices-and-networks", area__code="ENG"
    )
    assert official.get(period="2023-24-Q1").numerator == 844
    assert Service.objects.filter(programme__code="cdc").count() == 170


def test_what_was_reported_stays_when_the_generator_comes_after():
    demonstration.load(FIXTURES, by="tests")

    boards = Observation.objects.filter(indicator__code="cdc-sites", period="2025-26-Q3").current()
    assert not boards.filter(layer="demonstration").exists()


def test_nothing_is_made_up_of_a_programme_with_official_figures_alone():
    demonstration.load(FIXTURES, by="tests")

    for programme in demonstration_figures.NEVER_MADE:
        assert Observation.objects.filter(indicator__programme__code=programme).exists()
        made_up = Observation.objects.filter(indicator__programme__code=programme, layer="demonstration")
        assert not made_up.exists()
        assert not Service.objects.filter(programme__code=programme).exists()


def test_the_command_tells_what_it_did():
    out = StringIO()

    call_command("generate_demonstration", stdout=out)
    call_command("generate_demonstration", stdout=out)
    call_command("load_demonstration", stdout=out)

    told = out.getvalue().splitlines()
    assert "new, 2 changed" in told[0]
    assert "there already" in told[1]
    assert told[2].startswith("talking_therapies")
