"""Making a kept file, in a worker: rows of one moment to bytes, cut into pieces, with how far it has come.

Safe to repeat. One process makes a file at a time; one that dies lets go of it, and the sweep has it made again. Until
it is whole nobody sees a byte of it.
"""

from __future__ import annotations

import errno
import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass, fields, replace
from tempfile import TemporaryFile
from time import monotonic
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from numpy.typing import NDArray

from dashboards.files.cover import Cover, TooManyRows, cover_of, write_pieces
from dashboards.files.csvw import csvw
from dashboards.files.formats import FORMATS
from dashboards.files.streams import stream_csv
from dashboards.kept import keeping
from dashboards.kept.asked import read_back
from dashboards.kept.forms import FORMS, PACK_FORMS
from dashboards.kept.tables import TABLES, marks_of
from dashboards.models import FileMarks, FilePiece, FileState, FileTable, KeptFile
from dashboards.packs import reading as packs
from dashboards.parameters import Refusal
from dashboards.question import Question
from programmes import doorbell
from programmes.attempts import attempt
from programmes.choices import Provenance
from programmes.engine.looking_back import NotYet
from programmes.locks import Lock

PIECE = 1 << 20
"""Bytes of one piece before it is compressed."""
LEVEL = 6
SHOW_EVERY = 0.5
"""Seconds between two signs of how far it has come."""
WRITTEN = 0.9
"""How much of the work is done once all rows are written; the rest is keeping them."""

OWN_COLUMNS = ("as_at", "rows", "title", "data_version", "stem")
"""What of a cover has a column of its own in the row of a file, or none."""

NO_ROOM = (
    "There was no room left to make this file. Nothing else was lost. Ask for fewer rows, or try again later."
)
OUT_OF_TIME = "Making this file took too long and was broken off. Ask for fewer rows, in several files."
AGAIN_AND_AGAIN = "Making this file failed again and again. Ask for fewer rows, or for CSV."
UNKNOWN = "Something went wrong here while this file was made. Nothing else was lost. Try again later."


class CannotBeMade(Exception):
    """There is no sense in making it now; the message says why in words."""


class GivenUp(CannotBeMade):
    """Whoever asked for it cancelled it while it was being made."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that lies on this worker's disk, whole, and what is to be known of it."""

    cover: Cover
    marks: NDArray | None


Heard = Callable[[int, int], None]
"""Hears now and then how many rows have been written, and of how many."""


class Beside:
    """How far it has come, said over a connection of its own: the one that reads is in one long transaction.

    Inside somebody else's transaction nobody could see it, so nothing is said.
    """

    def __init__(self, table: str, key: int) -> None:
        self._sql = (
            f"update {connection.ops.quote_name(table)} "
            "set stage = %s, share_done = %s, heartbeat_at = now() where id = %s"
        )
        self._key = key
        self._shown_at = 0.0
        self._own = None if connection.in_atomic_block else connection.copy()

    def show(self, stage: str, share_done: float, *, at_once: bool = True) -> None:
        """Say what is being done, and how much is done. Raises GivenUp when nobody wants it any more."""
        if self._own is None or not at_once and monotonic() - self._shown_at < SHOW_EVERY:
            return
        self._shown_at = monotonic()
        with self._own.cursor() as cursor:
            cursor.execute(self._sql, [stage, min(share_done, 1), self._key])
            if not cursor.rowcount:
                raise GivenUp

    def close(self) -> None:
        """Let go of the connection."""
        if self._own is not None:
            self._own.close()


@contextmanager
def on_disk() -> Iterator[BinaryIO]:
    """A file of this worker's, without a name, gone at the end."""
    with TemporaryFile() as file:
        yield file


def make(*, file_id: int) -> None:
    """Make a file, unless it is made, given up, or another process is at it."""
    unfinished = KeptFile.objects.filter(pk=file_id, state__in=keeping.UNFINISHED)
    attempt(
        unfinished.first,
        _make,
        fail,
        lock=Lock.FILE,
        key=file_id,
        in_words=in_words,
        too_often=AGAIN_AND_AGAIN,
        expected=(GivenUp,),
        state=FileState.MAKING,
    )


def in_words(problem: Exception) -> str:
    """Why something could not be made, and what to do."""
    if isinstance(problem, (TooManyRows, Refusal, NotYet, packs.NoSuchArea, CannotBeMade)):
        return str(problem)
    if isinstance(problem, doorbell.OutOfTime):
        return OUT_OF_TIME
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_ROOM
    return UNKNOWN


