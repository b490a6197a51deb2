"""Where something stands in a file, what is wrong there, and what a load did, kind by kind."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file, and where it is known a column (of a table) or a key (of a block)."""

    file: str
    line: int = 0
    column: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Of a block: the lines on which its keys stand."""

    def at(self, column: str) -> "Place":
        """The same place, in one of its columns, or on the line of one of its keys."""
        return Place(self.file, self.lines.get(column, self.line), column)

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", {self.column}" if self.column else ""
        return f"{self.file}{line}{column}"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: where, what, and how to mend it, in a sentence."""

    place: Place
    message: str
    is_cause: bool = field(default=False, compare=False)
    """Whether something could not be read at all: others may only follow from it, for what it says is missing then."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(slots=True)
class Faults:
    """Everything found wrong so far; reading goes on after a fault so that all of them are told at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, place: Place, message: str) -> None:
        """Note one more."""
        self.found.append(Fault(place, message))

    def unread(self, place: Place, message: str) -> None:
        """Note something that could not be read, so that all that names it will seem to be wrong too."""
        self.found.append(Fault(place, message, is_cause=True))

    def __iter__(self) -> Iterator[Fault]:
        """What could not be read comes first."""
        return iter(sorted(set(self.found), key=lambda fault: (not fault.is_cause, fault)))

    def __bool__(self) -> bool:
        return bool(self.found)


class ReferenceFaulty(Exception):
    """The reference files have faults; nothing was loaded."""

    def __init__(self, faults: Faults) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def each_told_once(rows: Iterable[Any], identity: Callable[[Any], Hashable], faults: Faults) -> None:
    """Add a fault for each row of which an earlier one says the same."""
    seen: dict[Hashable, Place] = {}
    for row in rows:
        if (before := seen.setdefault(identity(row), row.place)) is not row.place:
            faults.add(row.place, f"this is already told by {before}; remove one of them")


MOST_FOLLOWING = 10
"""More faults that may only follow from others are not told one by one."""

_QUOTED = re.compile("“[^”]*”")


@dataclass(frozen=True, slots=True)
class KindReport:
    """How many rows of one kind were added, changed, removed, and left as they stood."""

    kind: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    left: int = 0

    def __str__(self) -> str:
        removed = f", {self.removed:,} removed" if self.removed else ""
        told = f"{self.kind}: {self.added:,} added, {self.changed:,} changed{removed}"
        return f"{told}, {self.left:,} left as they were"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, in the order in which it was done."""

    kinds: tuple[KindReport, ...]

    @property
    def changed_anything(self) -> bool:
        """Whether the database differs from before."""
        return any(kind.added or kind.changed or kind.removed for kind in self.kinds)

    def of(self, name: str) -> KindReport:
        """The report of one kind."""
        return next(kind for kind in self.kinds if kind.kind == name)

    def as_detail(self) -> dict[str, dict[str, int]]:
        """For the audit event: the kinds in which something changed."""
        return {
            kind.kind: {"added": kind.added, "changed": kind.changed, "removed": kind.removed}
            for kind in self.kinds
            if kind.added or kind.changed or kind.removed
        }


def told(faults: Iterable[Fault]) -> tuple[int, list[str]]:
    """How many things there are to mend, and the lines that say them: causes first, what may follow from them last.

    The same fault on many lines of a column is told once, with its first line.
    """
    every = list(faults)
    causes = [fault for fault in every if fault.is_cause] or every
    following = every[len(causes) :]
    alike: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in causes:
        alike.setdefault((fault.place.file, fault.place.column, _QUOTED.sub("", fault.message)), []).append(
            fault
        )
    lines = [
        f"{group[0]}{f' And so on {len(group) - 1:,} more lines.' if len(group) > 1 else ''}"
        for group in alike.values()
    ]
    count = len(lines)
    if following:
        lines.append(
            f"Once that is mended, look whether these still stand ({len(following):,}); they may only follow:"
        )
        lines += [f"  {fault}" for fault in following[:MOST_FOLLOWING]]
        if len(following) > MOST_FOLLOWING:
            lines.append(f"  … and {len(following) - MOST_FOLLOWING:,} more.")
    return count, lines
