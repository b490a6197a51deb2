"""What was due, what came in and when, by area and period: for everybody to see, without the figures themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from programmes.area_history import by_name
from programmes.choices import Channel
from programmes.due_results import Completeness, CompletenessCell, CompletenessRow
from programmes.models import Indicator, Observation, ReportingPeriod
from programmes.periods import Period
from programmes.queries.families import Place, grids, is_collected
from programmes.results import AreaRef
from programmes.stored_areas import area_history

ENTERED = (Channel.GRID, Channel.UPLOAD)
"""Doors at which lateness is told: what was loaded from published files came in when it was published."""


def completeness(programme: str, first: Period, last: Period, *, today: date | None = None) -> Completeness:
    """How complete each area's figures of a programme are, for the periods from the first to the last. Six statements.

    An area is one that gives figures together (a board with its parts, or England), by the code it had then.
    """
    day = today or timezone.localdate()
    indicators = list(
        Indicator.objects.filter(programme__code=programme).select_related("first_period", "last_period")
    )
    span = [period.code for period in Period.between(first, last)]
    periods = list(ReportingPeriod.objects.filter(pk__in=span).order_by("starts_on"))
    received, history = _received(indicators, periods), area_history()
    found: dict[str, dict[str, CompletenessCell]] = {}
    refs: dict[str, AreaRef] = {}
    for period in periods:
        collected = [one for one in indicators if is_collected(one, period)]
        for area, cells in grids(history, period, collected):
            came = [received[period.code, *cell] for cell in cells if (period.code, *cell) in received]
            days = [on for on in came if on is not None]
            found.setdefault(area.code, {})[period.code] = CompletenessCell(
                expected=len(cells),
                received=len(came),
                last_received_on=max(days) if days else None,
                due_on=period.due_on,
                is_due=day > period.due_on,
            )
            refs[area.code] = history.refs[area.pk]
    return Completeness(
        programme,
        tuple(period.period for period in periods),
        tuple(
            CompletenessRow(ref, tuple(found[ref.code].get(period.code) for period in periods))
            for ref in sorted(refs.values(), key=by_name)
        ),
    )


def _received(
    indicators: Iterable[Indicator], periods: Iterable[ReportingPeriod]
) -> dict[tuple[str, *Place], date | None]:
    """For each cell that has a figure, the day it was sent; None where it did not come in by hand."""
    rows = (
        Observation.objects.filter(indicator__in=list(indicators), period__in=list(periods), revision=1)
        .order_by()
        .values_list("period_id", "indicator_id", "area_id", "submission__channel", "submission__sent_at")
    )
    return {
        (period, indicator, area): timezone.localdate(sent) if channel in ENTERED else None
        for period, indicator, area, channel, sent in rows
    }


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
