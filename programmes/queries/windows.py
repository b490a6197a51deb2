"""When figures may be entered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max
from django.utils import timezone

from programmes.entry_results import Window
from programmes.models import PeriodReopening, ReportingPeriod


def window(programme: str, period: ReportingPeriod, *, today: date | None = None) -> Window:
    """When figures of this period may be entered for the programme. One statement."""
    return windows([period], today=today)(programme, period)


class Windows:
    """The windows of several periods, for any programme."""

    def __init__(self, reopened: dict[tuple[str, str], date], today: date) -> None:
        self._reopened = reopened
        self._today = today

    def __call__(self, programme: str, period: ReportingPeriod) -> Window:
        """The window of one of the periods, for a programme by its code."""
        return Window(
            opens_on=period.opens_on,
            due_on=period.due_on,
            closes_on=period.closes_on,
            reopened_until=self._reopened.get((programme, period.code)),
            today=self._today,
        )


def windows(periods: Iterable[ReportingPeriod], *, today: date | None = None) -> Windows:
    """The windows of these periods. One statement."""
    rows = (
        PeriodReopening.objects.filter(period__in=list(periods))
        .order_by()
        .values_list("programme_code", "period_id")
        .annotate(latest=Max("until"))
    )
    reopened = {(programme, period): until for programme, period, until in rows}
    return Windows(reopened, today or timezone.localdate())
