"""The latest period worth opening a table with."""

from __future__ import annotations

from django.db.models import Max, Q

from programmes.memory import remembered_by_results
from programmes.models import Progress
from programmes.periods import Period


@remembered_by_results
def latest_judged(indicator: str, area_type: str) -> Period | None:
    """The last period for which any area of this level has a figure beside a target, else any figure at all.

    None when there is neither. One statement.
    """
    rows = Progress.objects.filter(indicator__code=indicator, area__area_type=area_type, actual__isnull=False)
    ends = rows.aggregate(known=Max("period_id"), judged=Max("period_id", filter=Q(attainment__isnull=False)))
    code = ends["judged"] or ends["known"]
    return Period.parse(code) if code else None
