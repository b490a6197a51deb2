"""When a quarter's figures stand: after their due date, when nothing waits that could still change them.

Nothing waits when no slice is to be recomputed and no grid that was sent in is still to be accepted. A grid that
nobody decides upon holds the news back until the quarter closes, and no longer.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from dashboards.models_news import Bulletin
from programmes.choices import PeriodType, SubmissionStatus
from programmes.models import Dirty, Indicator, Progress, ReportingPeriod, Submission

LOOKED_BACK = 8
"""Only of so many quarters that are due there is news: a new site does not tell its whole history."""


def publish(*, today: date | None = None) -> int:
    """Note the quarters whose figures stand since the last time; how many. Done twice at once, each is noted once.

    The first time, those of the past are noted for the day after they were due: nobody gets a letter about them.
    """
    day = today or timezone.localdate()
    if Dirty.objects.exists():
        return 0
    due = ReportingPeriod.objects.filter(period_type=PeriodType.QUARTER, due_on__lt=day)
    recent = list(due.order_by("-starts_on")[:LOOKED_BACK])
    known = set(Bulletin.objects.filter(period__in=recent).values_list("period_id", flat=True))
    unknown = [period for period in recent if period.code not in known]
    standing = [period for period in unknown if not _waits(period, day)]
    with_figures = _with_figures(standing)
    is_first = not Bulletin.objects.exists()
    made = [
        Bulletin(period=period, stands_at=_day_after(period.due_on) if is_first else timezone.now())
        for period in standing
        if period.code in with_figures
    ]
    Bulletin.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def latest(count: int = LOOKED_BACK) -> list[Bulletin]:
    """The quarters there is news of, the latest first. One statement."""
    return list(Bulletin.objects.order_by("-period__starts_on").select_related("period")[:count])


def _day_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _waits(period: ReportingPeriod, day: date) -> bool:
    if day > period.closes_on:
        return False
    waiting = Submission.objects.filter(period=period, status=SubmissionStatus.SUBMITTED)
    return waiting.exclude(sent_by__is_demonstration=True).exists()


def _with_figures(periods: list[ReportingPeriod]) -> set[str]:
    # By indicator as well, so that the key of the results leads there.
    rows = Progress.objects.filter(
        indicator__in=list(Indicator.objects.values_list("pk", flat=True)),
        period__in=periods,
        actual__isnull=False,
    )
    return set(rows.order_by().values_list("period_id", flat=True).distinct())
