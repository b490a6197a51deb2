"""The entry grid: every cell as it was typed, beside what stood before it, what was planned, and what rules say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from programmes import permissions
from programmes.area_history import ref_of
from programmes.checks.facts import Amount
from programmes.choices import Role, SubmissionStatus
from programmes.entry_results import Grid, GridColumn, GridRow, Step
from programmes.models import (
    Indicator,
    Observation,
    Progress,
    Submission,
    shown_name,
)
from programmes.permissions import NOWHERE, Reach
from programmes.queries.explanations import said
from programmes.queries.layout import Layout, layout
from programmes.queries.possible import UNDER_WAY, of_grid
from programmes.queries.sheets import Sheet, Stood, earlier_quarters
from programmes.queries.windows import window


def grid(submission: Submission, user: object, *, today: date | None = None) -> Grid:
    """The grid of a submission, as this person may see it; PermissionDenied when they may not.

    Thirteen statements, whatever its size.
    """
    return grid_of(shape_of(submission), submission, user, today=today)


def shape_of(submission: Submission) -> Layout:
    """The areas and indicators of a grid that was begun."""
    if submission.period is None:
        raise ValueError(f"{submission} is a file, not a grid.")
    return layout(submission.programme, submission.period, submission.area_code)


def grid_at(shape: Layout, last: Submission | None, user: object, *, today: date | None = None) -> Grid:
    """The grid of a place, of which this one was begun last. Before anybody begins, what stands is shown.

    What was typed into one that was taken back is shown as it would be taken over. Nothing is written.
    """
    if last is not None and last.status in UNDER_WAY:
        return grid_of(shape, last, user, today=today)
    is_taken_back = last is not None and last.status == SubmissionStatus.WITHDRAWN
    return grid_of(shape, None, user, today=today, taken_back=last if is_taken_back else None)


def grid_of(
    shape: Layout,
    submission: Submission | None,
    user: object,
    *,
    today: date | None = None,
    taken_back: Submission | None = None,
) -> Grid:
    """The cells of this layout, begun or not, as this person may see them; PermissionDenied when they may not.

    Where none is under way, with what was typed into the one that was taken back.
    """
    programme = shape.programme
    editing = permissions.reach(user, Role.EDITOR, programme=programme)
    reading = permissions.reach(user, Role.EDITOR, Role.APPROVER, Role.ANALYST, programme=programme)
    seen = frozenset(area.pk for area in shape.areas if reading.covers(area.pk))
    if not seen:
        raise PermissionDenied("You may not see the figures that these areas are giving.")
    opening = window(programme.code, shape.reporting_period, today=today)
    may = of_grid(user, shape, submission, opening, editing)
    so_far = steps(submission) if submission else ()
    returned_at = last_return(so_far)
    found = sheet(
        shape, submission or taken_back, reach=editing if may.edit else NOWHERE, returned_at=returned_at
    )
    return Grid(
        programme=programme.code,
        programme_name=programme.short_name,
        period=shape.period,
        area=ref_of(shape.area),
        window=opening,
        columns=tuple(
            GridColumn(indicator.definition, *found.column(indicator, seen)) for indicator in shape.indicators
        ),
        rows=tuple(
            GridRow(
                ref_of(area),
                area.pk,
                tuple(found.cell(indicator, area) for indicator in shape.indicators),
                tuple(gss.code for gss in area.gss_codes),
            )
            for area in shape.areas
            if area.pk in seen
        ),
        submission_id=submission.pk if submission else None,
        status=submission.status if submission else "",
        sent_by=shown_name(submission.sent_by) if submission else "",
        sent_at=submission.sent_at if submission and submission.sent_by_id else None,
        accepted_by=shown_name(submission.accepted_by) if submission else "",
        accepted_at=submission.accepted_at if submission else None,
        steps=so_far,
        returned_at=returned_at,
        is_taken_back=bool(taken_back and found.drafts),
        may_edit=may.edit,
        may_send=may.send,
        may_withdraw=may.withdraw,
        may_decide=may.decide,
    )


def sheet(
    shape: Layout,
    submission: Submission | None,
    *,
    indicators: Collection[Indicator] | None = None,
    reach: Reach = NOWHERE,
    returned_at: datetime | None = None,
) -> Sheet:
    """The cells of these indicators (else of all), judged as they stand. Four statements; three before a grid is begun.

    `reach` says where the person may type, `returned_at` when the grid was returned last.
    """
    wanted = shape.indicators if indicators is None else indicators
    beside = (shape.related(indicator) for indicator in wanted)
    read = {*wanted, *(other[0] for other in beside if other)}
    areas, period = [area.pk for area in (shape.area, *shape.areas)], shape.period
    found = Sheet(shape, reach, returned_at)
    periods = {period, period.previous(), period.year_before(), *earlier_quarters(period)}
    rows = Observation.objects.current().filter(
        indicator__in=read, area__in=areas, period_id__in=[one.code for one in periods]
    )
    # What a publication counted from April on is no quarter that another could be set beside.
    rows = rows.filter(Q(period_id=period.code) | Q(submission__reported_as=""))
    fields = ("indicator_id", "area_id", "period_id", "numerator", "denominator", "marker", "note")
    for indicator_id, area_id, code, numerator, denominator, marker, note in rows.order_by().values_list(
        *fields
    ):
        found.recorded[indicator_id, area_id, code] = Stood(Amount(numerator, denominator, marker), note)
    planned = Progress.objects.filter(indicator__in=read, area__in=areas, period_id=period.code)
    for indicator_id, area_id, target in planned.values_list("indicator_id", "area_id", "target_to_date"):
        if target is not None:
            found.planned[indicator_id, area_id] = round(Decimal(target), 4)
    found.said = dict(said([one.pk for one in read], [period.code], areas))
    if submission is not None:
        typed = submission.cells.filter(indicator__in=read).select_related("saved_by", "typed_by", "noted_by")
        found.drafts = {(draft.indicator_id, draft.area_id): draft for draft in typed}
        if submission.status == SubmissionStatus.WITHDRAWN:
            # Whoever begins anew takes over what was typed, and nothing that was said about it.
            for draft in found.drafts.values():
                draft.comment = ""
    for indicator in wanted:
        for area in shape.areas_of(indicator):
            found.lay_out(indicator, area)
    return found


def steps(submission: Submission) -> tuple[Step, ...]:
    """The life of a submission, oldest step first. One statement."""
    events = submission.events.select_related("by").order_by("at", "id")
    return tuple(Step(event.status, event.at, shown_name(event.by), event.comment) for event in events)


def last_return(so_far: Iterable[Step]) -> datetime | None:
    """When it was returned last; None where it never was."""
    return max((step.at for step in so_far if step.status == SubmissionStatus.RETURNED), default=None)
