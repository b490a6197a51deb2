"""The life of a delivery of figures: received or begun, checked, and accepted, sent back or withdrawn.

The only writer of submissions. Each step locks the submission, so that of two people only one takes it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from programmes import permissions
from programmes.actions import audit, hands, observations, services
from programmes.actions.observations import Recorded
from programmes.choices import Channel, SubmissionStatus
from programmes.deliveries import Findings
from programmes.models import (
    Hand,
    Programme,
    Source,
    Submission,
    SubmissionEvent,
    SubmissionIssue,
)
from programmes.queries.addresses import Address
from programmes.queries.possible import IN_HAND, UNDER_WAY
from programmes.queries.windows import last_word

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


class GridUnderWay(NamedTuple):
    """A grid that is locked until the transaction ends."""

    submission: Submission
    returned_at: datetime | None = None
    """When it was returned last."""
    has_hand: bool = False
    """Whether the person who asks worked on it before."""
    reopened_until: date | None = None
    """The last day until which its period was opened again."""


def grid_under_way(*, place: Address, by: audit.Actor) -> GridUnderWay | None:
    """The grid of this place that is under way, locked; None when there is none. One statement."""
    returned = SubmissionEvent.objects.filter(submission=OuterRef("pk"), status=SubmissionStatus.RETURNED)
    hand = Hand.objects.filter(submission=OuterRef("pk"), person=audit.person(by))
    here = place.grids_under_way()
    # Asked before waiting for whoever decides on it: what they accept meanwhile is found, and refused as accepted.
    found = Submission.objects.select_for_update(of=("self",)).filter(pk__in=here.values("pk"))
    known = found.annotate(
        returned_at=Subquery(returned.order_by("-at").values("at")[:1]),
        has_hand=Exists(hand),
        reopened_until=last_word(place.programme.code, place.period),
    )
    submission = known.first()
    if submission is None:
        return None
    return GridUnderWay(submission, *(vars(submission)[name] for name in GridUnderWay._fields[1:]))


@transaction.atomic
def begin_grid(*, place: Address, by: audit.Actor) -> GridUnderWay | None:
    """Begin a grid. None when somebody else just did: theirs is the one."""
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
    _step(submission, by, SubmissionStatus.DRAFT)
    return GridUnderWay(submission)


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
