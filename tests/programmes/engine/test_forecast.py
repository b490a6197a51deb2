"""Forecasts of the engine: as a slow second opinion makes them, with no look ahead, and true after every edit."""

import random
from dataclasses import replace
from io import StringIO
from unittest.mock import patch

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.actions import observations, recompute
from programmes.actions.recompute import Slice
from programmes.choices import RunScope
from programmes.deliveries import Figure
from programmes.engine.backtest import is_held_out
from programmes.engine.cube import NO_MARKER, REPORTED, Cube
from programmes.engine.forecast import YEARS_BEFORE, forecast
from programmes.engine.forecast_errors import Errors, Trust, expectations
from programmes.models import Dirty, IndicatorBreak, Observation, Progress
from programmes.periods import Period
from programmes.statistics import forecast as method
from programmes.statistics import forecast_simple
from tests.programmes.engine.test_properties import WORLD, definition
from tests.second_opinion import SecondOpinion
from tests.world import last_of, make_world

FEW = 3
"""Errors that an interval is made of here: the made world has three areas at its lowest level, and seven in all."""


@pytest.fixture(autouse=True)
def _few_errors_do(monkeypatch):
    monkeypatch.setattr(method, "LEAST_ERRORS", FEW)


def fill(world, indicator, seed, *, gaps=()):
    """A figure that wanders for every living lowest area and quarter, except in the gaps."""
    dice = random.Random(seed)
    begin = dict.fromkeys(world.areas, 40)
    for quarter in Period.between(Period.parse(indicator.first_period_id), last_of(indicator)):
        for (code, area_type), area in world.areas.items():
            if area_type in ("ccg", "sub_icb") and area.valid_on(quarter.ends_on):
                number = begin[code, area_type] = max(begin[code, area_type] + dice.randrange(-6, 10), 8)
                below = number + dice.randrange(20, 40) if indicator.denominator_label else None
                known = (code, quarter.code) not in gaps
                world.observe(
                    indicator, area, quarter.code, number if known else None, below if known else None
                )


RATIO = {"kind": "ratio", "denominator_label": "Supported", "unit": "percent"}
SHAPES = {
    "flow": {},
    "flow of small counts": {"disclosure": "mhsds"},
    "stock": {"kind": "stock", "unit": "posts"},
    "ratio that builds up": RATIO,
    "ratio that is a level": {**RATIO, "accumulates": False},
}


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize(("seed", "shape"), list(enumerate(SHAPES)))
def test_engine_agrees_with_the_slow_way(shape, seed):
    world = make_world()
    indicator = world.indicator(**SHAPES[shape])
    fill(world, indicator, seed, gaps=[("03E", "2020-21-Q2")])
    IndicatorBreak.objects.create(indicator=indicator, period_id="2019-20-Q3", note="Counted anew.")

    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))

    opinion = SecondOpinion(indicator)
    opinion.least_errors = FEW
    made = 0
    for row in Progress.objects.filter(indicator=indicator).select_related("area"):
        expected = opinion.forecast(row.area, Period.parse(row.period_id))
        stored = (row.forecast, row.forecast_low, row.forecast_high)
        assert stored == ((None,) * 3 if expected is None else pytest.approx(expected, rel=1e-9)), (
            row.area.code,
            row.period_id,
        )
        made += expected is not None
    assert made > 15


def cube_of(figures: np.ndarray, **changes) -> Cube:
    """Areas of the current edition that all report, with the figures in turn: shape (areas or fewer, periods)."""
    cube = Cube.empty(definition(**changes), WORLD, definition(**changes).periods())
    rows = np.flatnonzero(WORLD.in_edition)
    cube.numerator[rows] = figures[np.arange(len(rows)) % len(figures)]
    cube.denominator[rows] = 100
    cube.marker[rows], cube.basis[rows] = NO_MARKER, REPORTED
    return cube


QUARTERS = len(definition().periods())
series = st.lists(
    st.lists(st.integers(0, 500), min_size=QUARTERS, max_size=QUARTERS), min_size=3, max_size=7
).map(np.array)


