"""Files that are kept: asked for, listed, fetched, given up, forgotten. Making them is another matter: `making`.

The same request of the same version of the figures is the same file, whoever asks. It stands under a reference that can
be cited, and its bytes never change.
"""

from __future__ import annotations

import hashlib
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from dashboards.counting import asker_of, count
from dashboards.models import FilePiece, FileRequest, FileState, FileTable, KeptFile
from dashboards.question import Question
from programmes import doorbell
from programmes.locks import Lock, wait_for
from programmes.models import User
from programmes.queries.freshness import data_version
from programmes.sentences import counted

logger = logging.getLogger(__name__)

MAKE_FILE = "dashboards.tasks.make_file"

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of references, after Douglas Crockford's base 32: none that is easily taken for another."""
LENGTH = 8

UNFETCHED = timedelta(days=30)
"""How long a file waits for somebody to fetch it."""
FAILED_STAYS = timedelta(days=7)
UNHEARD_AFTER = timedelta(seconds=20)
"""A file that waits longer than this may have lost its message."""
SEEN_EVERY = timedelta(hours=1)
"""Of the times a file is fetched one an hour is written down."""

UNFINISHED = (FileState.WAITING, FileState.MAKING)


class TooManyAtOnce(Exception):
    """So many files of theirs are being made already; the message says so."""


class FileGone(Exception):
    """The file was given up while it was being read."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who asks: somebody who has signed in, or a visitor by what their session carries."""

    person: User | None = None
    visitor: str = ""

    @property
    def requests(self) -> QuerySet[FileRequest]:
        """What they asked for."""
        if self.person is not None:
            mine = Q(person=self.person) | Q(visitor=self.visitor) if self.visitor else Q(person=self.person)
        else:
            mine = Q(visitor=self.visitor) if self.visitor else Q(pk=None)
        return FileRequest.objects.filter(mine)

    def owns(self, file: KeptFile) -> bool:
        """Whether they asked for this file. One statement."""
        return self.requests.filter(file=file).exists()


def asked_before(question: Question, form: str, table: FileTable = FileTable.PROGRESS) -> KeptFile | None:
    """The file of this question as the figures stand, when there is one already."""
    found = KeptFile.objects.filter(asked=digest_of(table, question, form), data_version=data_version())
    return found.exclude(state=FileState.FAILED).first()


@transaction.atomic
def ask(*, question: Question, form: str, by: Owner, table: FileTable = FileTable.PROGRESS) -> KeptFile:
    """A file of these rows as they stand: the one there is, or one that a worker begins to make now."""
    asked, version = digest_of(table, question, form), data_version()
    wait_for(Lock.ASKING, int(asked[:7], 16))
    file = KeptFile.objects.filter(asked=asked, data_version=version).order_by("requested_at").first()
    if file is None or file.state == FileState.FAILED:
        _check_not_too_many(by)
        new = KeptFile(table=table, question=question.query(), format=form, asked=asked, data_version=version)
        file = _begin(file or new)
        key = file.pk
        transaction.on_commit(lambda: doorbell.send(MAKE_FILE, key), robust=True)
    if not by.owns(file):
        FileRequest.objects.create(
            file=file, person=by.person, visitor="" if by.person is not None else by.visitor
        )
    return file


def _begin(file: KeptFile) -> KeptFile:
    """A new file, or one that failed, from the beginning."""
    if not file.reference:
        file.reference = new_reference(file.asked, file.data_version or 0)
    now = timezone.now()
    file.state, file.stage, file.error, file.attempts, file.share_done = FileState.WAITING, "", "", 0, 0
    file.requested_at, file.expires_at = now, now + UNFETCHED
    file.save()
    return file


def _check_not_too_many(by: Owner) -> None:
    running = by.requests.filter(file__state__in=UNFINISHED).count()
    if running >= settings.FILES_AT_ONCE:
        raise TooManyAtOnce(
            f"{running} files of yours are being made already. Wait until one is ready, or cancel one."
        )


def digest_of(table: FileTable, question: Question, form: str) -> str:
    """What is asked for, as a number: the same for the same rows in the same form."""
    return hashlib.sha256(f"{table}\n{question.query()}\n{form}".encode()).hexdigest()


