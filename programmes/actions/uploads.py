"""Files that people send in: taken in, read in a worker, looked over, sent on, accepted. The only writer of uploads.

Nothing that was read is published before a second person has accepted it. Reading may be broken off at any moment and
begun again: until it is done nobody looks at what was staged, and a new reading throws that away first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from programmes import doorbell, permissions
from programmes.actions import kept_services, list_effect, observations, submissions
from programmes.actions.observations import Recorded
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.checks.said import too_long
from programmes.choices import Role, StagedOutcome, SubmissionStatus, UploadState
from programmes.deliveries import Figure, Findings
from programmes.ingest.formats import LAYOUTS
from programmes.locks import Lock, wait_for
from programmes.models import Programme, StagedFigure, Submission, Upload, UploadedFile, User
from programmes.queries import uploads as queries
from programmes.queries.possible import UNDECIDED, of_upload
from programmes.sentences import counted

IN_PLACE_OF_MADE_UP = "Reported, in place of an illustrative figure."
SITES_MOVED = (
    "Sites were changed by somebody else since this list was compared with them. Withdraw or return it, and send it "
    "in again."
)
UNNAMED = "file"
LONGEST_NAME = 200


class FileRefused(Exception):
    """The file is not even taken in; the message says why."""


class NothingToSend(Exception):
    """Nothing in the file is new or changed; the message says so."""


class ReasonWanted(Exception):
    """Figures that were reported before are changed, and nobody says why."""


class FiguresMoved(SubmissionNotWaiting):
    """Figures that the file was compared with have been changed since: somebody must look again."""


@transaction.atomic
def receive(
    *, programme: Programme, content: bytes, file_name: str, by: User, listed_on: date | None = None
) -> Upload:
    """Take a file in, to be read by a worker; a list may come with its day.

    Sent in again before it was decided on, it is the one that is there.
    """
    if not permissions.reach(by, Role.EDITOR, programme=programme):
        raise PermissionDenied(f"You may not enter figures of {programme.short_name}.")
    if not content:
        raise FileRefused("The file is empty. Choose the file with the figures.")
    if len(content) > settings.UPLOAD_LARGEST_BYTES:
        raise FileRefused(
            f"The file is larger than {settings.UPLOAD_LARGEST_BYTES // 1_000_000} MB. Send it in parts."
        )
    wait_for(Lock.TAKING_IN, by.pk)
    digest = hashlib.sha256(content).hexdigest()
    name = bare_name(file_name)
    for earlier in queries.same_bytes(digest=digest, programme=programme, by=by, listed_on=listed_on):
        if is_same(earlier, name):
            earlier.was_here = True
            return earlier
    submission = submissions.begin_file(programme=programme, file_name=name, file_digest=digest, by=by)
    upload = Upload.objects.create(submission=submission, listed_on=listed_on)
    UploadedFile.objects.create(upload=upload, content=content)
    transaction.on_commit(lambda: doorbell.send_upload(upload.pk), robust=True)
    return upload


def is_same(earlier: Upload, name: str) -> bool:
    """Whether the bytes of an earlier file under this name would be read as they were then.

    Some layouts take a day or a year from the name; which layout it is, is known once it is read.
    """
    if earlier.submission.file_name == name:
        return True
    layout = LAYOUTS.get(earlier.submission.file_format)
    return layout is not None and not layout.name_matters


def bare_name(file_name: str) -> str:
    """A file's name to show and to write down: never a path, nothing invisible."""
    last = re.split(r"[/\\]", file_name)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[-LONGEST_NAME:] or UNNAMED


@transaction.atomic
def send(*, submission: Submission, by: User, reason: str = "") -> None:
    """Hand the good figures of a file over to be decided on. The others stay behind, with what is wrong with them."""
    locked = submissions.lock(submission, [SubmissionStatus.DRAFT])
    upload = _upload_of(locked)
    if locked.sent_by_id != by.pk:
        raise PermissionDenied("Only the person who sent this file in can send its figures on.")
    if upload.state != UploadState.READ:
        raise SubmissionNotWaiting("The file has not been read yet.")
    if not of_upload(by, upload).send:
        raise NothingToSend("Nothing in this file is new or changed, so there is nothing to accept.")
    _check_still_as_compared(upload)
    if message := too_long("The reason", reason.strip()):
        raise ReasonWanted(message)
    if locked.rows_changed:
        if not reason.strip() and queries.unreasoned(upload.pk, is_illustrative=is_illustrative(locked)):
            raise ReasonWanted(
                "Say why figures change that were accepted before; the reason is kept with them."
            )
        upload.figures.filter(outcome=StagedOutcome.CHANGED, reason="").update(
            reason=reason.strip() or IN_PLACE_OF_MADE_UP
        )
    submissions.send(submission=locked, by=by, cells=locked.rows_read)


@transaction.atomic
def withdraw(*, submission: Submission, by: User) -> None:
    """Take a file back before it is accepted; its figures go nowhere."""
    locked = submissions.lock(submission, UNDECIDED)
    upload = _upload_of(locked)
    if upload.state == UploadState.FAILED:
        raise SubmissionNotWaiting("This file could not be read, so there is nothing to withdraw.")
    if not of_upload(by, upload).withdraw:
        raise PermissionDenied(
            "Only the person who sent this file in, or a national administrator, withdraws it."
        )
    submissions.withdraw(submission=locked, by=by)


