"""Reading an uploaded file, in a worker: bytes to figures, each judged and compared, with how far it has come.

Safe to repeat. One process reads an upload at a time; one that dies lets go of it, and the sweep has it read again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from programmes import doorbell, permissions
from programmes.actions import audit, kept_services, published, submissions, uploads
from programmes.actions.upload_ground import ground_of
from programmes.choices import Role, SubmissionStatus, UploadState
from programmes.deliveries import Findings
from programmes.ingest import checks, judging, opening
from programmes.ingest.formats import LAYOUTS
from programmes.ingest.judging import Judged
from programmes.ingest.layouts import Layout, NotThisLayout
from programmes.ingest.readers import NotReadable, Table
from programmes.ingest.recognising import recognise, unread_columns
from programmes.layers import layer_in_hand, reading
from programmes.locks import Lock, holding
from programmes.models import Indicator, Source, StagedFigure, Submission, Upload
from programmes.queries import uploads as queries

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""A file that takes its worker down with it is not tried for ever."""

UNHEARD_AFTER = timedelta(seconds=20)
"""An upload that waits longer than this may have lost its message."""

SHOW_EVERY = 0.5
"""Seconds between two signs of how far it has come."""

STAGED_AT_ONCE = 10_000

STAGE = """
insert into programmes_stagedfigure (
    upload_id, row, indicator_id, area_id, period_id, numerator, denominator, marker, note, reason, outcome,
    was_revision
)
select %s, row, indicator_id, area_id, period_id, numerator, denominator, marker, note, reason, outcome, revision
from json_to_recordset(%s::json) as figure(
    row integer, indicator_id bigint, area_id bigint, period_id text,
    numerator numeric(16, 4), denominator numeric(16, 4),
    marker text, note text, reason text, outcome text, revision smallint
)
"""


class Broken(Exception):
    """The file cannot be read; the message says why and what to do."""


class Progress:
    """How far it has come, written where the page reads it, not more often than somebody can look."""

    def __init__(self, key: int) -> None:
        self._key = key
        self._shown_at = 0.0

    def show(self, stage: str, share_done: float, *, at_once: bool = True) -> None:
        """Say what is being done, and how much is done."""
        if not at_once and monotonic() - self._shown_at < SHOW_EVERY:
            return
        self._shown_at = monotonic()
        Upload.objects.filter(pk=self._key).update(
            stage=stage, share_done=min(share_done, 1), heartbeat_at=timezone.now()
        )

    def watch(self, stage: str, first: float, last: float) -> Callable[[int, int], None]:
        """A listener for one part of the work, from one share of the whole to another."""

        def heard(done: int, total: int) -> None:
            share = first + (last - first) * (done / total if total else 1)
            self.show(f"{stage}: {done:,} of {total:,}", share, at_once=False)

        return heard


def read(*, upload_id: int) -> None:
    """Read an upload, unless it is read, withdrawn, or another process is at it."""
    with holding(Lock.READING, upload_id) as held:
        upload = queries.upload(upload_id)
        if not held or upload is None or upload.state not in (UploadState.WAITING, UploadState.READING):
            return
        if upload.submission.status != SubmissionStatus.DRAFT:
            return
        if upload.attempts >= MOST_ATTEMPTS:
            _fail(
                upload, "Reading this file failed again and again. Send it in parts, or save it as CSV first."
            )
            return
        Upload.objects.filter(pk=upload_id).update(
            state=UploadState.READING, attempts=F("attempts") + 1, heartbeat_at=timezone.now()
        )
        begin = monotonic()
        try:
            with reading(submissions.layer_of(upload.submission)):
                _read(upload)
        except (Broken, NotReadable, NotThisLayout) as problem:
            _fail(upload, str(problem))
        except doorbell.OutOfTime:
            _fail(upload, "Reading took too long and was broken off. Send the file in parts.")
        except Exception:  # whatever it is, whoever waits must be told
            logger.exception("upload_failed upload_id=%s", upload_id)
            _fail(
                upload, "Something went wrong here while it was read. Nothing was changed. Try again later."
            )
        else:
            logger.info("upload_read upload_id=%s seconds=%.2f", upload_id, monotonic() - begin)


def sweep() -> None:
    """Have those read that nobody heard of: the message was lost, or the worker."""
    unheard = Q(state=UploadState.WAITING, received_at__lt=timezone.now() - UNHEARD_AFTER)
    lost = Upload.objects.filter(
        Q(state=UploadState.READING) | unheard, submission__status=SubmissionStatus.DRAFT
    )
    for key in lost.values_list("pk", flat=True):
        doorbell.send(doorbell.READ_UPLOAD, key)


