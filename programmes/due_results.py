"""What queries return about deliveries: what is due, what came in, and the history of one figure. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from programmes.checks.facts import Amount
from programmes.entry_results import Window
from programmes.periods import Period
from programmes.results import AreaRef


@dataclass(frozen=True, slots=True)
class DueItem:
    """One grid that is wanted of somebody, and how far it is."""

    programme: str
    programme_name: str
    period: Period
    area: AreaRef
    status: str
    """not_started, draft, submitted, returned, incomplete (some accepted, some missing) or accepted."""
    window: Window
    cells_total: int
    cells_missing: int
    submission_id: int | None = None
    returned_comment: str = ""

    @property
    def is_overdue(self) -> bool:
        """Wanted before today, and not sent."""
        return self.window.is_past_due and self.status not in {"submitted", "accepted"}


@dataclass(frozen=True, slots=True)
class CompletenessCell:
    """What came in of one area for one period."""

    expected: int
    received: int
    last_received_on: date | None
    due_on: date
    is_due: bool

    @property
    def state(self) -> str:
        """complete, late (complete, but after the due date), partial, missing, or not_due."""
        if self.received >= self.expected:
            on = self.last_received_on
            return "late" if on is not None and on > self.due_on else "complete"
        if not self.is_due:
            return "not_due"
        return "partial" if self.received else "missing"


@dataclass(frozen=True, slots=True)
class CompletenessRow:
    """One area across the periods; None where nothing is expected of it."""

    area: AreaRef
    cells: tuple[CompletenessCell | None, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Areas by periods: what was due, came in, is late."""

    programme: str
    periods: tuple[Period, ...]
    rows: tuple[CompletenessRow, ...]


@dataclass(frozen=True, slots=True)
class CellRevision:
    """One revision of one figure: what it was; who typed, noted, sent and accepted it; when and why."""

    revision: int
    amount: Amount
    note: str
    reason: str
    is_made_up: bool
    recorded_at: datetime
    counts_from_april: bool
    """Whether it is a year to date, of which the quarter's own figure is the difference."""
    channel: str
    submission_id: int
    file_name: str
    source: str
    typed_by: str
    """Who gave the number."""
    noted_by: str
    """Who gave the note."""
    sent_by: str
    sent_at: datetime | None
    accepted_by: str
    accepted_at: datetime | None
