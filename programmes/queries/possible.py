"""What somebody may do with a grid or a file now. Pages show a button, and actions do what it says, by this alone."""

from __future__ import annotations

from dataclasses import dataclass

from programmes import permissions
from programmes.choices import Role, SubmissionStatus, UploadState
from programmes.entry_results import Window
from programmes.models import Submission, Upload, User
from programmes.permissions import Reach
from programmes.queries.layout import Layout

IN_HAND = (SubmissionStatus.DRAFT, SubmissionStatus.RETURNED)
"""Still with those who enter it."""

UNDER_WAY = (*IN_HAND, SubmissionStatus.SUBMITTED)
"""Not decided on, and not taken back."""

UNDECIDED = (SubmissionStatus.DRAFT, SubmissionStatus.SUBMITTED)
"""The same of a file: one that was returned is sent in anew."""


@dataclass(frozen=True, slots=True)
class Possible:
    """What one person may do with one delivery of figures."""

    edit: bool = False
    send: bool = False
    withdraw: bool = False
    decide: bool = False
    compare: bool = False
    """Compare a file again with the figures that stand now."""


def of_grid(
    user: object, shape: Layout, submission: Submission | None, opening: Window, editing: Reach | None = None
) -> Possible:
    """What the person may do with a grid, begun or not. `editing` is where they may type, if it is known.

    Whoever may type all figures of it sends it and takes it back. Up to four statements.
    """
    if editing is None:
        editing = permissions.reach(user, Role.EDITOR, programme=shape.programme)
    areas = [area.pk for area in shape.areas]
    covers_all = all(editing.covers(area) for area in areas)
    status = submission.status if submission else SubmissionStatus.DRAFT
    may_edit = status in IN_HAND and opening.is_open and any(editing.covers(area) for area in areas)
    return Possible(
        edit=may_edit,
        send=may_edit and covers_all,
        withdraw=submission is not None and covers_all and status in UNDER_WAY,
        decide=submission is not None and _may_decide(user, submission),
    )


def of_upload(user: object, upload: Upload) -> Possible:
    """What the person may do with a file. Up to three statements.

    Whoever sent it in sends it on; they, and a national administrator, take it back.
    """
    submission = upload.submission
    if not isinstance(user, User):
        return Possible()
    is_own = submission.sent_by_id == user.pk
    is_read = upload.state == UploadState.READ
    is_undecided = submission.status in UNDECIDED
    holds_any = bool(submission.rows_new or submission.rows_changed or upload.services)
    can_be_withdrawn = is_undecided and upload.state != UploadState.FAILED
    may_decide = _may_decide(user, submission)
    return Possible(
        send=is_own and is_read and holds_any and submission.status == SubmissionStatus.DRAFT,
        withdraw=can_be_withdrawn and (is_own or permissions.can_administer(user)),
        decide=may_decide,
        compare=is_read and is_undecided and (is_own or may_decide),
    )


def _may_decide(user: object, submission: Submission) -> bool:
    return submission.status == SubmissionStatus.SUBMITTED and not permissions.why_not_decide(
        user, submission
    )