def _read(upload: Upload) -> None:
    progress = Progress(upload.pk)
    submission = upload.submission
    progress.show("Opening the file", 0)
    table = opening.read(queries.content(upload.pk), limits())
    layout = _layout(table, submission)
    progress.show(f"Reading {len(table.rows):,} rows", 0.1)
    newest = kept_services.newest_service(submission.programme_id)
    try:
        known = published.known(layout.code)
    except published.ReferenceMissing as problem:
        raise Broken(str(problem)) from problem
    reach = permissions.reach(submission.sent_by, Role.EDITOR, programme=submission.programme)
    known = replace(
        known,
        file_name=submission.file_name,
        programme=submission.programme.code,
        listed_on=upload.listed_on,
        may_edit=None if reach.everywhere else reach.covers,
        layer=layer_in_hand(),
        watch=progress.watch("Reading rows", 0.1, 0.35),
    )
    rows = checks.gather(layout.code, table, known)
    progress.show("Comparing with today’s figures", 0.35)
    ground = ground_of(submission, rows, layout)
    known = replace(known, watch=progress.watch("Checking figures", 0.4, 0.75))
    left_out = judging.leave_out_what_follows(rows, ground) if layout.lists_services else ()
    judged = list(judging.judge(rows, known, ground))
    _stage(upload, judged, progress)
    Upload.objects.filter(pk=upload.pk).update(
        remarks=[*table.remarks, *unread_columns(layout, table.heading)]
    )
    listing = kept_services.listing_as_json(rows.found.listing, newest, left_out)
    _finish(upload, layout, rows.findings(one.figure.key for one in judged), listing)


def limits() -> opening.Limits:
    """How much may be sent in, by the settings."""
    return opening.Limits(bytes=settings.UPLOAD_LARGEST_BYTES, rows=settings.UPLOAD_MOST_ROWS)


def _layout(table: Table, submission: Submission) -> Layout:
    layout = recognise(table.heading)
    if layout.programmes and submission.programme.code not in layout.programmes:
        raise Broken(
            f"This is the {layout.title}, which holds no figures of {submission.programme.name}. "
            f"Send it in again and choose the programme {' or '.join(layout.programmes)}."
        )
    return layout


def _stage(upload: Upload, judged: list[Judged], progress: Progress) -> None:
    """Keep the good figures, in place of those of an earlier reading that was broken off."""
    keys = dict(Indicator.objects.values_list("code", "pk"))
    StagedFigure.objects.filter(upload=upload)._raw_delete(using=connection.alias)
    watch = progress.watch("Keeping figures", 0.75, 0.98)
    for first in range(0, len(judged), STAGED_AT_ONCE):
        watch(first, len(judged))
        batch = judged[first : first + STAGED_AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(STAGE, [upload.pk, orjson.dumps([_row(one, keys) for one in batch]).decode()])


def _row(judged: Judged, keys: dict[str, int]) -> dict[str, object]:
    return {
        **judged.figure.as_row(keys),
        "row": judged.line,
        "outcome": judged.outcome.value,
        "revision": judged.revision,
    }


@transaction.atomic
def _finish(upload: Upload, layout: Layout, found: Findings, listing: dict[str, Any]) -> None:
    """Write down what was found, unless the file was withdrawn meanwhile."""
    submission = submissions.current(upload.submission)
    if submission.status != SubmissionStatus.DRAFT:
        return
    submissions.check(submission=submission, findings=found)
    source = Source.objects.filter(slug=LAYOUTS[layout.code].source).first()
    numbers = uploads.outcomes(upload.pk)
    Submission.objects.filter(pk=submission.pk).update(file_format=layout.code, source=source, **numbers)
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.READ,
        stage="",
        share_done=1,
        read_at=timezone.now(),
        left_aside=dict(found.left_aside),
        services=[kept_services.as_json(service) for service in found.services],
        listing=listing,
    )
    audit.note(
        by=submission.sent_by or "upload",
        action="upload-read",
        subject=f"submission {submission.pk}",
        detail={
            "rows": found.rows_read,
            "placed": found.rows_placed,
            "refused": found.rows_refused,
            **numbers,
        },
        programme=submission.programme.code,
    )


def _fail(upload: Upload, why: str) -> None:
    Upload.objects.filter(pk=upload.pk).update(
        state=UploadState.FAILED, stage="", error=why, heartbeat_at=timezone.now()
    )
