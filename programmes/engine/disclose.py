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
ones that are not. It is set aside where a part is withheld or ever was, as it may be older than the part's revision;
the area is then the sum of its parts like any other. What nothing can call back is a total that was out before any
of its parts came in. Where an indicator does not add up, a total says nothing of its parts, and stays.
"""

from __future__ import annotations

import numpy as np

from programmes.choices import DisclosureRule
from programmes.engine.cube import CONFIDENTIAL, ESTIMATED, MADE_OF_STAND_INS, NO_BASIS, REPORTED, Cube
from programmes.engine.geography import LEVEL, Geography, Mask, Matrix

THRESHOLD = 5
ROUND_TO = 5
STAND_IN = 2
"""The middle of 0 to 4."""


def stand_in(cube: Cube) -> None:
    """Put stand-ins in the place of counts that will be withheld, in place, before any sum is made."""
    if cube.definition.disclosure != DisclosureRule.MHSDS:
        return
    reported = (cube.basis == REPORTED) & _below_england(cube)
    small = reported & _is_small(cube)
    for counts in (cube.numerator, cube.denominator):
        counts[small] = np.where(counts[small] < THRESHOLD, STAND_IN, rounded(counts[small]))
    cube.notes[small] |= MADE_OF_STAND_INS
    if cube.definition.adds_up:
        _set_totals_aside(cube, reported & (small | (cube.least < THRESHOLD) | (cube.marker == CONFIDENTIAL)))


def as_shown(cube: Cube, counts: Matrix) -> Matrix:
    """Counts of areas that reported, as they are known outside: stand-ins, and others rounded."""
    if cube.definition.disclosure != DisclosureRule.MHSDS:
        return counts
    return np.where(counts < THRESHOLD, counts, rounded(counts))


def disclose(cube: Cube) -> None:
    """Replace exact numbers by publishable ones, in place."""
    RULES[cube.definition.disclosure](cube)


def rounded(counts: Matrix) -> Matrix:
    """To the nearest five, halves up."""
    return np.floor((counts + ROUND_TO / 2) / ROUND_TO) * ROUND_TO


def _as_it_is(cube: Cube) -> None:
    """Nothing in it can identify anybody, or its publisher has already withheld and rounded."""


def _mhsds(cube: Cube) -> None:
    stood_in = (cube.notes & MADE_OF_STAND_INS) > 0
    guarded = _below_england(cube) | stood_in
    small = guarded & _is_small(cube)
    for counts in (cube.numerator, cube.denominator):
        counts[:] = np.where(small, np.nan, np.where(guarded, rounded(counts), counts))
    cube.notes[stood_in] ^= MADE_OF_STAND_INS
    cube.notes[stood_in] |= ESTIMATED
    cube.marker[small] = CONFIDENTIAL
    cube.notes[small] = 0


def _below_england(cube: Cube) -> Mask:
    return (cube.geography.levels < LEVEL["england"])[:, None]


def _is_small(cube: Cube) -> Mask:
    return (cube.numerator < THRESHOLD) | (cube.denominator < THRESHOLD)


def _set_totals_aside(cube: Cube, withheld: Mask) -> None:
    """Forget the reported totals of areas that ever had one of these cells below them."""
    own = (cube.basis == REPORTED) & (cube.geography.levels > cube.definition.level)[:, None]
    if not own.any():
        return
    aside = own & _above(cube.geography, withheld)
    cube.numerator[aside] = cube.denominator[aside] = np.nan
    cube.marker[aside] = CONFIDENTIAL
    cube.basis[aside] = NO_BASIS
    cube.notes[aside] = cube.revision[aside] = 0
    cube.illustrative[aside] = False


def _above(geography: Geography, below: Mask) -> Mask:
    """The cells of all areas above these, by the parents they had at any time."""
    above = np.zeros_like(below)
    for level in range(1, LEVEL["england"] + 1):
        links = geography.levels[geography.parent] == level
        child, parent = geography.child[links], geography.parent[links]
        np.logical_or.at(above, parent, (above | below)[child])
    return above


RULES = {
    DisclosureRule.NONE.value: _as_it_is,
    DisclosureRule.PUBLISHED.value: _as_it_is,
    DisclosureRule.MHSDS.value: _mhsds,
}
