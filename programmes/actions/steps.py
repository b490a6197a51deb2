"""The steps of a submission that people take: submit, withdraw, accept, return. The same for a grid and for a file.

Each locks the submission first. Taking a step again that one took changes nothing; what another person did is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from programmes import permissions
from programmes.actions import hands, submissions
from programmes.actions.grids import GridContents
from programmes.actions.observations import Recorded
from programmes.actions.submissions import SecondPersonNeeded, SubmissionNotWaiting
from programmes.actions.uploads import FileContents
from programmes.checks.said import too_long
from programmes.choices import Channel, SubmissionStatus
from programmes.layers import layer_entered_by, reading
from programmes.models import DraftCell, Submission, User
from programmes.sentences import counted


class ReturnNeedsWords(Exception):
    """Figures are returned with a comment on a cell or on all of them, not too long, so that somebody can mend them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one of many submissions: done, or why not."""

    submission_id: int
    is_done: bool
    message: str = ""


@transaction.atomic
def submit(*, submission: Submission, by: User, reason: str = "", today: date | None = None) -> Submission:
    """Hand figures over to be decided on. Raises NotReady, NothingToSend or ReasonWanted where they are not ready.

    The reason is that of a file which changes figures. Whoever gave one of the figures before has a hand in it.
    """
    locked = submissions.current(submission)
    if locked.status == SubmissionStatus.SUBMITTED and locked.sent_by_id == by.pk:
        return locked
    with reading(layer_entered_by(by)):
        figures = _contents(locked).check_ready(by, reason.strip(), today)
        submissions.move(
            locked, SubmissionStatus.SUBMITTED, by=by, sent_by=by, sent_at=timezone.now(), rows_read=figures
        )
        hands.lay(locked, by)
        hands.lay_by_values(locked)
    return locked


@transaction.atomic
def withdraw(*, submission: Submission, by: User, comment: str = "") -> None:
    """Take figures back before they are accepted. Nothing is deleted; a grid begun anew takes over what was typed."""
    locked = submissions.current(submission)
    if locked.status == SubmissionStatus.WITHDRAWN:
        return
    contents = _contents(locked)
    submissions.check_one_of(locked, contents.WITHDRAWABLE)
    contents.check_may_withdraw(by)
    submissions.move(locked, SubmissionStatus.WITHDRAWN, by=by, comment=comment.strip())
    hands.lay(locked, by)


@transaction.atomic
def accept(*, submission: Submission, by: User, reason: str = "") -> Recorded:
    """Make observations of all cells of a grid, or of what a file changes: with marks and audit, all or nothing."""
    locked = submissions.current(submission)
    if locked.status == SubmissionStatus.ACCEPTED and locked.accepted_by_id == by.pk:
        return Recorded(locked.rows_new, locked.rows_changed, locked.rows_same)
    _check_may_decide(by, locked)
    with reading(submissions.layer_of(locked)):
        contents = _contents(locked)
        return submissions.accept(
            submission=locked,
            findings=contents.findings(),
            by=by,
            reason=reason.strip() or contents.REASON,
        )


@transaction.atomic
def return_cells(
    *, submission: Submission, by: User, comments: Mapping[int, str] | None = None, comment: str = ""
) -> None:
    """Return figures to those who gave them, with comments on cells of a grid (by their keys) or on the whole."""
    locked = submissions.current(submission)
    _check_may_decide(by, locked)
    on_cells = {key: text.strip() for key, text in (comments or {}).items() if text.strip()}
    for text in (comment.strip(), *on_cells.values()):
        if message := too_long("A comment", text):
            raise ReturnNeedsWords(message)
    if not on_cells and not comment.strip():
        raise ReturnNeedsWords("Say what is to be mended: comment on a cell, or on the whole.")
    cells = list(locked.cells.all())
    if on_cells.keys() - {cell.pk for cell in cells}:
        raise ReturnNeedsWords("A comment was about no such cell of this grid. Load the page again.")
    for cell in cells:
        cell.comment = on_cells.get(cell.pk, "")
    DraftCell.objects.bulk_update(cells, ["comment"])
    words = comment.strip() or counted(len(on_cells), "cell has a comment.", "cells have comments.")
    submissions.move(locked, SubmissionStatus.RETURNED, by=by, comment=words)


def accept_many(*, submissions: Iterable[Submission], by: User, reason: str = "") -> tuple[Decision, ...]:
    """Accept several submissions, each by itself: what became of each, in their order."""
    return _each(submissions, partial(accept, by=by, reason=reason))


def return_many(*, submissions: Iterable[Submission], by: User, comment: str) -> tuple[Decision, ...]:
    """Return several submissions with one comment, each by itself: what became of each, in their order."""
    return _each(submissions, partial(return_cells, by=by, comment=comment))


def _each(waiting: Iterable[Submission], decide: Callable[..., object]) -> tuple[Decision, ...]:
    return tuple(_decide(one, decide) for one in waiting)


def _decide(submission: Submission, decide: Callable[..., object]) -> Decision:
    try:
        decide(submission=submission)
    except (PermissionDenied, SubmissionNotWaiting, SecondPersonNeeded, ReturnNeedsWords) as refusal:
        return Decision(submission.pk, is_done=False, message=str(refusal))
    return Decision(submission.pk, is_done=True)


def _contents(locked: Submission) -> GridContents | FileContents:
    """What a submission holds, by the way in which it came: a grid, or a file that somebody sent in."""
    return FileContents(locked) if locked.channel == Channel.UPLOAD else GridContents(locked)


def _check_may_decide(by: User, locked: Submission) -> None:
    if locked.status != SubmissionStatus.SUBMITTED:
        who = f" by {locked.accepted_by}" if locked.accepted_by else ""
        raise SubmissionNotWaiting(
            f"This is {locked.get_status_display().lower()}{who} and waits for nobody."
        )
    if why := permissions.why_not_decide(by, locked):
        raise PermissionDenied(why)
