"""A layout of files: its columns, in every spelling that was met, and where they stand in a heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from programmes.ingest.letters import plain


class NotThisLayout(ValueError):
    """The file lacks columns without which it is not this layout; the message names them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: our name for it, the spellings it was published under, and whether the layout needs it."""

    name: str
    spellings: tuple[str, ...]
    needed: bool = True
    words: bool = False
    """Whether it holds words, which are kept as they are written; else codes and numbers, in letters of a keyboard."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A published layout that can be loaded as it is."""

    code: str
    title: str
    programmes: tuple[str, ...]
    """The programmes it holds figures of; empty when each row names its own indicator."""
    source: str
    """The slug of the source that such a file is, when it is as published."""
    indicators: tuple[str, ...]
    """The indicators it holds figures of; empty when each row names its own."""
    columns: tuple[Column, ...]
    lists_services: bool = False
    """Whether its rows are services, and not figures."""
    day_in_name: bool = False
    """Whether the file's name may say of which day it is."""
    year_in_name: bool = False
    """Whether the file's name may say which year it is about."""
    counts_from_april: tuple[str, ...] = ()
    """The programmes whose figures it gives from April on, whatever their indicators say."""

    @property
    def name_matters(self) -> bool:
        """Whether the same bytes under another name may be about something else."""
        return self.day_in_name or self.year_in_name

    def places(self, heading: Sequence[str]) -> dict[str, int]:
        """Where each of our columns stands in this heading.

        NotThisLayout when one that is needed is missing, or two have one name.
        """
        places = _places(self, heading)
        missing = self.missing(heading)
        if missing:
            raise NotThisLayout(
                f"This is not the layout {self.code} ({self.title}): the heading has no column "
                f"{' and no column '.join(missing)}. It has: {listed(heading) or 'nothing'}. "
                "Give the file as published, or name another layout with --format."
            )
        for place in places.values():
            alike = [name for name in heading if bare(name) == bare(heading[place])]
            if len(alike) > 1:
                raise NotThisLayout(
                    f"{NUMBERS.get(len(alike), len(alike))} columns are called {alike[0]}, and nobody can know which "
                    "is meant. Take out the wrong one, or give it another name."
                )
        return places

    def missing(self, heading: Sequence[str]) -> list[str]:
        """The columns without which the layout cannot be read and which this heading lacks, by our spelling."""
        places = _places(self, heading)
        return [one.spellings[0] for one in self.columns if one.needed and one.name not in places]

    def found(self, heading: Sequence[str]) -> int:
        """How many of its columns this heading has."""
        return len(_places(self, heading))


NUMBERS = {2: "Two", 3: "Three", 4: "Four"}
MOST_NAMED = 12
"""Names of columns in one sentence."""


@cache
def spellings(layout: Layout) -> Mapping[str, tuple[str, int]]:
    """Our name and the rank of every spelling, bare: the first spelling is taken before the others."""
    return {
        bare(one): (column.name, rank)
        for column in layout.columns
        for rank, one in reversed(list(enumerate(column.spellings)))
    }


def _places(layout: Layout, heading: Sequence[str]) -> dict[str, int]:
    best: dict[str, tuple[int, int]] = {}
    known = spellings(layout)
    for place, name in enumerate(heading):
        found = known.get(bare(name))
        if found:
            best[found[0]] = min(best.get(found[0], (found[1], place)), (found[1], place))
    return {column.name: best[column.name][1] for column in layout.columns if column.name in best}


def listed(names: Sequence[str]) -> str:
    """A few names in one line, each cut to what can be taken in."""
    shown = [name[:40] for name in names if name.strip()]
    more = f" and {len(shown) - MOST_NAMED} more" if len(shown) > MOST_NAMED else ""
    return ", ".join(shown[:MOST_NAMED]) + more


def bare(name: str) -> str:
    """A heading without the differences that years make: `Count_AtCaseness` and `CountAtCaseness` are one."""
    return re.sub(r"[^a-z0-9]", "", plain(name).lower())
