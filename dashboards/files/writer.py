"""What everything that writes a file of rows of progress has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO, Protocol

from dashboards.files.cover import Cover
from dashboards.question import Question

Told = Callable[[int], None]
"""Is told now and then how many rows have been written."""


class TooManyRows(ValueError):
    """There are more rows than a file of this kind holds; the message says so in words."""


class Writer(Protocol):
    """Writes a whole file in flat memory: for the same rows and cover the same bytes."""

    def __call__(self, question: Question, cover: Cover, into: BinaryIO, *, progress: Told) -> None:
        """Write; to be called inside `question.opened()`, where the cover was read too. Raises TooManyRows."""
        ...


def write_pieces(pieces: Iterable[bytes], cover: Cover, into: BinaryIO, progress: Told) -> None:
    """A file of lines, written piece by piece."""
    lines = 0
    for piece in pieces:
        into.write(piece)
        lines += piece.count(b"\n")
        progress(min(lines, cover.rows))