@given(series, st.integers(11, QUARTERS - 2), st.sampled_from(["flow", "stock", "ratio"]))
@settings(max_examples=25)
def test_nothing_that_comes_later_enters_a_forecast(figures, seen_at, kind):
    changes = {
        "kind": kind,
        "accumulates": kind == "flow",
        "denominator_label": "All" if kind == "ratio" else "",
    }
    later = np.array(figures)
    later[:, seen_at + 1 :] = 7

    with patch.object(method, "LEAST_ERRORS", FEW):
        one, other = forecast(cube_of(figures, **changes)), forecast(cube_of(later, **changes))

    for name in ("expected", "low", "high"):
        assert np.array_equal(
            getattr(one, name)[:, : seen_at + 1], getattr(other, name)[:, : seen_at + 1], equal_nan=True
        )


@given(series)
@settings(max_examples=25)
def test_intervals_hold_their_forecast_and_what_is_possible(figures):
    with patch.object(method, "LEAST_ERRORS", FEW):
        flow = forecast(cube_of(figures))
        share = forecast(
            cube_of(
                np.minimum(figures, 100),
                kind="ratio",
                accumulates=False,
                denominator_label="All",
                unit="percent",
            )  # fmt: skip
        )

    for made, most in ((flow, np.inf), (share, 1)):
        known = ~np.isnan(made.expected)
        assert (known == ~np.isnan(made.low)).all()
        assert (made.low[known] <= made.expected[known]).all()
        assert (made.expected[known] <= made.high[known]).all()
        assert (made.low[known] >= 0).all()
        assert (made.high[known] <= most).all()


STEADY = np.tile(np.arange(QUARTERS) % 3 + 50.0, (7, 1))
LATEST = QUARTERS - 2


@pytest.mark.parametrize(
    ("change", "definition_changes"),
    [
        ("nothing", {}),
        ("a gap among the last eight", {}),
        ("a break among the last eight", {"breaks": ((Period(2022, 2), "Anew."),)}),
        ("nothing counted", {}),
        ("too few errors", {}),
        ("counted once a year", {"period_type": "year"}),
    ],
)
def test_what_refuses_a_forecast(change, definition_changes, monkeypatch):
    cube = cube_of(STEADY, **definition_changes)
    if change == "a gap among the last eight":
        cube.numerator[:, LATEST - 7] = np.nan
    if change == "nothing counted":
        cube.numerator[:, LATEST - 7 :] = 0
    if change == "too few errors":
        monkeypatch.setattr(method, "LEAST_ERRORS", 7 * 4 + 1)

    made = forecast(cube)

    assert np.isnan(made.expected[WORLD.in_edition, LATEST]).all() == (change != "nothing")


def test_a_break_or_a_gap_just_before_the_eight_quarters_refuses_nothing():
    cube = cube_of(STEADY, breaks=((Period(2022, 1).shifted(-1), "Anew."),))
    cube.numerator[:, LATEST - 8] = np.nan

    # 2023/24 Q3 stands on 2021/22 Q4 to itself; a break at the first of them parts it from what is not used.
    assert cube.periods[LATEST - 7] == Period(2021, 4)
    with patch.object(Errors, "trust", lambda _, origins, left: in_full(len(origins))):
        assert not np.isnan(forecast(cube).expected[WORLD.in_edition, LATEST]).any()
        cube.numerator[:, LATEST - 7] = np.nan
        assert np.isnan(forecast(cube).expected[WORLD.in_edition, LATEST]).all()


def in_full(columns: int) -> Trust:
    """As if errors had been seen that let every method count alike."""
    shape = (len(WORLD), columns)
    return Trust(np.full((4, *shape), 0.25), np.ones(shape))


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_there_is_no_forecast_at_the_end_of_a_year_nor_before_four_as_far_ahead_are_judged(quarter):
    cube = cube_of(STEADY[:, quarter - 1 :], first_period=Period(2019, quarter))

    made = forecast(cube).expected[WORLD.in_edition]

    # The first stands on eight quarters, the fourth is made three later, and judged when what it expected has come.
    first = [8 + 3 + period.quarters_left for period in cube.periods]
    may = [period.quarter != 4 and at >= first[at - 1] for at, period in enumerate(cube.periods, start=1)]
    assert (~np.isnan(made)).all(axis=0).tolist() == may
    assert np.isnan(made).all(axis=0).tolist() == [not each for each in may]


