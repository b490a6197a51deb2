"""Where a figure was read, and how far it may be trusted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from programmes.choices import Provenance


class Known:
    """Anything that says how it is known, by its `provenance`."""

    __slots__ = ()
    provenance: str

    @property
    def is_made_up(self) -> bool:
        """Made up for demonstration."""
        return self.provenance == Provenance.DEMONSTRATION


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a figure was read, and under which licence it is shown."""

    title: str
    publisher: str
    url: str
    licence: str
    note: str = ""
    attribution: str = ""

    @classmethod
    def of(cls, row: Any) -> SourceRef:
        """The source that a row of the database holds."""
        return cls(**{each.name: getattr(row, each.name) for each in fields(cls)})
