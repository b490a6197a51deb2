"""What holds for every set of figures: parts sum to the whole, moving keeps totals, small counts never get out."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.area_history import AreaHistory, AreaVersion, Link, Succession
from programmes.choices import Provenance
from programmes.deliveries import Listing, ServiceEntry
from programmes.engine import coverage, derive, disclose, rebase, reported, rollup
from programmes.engine.cube import CONFIDENTIAL, ESTIMATED, NO_MARKER, NOT_AVAILABLE, REPORTED, Cube
from programmes.engine.geography import Geography
from programmes.periods import Period
from programmes.results import EditionRef, IndicatorInfo
from tests.indicators import an_indicator
from tests.world import EDITION_ON, LIVES, PARENTS, SUCCESSIONS


def geography() -> Geography:
    """The made world as arrays, without a database."""
    versions = [
        AreaVersion(
            pk=place + 1,
            code=code,
            area_type=area_type,
            name=code,
            short_name=code,
            valid_from=first,
            valid_to=last,
        )
        for place, (code, area_type, first, last) in enumerate(LIVES)
    ]
    made = {(one.code, one.area_type): one for one in versions}
    links = [
        Link(child.pk, made[parent, parents].pk, child.valid_from, child.valid_to)
        for code, steps in PARENTS.items()
        for own, parent, parents in steps
        for child in [made[code, own]]
    ]
    successions = [
        Succession(made[before, was].pk, made[after, is_now].pk, on, float(share))
        for before, was, after, is_now, on, share in SUCCESSIONS
    ]
    edition = EditionRef("made", "Made", EDITION_ON)
    return Geography(AreaHistory(versions, links=links, successions=successions, edition=edition))


WORLD = geography()
FIRST, LAST = Period(2019, 1), Period(2023, 4)


def definition(**changes) -> IndicatorInfo:
    return an_indicator("people", **{"id": 1, "first_period": FIRST, "runs_to": LAST, **changes})


def cube_of(counts: list[int], **changes) -> Cube:
    """Every living CCG and sub-ICB location reported, taking the counts in turn."""
    cube = Cube.empty(definition(**changes), WORLD, definition().periods())
    at = 0
    for column in range(len(cube.periods)):
        for row in np.flatnonzero((WORLD.levels == 0) & cube.valid_in(column)):
            cube.numerator[row, column] = counts[at % len(counts)]
            cube.marker[row, column] = NO_MARKER
            cube.basis[row, column] = REPORTED
            at += 1
    return cube


def add_up(cube: Cube) -> Cube:
    disclose.stand_in(cube)
    rebase.rebase_lowest(cube)
    rebase.rebase_published_parents(cube)
    rollup.roll_up(cube)
    rebase.rebase_remaining_parents(cube)
    return cube


counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=70)


def rows(*keys: tuple[str, str]) -> list[int]:
    return [next(i for i, life in enumerate(LIVES) if life[:2] == key) for key in keys]


@given(counts)
def test_parts_sum_to_the_whole_at_every_level(numbers):
    cube = add_up(cube_of(numbers))
    leaves = rows(("01C", "sub_icb"), ("02D", "sub_icb"), ("03E", "sub_icb"))

    total = cube.numerator[rows(("ENG", "england"))[0]]

    for parts in (leaves, rows(("QA1", "icb"), ("QB1", "icb")), rows(("Y60", "region"))):
        assert cube.numerator[parts].sum(axis=0) == pytest.approx(total)


@given(counts)
def test_moving_figures_to_todays_areas_keeps_the_total(numbers):
    before = cube_of(numbers)
    reported = np.nansum(before.numerator, axis=0)

    cube = cube_of(numbers)
    rebase.rebase_lowest(cube)

    leaves = rows(("01C", "sub_icb"), ("02D", "sub_icb"), ("03E", "sub_icb"))
    assert cube.numerator[leaves].sum(axis=0) == pytest.approx(reported)


@given(counts)
def test_below_england_only_multiples_of_five_from_five_on_get_out(numbers):
    cube = add_up(cube_of(numbers, disclosure="mhsds"))

    disclose.disclose(cube)

    below = cube.numerator[WORLD.levels < 3]
    shown = below[~np.isnan(below)]
    assert (shown >= 5).all()
    assert (shown % 5 == 0).all()


@given(counts)
def test_england_is_exact_where_no_part_is_withheld_and_else_rounded(numbers):
    england = rows(("ENG", "england"))[0]
    exact = add_up(cube_of(numbers)).numerator[england].copy()
    withheld = (cube_of(numbers).numerator < 5).any(axis=0)
    cube = add_up(cube_of(numbers, disclosure="mhsds"))

    disclose.disclose(cube)

    shown = cube.numerator[england]
    assert shown[~withheld] == pytest.approx(exact[~withheld])
    assert ((cube.notes[england] & ESTIMATED) > 0).tolist() == (withheld & ~np.isnan(shown)).tolist()
    known = withheld & ~np.isnan(shown)
    assert (shown[known] % 5 == 0).all()
    assert (np.abs(shown[known] - exact[known]) <= 2 * 4 + 2).all(), "at most two off for each of four parts"


@given(counts, st.integers(0, 2))
@settings(max_examples=30)
def test_one_missing_part_leaves_every_parent_without_a_figure(numbers, which):
    leaf = rows(("01C", "sub_icb"), ("02D", "sub_icb"), ("03E", "sub_icb"))[which]
    cube = cube_of(numbers)
    cube.numerator[leaf, -1] = np.nan
    cube.marker[leaf, -1] = CONFIDENTIAL

    add_up(cube)

    assert np.isnan(cube.numerator[rows(("ENG", "england"), ("Y60", "region")), -1]).all()
    assert (cube.marker[rows(("ENG", "england"), ("Y60", "region")), -1] == CONFIDENTIAL).all()


def test_shares_of_every_living_area_sum_to_one():
    for day in (date(2018, 1, 1), date(2020, 4, 1), date(2022, 6, 30), date(2023, 1, 1)):
        moves = WORLD.successions(day.toordinal())
        alive = WORLD.valid_on(day.toordinal())

        kept = np.bincount(moves.earlier, moves.share, len(WORLD))
        assert kept[alive] == pytest.approx(1)
        assert not kept[~alive].any()


def test_a_chain_of_a_merger_and_a_split_is_followed_to_its_end():
    moves = WORLD.successions(date(2018, 1, 1).toordinal())
    shares = {
        (new, old): share for new, old, share in zip(moves.later, moves.earlier, moves.share, strict=True)
    }

    old, kept, gained = rows(("01A", "ccg"), ("01C", "sub_icb"), ("02D", "sub_icb"))

    assert shares[kept, old] == pytest.approx(0.75)
    assert shares[gained, old] == pytest.approx(0.25)


def from_april(counts: list[int | None], **changes) -> Cube:
    """Every living CCG and location has a published year to date, taking the counts in turn; of None there is none."""
    cube = cube_of([0 if count is None else count for count in counts], **changes)
    told = cube.basis == REPORTED
    at = np.cumsum(told.T).reshape(told.T.shape).T - 1
    missing = told & np.isin(at % len(counts), [place for place, count in enumerate(counts) if count is None])
    cube.numerator[missing] = np.nan
    cube.marker[missing] = NOT_AVAILABLE
    cube.is_cumulative |= told
    cube.is_published |= told
    reported.take_apart(cube)
    return cube


to_date = st.lists(st.none() | st.integers(0, 2_000).map(lambda count: 5 * count), min_size=1, max_size=70)


@given(to_date)
def test_a_published_year_to_date_stands_and_no_quarter_of_it_is_negative(numbers):
    published = cube_of([np.nan if number is None else number for number in numbers]).numerator
    cube = from_april(numbers, disclosure="mhsds")
    own = cube.basis == REPORTED

    disclose.disclose(add_up(cube))
    shown = derive._year_to_date(cube)

    assert np.array_equal(shown[own], published[own], equal_nan=True), "neither rounded nor withheld again"
    assert not (cube.numerator < 0).any()
    unknown = own & np.isnan(cube.numerator)
    assert (cube.marker[unknown] == NOT_AVAILABLE).all()


@given(to_date)
def test_quarters_that_are_known_add_up_to_the_year_to_date(numbers):
    cube = from_april(numbers, disclosure="mhsds")

    add_up(cube)

    for first in range(0, len(cube.periods), 4):
        year = slice(first, first + 4)
        quarters, built_up = np.cumsum(cube.numerator[:, year], axis=1), cube.to_date[:, year]
        known = ~np.isnan(quarters) & ~np.isnan(built_up)
        assert quarters[known] == pytest.approx(built_up[known])


@given(to_date)
def test_a_quarter_is_known_just_where_both_years_to_date_are_and_none_is_less(numbers):
    cube = from_april(numbers)

    for column, period in enumerate(cube.periods):
        now = cube.to_date[:, column]
        before = np.zeros_like(now) if period.quarter == 1 else cube.to_date[:, column - 1]
        told = cube.basis[:, column] == REPORTED
        assert ((now >= before) == ~np.isnan(cube.numerator[:, column]))[told].all()


QUARTERS = tuple(Period.between(FIRST, LAST))
DAYS = st.dates(FIRST.starts_on, LAST.ends_on)


def keys(*names: tuple[str, str]) -> tuple[int, ...]:
    return tuple(WORLD.ids[rows(*names)].tolist())


BOARDS = keys(("QA1", "icb"), ("QB1", "icb"))
PLACES = st.sampled_from(keys(("01C", "sub_icb"), ("02D", "sub_icb"), ("03E", "sub_icb"), ("QA1", "icb")))


def later_than(day, most):
    return st.dates(day + timedelta(days=1), day + timedelta(days=most))


@st.composite
def lists(draw, days=DAYS, *, dated=True):
    """A list of a day, for all or for some boards, and the sites that it is the first to show."""
    day = draw(days)
    opened = draw(st.lists(st.none() | DAYS if dated else st.none(), min_size=1, max_size=3))
    made = [
        ServiceEntry(
            code=f"{day}-{place}",
            name="Made",
            opened_on=when,
            listed_on=day,
            closed_on=draw(st.none() | later_than(when or day, 900)),
            areas=(draw(PLACES),),
            provenance=draw(st.sampled_from([Provenance.DEMONSTRATION, Provenance.OFFICIAL])),
        )
        for place, when in enumerate(opened)
    ]
    areas = draw(st.none() | st.just(BOARDS[:1]) | st.just(BOARDS))
    told = Listing(day, areas, has_every_opening=dated and None not in opened and draw(st.booleans()))
    return made, draw(st.just(told) | st.none())


def _cover(every):
    sites = [site for made, _ in every for site in made]
    return coverage.cover(WORLD, QUARTERS, sites, [told for _, told in every if told])


@settings(max_examples=60, deadline=None)
@given(earlier=st.lists(lists(), max_size=4), data=st.data())
def test_a_later_list_without_opening_days_changes_no_earlier_quarter(earlier, data):
    newest = max((made[0].listed_on for made, _ in earlier), default=QUARTERS[4].ends_on)
    later = data.draw(lists(later_than(newest, 500), dated=False))
    before, after = _cover(earlier), _cover([*earlier, later])

    day = later[0][0].listed_on
    ended = [place for place, quarter in enumerate(QUARTERS) if quarter.ends_on < day]
    for name in ("areas_covered", "population_covered", "services", "made_up"):
        np.testing.assert_array_equal(getattr(before, name)[:, ended], getattr(after, name)[:, ended])


@settings(max_examples=60, deadline=None)
@given(earlier=st.lists(lists(), max_size=4), later=lists())
def test_no_list_that_says_of_what_it_tells_takes_knowledge_away(earlier, later):
    earlier = [(made, told or Listing(made[0].listed_on)) for made, told in earlier]
    later = (later[0], later[1] or Listing(later[0][0].listed_on))
    before, after = _cover(earlier), _cover([*earlier, later])

    was_known = before.areas_covered != coverage.NOT_KNOWN
    assert (after.areas_covered[was_known] != coverage.NOT_KNOWN).all()
