"""Small counts as the Mental Health Services Data Set shows them: from when on a count is shown, and how it is rounded.

>>> rounded(np.array([5.0, 7.0, 7.5, 12.0])).tolist()
[5.0, 5.0, 10.0, 10.0]
"""

from __future__ import annotations

import numpy as np

from programmes.choices import DisclosureRule
from programmes.engine.geography import Matrix

THRESHOLD = 5
ROUND_TO = 5
STAND_IN = 2
"""The middle of 0 to 4."""


def rounded(counts: Matrix) -> Matrix:
    """Counts to the nearest five, halves up."""
    return np.floor((counts + ROUND_TO / 2) / ROUND_TO) * ROUND_TO


def as_shown(rule: str, counts: Matrix) -> Matrix:
    """Counts of areas that reported, as they are known outside under a rule: stand-ins, and others rounded."""
    if rule != DisclosureRule.MHSDS:
        return counts
    return np.where(counts < THRESHOLD, counts, rounded(counts))
