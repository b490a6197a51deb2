"""Submissions: received or begun, checked, moved from one status to the next. The only writer of them.

Each step locks the submission, so that of two people only one takes it. The steps that people take are in `steps`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from programmes import permissions
from programmes.actions import audit, hands, observations, services
from programmes.actions.observations import Recorded
from programmes.choices import Channel, Layer, Provenance, SubmissionStatus
from programmes.deliveries import Findings
from programmes.layers import layer_entered_by, reading
from programmes.models import (
    CellSave,
    DraftCell,
    Programme,
    Source,
    Submission,
    SubmissionEvent,
    SubmissionIssue,
    User,
)
from programmes.queries.addresses import Address

STANDS = {
    SubmissionStatus.DRAFT: "These figures are still being entered. They were not sent yet.",
    SubmissionStatus.SUBMITTED: "These figures were sent already. Take them back to change them.",
    SubmissionStatus.RETURNED: "These figures were returned already, to those who entered them.",
    SubmissionStatus.ACCEPTED: "These figures were accepted already.",
    SubmissionStatus.WITHDRAWN: "These figures were taken back already.",
}
"""Why something else cannot be done with them."""


class SubmissionNotWaiting(Exception):
    """The submission was accepted, sent back or withdrawn already; nothing was changed."""


class SecondPersonNeeded(Exception):
    """Who worked on figures cannot accept them; nothing was changed."""


@transaction.atomic
def receive(
    *,
    programme: Programme,
    channel: Channel,
    by: audit.Actor,
    source: Source | None = None,
    file_name: str = "",
    file_format: str = "",
    file_digest: str = "",
    reported_as: str = "",
    provenance: str = Provenance.OFFICIAL.value,
) -> Submission:
    """Take a delivery in. It waits to be checked and accepted."""
    submission = Submission.objects.create(
        programme=programme,
        channel=channel,
        status=SubmissionStatus.SUBMITTED,
        source=source,
        file_name=file_name,
        file_format=file_format,
        file_digest=file_digest,
        reported_as=reported_as,
        provenance=provenance,
        sent_by=audit.person(by),
    )
    hands.lay(submission, audit.person(by))
    note_step(submission, by)
    return submission


@transaction.atomic
def begin_grid(*, place: Address, by: User) -> Submission | None:
    """Begin a grid with what was typed into one that was taken back last. None when somebody else just began it."""
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                programme=place.programme,
                period=place.period,
                area_code=place.area_code,
                channel=Channel.GRID,
            )
    except IntegrityError:
        return None
    note_step(submission, by)
    last = place.grids().filter(pk__lt=submission.pk).order_by("-pk").first()
    if last is None or last.status != SubmissionStatus.WITHDRAWN:
        return submission
    cells = list(last.cells.all())
    for cell in cells:
        cell.pk, cell.submission, cell.comment = None, submission, ""
    DraftCell.objects.bulk_create(cells)
    CellSave.objects.bulk_create(CellSave.of(cell) for cell in cells)
    hands.take_over(submission, [last.pk])
    return submission


@transaction.atomic
def begin_file(*, programme: Programme, file_name: str, file_digest: str, by: audit.Actor) -> Submission:
    """Begin the delivery of a file that somebody sent in: it is with them until they have looked it over.

    Whoever sent in the same bytes before has a hand in it.
    """
    earlier = Submission.objects.filter(programme=programme, channel=Channel.UPLOAD, file_digest=file_digest)
    theirs = list(earlier.values_list("pk", flat=True))
    submission = Submission.objects.create(
        programme=programme,
        channel=Channel.UPLOAD,
        file_name=file_name,
        file_digest=file_digest,
        sent_by=audit.person(by),
    )
    hands.lay(submission, audit.person(by))
    hands.take_over(submission, theirs)
    note_step(submission, by)
    return submission


@transaction.atomic
def check(*, submission: Submission, findings: Findings) -> None:
    """Keep with the submission what was found wrong in it, in place of what an earlier check found."""
    submission.issues.all().delete()
    SubmissionIssue.objects.bulk_create(
        SubmissionIssue(
            submission=submission,
            severity=issue.severity,
            code=issue.code,
            row=issue.row,
            column=issue.column[:100],
            value=issue.value[:200],
            message=issue.message,
        )
        for issue in findings.issues
    )
    submission.rows_read = findings.rows_read
    submission.rows_refused = findings.rows_refused
    submission.save(update_fields=["rows_read", "rows_refused"])


@transaction.atomic
def accept(*, submission: Submission, findings: Findings, by: audit.Actor, reason: str) -> Recorded:
    """Make observations and services of everything good in the submission, in its layer, all or nothing.

    Accepting twice is refused, and so is accepting one's own figures.
    """
    submission = lock(submission, [SubmissionStatus.SUBMITTED])
    if permissions.has_a_hand(audit.person(by), submission):
        raise SecondPersonNeeded("You worked on these figures. Another person must accept them.")
    with reading(layer_of(submission)):
        recorded = observations.record(figures=findings.figures, submission=submission, by=by, reason=reason)
        if findings.services and submission.source:
            recorded += services.record(
                services=findings.services,
                programme=submission.programme,
                source=submission.source,
                by=by,
                reason=reason,
                listing=findings.listing,
            )
    move(
        submission,
        SubmissionStatus.ACCEPTED,
        by=by,
        comment=reason if recorded.changed else "",
        accepted_by=audit.person(by),
        accepted_at=timezone.now(),
        rows_new=recorded.new,
        rows_changed=recorded.changed,
        rows_same=recorded.same + recorded.kept + findings.figures_left,
    )
    return recorded


@transaction.atomic
def send_back(*, submission: Submission, by: audit.Actor, comment: str) -> None:
    """Refuse a delivery as a whole, saying why; its sender may mend it and send it again."""
    locked = lock(submission, [SubmissionStatus.SUBMITTED])
    move(locked, SubmissionStatus.RETURNED, by=by, comment=comment)


def move(
    locked: Submission, status: SubmissionStatus, *, by: audit.Actor, comment: str = "", **fields: Any
) -> None:
    """Give a submission that is locked another status, with these fields of it, and note the step."""
    for name, value in {"status": status, **fields}.items():
        setattr(locked, name, value)
    locked.save(update_fields=["status", *fields])
    note_step(locked, by, comment)


def lock(submission: Submission, statuses: Collection[str]) -> Submission:
    """The submission as it stands, locked until the transaction ends, if it is one of these; else it is refused."""
    locked = current(submission)
    check_one_of(locked, statuses)
    return locked


def check_one_of(submission: Submission, statuses: Collection[str]) -> None:
    """Raise SubmissionNotWaiting unless a submission that is locked is one of these."""
    if submission.status not in statuses:
        raise SubmissionNotWaiting(STANDS[SubmissionStatus(submission.status)])


def current(submission: Submission) -> Submission:
    """The submission as it stands, whatever became of it, locked until the transaction ends."""
    related = ("programme", "period", "source", "sent_by", "accepted_by")
    return Submission.objects.select_for_update(of=("self",)).select_related(*related).get(pk=submission.pk)


def layer_of(submission: Submission) -> Layer:
    """The layer that its figures belong to: what a program made or a demonstration account sent is made up."""
    if submission.channel == Channel.GENERATED:
        return Layer.DEMONSTRATION
    return layer_entered_by(submission.sent_by)


def note_step(submission: Submission, by: audit.Actor, comment: str = "") -> None:
    """Note that a submission has come to the status that it has."""
    status = SubmissionStatus(submission.status)
    SubmissionEvent.objects.create(submission=submission, status=status, by=audit.person(by), comment=comment)
    audit.note(
        by=by,
        action=f"submission-{status.value}",
        subject=f"submission {submission.pk}",
        detail={"programme": submission.programme.code, "file": submission.file_name, "comment": comment},
        programme=submission.programme.code,
        area=submission.area_code,
    )
