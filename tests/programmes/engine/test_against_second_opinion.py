"""The engine against a slow second implementation, on a world with a merger, a split, gaps and revisions."""

import random

import pytest

from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.models import AreaParent, Observation, Progress
from programmes.periods import Period
from tests.second_opinion import SecondOpinion
from tests.world import last_of, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NUMBERS = ["numerator", "denominator", "actual", "year_to_date", "target_to_date", "attainment", "variance"]
WORDS = ["basis", "marker", "status"]
COUNTS = ["reporting", "reporting_expected", "rank"]


def fill(world, indicator, seed, *, denominators=False, levels=("ccg", "sub_icb")):
    """Figures for every living area and period, some missing, some confidential, some small, one revised."""
    dice = random.Random(seed)
    facts = []
    for (_code, area_type), area in world.areas.items():
        if area_type not in levels:
            continue
        first, last = Period.parse(indicator.first_period_id), last_of(indicator)
        for period in Period.between(first, last):
            if not area.valid_on(period.ends_on):
                continue
            roll = dice.random()
            if roll < 0.04:
                continue
            if roll < 0.10:
                world.observe(indicator, area, period.code, marker=dice.choice("cxz"))
                continue
            below = dice.randrange(1, 60)
            number = dice.randrange(0, below + 1) if denominators else below
            facts.append(
                world.observe(indicator, area, period.code, number, below if denominators else None,
                              marker=dice.choice(["", "", "", "p", "e"]))
            )  # fmt: skip
    revised = dice.choice(facts)
    Observation.objects.create(
        indicator=indicator, area=revised.area, period=revised.period, revision=2, numerator=revised.numerator + 7,
        denominator=None if revised.denominator is None else revised.denominator + 7,
        revision_reason="Late returns.", submission=world.submission,
    )  # fmt: skip


def assert_same(indicator, opinion=None):
    opinion = opinion or SecondOpinion(indicator)
    rows = {(row.area_id, row.period_id): row for row in Progress.objects.filter(indicator=indicator)}
    assert set(rows) == {(area.pk, period.code) for area, period in opinion.cells()}
    for area, period in opinion.cells():
        row, expected = rows[area.pk, period.code], opinion.row(area, period)
        where = f"{area.code} ({area.area_type}) {period.code}"
        for name in WORDS + COUNTS:
            assert getattr(row, name) == expected[name], f"{name} of {where}"
        for name in NUMBERS:
            number = (
                None if expected[name] is None else pytest.approx(float(expected[name]), rel=1e-12, abs=1e-9)
            )
            assert getattr(row, name) == number, f"{name} of {where}"
        assert ("e" in row.notes) == expected["estimated"], f"estimated, {where}"
        assert ("r" in row.notes) == expected["revised"], f"revised, {where}"


