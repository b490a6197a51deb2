"""The life of a delivery of figures: received, checked, and accepted or sent back. The only writer of submissions."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from programmes.actions import audit, observations, services
from programmes.actions.observations import Recorded
from programmes.choices import Channel, SubmissionStatus
from programmes.deliveries import Findings
from programmes.models import Programme, Source, Submission, SubmissionEvent, SubmissionIssue


class SubmissionNotWaiting(Exception):
    """The submission was accepted, sent back or withdrawn already; nothing was changed."""


class SecondPersonNeeded(Exception):
    """Who sent figures cannot accept them; nothing was changed."""


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
        sent_by=audit.person(by),
    )
    _step(submission, by, SubmissionStatus.SUBMITTED)
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
def accept(
    *, submission: Submission, findings: Findings, by: audit.Actor, reason: str, illustrative: bool = False
) -> Recorded:
    """Make observations and services of everything good in the submission, all or nothing.

    Accepting twice is refused, and so is accepting one's own figures.
    """
    submission = _waiting(submission)
    if submission.sent_by is not None and submission.sent_by == audit.person(by):
        raise SecondPersonNeeded("These figures were sent by you. Ask another person to accept them.")
    recorded = observations.record(
        figures=findings.figures, submission=submission, by=by, reason=reason, illustrative=illustrative
    )
    if findings.services and submission.source:
        recorded += services.record(
            services=findings.services,
            programme=submission.programme,
            source=submission.source,
            by=by,
            reason=reason,
        )
    submission.status = SubmissionStatus.ACCEPTED
    submission.accepted_by = audit.person(by)
    submission.accepted_at = timezone.now()
    submission.rows_new = recorded.new
    submission.rows_changed = recorded.changed
    submission.rows_same = recorded.same + recorded.kept
    submission.save(
        update_fields=["status", "accepted_by", "accepted_at", "rows_new", "rows_changed", "rows_same"]
    )
    _step(submission, by, SubmissionStatus.ACCEPTED, reason if recorded.changed else "")
    return recorded


@transaction.atomic
def send_back(*, submission: Submission, by: audit.Actor, comment: str) -> None:
    """Refuse a delivery as a whole, saying why; its sender may mend it and send it again."""
    submission = _waiting(submission)
    submission.status = SubmissionStatus.RETURNED
    submission.save(update_fields=["status"])
    _step(submission, by, SubmissionStatus.RETURNED, comment)


def _waiting(submission: Submission) -> Submission:
    """The submission, locked, while it still waits to be decided on."""
    locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if locked.status != SubmissionStatus.SUBMITTED:
        raise SubmissionNotWaiting(f"{locked} is {locked.get_status_display().lower()} already.")
    return locked


def _step(submission: Submission, by: audit.Actor, status: SubmissionStatus, comment: str = "") -> None:
    SubmissionEvent.objects.create(submission=submission, status=status, by=audit.person(by), comment=comment)
    audit.note(
        by=by,
        action=f"submission-{status.value}",
        subject=f"submission {submission.pk}",
        detail={"programme": submission.programme.code, "file": submission.file_name, "comment": comment},
    )
