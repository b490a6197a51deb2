"""Where something stands in a file, and what is wrong there."""

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
