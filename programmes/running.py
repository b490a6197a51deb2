"""What queries return about the running site: how fresh its results are, its runs, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Freshness:
    """Which version of the results stands, since when, and what is still to be recomputed."""

    data_version: int
    changed_at: datetime | None
    dirty_slices: int
    oldest_dirty_at: datetime | None
    edition: str
    latest_figures_to: date | None


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One recompute run, as its status page shows it."""

    id: int
    scope: str
    state: str
    trigger: str
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    stage: str
    share_done: float
    rows_computed: int
    rows_written: int
    rows_different: int
    error: str = field(default="")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the site leans on: what is wrong with it, in a sentence, or nothing; and figures about it."""

    name: str
    problem: str = ""
    figures: dict[str, int] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Nothing is wrong with it."""
        return not self.problem
