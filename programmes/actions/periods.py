"""Opening a closed period again, and refusing figures of one that is not open."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from programmes import permissions
from programmes.actions import audit
from programmes.models import PeriodReopening, Programme, ReportingPeriod, User
from programmes.queries.windows import window


class PeriodNotOpen(Exception):
    """Figures of this period may not be entered today; the message says since when or from when."""


class ReopeningRefused(Exception):
    """A period is opened again only with a reason, until a day that is still to come."""


def check_open(*, programme: Programme, period: ReportingPeriod, today: date | None = None) -> None:
    """Raise PeriodNotOpen unless figures may be entered today."""
    opening = window(programme.code, period, today=today)
    if opening.is_open:
        return
    label = period.period.label
    if opening.today < opening.opens_on:
        raise PeriodNotOpen(f"{label} opens on {_written(opening.opens_on)}.")
    raise PeriodNotOpen(
        f"{label} closed on {_written(opening.last_day)}. A national administrator can open it again."
    )


@transaction.atomic
def reopen(
    *,
    period: ReportingPeriod,
    programme: Programme,
    reason: str,
    until: date,
    by: User,
    today: date | None = None,
) -> PeriodReopening:
    """Open a period again for one programme, to the end of a day. Doing so twice alike changes nothing."""
    permissions.check_can_administer(by)
    reason = reason.strip()
    if not reason:
        raise ReopeningRefused("Say why the period is opened again.")
    if until < (today or timezone.localdate()):
        raise ReopeningRefused("Choose a last day that is still to come.")
    # Of two people who open it at once, the second sees what the first did.
    ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    latest = PeriodReopening.objects.filter(period=period, programme_code=programme.code).first()
    if latest is not None and (latest.until, latest.reason, latest.opened_by_id) == (until, reason, by.pk):
        return latest
    reopening = PeriodReopening.objects.create(
        period=period, programme_code=programme.code, reason=reason, until=until, opened_by=by
    )
    audit.note(
        by=by,
        action="period-reopen",
        subject=f"{programme.code} {period.code}",
        detail={"until": until.isoformat(), "reason": reason},
    )
    return reopening


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
