"""Files that people send in: taken in, compared with what stands, found ready to be sent. The only writer of uploads.

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
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.checks.said import too_long
from programmes.choices import Role, StagedOutcome, SubmissionStatus, UploadState
from programmes.deliveries import Figure, Findings
from programmes.ingest.formats import FIGURES, LAYOUTS
from programmes.layers import layers_read, reading
from programmes.locks import Lock, wait_for
from programmes.models import Programme, StagedFigure, Submission, Upload, UploadedFile, User
from programmes.queries import uploads as queries
from programmes.queries.latest import latest_of
from programmes.queries.possible import UNDECIDED, Possible, of_upload
from programmes.sentences import counted

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
    transaction.on_commit(lambda: doorbell.send(doorbell.READ_UPLOAD, upload.pk), robust=True)
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


class FileContents:
    """What a file holds, for the steps of its submission, which is locked."""

    WITHDRAWABLE = UNDECIDED

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.upload = Upload.objects.get(pk=submission.pk)
        self.upload.submission = submission
        self.REASON = f"Corrected by {submission.file_name}."

    def check_ready(self, by: User, reason: str, today: date | None) -> int:
        """The number of rows to hand over: the good ones. Keeps the reason with the figures that change.

        The others stay behind, with what is wrong with them.
        """
        submissions.check_one_of(self.submission, [SubmissionStatus.DRAFT])
        if self.submission.sent_by_id != by.pk:
            raise PermissionDenied("Only the person who sent this file in can send its figures on.")
        if self.upload.state != UploadState.READ:
            raise SubmissionNotWaiting("The file has not been read yet.")
        if not self.possible(by).send:
            raise NothingToSend("Nothing in this file is new or changed, so there is nothing to accept.")
        _check_still_as_compared(self.upload)
        if message := too_long("The reason", reason):
            raise ReasonWanted(message)
        if self.submission.rows_changed:
            if not reason and queries.unreasoned(self.upload.pk):
                raise ReasonWanted(
                    "Say why figures change that were accepted before; the reason is kept with them."
                )
            unsaid = self.upload.figures.filter(outcome=StagedOutcome.CHANGED, reason="")
            unsaid.update(reason=reason)
        return self.submission.rows_read

    def possible(self, by: User) -> Possible:
        """What the person may do with it."""
        return of_upload(by, self.upload)

    def check_may_withdraw(self, by: User) -> None:
        """Raise SubmissionNotWaiting or PermissionDenied unless the person may take it back."""
        if self.upload.state == UploadState.FAILED:
            raise SubmissionNotWaiting("This file could not be read, so there is nothing to withdraw.")
        if not self.possible(by).withdraw:
            raise PermissionDenied(
                "Only the person who sent this file in, or a national administrator, withdraws it."
            )

    def findings(self) -> Findings:
        """The new and the changed figures, and the services of a list, of which the effect is kept.

        Others who change these indicators wait; FiguresMoved where somebody changed them since they were compared.
        """
        observations.take_turns(sorted(set(self.upload.figures.values_list("indicator_id", flat=True))))
        _check_still_as_compared(self.upload)
        if (effect := list_effect.effect_of(self.upload)) is not None:
            Upload.objects.filter(pk=self.upload.pk).update(effect=list_effect.as_json(effect))
        return Findings(
            rows_read=self.submission.rows_read,
            figures=tuple(_figures(self.upload)),
            services=kept_services.services_of(self.upload),
            listing=kept_services.listing_of(self.upload),
            figures_left=self.submission.rows_same,
        )


@transaction.atomic
def compare_again(*, submission: Submission, by: User) -> None:
    """Compare the figures of a file with those that stand now."""
    locked = submissions.lock(submission, UNDECIDED)
    if not FileContents(locked).possible(by).compare:
        raise PermissionDenied("This file is compared again by whoever sent it in or decides on it.")
    with connection.cursor() as cursor, reading(submissions.layer_of(locked)):
        cursor.execute(COMPARE, {"upload": locked.pk, "layers": layers_read()})
    numbers = outcomes(locked.pk)
    Submission.objects.filter(pk=locked.pk).update(**numbers)


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


COMPARE = f"""
with compared as (
    select staged.id, coalesce(today.revisions, 0) as revision, case
        when today.revision is null then 'new'
        when (today.numerator, today.denominator, today.marker)
             is not distinct from (staged.numerator, staged.denominator, staged.marker)
             and staged.note in ('', today.note) then 'same'
        else 'changed'
    end as outcome
    from programmes_stagedfigure staged
    left join {latest_of("staged")} as today on true
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
    # What a published file says was given by its publisher, whoever sent it in.
    sender = upload.submission.sent_by_id if upload.submission.file_format == FIGURES.code else None
    return (Figure(*(*row, sender, sender)) for row in rows.values_list(*fields).iterator(chunk_size=10_000))
