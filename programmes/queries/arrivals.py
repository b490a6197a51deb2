"""Which areas' own figures came in for one period, and when: without the figures, for everybody to see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from programmes.models import Observation
from programmes.periods import Period
from programmes.queries.completeness import ENTERED


@dataclass(frozen=True, slots=True)
class Arrival:
    """One figure that came in. `sent_on` is None where it was loaded with a file, and not sent by the area."""

    sent_on: date | None
    due_on: date

    @property
    def is_late(self) -> bool:
        """Whether it was sent after it was due."""
        return self.sent_on is not None and self.sent_on > self.due_on


def arrivals(indicator: str, period: Period, areas: Iterable[str]) -> dict[str, Arrival]:
    """By area (ODS code), the first figure that came in of an indicator and period. One statement."""
    rows = Observation.objects.filter(
        indicator__code=indicator, period=period.code, revision=1, area__code__in=list(areas)
    )
    return {
        area: Arrival(timezone.localdate(sent) if sent and channel in ENTERED else None, due_on)
        for area, channel, sent, due_on in rows.order_by().values_list(
            "area__code", "submission__channel", "submission__sent_at", "period__due_on"
        )
    }
