"""Nothing withheld can be worked back: an attacker finds nothing, and other counts would have looked the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.engine import disclose, small_counts
from programmes.engine.cube import NO_MARKER, REPORTED, Cube
from programmes.engine.small_counts import rounded
from tests.disclosure.attack import EXACT, STAND_INS, Attack, Row
from tests.disclosure.worlds import (
    DEFINITION,
    PERIODS,
    RATIO,
    Fact,
    Made,
    as_bytes,
    map_of,
    published,
    reporting,
    small_geography,
)

COUNTS = st.sampled_from([0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 8, 12, 13, 40, 52, 102])
SHAPES = [
    small_geography((0,), ((0,),)),
    small_geography((0, 0), ((0,), (1,))),
    small_geography((0, 0), ((0, 1), (1,))),
    small_geography((0, 1), ((0,), (0,), (1,))),
    small_geography((0, 0, 1), ((0, 1), (1,), (2,))),
    small_geography((0, 0, 1), ((0,), (0, 1, 2))),
    small_geography((0, 1, 2), ((0,), (1,), (2,))),
]
ENGLAND, REGION, BOARD = 0, 1, 2


@st.composite
def made_worlds(draw: st.DrawFn) -> Made:
    """Few areas with small counts: missing ones, late ones, revised ones, and totals that areas counted themselves."""
    geography = draw(st.sampled_from(SHAPES))
    definition = draw(st.sampled_from([DEFINITION, RATIO]))
    facts = []
    for period in range(len(PERIODS)):
        for area in reporting(geography, period):
            for day in range(draw(st.sampled_from([1, 1, 2, 3]))):
                marker = (
                    draw(st.sampled_from(["", "", "", "", "", "", "p", "x", "z", "c"])) if not day else ""
                )
                facts.append(_counted(draw, definition, Fact(area, period, day, marker=marker)))
    made = Made(geography, tuple(facts), definition)
    owners = draw(st.sets(st.sampled_from([ENGLAND, REGION, BOARD])))
    return with_totals(made, owners)


def _counted(draw: st.DrawFn, definition: object, fact: Fact) -> Fact:
    if fact.marker in ("x", "z", "c"):
        return fact
    count = draw(COUNTS)
    return replace(
        fact, numerator=count, denominator=count + draw(COUNTS) if definition is RATIO else None
    )  # fmt: skip


def with_totals(made: Made, owners: set[int]) -> Made:
    """The world with what these areas counted themselves on each day: all there was, somebody's missing 30 too."""
    parts = map_of(made.geography).parts
    totals = [
        _total(made, parts, Fact(owner, period, day))
        for owner in sorted(owners)
        for period in range(len(PERIODS))
        for day in made.days
    ]
    return replace(made, facts=(*made.facts, *totals))


def _total(made: Made, parts: dict, total: Fact) -> Fact:
    numerator = denominator = 0.0
    below = [total.area]
    while below:
        area = below.pop()
        below += parts.get((area, total.period), [])
        if area in reporting(made.geography, total.period):
            fact = _standing(made, Fact(area, total.period, total.day))
            missing = fact is None or fact.marker in ("x", "c")
            if fact is not None and fact.marker == "z":
                continue
            numerator += 30 if missing else fact.numerator or 0
            denominator += 30 if missing else fact.denominator or 0
    return replace(
        total, numerator=numerator, denominator=denominator if made.definition.has_denominator else None
    )


def _standing(made: Made, cell: Fact) -> Fact | None:
    known = [
        fact
        for fact in made.facts
        if (fact.area, fact.period) == (cell.area, cell.period) and fact.day <= cell.day
    ]
    return known[-1] if known else None


def small(fact: Fact) -> bool:
    """Whether the world has to keep this figure to itself."""
    counts = [count for count in (fact.numerator, fact.denominator) if count is not None]
    return fact.area != ENGLAND and any(count < 5 for count in counts)


def attack(made: Made, sums: str = STAND_INS) -> dict:
    """What an attacker pins, after making sure that they believe nothing false."""
    attacker = Attack(published(made), map_of(made.geography), sums=sums)
    assert attacker.contradictions() == []
    return attacker.pinned()


