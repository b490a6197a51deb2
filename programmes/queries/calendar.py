"""When figures are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from programmes.memory import remembered_by_results
from programmes.models import Indicator, ReportingPeriod
from programmes.periods import Period


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
    collected = Indicator.objects.filter(
        period_type=OuterRef("period_type"),
        first_period__starts_on__lte=OuterRef("starts_on"),
        last_period__ends_on__gte=OuterRef("ends_on"),
    )
    wanted = ReportingPeriod.objects.filter(Exists(collected)).order_by("due_on", "starts_on")
    rows = [(Period.parse(code), due_on) for code, due_on in wanted.values_list("code", "due_on")]
    ahead = [row for row in rows if row[1] >= on]
    return DueDates(
        next=ahead[0] if ahead else None,
        last=rows[-len(ahead) - 1] if len(rows) > len(ahead) else None,
    )
