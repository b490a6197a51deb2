"""Rows of the programme files, as read and checked: definitions, promises, plans and named services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from programmes.periods import Period
from programmes.reference.rows import AreaRow, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow(Row):
    """A block of a programme file: the programme, an indicator, a break, a fact, a plan, a named service …"""

    values: Mapping[str, Any] = field(hash=False)
    """What it says, by name; of a part of a programme its programme as well, and its place among the others.

    Areas are rows of areas; of a plan, `points` are PointRows, and `digest` is that of all it says.
    """

    def __getattr__(self, name: str) -> Any:
        """One of the values."""
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """What is expected of one area by the end of one period."""

    area: AreaRow
    period: Period
    value: Decimal
    basis: str
    shared_by: str
    provenance: str
    note: str
    source: str | None

    def as_written(self) -> tuple[str, ...]:
        """Everything the point says, for a digest."""
        area = f"{self.area.code} {self.area.valid_from}"
        value = f"{self.value:.4f}"
        return (
            area,
            self.period.code,
            value,
            self.basis,
            self.shared_by,
            self.provenance,
            self.note,
            self.source or "",
        )
