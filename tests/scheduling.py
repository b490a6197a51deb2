"""Which tests run when, and in which of two test processes."""

from __future__ import annotations

from zlib import crc32

import pytest
from xdist.scheduler import LoadFileScheduling

MARKS = ("processes", "slow")
"""Of files that come first, in this order; then those without a mark, which are short."""
PARTS = {"tests/untrusted/test_fuzz.py": 24}
"""Files whose tests need little in common, and into how many parts they are divided. They come last, to fill gaps."""


def place(item: pytest.Item) -> int:
    """Where a test stands among all: the lowest first. A file stands where the first of its tests does."""
    if _file(item.nodeid) in PARTS:
        return len(MARKS) + 1
    return next((at for at, name in enumerate(MARKS) if item.get_closest_marker(name)), len(MARKS))


class FilesInParts(LoadFileScheduling):
    """The tests of a file run in one process, which makes what they share once; those of PARTS wherever one is free."""

    def _split_scope(self, nodeid: str) -> str:
        file = _file(nodeid)
        parts = PARTS.get(file, 1)
        return file if parts == 1 else f"{file} {crc32(nodeid.encode()) % parts}"


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