@given(made_worlds())
@settings(max_examples=70)
def test_no_withheld_count_is_pinned_to_one_value(made):
    assert attack(made) == {}


@given(made_worlds(), st.data())
@settings(max_examples=70)
def test_with_another_small_count_everything_is_the_same_on_every_day(made, data):
    secrets = [place for place, fact in enumerate(made.facts) if small(fact)]
    if not secrets:
        return
    other = list(made.facts)
    for place in secrets:
        fact = other[place]
        swapped = {
            name: data.draw(st.integers(0, 4))
            for name in ("numerator", "denominator")
            if getattr(fact, name) is not None and getattr(fact, name) < 5
        }
        other[place] = replace(fact, **swapped)

    assert as_bytes(replace(made, facts=tuple(other))) == as_bytes(made)


@pytest.mark.parametrize("owners", [{ENGLAND}, {ENGLAND, REGION}, {ENGLAND, REGION, BOARD}])
@pytest.mark.parametrize("counts", [(4, 4, 30), (0, 7, 30), (3, 3, 3)])
def test_totals_that_move_with_a_withheld_count_do_not_show_it(owners, counts):
    geography = small_geography((0, 0, 1), ((0,), (1,), (2,)))

    def world(withheld):
        facts = [
            Fact(area, period, 0, withheld if count < 5 else count)
            for period in range(len(PERIODS))
            for area, count in zip(reporting(geography, period), counts, strict=True)
        ]
        return with_totals(Made(geography, tuple(facts)), owners)

    assert len({tuple(sorted(as_bytes(world(count)).items())) for count in range(5)}) == 1


@pytest.mark.parametrize("owners", [{ENGLAND}, {BOARD}, {ENGLAND, REGION, BOARD}])
@pytest.mark.parametrize("hidden_in", range(len(PERIODS)))
def test_published_years_to_date_that_hold_a_withheld_count_do_not_show_it(owners, hidden_in):
    geography = small_geography((0, 0, 1), ((0,), (1,), (2,)))

    def world(withheld):
        facts, so_far = [], dict.fromkeys(owners, 0)
        for period in range(len(PERIODS)):
            counts = (withheld if period == hidden_in else 43, 30, 52)
            alive = reporting(geography, period)
            facts += [Fact(area, period, 0, count) for area, count in zip(alive, counts, strict=True)]
            for owner in sorted(owners):
                so_far[owner] += sum(counts[:2] if owner == BOARD else counts)
                facts.append(Fact(owner, period, 0, float(rounded(so_far[owner])), to_date=True))
        return Made(geography, tuple(facts))

    assert len({tuple(sorted(as_bytes(world(count)).items())) for count in range(5)}) == 1
    whole = published(replace(world(0), facts=tuple(fact for fact in world(0).facts if fact.to_date)))
    shown = {row.year_to_date for row in whole if row.area in owners}
    assert shown == {fact.numerator for fact in world(0).facts if fact.to_date}, "shown by themselves"


def below_england(rows: list[Row]) -> list[float]:
    """Every number that is shown of an area other than England."""
    return [
        number
        for row in rows
        for number in (row.numerator, row.denominator)
        if row.area != ENGLAND and number is not None
    ]


def broken_invariants(made: Made) -> list[str]:
    """What can be seen at once: small numbers, numbers that are no fives, and numbers beside a refusal."""
    rows = published(made)
    shown = below_england(rows)
    wrong = [f"{number} is shown" for number in shown if number in (0, 1, 2, 3, 4)]
    wrong += [f"{number} is no multiple of five" for number in shown if number % 5]
    wrong += [
        f"beside {row.marker} stands a number"
        for row in rows
        if row.marker and (row.numerator, row.denominator, row.actual) != (None, None, None)
    ]
    return wrong


@given(made_worlds())
@settings(max_examples=40)
def test_below_england_only_fives_from_five_on_are_shown(made):
    assert broken_invariants(made) == []