def _upload_of(locked: Submission) -> Upload:
    """The upload of a submission that is locked, which it then knows as such."""
    upload = Upload.objects.get(pk=locked.pk)
    upload.submission = locked
    return upload


@transaction.atomic
def accept(*, submission: Submission, by: User, reason: str = "") -> Recorded:
    """Make observations of the new and the changed figures of a file, all or nothing."""
    locked = submissions.lock(submission, [SubmissionStatus.SUBMITTED])
    permissions.check_can_decide(by, locked)
    upload = _upload_of(locked)
    observations.take_turns(sorted(set(upload.figures.values_list("indicator_id", flat=True))))
    _check_still_as_compared(upload)
    same, effect = locked.rows_same, list_effect.effect_of(upload)
    recorded = submissions.accept(
        submission=locked,
        findings=Findings(
            rows_read=locked.rows_read,
            figures=tuple(_figures(upload)),
            services=kept_services.services_of(upload),
            listing=kept_services.listing_of(upload),
        ),
        by=by,
        reason=reason.strip() or f"Corrected by {locked.file_name}.",
        # What a demonstration account makes up must never be taken for what an area reported.
        illustrative=is_illustrative(locked),
    )
    Submission.objects.filter(pk=locked.pk).update(rows_same=recorded.same + recorded.kept + same)
    if effect is not None:
        Upload.objects.filter(pk=locked.pk).update(effect=list_effect.as_json(effect))
    return recorded


@transaction.atomic
def send_back(*, submission: Submission, by: User, comment: str) -> None:
    """Return a file as a whole, saying why."""
    locked = submissions.lock(submission, [SubmissionStatus.SUBMITTED])
    permissions.check_can_decide(by, locked)
    submissions.send_back(submission=locked, by=by, comment=comment)


@transaction.atomic
def compare_again(*, submission: Submission, by: User) -> None:
    """Compare the figures of a file with those that stand now."""
    locked = submissions.lock(submission, UNDECIDED)
    if not of_upload(by, _upload_of(locked)).compare:
        raise PermissionDenied("This file is compared again by whoever sent it in or decides on it.")
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"upload": locked.pk, "illustrative": is_illustrative(locked)})
    numbers = outcomes(locked.pk)
    Submission.objects.filter(pk=locked.pk).update(**numbers)


def is_illustrative(submission: Submission) -> bool:
    """Whether what it holds is made up: a demonstration account sent it."""
    return bool(submission.sent_by and submission.sent_by.is_demonstration)


def outcomes(key: int) -> dict[str, int]:
    """How many figures of a file are new, changed and as they stand, by the fields of the submission."""
    numbers = {f"rows_{outcome.value}": 0 for outcome in StagedOutcome}
    with connection.cursor() as cursor:
        cursor.execute(
            "select outcome, count(*) from programmes_stagedfigure where upload_id = %s group by 1", [key]
        )
        for outcome, number in cursor.fetchall():
            numbers[f"rows_{outcome}"] = number
    return numbers


COMPARE = """
with compared as (
    select staged.id, coalesce(today.revision, 0) as revision, case
        when today.revision is null then 'new'
        when (today.numerator, today.denominator, today.marker, today.illustrative)
             is not distinct from (staged.numerator, staged.denominator, staged.marker, %(illustrative)s)
             and staged.note in ('', today.note) then 'same'
        else 'changed'
    end as outcome
    from programmes_stagedfigure staged
    left join lateral (
        select revision, numerator, denominator, marker, note, illustrative from programmes_observation seen
        where seen.indicator_id = staged.indicator_id and seen.period_id = staged.period_id
          and seen.area_id = staged.area_id
        order by revision desc limit 1
    ) as today on true
    where staged.upload_id = %(upload)s
)
update programmes_stagedfigure staged set outcome = compared.outcome, was_revision = compared.revision
from compared where compared.id = staged.id
    and (staged.outcome, staged.was_revision) is distinct from (compared.outcome, compared.revision)
"""


def _check_still_as_compared(upload: Upload) -> None:
    if kept_services.have_moved(upload):
        raise FiguresMoved(SITES_MOVED)
    moved = queries.moved(upload.pk)
    if moved:
        figures = counted(moved, "figure was", "figures were")
        raise FiguresMoved(
            f"{figures} changed by somebody else since this file was compared with them. Compare again and look."
        )


def _figures(upload: Upload) -> Iterator[Figure]:
    """What accepting would record: what stands as it is given is left alone."""
    rows = StagedFigure.objects.filter(upload=upload).exclude(outcome=StagedOutcome.SAME).order_by()
    fields = (
        "indicator__code", "area_id", "period_id", "numerator", "denominator", "marker", "note", "reason",
    )  # fmt: skip
    sender = upload.submission.sent_by_id
    return (Figure(*(*row, sender, sender)) for row in rows.values_list(*fields).iterator(chunk_size=10_000))
