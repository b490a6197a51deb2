"""The calendar of reporting, and what was opened again in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from programmes.models import PeriodReopening, ReportingPeriod
from programmes.queries.windows import last_words

SHOWN = 12
REOPENINGS = 50


def calendar(today: date | None = None) -> tuple[tuple[ReportingPeriod, str], ...]:
    """The periods that have begun, the latest first, each with how it stands: open, due, closed. One statement."""
    day = today or timezone.localdate()
    begun = ReportingPeriod.objects.filter(opens_on__lte=day).order_by("-ends_on", "period_type")[:SHOWN]
    return tuple((period, _standing(period, day)) for period in begun)


def _standing(period: ReportingPeriod, day: date) -> str:
    if day > period.closes_on:
        return "Closed"
    return "Open, past its due date" if day > period.due_on else "Open"


@dataclass(frozen=True, slots=True)
class Reopened:
    """One reopening, or the end of one, with how it stands."""

    period: ReportingPeriod
    programme_code: str
    until: date | None
    """None where it ends the one before."""
    reason: str
    by: str
    at: datetime
    now: str
    is_open: bool
    """Whether figures may be entered because of it, so that it can be ended."""


def reopenings(today: date | None = None) -> tuple[Reopened, ...]:
    """What was opened again, and what of it was ended, the latest first. Two statements."""
    day = today or timezone.localdate()
    holding = set(last_words().values_list("pk", flat=True))
    rows = PeriodReopening.objects.select_related("period", "opened_by").order_by("-pk")[:REOPENINGS]
    return tuple(_reopened(row, is_last=row.pk in holding, day=day) for row in rows)


def _reopened(row: PeriodReopening, *, is_last: bool, day: date) -> Reopened:
    is_open = is_last and row.until is not None and row.until >= day
    if row.until is None:
        now = "Ended"
    elif not is_last:
        now = "Replaced by a later one"
    else:
        now = "Open" if is_open else "Over"
    return Reopened(
        period=row.period,
        programme_code=row.programme_code,
        until=row.until,
        reason=row.reason,
        by=str(row.opened_by),
        at=row.opened_at,
        now=now,
        is_open=is_open,
    )