def _make(file: KeptFile) -> None:
    question = read_back(file.question)
    with closing(Beside(KeptFile._meta.db_table, file.pk)) as aside, on_disk() as into:
        aside.show("Reading the figures", 0)
        with _opened(file, question):
            written = write(file, question, into, _listener(aside))
        aside.show("Keeping the file", WRITTEN)
        keep(file, written, into)


def _opened(file: KeptFile, question: Question) -> AbstractContextManager[None]:
    """The transaction in which its rows are read; a pack says something of coverage too."""
    return packs.opened(question) if file.table == FileTable.PACK else question.opened()


def _listener(aside: Beside) -> Heard:
    def heard(rows: int, of: int) -> None:
        share = WRITTEN * min(rows / of, 1) if of else 0
        aside.show(f"Writing rows: {rows:,} of {of:,}", share, at_once=False)

    return heard


def write(file: KeptFile, question: Question, into: BinaryIO, heard: Heard) -> Written:
    """Write the bytes of a file; to be called inside `question.opened()`."""
    if file.table == FileTable.PACK:
        pack = packs.read_pack(question, base=settings.ADDRESS, reference=keeping.address_of(file))
        into.write(PACK_FORMS[file.format].write(pack))
        return Written(pack, marks_of(file.table, question))
    cover = cover_of(question, base=settings.ADDRESS, reference=keeping.address_of(file))
    if file.table == FileTable.PROGRESS:
        FORMATS[file.format].write(question, cover, into, progress=lambda rows: heard(rows, cover.rows))
    else:
        cover = _write_other(file, question, cover, into)
    return Written(cover, marks_of(file.table, question))


def _write_other(file: KeptFile, question: Question, cover: Cover, into: BinaryIO) -> Cover:
    """Coverage or targets, as CSV; the cover of such a file."""
    table = TABLES[FileTable(file.table)]
    rows = table.rows(question)
    title = cover.title.removesuffix(": progress against targets")
    cover = replace(
        cover,
        title=f"{title}: {FileTable(file.table).label.lower()}",
        link=f"{settings.ADDRESS}{reverse('data')}",
        rows=rows.count(),
        has_made_up=rows.filter(provenance=Provenance.DEMONSTRATION).exists(),
        stem=cover.stem.replace("progress", file.table, 1),
    )
    write_pieces(stream_csv(rows, table.columns, opened=nullcontext), cover, into, lambda _rows: None)
    return cover


@transaction.atomic
def keep(file: KeptFile, written: Written, content: BinaryIO) -> None:
    """Put a file that is whole into the database. Raises GivenUp when it was cancelled meanwhile."""
    kept = KeptFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if kept is None:
        raise GivenUp
    kept.pieces.all().delete()
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    for position, piece in enumerate(iter(lambda: content.read(PIECE), b"")):
        digest.update(piece)
        size += len(piece)
        FilePiece.objects.create(file=kept, position=position, content=zlib.compress(piece, LEVEL))
    if written.marks is not None:
        of = " ".join(TABLES[FileTable(kept.table)].says)
        FileMarks.objects.update_or_create(file=kept, defaults={"of": of, "content": written.marks.tobytes()})
    cover = written.cover
    kept.title, kept.file_name = cover.title, f"{cover.stem}.{FORMS[file.format].extension}"
    kept.rows, kept.size, kept.sha256 = cover.rows, size, digest.hexdigest()
    kept.data_version, kept.as_at = cover.data_version, cover.as_at
    said = asdict(cover)
    kept.cover = {each.name: said[each.name] for each in fields(Cover) if each.name not in OWN_COLUMNS}
    kept.metadata = _described(kept, cover)
    kept.state, kept.stage, kept.share_done, kept.error = FileState.READY, "", 1, ""
    kept.made_at = kept.heartbeat_at = timezone.now()
    kept.save()


def _described(kept: KeptFile, cover: Cover) -> str:
    """What goes beside a CSV: for programs, what its columns are."""
    if kept.format != "csv" or kept.table not in TABLES:
        return ""
    own = {"reference": kept.reference, "file_name": kept.file_name}
    address = settings.ADDRESS + reverse("kept_bytes", kwargs=own)
    return csvw(cover, url=address, columns=TABLES[FileTable(kept.table)].columns).decode()


def fail(file: KeptFile, why: str) -> None:
    """Say why a file could not be made; whoever asked for it may ask again."""
    KeptFile.objects.filter(pk=file.pk).update(
        state=FileState.FAILED,
        stage="",
        error=why,
        heartbeat_at=timezone.now(),
        expires_at=None if file.release_id else timezone.now() + keeping.FAILED_STAYS,
    )
