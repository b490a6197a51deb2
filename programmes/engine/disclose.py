"""Disclosure control: the only way out of exact numbers, in two steps.

The rule belongs to the indicator. That of the Mental Health Services Data Set: below England, counts under five are
confidential and others are rounded to the nearest five. Rounding alone does not hold where sums are made of exact
counts. Two areas of 4 and 4 under a parent give 8, which reads 10: eight at least, so both are 4. And England, exact,
differs between two days by just what one withheld count was revised by.

Therefore a withheld count enters no sum. `stand_in` comes before anything is added up: each reported count that will
be withheld gives its place to the middle of what it may be, the same whatever it is. What is made of stand-ins is
estimated and rounded at every level, England too. `disclose` comes after, and withholds and rounds.

So all that gets out is made of counts that are shown and of knowing which are not: with any other count under five
in the place of a withheld one, every result would be the same, on every day. That is the proof, and it needs to know
nothing of what an attacker does with the results.

A total that an area reported of its own is a count of another kind: taken from it, the parts that are shown leave the
ones that are not. Where a part is withheld, or ever was (the total may be older than the part's revision), it is set
aside, and the area is the sum of its parts like any other, or confidential. It is shown only where a part is missing,
and leaves five or more beyond the parts that are shown: each withheld count may then be anything from 0 to 4. What
nothing can call back is a total that was out before a part of it came in. Where an indicator does not add up, a total
says nothing of its parts, and stays.

What a publication gave as a year to date was rounded and withheld by its publisher, and is shown as it is: neither
withheld nor rounded again. Put beside counts that are reported here and withheld, such a total of theirs is set aside
for the whole year, as each later quarter of it holds the count as well.
"""

from __future__ import annotations

import numpy as np

from programmes.choices import AreaType, DisclosureRule
from programmes.engine import rollup
from programmes.engine.cube import (
    CONFIDENTIAL,
    ESTIMATED,
    MADE_OF_STAND_INS,
    NO_BASIS,
    NOT_APPLICABLE,
    Cube,
)
from programmes.engine.geography import Mask
from programmes.engine.small_counts import STAND_IN, THRESHOLD, rounded


def stand_in(cube: Cube) -> None:
    """Put stand-ins in the place of counts that will be withheld, in place, before any sum is made."""
    if cube.definition.disclosure != DisclosureRule.MHSDS:
        return
    reported = (cube.basis != NO_BASIS) & _below_england(cube) & ~cube.is_published
    small = reported & _is_small(cube)
    for counts in (cube.numerator, cube.denominator):
        counts[small] = np.where(counts[small] < THRESHOLD, STAND_IN, rounded(counts[small]))
    cube.notes[small] |= MADE_OF_STAND_INS
    if cube.definition.adds_up:
        _set_aside(cube, _telling_totals(cube, small))


def disclose(cube: Cube) -> None:
    """Replace exact numbers by publishable ones, in place."""
    RULES[cube.definition.disclosure](cube)


def _as_it_is(cube: Cube) -> None:
    """Nothing in it can identify anybody, or its publisher has already withheld and rounded."""


def _mhsds(cube: Cube) -> None:
    stood_in = (cube.notes & MADE_OF_STAND_INS) > 0
    guarded = (_below_england(cube) & ~cube.is_published) | stood_in
    small = guarded & _is_small(cube)
    for counts in (cube.numerator, cube.denominator):
        counts[:] = np.where(small, np.nan, np.where(guarded, rounded(counts), counts))
    cube.notes[stood_in] ^= MADE_OF_STAND_INS
    cube.notes[stood_in] |= ESTIMATED
    cube.marker[small] = CONFIDENTIAL
    cube.notes[small] = 0


def _below_england(cube: Cube) -> Mask:
    return (cube.geography.levels < AreaType.ENGLAND.height)[:, None]


def _is_small(cube: Cube) -> Mask:
    return (cube.numerator < THRESHOLD) | (cube.denominator < THRESHOLD)


def _telling_totals(cube: Cube, small: Mask) -> Mask:
    """The reported totals that would say something about withheld parts."""
    telling = np.zeros_like(small)
    reported = cube.basis != NO_BASIS
    own = reported & cube.has_figure & (cube.geography.levels > cube.definition.height)[:, None]
    if not own.any():
        return telling
    confidential = reported & (cube.marker == CONFIDENTIAL) & ~cube.is_published
    hidden = small | confidential | (reported & _below_england(cube) & (cube.least < THRESHOLD))
    missing = cube.wanted & ~cube.has_figure & (cube.marker != NOT_APPLICABLE) & ~confidential
    shown = [np.where(small, 0, np.nan_to_num(counts)) for counts in (cube.numerator, cube.denominator)]
    inside = [*shown, 1.0 * hidden, 1.0 * missing]
    for parts, columns in rollup.from_below(cube):
        there, here = np.ix_(parts.part, columns), np.ix_(parts.whole, columns)
        counts, counts_below, any_hidden, any_missing = sums = [parts.add(amount[there]) for amount in inside]
        no_room = cube.numerator[here] < counts + THRESHOLD
        no_room |= cube.denominator[here] < counts_below + THRESHOLD
        no_room |= cube.is_published[here]
        telling[here] = own[here] & (any_hidden > 0) & (no_room | (any_missing == 0))
        stays = (own[here] & ~telling[here]) | confidential[here]
        for amount, of_parts in zip(inside, sums, strict=True):
            amount[here] = np.where(stays | ~cube.wanted[here], amount[here], of_parts)
    return telling | (own & cube.is_published & _of_the_year(cube, telling & cube.is_published))


def _of_the_year(cube: Cube, cells: Mask) -> Mask:
    """Every period of the years in which an area has one of these cells."""
    years = np.array([period.start_year for period in cube.periods])
    found = np.zeros_like(cells)
    for year in np.unique(years[cells.any(axis=0)]):
        found[:, years == year] = np.any(cells[:, years == year], axis=1, keepdims=True)
    return found


def _set_aside(cube: Cube, totals: Mask) -> None:
    """Forget these totals; they stay confidential where their parts make no sum."""
    cube.numerator[totals] = cube.denominator[totals] = np.nan
    cube.to_date[totals] = cube.to_date_below[totals] = np.nan
    cube.is_published[totals] = False
    cube.marker[totals] = CONFIDENTIAL
    cube.basis[totals] = NO_BASIS
    cube.notes[totals] = cube.revision[totals] = 0
    cube.origin[totals] = 0


RULES = {
    DisclosureRule.NONE.value: _as_it_is,
    DisclosureRule.PUBLISHED.value: _as_it_is,
    DisclosureRule.MHSDS.value: _mhsds,
}
