"""What is due of whom: each grid that is wanted, when, and how far it is. And what came in, for everybody to see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from programmes import permissions
from programmes.area_history import AreaVersion, by_name, ref_of
from programmes.choices import Channel, Role, SubmissionStatus
from programmes.due_results import Completeness, CompletenessCell, CompletenessRow, DueItem
from programmes.models import (
    DraftCell,
    Indicator,
    Observation,
    Programme,
    ReportingPeriod,
    Submission,
)
from programmes.periods import Period
from programmes.queries.families import Place, grids, is_collected
from programmes.queries.possible import UNDER_WAY
from programmes.queries.windows import Windows, open_again, windows
from programmes.results import AreaRef
from programmes.stored_areas import area_history

ENTERED = (Channel.GRID, Channel.UPLOAD)
"""Doors at which lateness is told: what was loaded from published files came in when it was published."""


def completeness(programme: str, first: Period, last: Period, *, today: date | None = None) -> Completeness:
    """How complete each area's figures of a programme are, for the periods from the first to the last. Six statements.

    An area is one that gives figures together (a board with its parts, or England), by the code it had then.
    """
    day = today or timezone.localdate()
    indicators = list(Indicator.objects.filter(programme__code=programme).select_related("first_period"))
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
        Observation.objects.in_hand()
        .filter(indicator__in=list(indicators), period__in=list(periods))
        .order_by("period_id", "indicator_id", "area_id", "pk")
        .distinct("period_id", "indicator_id", "area_id")
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
    rows = Observation.objects.in_hand().filter(
        indicator__code=indicator, period=period.code, area__code__in=list(areas)
    )
    first = rows.order_by("area__code", "pk").distinct("area__code")
    return {
        area: Arrival(timezone.localdate(sent) if sent and channel in ENTERED else None, due_on)
        for area, channel, sent, due_on in first.values_list(
            "area__code", "submission__channel", "submission__sent_at", "period__due_on"
        )
    }


__all__ = ["completeness", "list_for"]

LOOK_BACK = timedelta(days=366)
"""For so long after it closed, a period with missing figures is still listed: what is overdue must not vanish."""


@dataclass(frozen=True)
class Wanted:
    """One grid that somebody may be asked for, with its cells."""

    programme: Programme
    period: ReportingPeriod
    area: AreaVersion
    cells: frozenset[Place]


def list_for(user: object, today: date | None = None) -> tuple[DueItem, ...]:
    """The grids this person enters: open, under way, or overdue in the last year; the most urgent first.

    Cells are counted where the person may type. Nine statements and two a programme, however many grids.
    """
    day = today or timezone.localdate()
    periods = _periods(day)
    opening = windows(periods, today=day)
    wanted = list(_wanted_of(user, periods))
    held = _Held(periods)
    items = [item for one in wanted if (item := _item(one, held, opening)) is not None]
    return tuple(sorted(items, key=_urgency))


def _periods(day: date) -> list[ReportingPeriod]:
    reopened = open_again(day).values("period")
    under_way = Submission.objects.filter(channel=Channel.GRID, status__in=UNDER_WAY).values("period")
    recent = Q(closes_on__gte=day - LOOK_BACK)
    return list(
        ReportingPeriod.objects.filter(
            recent | Q(pk__in=reopened) | Q(pk__in=under_way), opens_on__lte=day
        ).order_by("ends_on")
    )


def _wanted_of(user: object, periods: Iterable[ReportingPeriod]) -> Iterator[Wanted]:
    history = area_history()
    indicators = list(Indicator.objects.select_related("programme", "first_period"))
    programmes = {indicator.programme_id: indicator.programme for indicator in indicators}
    reaches = {
        key: permissions.reach(user, Role.EDITOR, programme=programme)
        for key, programme in programmes.items()
    }
    if not any(reaches.values()):
        return
    for period in periods:
        for key, programme in programmes.items():
            collected = [one for one in indicators if one.programme_id == key and is_collected(one, period)]
            if not collected:
                continue
            for area, cells in grids(history, period, collected):
                mine = frozenset(cell for cell in cells if reaches[key].covers(cell[1]))
                if mine:
                    yield Wanted(programme, period, area, mine)


class _Held:
    """What is there already for these periods: accepted figures, and grids with what was typed. Four statements."""

    def __init__(self, periods: list[ReportingPeriod]) -> None:
        self.recorded: dict[str, set[Place]] = {}
        rows = Observation.objects.in_hand().filter(period__in=periods).order_by()
        for period, indicator, area in rows.values_list("period_id", "indicator_id", "area_id"):
            self.recorded.setdefault(period, set()).add((indicator, area))
        under_way = Submission.objects.filter(
            channel=Channel.GRID, status__in=UNDER_WAY, period__in=periods
        ).prefetch_related("events")
        self.grids = {(one.programme_id, one.period_id, one.area_code): one for one in under_way}
        self.typed: dict[int, set[Place]] = {}
        cells = DraftCell.objects.filter(submission__in=list(self.grids.values())).exclude(
            numerator=None, denominator=None, marker=""
        )
        for submission, indicator, area in cells.order_by().values_list(
            "submission_id", "indicator_id", "area_id"
        ):
            self.typed.setdefault(submission, set()).add((indicator, area))


def _item(one: Wanted, held: _Held, opening: Windows) -> DueItem | None:
    window = opening(one.programme.code, one.period)
    grid = held.grids.get((one.programme.pk, one.period.pk, one.area.code))
    recorded = held.recorded.get(one.period.pk, set()) & one.cells
    missing = one.cells - recorded - (held.typed.get(grid.pk, set()) if grid else set())
    if grid is None and not window.is_open and not missing:
        return None
    status = _status(grid, bool(recorded), bool(missing))
    returned = ""
    if grid is not None and grid.status == SubmissionStatus.RETURNED:
        comments = [event.comment for event in grid.events.all() if event.status == SubmissionStatus.RETURNED]
        returned = comments[-1] if comments else ""
    return DueItem(
        programme=one.programme.code,
        programme_name=one.programme.short_name,
        period=one.period.period,
        area=ref_of(one.area),
        status=status,
        window=window,
        cells_total=len(one.cells),
        cells_missing=len(missing),
        submission_id=grid.pk if grid else None,
        returned_comment=returned,
    )


def _status(grid: Submission | None, has_figures: bool, has_gaps: bool) -> str:
    if grid is not None:
        return str(grid.status)
    if not has_figures:
        return "not_started"
    return "incomplete" if has_gaps else "accepted"


ORDER = ("returned", "draft", "not_started", "incomplete", "submitted", "accepted")
"""Which state calls loudest."""


def _urgency(item: DueItem) -> tuple[bool, int, date, str, str]:
    return (
        not item.window.is_open,
        ORDER.index(item.status),
        item.window.due_on,
        item.programme,
        item.area.short_name,
    )