SHAPES = {
    "flow": {},
    "flow of small counts": {"disclosure": "mhsds"},
    "published flow": {"disclosure": "published"},
    "stock, low is good": {"kind": "stock", "polarity": "low", "unit": "posts"},
    "ratio that builds up": {"kind": "ratio", "denominator_label": "Supported", "unit": "percent"},
    "ratio of small counts": {
        "kind": "ratio", "denominator_label": "Supported", "unit": "percent", "disclosure": "mhsds",
    },
    "ratio that is a level": {
        "kind": "ratio", "accumulates": False, "denominator_label": "Networks", "unit": "per_network",
    },
    "ratio without its counts": {
        "kind": "ratio", "accumulates": False, "adds_up": False, "unit": "per_network", "disclosure": "published",
    },
    "places": {"kind": "stock", "unit": "sites"},
    "does not add up": {"adds_up": False},
    "yearly": {"period_type": "year", "first_period_id": "2018-19", "until": "2023-24"},
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", SHAPES)
def test_engine_agrees_with_the_slow_way(shape, seed):
    world = make_world()
    indicator = world.indicator(**SHAPES[shape])
    fill(world, indicator, seed, denominators=bool(indicator.denominator_label))
    target = 0.5 if indicator.unit == "percent" else 120
    years = [f"{year}-{year - 1999:02d}" for year in range(2018, 2024)]
    world.plan(
        indicator, {(code, year): target for code in ("ENG", "Y60", "QA1", "QB1", "02D") for year in years}
    )
    world.plan(
        indicator,
        {(code, year): target * 1.1 for code in ("ENG", "QA1", "QB1", "02D") for year in years},
        version=2,
    )

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    assert_same(indicator)


@pytest.mark.parametrize("seed", range(3))
def test_parents_that_publish_their_own_figures_keep_them(seed):
    world = make_world()
    indicator = world.indicator(
        disclosure="published", period_type="year", first_period_id="2018-19", until="2023-24"
    )
    fill(world, indicator, seed, levels=("ccg", "sub_icb", "stp", "icb", "region", "england"))

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    assert_same(indicator)


@pytest.mark.parametrize("seed", range(3))
def test_totals_that_would_tell_what_is_withheld_are_set_aside(seed):
    world = make_world()
    indicator = world.indicator(disclosure="mhsds", first_period_id="2021-22-Q1")
    fill(world, indicator, seed, levels=("ccg", "sub_icb", "stp", "icb", "england"))
    aside = (
        world.indicators["people"].observations.filter(area__area_type="icb", numerator__isnull=False).first()
    )
    leaf = AreaParent.objects.filter(parent=aside.area).first().child
    revised = indicator.observations.filter(area=leaf, period=aside.period).count() + 1
    for revision, count in ((revised, 3), (revised + 1, 30)):
        world.observe(
            indicator, leaf, aside.period_id, count, revision=revision, revision_reason="Late returns."
        )

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    assert_same(indicator)
    assert (
        Progress.objects.get(indicator=indicator, area=aside.area, period=aside.period).basis == "rolled_up"
    )


def test_a_publication_that_stops_higher_up_counts_those_who_are_in_it():
    world = make_world()
    indicator = world.indicator(
        disclosure="published", period_type="year", first_period_id="2021-22", until="2022-23"
    )
    world.observe(indicator, world.area("02D", "ccg"), "2021-22", 40)
    world.observe(indicator, world.area("QA1", "icb"), "2022-23", 50)

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    assert_same(indicator)
    england = Progress.objects.get(indicator=indicator, area__code="ENG", period="2022-23")
    assert (england.reporting, england.reporting_expected) == (1, 2)


COUNTED_FROM_APRIL = {
    "exact beside it": {"disclosure": "mhsds"},
    "nothing withheld": {},
    "published": {"disclosure": "published"},
    "shares": {"kind": "ratio", "denominator_label": "Supported", "unit": "percent", "disclosure": "mhsds"},
}


def fill_to_date(world, indicator, seed, *, part=0.8, levels=("ccg", "stp", "region", "england")):
    """Years to date, growing or for once falling, some of areas that came later; elsewhere quarters as they are."""
    dice, publication = random.Random(seed), world.publish_to_date()
    for area in world.areas.values():
        for year in (Period(2019), Period(2020), Period(2021), Period(2022)):
            if area.area_type not in levels or (area.valid_to and area.valid_to < year.starts_on):
                continue
            number, below = 0, 0
            for quarter in year.quarters():
                grown = dice.randrange(0, 30)
                number, below = number + 5 * grown, below + 5 * (grown + dice.randrange(0, 20))
                roll = dice.random()
                fields = {"submission": publication} if roll < part else {}
                if roll > 0.95 or (not fields and not area.valid_on(quarter.ends_on)):
                    continue
                if roll < 0.06:
                    number = max(0, number - 200)
                if 0.06 < roll < 0.1:
                    world.observe(indicator, area, quarter.code, marker=dice.choice("cxz"), **fields)
                    continue
                of = max(below, number) if indicator.kind == "ratio" else None
                world.observe(indicator, area, quarter.code, number if fields else grown, of, **fields)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", COUNTED_FROM_APRIL)
def test_years_to_date_are_taken_apart_as_the_slow_way_does(shape, seed):
    world = make_world()
    indicator = world.indicator(**COUNTED_FROM_APRIL[shape])
    fill_to_date(world, indicator, seed)
    world.plan(indicator, {(code, "2021-22"): 120 for code in ("ENG", "Y60", "QA1", "02D")})

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    assert_same(indicator)


def test_a_year_of_years_to_date_computed_by_itself_is_the_same():
    world = make_world()
    indicator = world.indicator(disclosure="mhsds")
    fill_to_date(world, indicator, 4)
    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))
    whole = list(Progress.objects.order_by("area", "period").values_list("area", "period", "digest"))

    for year in (2019, 2020, 2021, 2022):
        recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk, start_year=year))

    assert list(Progress.objects.order_by("area", "period").values_list("area", "period", "digest")) == whole


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("changes", [{}, {"disclosure": "published"}])
def test_an_indicator_may_be_reported_from_april_on(changes, seed):
    world = make_world()
    indicator = world.indicator(reported_as="year_to_date", **changes)
    fill_to_date(world, indicator, seed, levels=("ccg", "sub_icb"))

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    assert_same(indicator)


def test_rolling_years_are_neither_added_nor_differenced_and_have_a_target_at_the_years_end():
    world = make_world()
    indicator = world.indicator(reported_as="rolling_year", accumulates=False)
    fill(world, indicator, 1)
    world.plan(indicator, {(code, "2021-22"): 120 for code in ("ENG", "Y60", "QA1", "02D")})

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    assert_same(indicator)
    rows = Progress.objects.filter(indicator=indicator, actual__isnull=False)
    assert all(row.year_to_date == row.actual and row.required_per_period is None for row in rows)
    judged = rows.filter(target_to_date__isnull=False)
    assert {row.period_id for row in judged} == {"2021-22-Q4"}


def test_what_later_areas_report_of_earlier_years_reaches_todays_areas():
    world = make_world()
    indicator = world.indicator(disclosure="mhsds")
    publication = world.publish_to_date()
    for code, area_type, count in (("01C", "ccg", 40), ("02D", "ccg", 0), ("03E", "ccg", 20)):
        world.observe(indicator, world.area(code, area_type), "2019-20-Q1", count, submission=publication)

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    assert_same(indicator)
    today = {
        row.area.code: (row.year_to_date, row.marker)
        for row in Progress.objects.filter(
            indicator=indicator, area__area_type="sub_icb", period="2019-20-Q1"
        ).select_related("area")
    }
    assert today == {"01C": (None, "x"), "02D": (None, "x"), "03E": (20, "")}, "no share of a published count"
