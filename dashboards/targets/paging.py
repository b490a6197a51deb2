"""Pages of rows. A place is known by the values of the row at it, so a late page costs no more than the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.signing import BadSignature, Signer

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.question import Question
from dashboards.targets.counts import Counts

SIZES = (50, 100, 250)
"""How many rows a page may have; the first unless told."""

Row = dict[str, Any]
"""A row by the names of its columns, and what else its cells need: see `BESIDE`."""

BESIDE = {
    "short_name": "area__short_name",
    "kind": "indicator__kind",
    "decimals": "indicator__decimals",
}
"""What a cell needs beside the columns of a file."""

_signer = Signer(salt="dashboards.targets.paging")


class NotAPlace(ValueError):
    """The text is no place in this table: not made by us, or for another order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Between two rows: how many came before it, and the values by which the row at it is known."""

    seen: int
    keys: tuple[Any, ...]

    def written(self, sort: str) -> str:
        """As it stands in a link."""
        plain = [key.isoformat() if isinstance(key, date) else key for key in self.keys]
        return _signer.sign_object([sort, self.seen, plain])

    @classmethod
    def read(cls, text: str, sort: str) -> Place:
        """The place of a link; NotAPlace for any other text."""
        try:
            order, seen, keys = _signer.unsign_object(text)
        except (BadSignature, ValueError, TypeError):
            raise NotAPlace(text) from None
        if order != sort:
            raise NotAPlace(text)
        return cls(seen, tuple(keys))


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in a row; `seen` is how many come before them, and the places are those of its neighbours."""

    rows: tuple[Row, ...]
    seen: int
    following: str
    """The place after its last row, when rows follow."""
    preceding: str
    """The place before its first row, when rows precede."""


def read_page(
    question: Question,
    size: int,
    counts: Counts,
    *,
    after: Place | None = None,
    before: Place | None = None,
) -> Page:
    """The page after or before a place, else the first. One statement.

    In the order of indicators only those are read that the page can reach: a page of all rows costs what a page of
    one indicator does.
    """
    rows = question.rows()
    if not question.sort:
        rows = rows.filter(indicator__code__in=_within_reach(counts, size, after, before))
    if after is not None:
        rows = rows.filter(question.beyond(after.keys))
    elif before is not None:
        rows = rows.filter(question.beyond(before.keys, backwards=True)).reverse()
    expressions = [column.expression for column in PROGRESS_COLUMNS]
    found = list(rows.values_list(*expressions, *BESIDE.values(), *question.keys)[: size + 1])
    more, found = len(found) > size, found[:size]
    if before is not None:
        found.reverse()
        seen = max(before.seen - len(found), 0)
        is_last, is_first = False, not more
    else:
        seen = after.seen if after else 0
        is_last, is_first = not more, after is None
    width = len(expressions) + len(BESIDE)
    places = [tuple(row[width:]) for row in found]
    return Page(
        rows=tuple(map(_row, found)),
        seen=0 if is_first else seen,
        following="" if is_last or not found else Place(seen + len(found), places[-1]).written(question.sort),
        preceding="" if is_first or not found else Place(seen, places[0]).written(question.sort),
    )


def _within_reach(counts: Counts, size: int, after: Place | None, before: Place | None) -> list[str]:
    """The indicators of a page: that of the place, and as many more as have more rows than the page."""
    here = (before or after or Place(0, ())).keys[:2]
    way = -1 if before else 1
    reached, rows = [], 0
    for place, code, number in counts.indicators[::way]:
        if here and (place < here if way == 1 else place > here):
            continue
        reached.append(code)
        rows += 0 if place == here else number
        if rows > size:
            break
    return reached


def _row(values: Sequence[Any]) -> Row:
    names = [*(column.name for column in PROGRESS_COLUMNS), *BESIDE]
    return dict(zip(names, values, strict=False))