def new_reference(asked: str, version: int) -> str:
    """The reference of what is asked at a version of the figures: `2026-7KQ4M2XD`. One statement, hardly ever two.

    It follows from what is asked, so that nobody can name a file before there is a reason for it.
    """
    year = timezone.localdate().year
    for attempt in range(100):
        number = int.from_bytes(hashlib.sha256(f"{asked} {version} {attempt}".encode()).digest()[:5])
        letters = [LETTERS[number >> 5 * place & 31] for place in range(LENGTH)]
        reference = f"{year}-{''.join(letters)}"
        if not KeptFile.objects.filter(reference=reference).exists():
            return reference
    raise RuntimeError("every reference that this request may have is taken")


def find(reference: str) -> KeptFile | None:
    """The file of this reference. One statement."""
    if not re.fullmatch(rf"\d{{4}}-[{LETTERS}]{{{LENGTH}}}", reference.upper(), re.ASCII):
        return None
    return (
        KeptFile.objects.filter(reference=reference.upper())
        .select_related("release")
        .defer("metadata")
        .first()
    )


def address_of(file: KeptFile) -> str:
    """Where a file stands, for good: the address to cite."""
    return settings.ADDRESS + reverse("kept_file", kwargs={"reference": file.reference})


def files_of(by: Owner) -> list[KeptFile]:
    """What somebody asked for, the latest first. One statement."""
    requests = by.requests.select_related("file").defer("file__metadata")
    return [request.file for request in requests]


def pieces(file: KeptFile) -> Iterator[bytes]:
    """The bytes of a file, piece by piece, each read when it is wanted. Raises FileGone when it was given up."""
    sent, position = 0, 0
    while sent < (file.size or 0):
        kept = FilePiece.objects.filter(file_id=file.pk, position=position)
        content = kept.values_list("content", flat=True).first()
        if content is None:
            raise FileGone(f"{file.reference} ended after {sent} of {file.size} bytes")
        piece = zlib.decompress(content)
        sent, position = sent + len(piece), position + 1
        yield piece


def fetched(file: KeptFile) -> None:
    """Somebody downloads it, or follows its reference: it stays. At most one statement."""
    now = timezone.now()
    if file.fetched_at is not None and now - file.fetched_at < SEEN_EVERY:
        return
    changes = {"fetched_at": now}
    if file.release_id is None:
        changes["expires_at"] = max(file.expires_at or now, now + timedelta(days=settings.FILES_KEPT_DAYS))
    KeptFile.objects.filter(pk=file.pk).update(**changes)


@transaction.atomic
def give_up(*, file: KeptFile, by: Owner) -> None:
    """Cancel or delete: the file goes, unless somebody else asked for it too; from their list it goes in any case."""
    kept = KeptFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if kept is None:
        return
    if not by.owns(kept):
        raise PermissionDenied("Somebody else asked for this file.")
    by.requests.filter(file=kept).delete()
    if kept.release_id is None and not kept.requests.exists():
        kept.delete()


def expire() -> int:
    """Delete the files whose time is over; how many they were."""
    over = Q(expires_at__lt=timezone.now()) & ~Q(state=FileState.MAKING)
    keys = list(KeptFile.objects.filter(over, release=None).values_list("pk", flat=True))
    for key in keys:
        # One by one: each is many pieces. Somebody may have fetched it meanwhile.
        KeptFile.objects.filter(over, pk=key).delete()
    logger.info("files_expired files=%s", len(keys))
    return len(keys)


def sweep() -> None:
    """Have those made that nobody heard of: the message was lost, or the worker."""
    unheard = Q(state=FileState.WAITING, requested_at__lt=timezone.now() - UNHEARD_AFTER)
    for key in KeptFile.objects.filter(Q(state=FileState.MAKING) | unheard).values_list("pk", flat=True):
        doorbell.send(MAKE_FILE, key)


SECONDS = 3600


class TooManyAsked(Exception):
    """More files were asked for in this hour than may be; `seconds` is how long the hour still lasts."""

    def __init__(self, quota: int, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(
            f"{quota} new files were asked for in this hour, and there can be no more of them. "
            f"Come back in {counted(minutes, 'minute')}; files that are made already stay at hand."
        )
        self.seconds = seconds


def spend(request: HttpRequest) -> None:
    """Count one new file. Raises TooManyAsked."""
    asker = asker_of(request)
    quota = settings.FILES_PER_HOUR["person" if asker.signed_in else "stranger"]
    spent = count("files", asker, every=SECONDS)
    if spent and spent.asked > quota:
        raise TooManyAsked(quota, spent.seconds)
