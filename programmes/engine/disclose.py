"""Disclosure control: the only way out of exact numbers.

Everything after this step sees only publishable numbers, so that no page, file, chart, rate, rank or forecast can
show what was withheld. The rule belongs to the indicator (as in the Mental Health Services Data Set: below England,
counts under five are confidential and others are rounded to the nearest five; England is exact).
"""

from __future__ import annotations

import numpy as np

from programmes.choices import DisclosureRule
from programmes.engine.cube import CONFIDENTIAL, Cube
from programmes.engine.geography import LEVEL, Matrix

THRESHOLD = 5
ROUND_TO = 5


def disclose(cube: Cube) -> None:
    """Replace exact numbers by publishable ones, in place."""
    RULES[cube.definition.disclosure](cube)


def _as_it_is(cube: Cube) -> None:
    """Nothing in it can identify anybody, or its publisher has already withheld and rounded."""


def _mhsds(cube: Cube) -> None:
    below_england = (cube.geography.levels < LEVEL["england"])[:, None]
    small = below_england & ((cube.numerator < THRESHOLD) | (cube.denominator < THRESHOLD))
    cube.numerator[:] = np.where(
        small, np.nan, np.where(below_england, _rounded(cube.numerator), cube.numerator)
    )
    cube.denominator[:] = np.where(
        small, np.nan, np.where(below_england, _rounded(cube.denominator), cube.denominator)
    )
    cube.marker[small] = CONFIDENTIAL
    cube.notes[small] = 0


def _rounded(counts: Matrix) -> Matrix:
    """To the nearest five, halves up."""
    return np.floor((counts + ROUND_TO / 2) / ROUND_TO) * ROUND_TO


RULES = {
    DisclosureRule.NONE.value: _as_it_is,
    DisclosureRule.PUBLISHED.value: _as_it_is,
    DisclosureRule.MHSDS.value: _mhsds,
}
