"""When figures are wanted."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef

from programmes.memory import remembered_by_results
from programmes.models import Indicator, ReportingPeriod
from programmes.periods import Period


@remembered_by_results
def next_due(on: date) -> tuple[Period, date] | None:
    """The period whose figures are wanted next, on or after this day, and by when; None when none are any more.

    A period counts only if some indicator of its length is still collected then. One statement,
    and none while the data version stands.
    """
    collected = Indicator.objects.filter(
        period_type=OuterRef("period_type"),
        first_period__starts_on__lte=OuterRef("starts_on"),
        last_period__ends_on__gte=OuterRef("ends_on"),
    )
    wanted = ReportingPeriod.objects.filter(Exists(collected), due_on__gte=on)
    row = wanted.order_by("due_on", "starts_on").values_list("code", "due_on").first()
    return (Period.parse(row[0]), row[1]) if row else None
