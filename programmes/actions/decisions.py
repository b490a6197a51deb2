"""Deciding on what others entered: accepting it, which makes observations of it, or returning it with comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction

from programmes import permissions
from programmes.actions import submissions, uploads
from programmes.actions.observations import Recorded
from programmes.actions.submissions import SecondPersonNeeded, SubmissionNotWaiting
from programmes.checks.facts import Amount, Said
from programmes.checks.said import explains, too_long
from programmes.choices import Channel, SubmissionStatus
from programmes.deliveries import Figure, Findings
from programmes.entry_results import joined
from programmes.models import DraftCell, Submission, User
from programmes.queries.said import said
from programmes.sentences import counted

CHANGED_SINCE = "Changed in the entry grid."
"""The reason of a revision that nobody was asked to give one for: another figure came in meanwhile."""


class ReturnNeedsWords(Exception):
    """Figures are returned with a comment on a cell or on all of them, not too long, so that somebody can mend them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one of many submissions: done, or why not."""

    submission_id: int
    is_done: bool
    message: str = ""


@transaction.atomic
def accept(*, submission: Submission, by: User, reason: str = "") -> Recorded:
    """Make observations of all cells of a grid, or of what a file changes, with marks, audit and event: all or nothing.

    Accepting again what one accepted changes nothing; what another person decided is refused.
    """
    locked = submissions.current(submission)
    if locked.status == SubmissionStatus.ACCEPTED and locked.accepted_by_id == by.pk:
        return Recorded(locked.rows_new, locked.rows_changed, locked.rows_same)
    _check_undecided(locked)
    permissions.check_can_decide(by, locked)
    if locked.channel == Channel.UPLOAD:
        return uploads.accept(submission=locked, by=by, reason=reason)
    figures = tuple(_figures(locked))
    return submissions.accept(
        submission=locked,
        findings=Findings(rows_read=len(figures), figures=figures),
        by=by,
        reason=reason.strip() or CHANGED_SINCE,
        # What a demonstration account makes up must never be taken for what an area reported.
        illustrative=bool(locked.sent_by and locked.sent_by.is_demonstration),
    )


@transaction.atomic
def return_cells(
    *, submission: Submission, by: User, comments: Mapping[int, str] | None = None, comment: str = ""
) -> None:
    """Return a grid to those who entered it, with comments on cells (by their keys) or on the whole."""
    locked = submissions.current(submission)
    _check_undecided(locked)
    permissions.check_can_decide(by, locked)
    on_cells = {key: text.strip() for key, text in (comments or {}).items() if text.strip()}
    for text in (comment.strip(), *on_cells.values()):
        if message := too_long("A comment", text):
            raise ReturnNeedsWords(message)
    if not on_cells and not comment.strip():
        raise ReturnNeedsWords("Say what is to be mended: comment on a cell, or on the whole.")
    if locked.channel == Channel.UPLOAD:
        uploads.send_back(submission=locked, by=by, comment=comment.strip())
        return
    cells = list(locked.cells.all())
    if on_cells.keys() - {cell.pk for cell in cells}:
        raise ReturnNeedsWords("A comment was about no such cell of this grid. Load the page again.")
    for cell in cells:
        cell.comment = on_cells.get(cell.pk, "")
    DraftCell.objects.bulk_update(cells, ["comment"])
    commented = counted(len(on_cells), "cell has a comment.", "cells have comments.")
    submissions.send_back(submission=locked, by=by, comment=comment.strip() or commented)


def accept_many(*, submissions: Iterable[Submission], by: User, reason: str = "") -> tuple[Decision, ...]:
    """Accept several grids, each by itself: what became of each, in their order."""
    return _each(submissions, partial(accept, by=by, reason=reason))


def return_many(*, submissions: Iterable[Submission], by: User, comment: str) -> tuple[Decision, ...]:
    """Return several grids with one comment, each by itself: what became of each, in their order."""
    return _each(submissions, partial(return_cells, by=by, comment=comment))


def _each(waiting: Iterable[Submission], decide: Callable[..., object]) -> tuple[Decision, ...]:
    return tuple(_decide(one, decide) for one in waiting)


def _decide(submission: Submission, decide: Callable[..., object]) -> Decision:
    try:
        decide(submission=submission)
    except (PermissionDenied, SubmissionNotWaiting, SecondPersonNeeded, ReturnNeedsWords) as refusal:
        return Decision(submission.pk, is_done=False, message=str(refusal))
    return Decision(submission.pk, is_done=True)


def _check_undecided(submission: Submission) -> None:
    if submission.status == SubmissionStatus.SUBMITTED:
        return
    who = f" by {submission.accepted_by}" if submission.accepted_by else ""
    raise SubmissionNotWaiting(
        f"This is {submission.get_status_display().lower()}{who} and waits for nobody."
    )


def _figures(submission: Submission) -> Iterable[Figure]:
    cells = submission.cells.select_related("indicator").order_by("indicator", "area")
    held = [cell for cell in cells if cell.numerator is not None or cell.marker]
    period = str(submission.period_id)
    earlier = said({cell.indicator_id for cell in held}, [period], {cell.area_id for cell in held})
    for cell in held:
        figure = Figure(
            indicator=cell.indicator.code,
            area=cell.area_id,
            period=period,
            numerator=cell.numerator,
            denominator=cell.denominator,
            marker=cell.marker,
            reason=cell.reason,
            typed_by=cell.typed_by_id,
            noted_by=cell.noted_by_id,
        )
        yield replace(figure, note=_published_note(cell, earlier.get(figure.key, ())))


def _published_note(cell: DraftCell, earlier: Iterable[Said]) -> str:
    """What is published beside a figure: its note, and the explanation if it is one of this figure."""
    amount = Amount(cell.numerator, cell.denominator, cell.marker)
    return joined(cell.note, cell.explanation if explains(cell.explanation, amount, earlier) else "")