@pytest.mark.parametrize("quarter", [(18, 22), (5, 7), (38, 42), (28, 32)])
def test_a_part_that_went_over_says_nothing_of_the_count_behind_the_figure_shown(quarter):
    geography = small_geography((0, 0, 0, 0), ((0, 1, 2, 3),))
    first, last = (
        published(Made(geography, (Fact(reporting(geography, 0)[0], 0, 0, count),))) for count in quarter
    )
    locations = range(3, 7)

    assert [row for row in first if row.area in locations] == [row for row in last if row.area in locations]


# What the attacker finds when the rule is weaker.


def two_fours() -> Made:
    geography = small_geography((0, 0), ((0,), (1,)))
    return Made(geography, tuple(Fact(area, 0, 0, 4) for area in reporting(geography, 0)))


def four_among_larger() -> Made:
    """Four fours beside 102 under a total of 118, which reads 120."""
    geography = small_geography((0, 0, 0, 0, 0), ((0,), (1,), (2,), (3,), (4,)))
    counts = (4, 4, 4, 4, 102)
    return Made(
        geography,
        tuple(Fact(area, 0, 0, count) for area, count in zip(reporting(geography, 0), counts, strict=True)),
    )


def revised() -> Made:
    """One area is revised from 0 to 4, and England with it."""
    geography = small_geography((0, 1), ((0,), (1,)))
    first, last = reporting(geography, 0)
    return Made(geography, (Fact(first, 0, 0, 0), Fact(last, 0, 0, 40), Fact(first, 0, 1, 4)))


def ratio() -> Made:
    geography = small_geography((0, 0, 0), ((0,), (1,), (2,)))
    counts = ((3, 42), (2, 3), (12, 33))
    facts = (Fact(area, 0, 0, *pair) for area, pair in zip(reporting(geography, 0), counts, strict=True))
    return Made(geography, tuple(facts), RATIO)


def own_total() -> Made:
    return with_totals(revised(), {ENGLAND})


def _nothing_stands_in(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disclose, "stand_in", lambda cube: None)


def _threshold_of_one(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disclose, "THRESHOLD", 1)


def _no_rounding(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disclose, "rounded", lambda counts: counts)


def _england_is_exact(patch: pytest.MonkeyPatch) -> None:
    stand_in = disclose.stand_in

    def weaker(cube: Cube) -> None:
        exact = np.nansum(cube.numerator, axis=0)
        stand_in(cube)
        cube.numerator[ENGLAND], cube.basis[ENGLAND], cube.marker[ENGLAND] = exact, REPORTED, NO_MARKER
        cube.revision[ENGLAND] = cube.revision.max(axis=0)

    patch.setattr(disclose, "stand_in", weaker)


def _numerator_only(patch: pytest.MonkeyPatch) -> None:
    rule = disclose.RULES["mhsds"]

    def weaker(cube: Cube) -> None:
        below = cube.denominator.copy()
        rule(cube)
        cube.denominator[:] = np.where(
            np.isnan(cube.denominator), small_counts.rounded(below), cube.denominator
        )

    patch.setitem(disclose.RULES, "mhsds", weaker)


def _totals_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disclose, "_telling_totals", lambda cube, small: np.zeros_like(small))


WEAKER = {
    "sums of exact counts, two fours": (_nothing_stands_in, two_fours, EXACT),
    "sums of exact counts, four fours beside 102": (_nothing_stands_in, four_among_larger, EXACT),
    "sums of exact counts, England on two days": (_nothing_stands_in, revised, EXACT),
    "a threshold of one": (_threshold_of_one, ratio, STAND_INS),
    "no rounding": (_no_rounding, ratio, STAND_INS),
    "England exact": (_england_is_exact, revised, STAND_INS),
    "the numerator only": (_numerator_only, ratio, STAND_INS),
    "totals of their own stay": (_totals_stay, own_total, STAND_INS),
}


@pytest.mark.parametrize("weakness", WEAKER)
def test_a_weaker_rule_is_found_out(weakness: str, monkeypatch: pytest.MonkeyPatch):
    weaken, world, sums = WEAKER[weakness]
    made = world()
    assert attack(made) == {}
    assert broken_invariants(made) == []

    weaken: Callable
    weaken(monkeypatch)

    assert Attack(published(made), map_of(made.geography), sums=sums).pinned() or broken_invariants(made)
