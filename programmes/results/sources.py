"""A source as answers name it: where a figure was read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


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
