"""A file given back: the rows as they came, with what is wrong with each beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from programmes.ingest.readers import Table
from programmes.ingest.writing import unharmed

WRONG = "what_is_wrong"
"""The column that says it. A file that is sent in again may keep it: no layout reads it."""


def heading(table: Table) -> list[str]:
    """The heading of the file, with our column at its end."""
    return [name for name in table.heading if name != WRONG] + [WRONG]


def rows(table: Table, problems: Mapping[int | None, str], *, only_wrong: bool) -> Iterator[Sequence[str]]:
    """Every row (or every wrong one) with what is wrong with it; what is wrong with the file as a whole comes first."""
    places = [place for place, name in enumerate(table.heading) if name != WRONG]
    if None in problems:
        yield [*("" for _ in places), problems[None]]
    for row in table.rows:
        wrong = problems.get(row.line, "")
        if wrong or not only_wrong:
            cells = [unharmed(row.cells[place]) if place < len(row.cells) else "" for place in places]
            yield [*cells, wrong]
