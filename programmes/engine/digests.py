"""Fingerprints of rows: by them the engine finds what changed without reading it all back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray]
"""Column name to array, all of one length. Text is `S`, smallint `i2`, bigint `i8`, double `f8` (NaN is NULL)."""


def digest(columns: Columns) -> NDArray[np.int64]:
    """A 64-bit fingerprint of each row: the same values give the same number, on any machine."""
    total = len(next(iter(columns.values())))
    mixed = np.zeros(total, np.uint64)
    for name in sorted(columns):
        if name == "digest":
            continue
        for word in _words(columns[name]):
            mixed = _mix(mixed ^ word)
    return mixed.view(np.int64)


def _words(values: NDArray) -> list[NDArray[np.uint64]]:
    """The values as 64-bit words; text in pieces of eight bytes; every NaN and both zeros alike."""
    if values.dtype.kind == "S":
        pieces = -(-values.dtype.itemsize // 8)
        words = np.ascontiguousarray(values.astype(f"S{pieces * 8}")).view("<u8").reshape(len(values), pieces)
        return [words[:, piece].astype(np.uint64) for piece in range(pieces)]
    if values.dtype.kind == "f":
        plain = np.where(np.isnan(values), np.nan, values + 0.0)
        return [np.ascontiguousarray(plain).view(np.uint64)]
    return [values.astype(np.int64).view(np.uint64)]


def _mix(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every bit over all others (the finaliser of the splitmix64 generator, Steele and others, 2014)."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
