"""Typing figures into a grid, handing it over, and taking it back. Deciding on it is in `decisions`.

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
from programmes.actions.cells import CellChanged, CellKeeper, CellRefused, CellToSave
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.checks.facts import Problem
from programmes.choices import Role, Severity, SubmissionStatus
from programmes.entry_results import SavedCell
from programmes.models import CellSave, DraftCell, Submission, User
from programmes.queries import entry as grids
from programmes.queries.addresses import Address
from programmes.queries.layout import Layout, layout
from programmes.queries.possible import IN_HAND, UNDER_WAY, of_grid
from programmes.queries.windows import window, window_of

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
def save_cell(*, place: Address, cell: CellToSave, by: User, today: date | None = None) -> SavedCell:
    """Save one cell, in a grid that is begun if need be. Saving again what stands changes nothing.

    Raises CellChanged when another value was saved since the version that was seen, CellRefused when a rule keeps it
    out. Nine statements within a moment that knows definitions and areas; fifteen for the first cell of a grid.
    """
    return _to_be_typed(place, by, today).save(cell)


@transaction.atomic
def save_many(
    *, place: Address, cells: Iterable[CellToSave], by: User, today: date | None = None
) -> tuple[SavedCell | CellChanged | CellRefused | PermissionDenied, ...]:
    """Save a block of cells, each by itself: what became of each, in their order. The good ones stay saved.

    The grid is begun if need be; what was typed into one that was withdrawn last is taken over, with who typed it.
    """
    keeper = _to_be_typed(place, by, today)
    outcomes: list[SavedCell | CellChanged | CellRefused | PermissionDenied] = []
    for cell in cells:
        try:
            outcomes.append(keeper.save(cell))
        except (CellChanged, CellRefused, PermissionDenied) as refusal:
            outcomes.append(refusal)
    return tuple(outcomes)


def _to_be_typed(place: Address, by: User, today: date | None) -> CellKeeper:
    """The grid of a place, begun if need be and locked; SubmissionNotWaiting or PeriodNotOpen where none may type."""
    shape = layout(place.programme, place.period, place.area_code)
    reach = permissions.reach(by, Role.EDITOR, programme=place.programme)
    if not any(reach.covers(area.pk) for area in shape.areas):
        raise PermissionDenied("You may not enter figures of this area for this programme.")
    held = submissions.grid_under_way(place=place, by=by)
    if held is None:
        periods.check_open(programme=place.programme, period=place.period, today=today)
        begun = submissions.begin_grid(place=place, by=by)
        if begun is not None:
            _take_over_withdrawn(place, begun.submission)
            return CellKeeper(shape, begun, reach, by)
        held = submissions.grid_under_way(place=place, by=by)
    if held is None:
        raise SubmissionNotWaiting("Somebody took this grid back just now. Try again.")
    submissions.check_one_of(held.submission, IN_HAND)
    periods.check_in(window_of(place.period, held.reopened_until, today), place.period)
    return CellKeeper(shape, held, reach, by)


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


def shape_of(submission: Submission) -> Layout:
    """The areas and indicators of a grid that was begun."""
    if submission.period is None:
        raise ValueError(f"{submission} is a file, not a grid.")
    return layout(submission.programme, submission.period, submission.area_code)


def _take_over_withdrawn(place: Address, submission: Submission) -> None:
    last = place.grids().filter(pk__lt=submission.pk).order_by("-pk").first()
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
