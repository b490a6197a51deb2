"""When figures may be entered, and by when they are due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from programmes.entry_results import Window
from programmes.memory import remembered_by_results
from programmes.models import Indicator, PeriodReopening, ReportingPeriod
from programmes.periods import Period


def window(programme: str, period: ReportingPeriod, *, today: date | None = None) -> Window:
    """When figures of this period may be entered for the programme. One statement."""
    return windows([period], today=today)(programme, period)


def window_of(period: ReportingPeriod, reopened_until: date | None, today: date | None = None) -> Window:
    """The window of a period that was opened again until a day, or never."""
    return Window(
        opens_on=period.opens_on,
        due_on=period.due_on,
        closes_on=period.closes_on,
        reopened_until=reopened_until,
        today=today or timezone.localdate(),
    )


class Windows:
    """The windows of several periods, for any programme."""

    def __init__(self, reopened: dict[tuple[str, str], date | None], today: date) -> None:
        self._reopened = reopened
        self._today = today

    def __call__(self, programme: str, period: ReportingPeriod) -> Window:
        """The window of one of the periods, for a programme by its code."""
        return window_of(period, self._reopened.get((programme, period.code)), self._today)


def last_word(programme: str, period: ReportingPeriod) -> Subquery:
    """Until when the period is open again for the programme by the reopening that holds, as an expression."""
    words = PeriodReopening.objects.filter(programme_code=programme, period=period)
    return Subquery(words.order_by("-pk").values("until")[:1])


def windows(periods: Iterable[ReportingPeriod], *, today: date | None = None) -> Windows:
    """The windows of these periods. One statement."""
    rows = last_words(list(periods)).values_list("programme_code", "period_id", "until")
    reopened = {(programme, period): until for programme, period, until in rows}
    return Windows(reopened, today or timezone.localdate())


def last_words(periods: Collection[ReportingPeriod] | None = None) -> QuerySet[PeriodReopening]:
    """Of each programme and period (of these, else of all) the reopening that holds: the last one, not the longest."""
    rows = PeriodReopening.objects.all()
    if periods is not None:
        rows = rows.filter(period__in=periods)
    last = rows.order_by("programme_code", "period_id", "-pk").distinct("programme_code", "period_id")
    return PeriodReopening.objects.filter(pk__in=last.values("pk")).order_by()


def open_again(day: date, programme: str = "") -> QuerySet[PeriodReopening]:
    """The reopenings that hold on a day, of one programme (by its code) or of all."""
    found = last_words().filter(until__gte=day)
    return found.filter(programme_code=programme) if programme else found


@dataclass(frozen=True, slots=True)
class DueDates:
    """The figures wanted next, and those wanted last: each a period and the day; None where there are none."""

    next: tuple[Period, date] | None
    last: tuple[Period, date] | None


@remembered_by_results
def due_dates(on: date) -> DueDates:
    """What is wanted next, on or after this day, and what was wanted last before it.

    A period counts only if some indicator of its length is collected then. Whether figures that were wanted came in is
    not asked. One statement, and none while the data version stands.
    """
    of_its_length = Indicator.objects.filter(period_type=OuterRef("period_type"))
    collected = of_its_length.collected(OuterRef("starts_on"), OuterRef("ends_on"))
    wanted = ReportingPeriod.objects.filter(Exists(collected)).order_by("due_on", "starts_on")
    rows = [(Period.parse(code), due_on) for code, due_on in wanted.values_list("code", "due_on")]
    ahead = [row for row in rows if row[1] >= on]
    return DueDates(
        next=ahead[0] if ahead else None,
        last=rows[-len(ahead) - 1] if len(rows) > len(ahead) else None,
    )
