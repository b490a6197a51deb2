"""Which of a programme's indicators stands for it: a rule, and nobody's choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one indicator in England."""

    code: str
    latest: date | None
    """The last day of the newest period that has a figure; None where none has."""
    has_target: bool
    """Whether a published target is in force: one of a period that is not over."""


def leading(candidates: Sequence[Candidate]) -> str:
    """The code of the one with a published target in force and the newest figure, else of that with the newest figure.

    Of several as new, and where nothing has a figure, the first in the programme's own order, in which they are
    given. Raises IndexError when there is none.

    >>> old, new = date(2022, 12, 31), date(2025, 12, 31)
    >>> leading([Candidate("a", old, True), Candidate("b", new, False)])
    'a'
    >>> leading([Candidate("a", None, True), Candidate("b", old, False), Candidate("c", new, False)])
    'c'
    """
    known = [each for each in candidates if each.latest is not None]
    wanted = [each for each in known if each.has_target] or known
    if not wanted:
        return candidates[0].code
    return max(wanted, key=lambda each: each.latest or date.min).code
