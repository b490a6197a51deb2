"""Typing figures into a grid, and handing it over. Deciding on it is in `decisions`, reached from here as well.

Every action locks the submission first: two people in one cell, a save while another sends, or two who send at once
follow one another, and the later one sees what the earlier one did.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from programmes import permissions
from programmes.actions import hands, periods, submissions
from programmes.actions.cells import CellChanged, CellKeeper, CellRefused, CellToSave, shape_of
from programmes.actions.decisions import (
    Decision,
    ReturnNeedsWords,
    accept,
    accept_many,
    return_cells,
    return_many,
)
from programmes.actions.periods import PeriodNotOpen
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.checks.facts import Problem
from programmes.choices import Channel, Role, Severity, SubmissionStatus
from programmes.entry_results import CellEntry, SavedCell
from programmes.models import CellSave, DraftCell, Programme, ReportingPeriod, Submission, User
from programmes.queries import entry as grids
from programmes.queries.layout import layout
from programmes.queries.possible import IN_HAND, UNDER_WAY, of_grid
from programmes.queries.windows import window

__all__ = [
    "CellChanged",
    "CellRefused",
    "CellToSave",
    "Decision",
    "NotReady",
    "PeriodNotOpen",
    "ReturnNeedsWords",
    "SubmissionNotWaiting",
    "accept",
    "accept_many",
    "open_grid",
    "return_cells",
    "return_many",
    "save_cell",
    "save_many",
    "submit",
    "withdraw",
]


UNTOUCHED = (
    "These figures were returned, and nothing was changed since. Change what was asked for, or say in the note of "
    "the figure why it stays."
)
NOT_ALL = "Somebody who may enter all figures of {} must send them or take them back."


class NotReady(Exception):
    """The grid cannot be handed over yet; nothing was changed. `problems` say what is missing."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


@transaction.atomic
def open_grid(
    *,
    programme: Programme,
    period: ReportingPeriod,
    area_code: str,
    by: User,
    today: date | None = None,
) -> Submission:
    """The grid of this programme, period and area: the one under way, or a new one while the period is open.

    What was typed into a grid that was withdrawn last is taken over, with who typed it.
    """
    shape = layout(programme, period, area_code)
    reach = permissions.reach(by, Role.EDITOR, programme=programme)
    if not any(reach.covers(area.pk) for area in shape.areas):
        raise PermissionDenied("You may not enter figures of this area for this programme.")
    under_way = submissions.open_grid(programme=programme, period=period, area_code=area_code)
    if under_way is not None:
        return under_way
    periods.check_open(programme=programme, period=period, today=today)
    submission, is_new = submissions.begin_grid(
        programme=programme, period=period, area_code=area_code, by=by
    )
    if is_new:
        _take_over_withdrawn(submission)
    return submission


@transaction.atomic
def save_cell(
    *,
    submission: Submission,
    indicator: str,
    area_id: int,
    entry: CellEntry,
    seen_version: int,
    by: User,
    today: date | None = None,
) -> SavedCell:
    """Save one cell. Saving again what stands changes nothing, whatever version was seen.

    Raises CellChanged when another value was saved since `seen_version`, CellRefused when a rule keeps it out.
    """
    keeper = CellKeeper(submission, by, today)
    return keeper.save(CellToSave(indicator, area_id, entry, seen_version))


@transaction.atomic
def save_many(
    *, submission: Submission, cells: Iterable[CellToSave], by: User, today: date | None = None
) -> tuple[SavedCell | CellChanged | CellRefused | PermissionDenied, ...]:
    """Save a block of cells, each by itself: what became of each, in their order. The good ones stay saved."""
    keeper = CellKeeper(submission, by, today)
    outcomes: list[SavedCell | CellChanged | CellRefused | PermissionDenied] = []
    for cell in cells:
        try:
            outcomes.append(keeper.save(cell))
        except (CellChanged, CellRefused, PermissionDenied) as refusal:
            outcomes.append(refusal)
    return tuple(outcomes)


@transaction.atomic
def submit(*, submission: Submission, by: User, today: date | None = None) -> Submission:
    """Hand the grid over to be decided on. Raises NotReady with everything that is wrong or unexplained."""
    locked = submissions.current(submission)
    if locked.status == SubmissionStatus.SUBMITTED and locked.sent_by_id == by.pk:
        return locked
    locked = submissions.lock(submission, IN_HAND)
    shape = shape_of(locked)
    periods.check_open(programme=locked.programme, period=shape.reporting_period, today=today)
    grid = grids.grid(locked, by, today=today)
    if not grid.may_send:
        raise PermissionDenied(NOT_ALL.format(shape.area.short_name))
    if grid.open_problems:
        raise NotReady(grid.open_problems)
    if grid.is_untouched:
        raise NotReady((Problem("returned-untouched", Severity.REFUSAL, UNTOUCHED, indicator=""),))
    if not grid.changes:
        nothing = "There is nothing to send yet: no figure was entered or changed."
        raise NotReady((Problem("nothing-to-send", Severity.REFUSAL, nothing, indicator=""),))
    submissions.send(submission=locked, by=by, cells=len(grid.changes))
    return submissions.current(submission)


@transaction.atomic
def withdraw(*, submission: Submission, by: User, comment: str = "") -> None:
    """Take the grid back before it is accepted. What was typed is kept, and taken over by the next one."""
    locked = submissions.current(submission)
    if locked.status == SubmissionStatus.WITHDRAWN:
        return
    shape = shape_of(locked)
    locked = submissions.lock(locked, UNDER_WAY)
    opening = window(locked.programme.code, shape.reporting_period)
    if not of_grid(by, shape, locked, opening).withdraw:
        raise PermissionDenied(NOT_ALL.format(shape.area.short_name))
    submissions.withdraw(submission=locked, by=by, comment=comment.strip())


def _take_over_withdrawn(submission: Submission) -> None:
    earlier = Submission.objects.filter(
        programme=submission.programme,
        period=submission.period,
        area_code=submission.area_code,
        channel=Channel.GRID,
        pk__lt=submission.pk,
    )
    last = earlier.order_by("-pk").first()
    if last is None or last.status != SubmissionStatus.WITHDRAWN:
        return
    cells = list(last.cells.all())
    for cell in cells:
        cell.pk, cell.submission, cell.comment = None, submission, ""
    DraftCell.objects.bulk_create(cells)
    CellSave.objects.bulk_create(
        CellSave(
            submission=submission,
            indicator_id=cell.indicator_id,
            area_id=cell.area_id,
            version=cell.version,
            numerator=cell.numerator,
            denominator=cell.denominator,
            marker=cell.marker,
            note=cell.note,
            explanation=cell.explanation,
            reason=cell.reason,
            by_id=cell.saved_by_id,
            at=cell.saved_at,
        )
        for cell in cells
    )
    hands.take_over(submission, [last.pk])