@pytest.mark.parametrize("broken", [12, 13, 14, 15])
def test_errors_across_a_break_enter_no_forecast(broken):
    figures = np.tile(np.arange(32) % 3 + 50.0, (7, 1))
    figures[:, broken:] *= 10
    cube = cube_of(figures, first_period=Period(2016, 1))

    changed = replace(cube, definition=replace(cube.definition, breaks=((cube.periods[broken], "Anew."),)))

    made = forecast(changed)
    after = cube_of(figures[:, broken:], first_period=cube.periods[broken])
    assert np.array_equal(made.high[:, broken:], forecast(after).high, equal_nan=True)
    assert not np.isnan(made.high[WORLD.in_edition, broken:]).all()


SEASONS = np.tile([10.0, 40.0, 20.0, 30.0], QUARTERS // 4)
GROWING = np.arange(QUARTERS)
REPEATED = {
    "a straight line": 50.0 + 3 * GROWING,
    "the same seasons every year": SEASONS,
    "growing seasons": SEASONS + 2 * (GROWING // 4),
    "a step that stays": np.where(GROWING < 8, 20.0, 60.0),
}


@pytest.mark.parametrize("shape", REPEATED)
@pytest.mark.parametrize("kind", ["flow", "stock"])
def test_what_one_of_the_methods_knows_is_known_in_the_end(shape, kind):
    figures = REPEATED[shape] * np.arange(1, 8)[:, None]
    flow = kind == "flow"

    made = forecast(cube_of(figures, kind=kind, accumulates=flow))

    year = figures[:, -4:]
    outturn = year.sum(axis=1) if flow else year[:, -1]
    for left in (1, 2, 3):
        expected = made.expected[WORLD.in_edition, QUARTERS - 1 - left]
        assert expected == pytest.approx(outturn, rel=0.01), f"with {left} left"


@given(series, st.integers(1, 9))
@settings(max_examples=20)
def test_forecasts_follow_the_scale_of_the_figures(figures, times):
    with patch.object(method, "LEAST_ERRORS", FEW):
        one, other = forecast(cube_of(figures)), forecast(cube_of(figures * times))

    for name in ("expected", "low", "high"):
        assert getattr(other, name) == pytest.approx(
            times * getattr(one, name), rel=1e-7, abs=1e-6, nan_ok=True
        )


@given(st.lists(st.floats(0, 1e6), min_size=8, max_size=8))
def test_arrays_say_what_the_weights_say(eight):
    said = expectations([np.full((1, 1), figure) for figure in eight])

    for steps, four in enumerate(said, start=1):
        by_weights = [forecast_simple.expected(simple(steps), eight) for simple in forecast_simple.SIMPLE]
        assert [float(each[0, 0]) for each in four] == pytest.approx(by_weights, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("kind", ["flow", "stock", "ratio"])
def test_years_before_the_fourth_change_no_bit_of_a_forecast(kind):
    changes = {
        "kind": kind,
        "accumulates": kind != "stock",
        "denominator_label": "All" if kind == "ratio" else "",
    }
    whole = cube_of(
        np.random.default_rng(5).integers(20, 90, (7, 32)).astype(float),
        first_period=Period(2016, 1),
        **changes,
    )
    columns = slice(-4 * (YEARS_BEFORE + 1), None)
    cut = replace(
        whole, periods=whole.periods[columns], numerator=whole.numerator[:, columns],
        denominator=whole.denominator[:, columns],
    )  # fmt: skip

    one, other = forecast(whole), forecast(cut)

    for name in ("expected", "low", "high"):
        assert np.array_equal(getattr(one, name)[:, -4:], getattr(other, name)[:, -4:], equal_nan=True)
    assert not np.isnan(one.expected[WORLD.in_edition, -4:-1]).any()


@pytest.fixture
def world(db):
    world = make_world()
    fill(world, world.indicator(), 3)
    recompute.run_here(scope=RunScope.FULL, trigger="test")
    return world


def stored():
    return list(Progress.objects.order_by("indicator", "area", "period").values())


def test_years_one_by_one_give_the_forecasts_of_the_whole(world):
    at_once = stored()
    Progress.objects.all().delete()

    for year in (2023, 2019, 2022, 2021, 2020):
        recompute.recompute_slice(dirty=Slice(indicator_id=world.indicators["people"].pk, start_year=year))

    assert stored() == at_once
    assert any(row["forecast"] is not None for row in at_once)


def difference() -> int:
    return recompute.run_here(scope=RunScope.CHECK, trigger="test").rows_different


@pytest.mark.slow
def test_after_any_edit_nothing_differs_once_the_marked_years_are_done(world):
    dice = random.Random(11)
    left_behind = 0
    for _ in range(6):
        fact = dice.choice(list(Observation.objects.current().select_related("area")))
        figure = Figure("people", fact.area_id, fact.period_id, int(fact.numerator) + dice.randrange(1, 60))
        observations.record(figures=[figure], submission=world.submission, by="test", reason="Late returns.")

        recompute.recompute_slice(dirty=recompute.dirty_slices()[0], if_marked=True)
        left_behind += difference()
        recompute.drain(trigger="test")

        assert difference() == 0
    assert left_behind, "no edit reached the forecasts of a later year: the edits prove nothing"


@pytest.mark.parametrize(
    ("start_year", "marked"),
    [
        (2019, [(2019, True), *((year, False) for year in range(2019, 2024))]),
        (2022, [(2022, True), (2022, False), (2023, False)]),
        (2023, [(2023, True), (2023, False)]),
        (None, [(None, False)]),
    ],
)
def test_a_mark_on_a_year_goes_for_its_figures_and_then_for_forecasts_that_depend_on_it(
    world, start_year, marked
):
    recompute.mark([Slice(indicator_id=world.indicators["people"].pk, start_year=start_year)])

    assert [(each.start_year, each.figures_only) for each in recompute.dirty_slices()] == marked


def test_figures_come_first_and_leave_forecasts_as_they_are_until_theirs_is_done(world):
    before = {(row["area_id"], row["period_id"]): row for row in stored()}
    area = world.area("03E", "sub_icb")
    figure = Figure("people", area.pk, "2023-24-Q2", 500)
    gone = Figure("people", area.pk, "2023-24-Q3", None, marker="x")
    observations.record(figures=[figure, gone], submission=world.submission, by="test", reason="Late.")

    first = recompute.dirty_slices()[0]
    recompute.recompute_slice(dirty=first, if_marked=True)

    assert first.figures_only
    changed, lost = (Progress.objects.get(area=area, period_id=f"2023-24-Q{quarter}") for quarter in (2, 3))
    assert changed.actual == 500
    assert changed.forecast == before[area.pk, "2023-24-Q2"]["forecast"]
    assert changed.forecast is not None
    assert (lost.actual, lost.forecast, lost.forecast_low, lost.forecast_high) == (None, None, None, None)
    assert Dirty.objects.filter(figures_only=False).exists()


def test_marks_of_yearly_indicators_and_of_coverage_stay_single(world):
    yearly = world.indicator("yearly", period_type="year", first_period_id="2018-19", until="2023-24")

    recompute.mark([Slice(indicator_id=yearly.pk, start_year=2019), Slice(programme_id=world.programme.pk)])

    assert Dirty.objects.count() == 2


@pytest.mark.parametrize(
    ("asked", "said", "held_out"),
    [
        ([], "Areas held out: ", (True,)),
        (["--areas", "chosen-on"], "Areas chosen on: ", (False,)),
        (["--areas", "all"], "All areas: ", (True, False)),
    ],
)
def test_backtest_says_how_often_intervals_held_and_which_was_better(world, asked, said, held_out):
    out = StringIO()

    call_command("backtest_forecasts", *asked, stdout=out)

    which, heading, people, everything, caution = out.getvalue().splitlines()
    assert which.startswith(said)
    assert heading.split() == ["indicator", "forecasts", "held", "error", "straight", "better"]
    shown = Progress.objects.filter(
        forecast__isnull=False, area__valid_to__isnull=True, period__ends_on__lt="2024-03-31"
    )
    count = sum(is_held_out(code) in held_out for code in shown.values_list("area__code", flat=True))
    assert people.split()[:2] == ["people", str(count)]
    assert people.split()[5:] in (["forecast"], ["straight", "line"])
    assert everything.split()[1:] == people.split()[1:]
    assert "not wholly apart" in caution


def test_a_code_is_always_of_the_same_half_and_halves_are_alike_in_size():
    codes = [f"{number:03}" for number in range(1000)]

    assert (is_held_out("QHM"), is_held_out("ENG")) == (True, True)
    assert 450 < sum(map(is_held_out, codes)) < 550


def test_backtest_refuses_a_name_it_does_not_know(world):
    with pytest.raises(CommandError, match="counted by quarter: nonsense"):
        call_command("backtest_forecasts", "--indicator", "nonsense", stdout=StringIO())
