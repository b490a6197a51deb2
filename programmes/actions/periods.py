"""Opening a closed period again, ending that, and refusing figures of one that is not open."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from programmes import permissions
from programmes.actions import audit
from programmes.checks.said import too_long
from programmes.entry_results import Window
from programmes.models import PeriodReopening, Programme, ReportingPeriod, User
from programmes.queries.layout import collected_between, collected_in
from programmes.queries.windows import last_words, window
from programmes.sentences import day_in_words


class PeriodNotOpen(Exception):
    """Figures of this period may not be entered today; the message says since when or from when."""


class ReopeningRefused(Exception):
    """A period is opened again only where something is collected, with a reason, until a day that is still to come."""


def check_open(*, programme: Programme, period: ReportingPeriod, today: date | None = None) -> None:
    """Raise PeriodNotOpen unless figures may be entered today. One statement."""
    check_in(window(programme.code, period, today=today), period)


def check_in(opening: Window, period: ReportingPeriod) -> None:
    """Raise PeriodNotOpen unless the day lies in the window of the period."""
    if opening.is_open:
        return
    label = period.period.label
    if opening.today < opening.opens_on:
        raise PeriodNotOpen(f"{label} opens on {day_in_words(opening.opens_on)}.")
    raise PeriodNotOpen(
        f"{label} closed on {day_in_words(opening.last_day)}. A national administrator can open it again."
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
    """Open a period again for one programme, to the end of a day. Doing so twice alike changes nothing.

    Of several reopenings the last one holds: a later one with an earlier day shortens.
    """
    permissions.check_can_administer(by)
    reason = reason.strip()
    day = today or timezone.localdate()
    if not reason:
        raise ReopeningRefused("Say why the period is opened again.")
    if message := too_long("The reason", reason):
        raise ReopeningRefused(message)
    if until < day:
        raise ReopeningRefused("Choose a last day that is still to come.")
    _check_collected(programme, period, day)
    latest = _locked_last(period, programme)
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
        programme=programme.code,
    )
    return reopening


@transaction.atomic
def end(
    *, period: ReportingPeriod, programme: Programme, by: User, reason: str = "", today: date | None = None
) -> PeriodReopening | None:
    """End the reopening of a period, with a reason or without. None where nothing is open again: nothing changes."""
    permissions.check_can_administer(by)
    reason = reason.strip()
    if message := too_long("The reason", reason):
        raise ReopeningRefused(message)
    latest = _locked_last(period, programme)
    if latest is None or latest.until is None or latest.until < (today or timezone.localdate()):
        return None
    ended = PeriodReopening.objects.create(
        period=period, programme_code=programme.code, reason=reason, until=None, opened_by=by
    )
    audit.note(
        by=by,
        action="period-reopening-end",
        subject=f"{programme.code} {period.code}",
        detail={"was_until": latest.until.isoformat(), "reason": reason},
        programme=programme.code,
    )
    return ended


def _check_collected(programme: Programme, period: ReportingPeriod, day: date) -> None:
    label = period.period.label
    if period.opens_on > day:
        raise ReopeningRefused(
            f"{label} has not been opened yet: it opens on {day_in_words(period.opens_on)}."
        )
    if collected_in(programme, period):
        return
    first, last = collected_between(programme, period.period_type)
    when = f" Its figures are collected from {first} {f'to {last}' if last else 'on'}." if first else ""
    raise ReopeningRefused(
        f"Nothing of {programme.short_name} is collected for {label}, so there is nothing to open again.{when}"
    )


def _locked_last(period: ReportingPeriod, programme: Programme) -> PeriodReopening | None:
    """The reopening that holds. Of two people who change it at once, the second sees what the first did."""
    ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    return last_words([period]).filter(programme_code=programme.code).first()
