"""The life of a delivery of figures: received or begun, checked, and accepted, sent back or withdrawn.

The only writer of submissions. Each step locks the submission, so that of two people only one takes it.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone

from programmes import permissions
from programmes.actions import audit, hands, observations, services
from programmes.actions.observations import Recorded
from programmes.choices import Channel, SubmissionStatus
from programmes.deliveries import Findings
from programmes.models import (
    Programme,
    ReportingPeriod,
    Source,
    Submission,
    SubmissionEvent,
    SubmissionIssue,
)
from programmes.queries.possible import IN_HAND, UNDER_WAY

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
    hands.lay(submission, audit.person(by))
    _step(submission, by, SubmissionStatus.SUBMITTED)
    return submission


def open_grid(*, programme: Programme, period: ReportingPeriod, area_code: str) -> Submission | None:
    """The grid of this programme, period and area that is under way; None when there is none."""
    return Submission.objects.filter(
        programme=programme, period=period, area_code=area_code, channel=Channel.GRID, status__in=UNDER_WAY
    ).first()


@transaction.atomic
def begin_grid(
    *, programme: Programme, period: ReportingPeriod, area_code: str, by: audit.Actor
) -> tuple[Submission, bool]:
    """Begin a grid, and whether it was begun now: when somebody else just did, theirs is the one."""
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                programme=programme, period=period, area_code=area_code, channel=Channel.GRID
            )
    except IntegrityError:
        theirs = open_grid(programme=programme, period=period, area_code=area_code)
        if theirs is None:
            raise
        return theirs, False
    _step(submission, by, SubmissionStatus.DRAFT)
    return submission, True


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
    _step(submission, by, SubmissionStatus.DRAFT)
    return submission


@transaction.atomic
def send(*, submission: Submission, by: audit.Actor, cells: int) -> None:
    """Hand a grid over to be decided on."""
    submission = lock(submission, IN_HAND)
    submission.status = SubmissionStatus.SUBMITTED
    submission.sent_by = audit.person(by)
    submission.sent_at = timezone.now()
    submission.rows_read = cells
    submission.save(update_fields=["status", "sent_by", "sent_at", "rows_read"])
    hands.lay(submission, audit.person(by))
    hands.lay_by_values(submission)
    _step(submission, by, SubmissionStatus.SUBMITTED)


@transaction.atomic
def withdraw(*, submission: Submission, by: audit.Actor, comment: str = "") -> None:
    """Take a delivery back before it is accepted. Nothing of it is deleted."""
    submission = lock(submission, UNDER_WAY)
    submission.status = SubmissionStatus.WITHDRAWN
    submission.save(update_fields=["status"])
    hands.lay(submission, audit.person(by))
    _step(submission, by, SubmissionStatus.WITHDRAWN, comment)


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
    submission = lock(submission, [SubmissionStatus.SUBMITTED])
    if permissions.has_a_hand(audit.person(by), submission):
        raise SecondPersonNeeded("You worked on these figures. Another person must accept them.")
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
            listing=findings.listing,
            illustrative=illustrative,
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
    submission = lock(submission, [SubmissionStatus.SUBMITTED])
    submission.status = SubmissionStatus.RETURNED
    submission.save(update_fields=["status"])
    _step(submission, by, SubmissionStatus.RETURNED, comment)


def lock(submission: Submission, statuses: Collection[str]) -> Submission:
    """The submission as it stands, locked until the transaction ends, if it is one of these; else it is refused."""
    locked = current(submission)
    if locked.status not in statuses:
        raise SubmissionNotWaiting(STANDS[SubmissionStatus(locked.status)])
    return locked


def current(submission: Submission) -> Submission:
    """The submission as it stands, whatever became of it, locked until the transaction ends."""
    related = ("programme", "period", "source", "sent_by", "accepted_by")
    return Submission.objects.select_for_update(of=("self",)).select_related(*related).get(pk=submission.pk)


def _step(submission: Submission, by: audit.Actor, status: SubmissionStatus, comment: str = "") -> None:
    SubmissionEvent.objects.create(submission=submission, status=status, by=audit.person(by), comment=comment)
    audit.note(
        by=by,
        action=f"submission-{status.value}",
        subject=f"submission {submission.pk}",
        detail={"programme": submission.programme.code, "file": submission.file_name, "comment": comment},
        programme=submission.programme.code,
        area=submission.area_code,
    )
