"""Totals shared out in whole numbers that add up exactly, and chance that is the same every time."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from programmes.calculations import apportion

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]


def chance(seed: int, *about: str) -> np.random.Generator:
    """A source of chance of its own for each thing, so that adding one never changes another."""
    return np.random.default_rng([seed, *(crc32(text.encode()) for text in about)])


def luck(seed: int, what: str, code: str) -> float:
    """A number from 0 to 1 that belongs to one area for one purpose, whatever other areas there are."""
    return crc32(f"{seed}:{what}:{code}".encode()) / 2**32


def share_out(total: int, weights: Numbers) -> Counts:
    """The total in whole parts by the weights, adding up to it: the largest remainders take what is left.

    >>> share_out(10, np.array([1.0, 1.0, 1.0])).tolist()
    [4, 3, 3]
    """
    parts = apportion(total, dict(enumerate(weights.tolist())))
    return np.array([parts[place] for place in range(len(weights))], np.int64)


def over_quarters(yearly: list[int], season: Numbers) -> Counts:
    """Each year's total over its quarters, growing towards the next year, by the seasons of each year (Y, 4)."""
    totals = np.array(yearly, float)
    middles = np.arange(len(totals)) + 0.5
    quarters = np.arange(4 * len(totals)) / 4 + 0.125
    level = np.interp(quarters, middles, totals)
    weights = level.reshape(-1, 4) * season
    return np.concatenate([share_out(total, row) for total, row in zip(yearly, weights, strict=True)])
