"""The notes that are published beside figures: what an area said of a figure that looks odd, and why it is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.models import Observation
from programmes.periods import Period
from programmes.queries.points import parse_period


@dataclass(frozen=True, slots=True)
class Explanation:
    """One published note."""

    indicator: str
    period: Period
    text: str


def explanations(area: str, indicators: Iterable[str]) -> tuple[Explanation, ...]:
    """The notes of the figures that stand of an area (an ODS code), the newest period first. One statement."""
    rows = (
        Observation.objects.filter(area__code=area, indicator__code__in=list(indicators))
        .exclude(note="")
        .current()
        .order_by("-period__ends_on", "indicator__position")
        .values_list("indicator__code", "period_id", "note")
    )
    return tuple(Explanation(code, parse_period(period), note) for code, period, note in rows)
