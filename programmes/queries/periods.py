"""The calendar of reporting, and what was opened again in it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from programmes.models import PeriodReopening, ReportingPeriod

SHOWN = 12


def calendar(today: date | None = None) -> tuple[tuple[ReportingPeriod, str], ...]:
    """The periods that have begun, the latest first, each with how it stands: open, due, closed. One statement."""
    day = today or timezone.localdate()
    begun = ReportingPeriod.objects.filter(opens_on__lte=day).order_by("-ends_on", "period_type")[:SHOWN]
    return tuple((period, _standing(period, day)) for period in begun)


def _standing(period: ReportingPeriod, day: date) -> str:
    if day > period.closes_on:
        return "Closed"
    return "Open, past its due date" if day > period.due_on else "Open"


def reopenings() -> tuple[PeriodReopening, ...]:
    """What was opened again, the latest first. One statement."""
    return tuple(PeriodReopening.objects.select_related("period", "opened_by")[:50])
