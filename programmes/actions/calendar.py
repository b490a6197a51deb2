"""Keeping the calendar of reporting ahead of the clock, year after year."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from programmes.actions import recompute
from programmes.layers import kept_layers
from programmes.locks import Lock, wait_for
from programmes.models import ReportingPeriod
from programmes.periods import Period
from programmes.reference.calendar import calendar, last_year


@transaction.atomic
def extend() -> int:
    """Make the years and quarters that the calendar of today lacks at its end; how many.

    Of two who do so at once, the second finds them made. A calendar that was never loaded stays empty. One statement
    where nothing is wanting.
    """
    wanted = last_year(timezone.localdate())
    if not _falls_short(wanted):
        return 0
    wait_for(Lock.CALENDAR)
    last = ReportingPeriod.objects.aggregate(ends_on=Max("ends_on"))["ends_on"]
    if last is None or last >= wanted.ends_on:
        return 0
    rows = calendar(wanted, first=Period.containing(last, quarterly=False).next())
    made = ReportingPeriod.objects.bulk_create(ReportingPeriod(**asdict(row)) for row in rows)
    # What is remembered of the calendar is forgotten with the number.
    recompute.raise_version(*kept_layers())
    return len(made)


def _falls_short(wanted: Period) -> bool:
    return not ReportingPeriod.objects.filter(ends_on__gte=wanted.ends_on).exists()
