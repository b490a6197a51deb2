"""Releases: all figures of one moment as files that stay for ever, with what changed since the release before.

Asked for by an administrator or a command, made by a worker. Safe to repeat: a release is there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from dashboards.files.cover import Cover, cover_of
from dashboards.formatting import day
from dashboards.kept import comparing, keeping, making
from dashboards.models import FileTable, KeptFile, Release, ReleaseState
from dashboards.question import Question
from programmes import doorbell
from programmes.attempts import attempt
from programmes.locks import Lock, wait_for
from programmes.models import User
from programmes.queries.freshness import stamp
from programmes.queries.programmes import all_programmes
from programmes.snapshot import one_snapshot

MAKE_RELEASE = "dashboards.tasks.make_release"

WHOLE = (
    (FileTable.PROGRESS, "csv"),
    (FileTable.PROGRESS, "xlsx"),
    (FileTable.COVERAGE, "csv"),
    (FileTable.TARGETS, "csv"),
)
"""The files of each programme."""


class ReleaseRefused(making.CannotBeMade):
    """There cannot be a release now; the message says why."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A file of the release to be, on this worker's disk."""

    file: KeptFile
    written: making.Written
    content: BinaryIO


@transaction.atomic
def ask(*, title: str = "", note: str = "", by: User | None = None, through_worker: bool = True) -> Release:
    """A release of the figures as they stand, which a worker begins to make now. Raises ReleaseRefused.

    Without a worker, whoever asks makes it.
    """
    wait_for(Lock.RELEASE)
    if Release.objects.filter(state=ReleaseState.MAKING).exists():
        raise ReleaseRefused("A release is being made already. Wait until it is published.")
    version, waiting = stamp()
    _check_settled(version, waiting)
    before = latest()
    if before is not None and before.data_version == version:
        raise ReleaseRefused(f"Nothing has changed since release {before.number}.")
    release = Release.objects.create(title=visible(title)[:200], note=visible(note), made_by=by)
    if through_worker:
        transaction.on_commit(lambda: doorbell.send(MAKE_RELEASE, release.pk), robust=True)
    return release


def visible(text: str) -> str:
    """What somebody wrote, without what nobody sees: a feed cannot hold it. Lines stay lines."""
    lines = ("".join(letter for letter in line if letter.isprintable()) for line in text.splitlines())
    return "\n".join(lines).strip()


def _check_settled(version: int, waiting: int) -> None:
    if not version:
        raise ReleaseRefused("Nothing has been computed yet. Load figures first.")
    if waiting:
        raise ReleaseRefused(
            "Figures wait to be recomputed: a release now would mix old and new. Try again in a minute."
        )


def every_release() -> list[Release]:
    """The releases in any state, the latest first. One statement."""
    return list(Release.objects.order_by("-number"))


def published(most: int) -> list[Release]:
    """So many releases, the latest first. One statement."""
    return list(Release.objects.filter(state=ReleaseState.PUBLISHED).order_by("-number")[:most])


def latest() -> Release | None:
    """The release that was published last. One statement."""
    return next(iter(published(1)), None)


def numbered(number: int) -> Release | None:
    """The release of this number. One statement."""
    return Release.objects.filter(number=number).first()


def sweep() -> None:
    """Have a release made whose message or worker was lost."""
    for key in Release.objects.filter(state=ReleaseState.MAKING).values_list("pk", flat=True):
        doorbell.send(MAKE_RELEASE, key)


def make(*, release_id: int) -> None:
    """Make a release, unless it is made or another process is at it."""
    attempt(
        Release.objects.filter(pk=release_id, state=ReleaseState.MAKING).first,
        _make,
        _fail,
        lock=Lock.RELEASE,
        key=release_id,
        in_words=making.in_words,
        too_often="Making this release failed again and again. The log says why.",
        expected=(ReleaseRefused,),
    )


def _make(release: Release) -> None:
    with closing(making.Beside(Release._meta.db_table, release.pk)) as aside, ExitStack() as files:
        before = latest()
        with one_snapshot():
            version, waiting = stamp()
            _check_settled(version, waiting)
            drafts = list(_write_all(aside, files))
            cover = cover_of(Question(), base=settings.ADDRESS)
        if before is not None:
            aside.show("Comparing with the release before", 0.8)
            changes, counts = _compare(before, drafts, cover, files)
            drafts.append(changes)
            release.changes = counts
        aside.show("Keeping the files", 0.9)
        _publish(release, drafts, cover)


def _write_all(aside: making.Beside, files: ExitStack) -> Iterable[Drafted]:
    """Every file of every programme, from one snapshot. A table without rows has no file."""
    programmes = all_programmes()
    for place, programme in enumerate(programmes):
        question = Question(programme=(programme.code,))
        for table, form in WHOLE:
            aside.show(f"{programme.name}: {table.label.lower()}", 0.75 * place / len(programmes))
            content = files.enter_context(making.on_disk())
            file = _draft(table, question, form)
            written = making.write(file, question, content, lambda _rows, _of: None)
            if written.cover.rows:
                yield Drafted(file, written, content)


def _draft(table: FileTable, question: Question, form: str) -> KeptFile:
    asked = keeping.digest_of(table, question, form)
    return KeptFile(
        reference=keeping.new_reference(asked, stamp()[0]),
        table=table,
        question=question.query(),
        format=form,
        asked=asked,
    )


def _compare(
    before: Release, drafts: Sequence[Drafted], cover: Cover, files: ExitStack
) -> tuple[Drafted, comparing.Counts]:
    """The file of changes, and how many there are. Raises ReleaseRefused when there is none."""
    content = files.enter_context(making.on_disk())
    then: dict[FileTable, list[BinaryIO]] = {}
    for file in before.files.filter(format="csv").exclude(table=FileTable.CHANGES).order_by("pk"):
        copy = files.enter_context(making.on_disk())
        copy.writelines(keeping.pieces(file))
        then.setdefault(FileTable(file.table), []).append(copy)
    now: dict[FileTable, list[BinaryIO]] = {}
    for draft in drafts:
        if draft.file.format == "csv":
            now.setdefault(FileTable(draft.file.table), []).append(draft.content)
    counts = comparing.compare(then, now, content)
    rows = sum(number for table in counts.values() for number in table.values())
    if not rows:
        raise ReleaseRefused(f"Nothing has changed since release {before.number}.")
    file = _draft(FileTable.CHANGES, Question(), "csv")
    cover = replace(
        cover,
        title=f"What changed since release {before.number}",
        link=settings.ADDRESS + reverse("data"),
        reference=keeping.address_of(file),
        rows=rows,
        stem=f"rollout-changes-since-release-{before.number}",
    )
    return Drafted(file, making.Written(cover, None), content), counts


@transaction.atomic
def _publish(release: Release, drafts: Iterable[Drafted], cover: Cover) -> None:
    """All at once: the files, the number, the date."""
    last = Release.objects.aggregate(last=Max("number"))["last"] or 0
    now = timezone.now()
    release.number, release.published_at, release.state = last + 1, now, ReleaseState.PUBLISHED
    release.title = release.title or f"Figures of {day(now)}"
    release.data_version, release.as_at = cover.data_version, cover.as_at
    release.stage, release.share_done, release.error, release.heartbeat_at = "", 1, "", now
    release.save()
    for draft in drafts:
        draft.file.release = release
        draft.file.save()
        making.keep(draft.file, draft.written, draft.content)


def _fail(release: Release, why: str) -> None:
    Release.objects.filter(pk=release.pk).update(
        state=ReleaseState.FAILED, stage="", error=why, heartbeat_at=timezone.now()
    )
