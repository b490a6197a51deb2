"""What a load did, kind by kind."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from programmes.reference.places import Fault

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
