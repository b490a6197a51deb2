"""Rows of the programme files, as read and checked: definitions, promises, plans and named services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.periods import Period
from programmes.reference.rows import AreaRow, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow(Row):
    """What was promised."""

    code: str
    name: str
    short_name: str
    position: int
    promise: str
    promise_source: str
    description: str
    coverage_meaning: str
    coverage_provenance: str
    headline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow(Row):
    """What is counted, and how."""

    programme: str
    position: int
    code: str
    name: str
    short_name: str
    kind: str
    polarity: str
    unit: str
    decimals: int
    period_type: str
    numerator_label: str
    denominator_label: str
    reporting_level: str
    adds_up: bool
    accumulates: bool
    disclosure: str
    tolerance: Decimal
    change_limit: Decimal
    not_above: str
    first_period: Period
    last_period: Period
    counts: str
    why: str
    caveat: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRow(Row):
    """A period from which an indicator is counted differently."""

    indicator: str
    period: Period
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow(Row):
    """One figure that was said or counted."""

    programme: str
    position: int
    code: str
    label: str
    when: str
    kind: str
    value: Decimal | None
    unit: str
    provenance: str
    source: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRow(Row):
    """A figure worked out from an indicator."""

    programme: str
    code: str
    name: str
    indicator_code: str
    multiplier: Decimal
    unit: str
    method: str
    source: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TrajectoryRow(Row):
    """What was planned for one indicator, area by area."""

    indicator: str
    kind: str
    name: str
    reason: str
    source: str
    points: tuple[PointRow, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow(Row):
    """One named site or team, with the areas it serves."""

    programme: str
    code: str
    reason: str
    name: str
    wave: int | None
    opened_on: date | None
    listed_on: date | None
    closed_on: date | None
    address: str
    offers: str
    provenance: str
    source: str
    areas: tuple[AreaRow, ...]

    def content(self) -> dict[str, Any]:
        """What the service is, without which revision of it this is and why."""
        named = ("name", "wave", "opened_on", "listed_on", "closed_on", "address", "offers", "provenance")
        return {name: getattr(self, name) for name in named}
