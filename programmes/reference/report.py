"""What a load did, kind by kind."""

from dataclasses import dataclass


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
