"""A file is whole or not there, its bytes never change, and whoever waits is told what became of it."""

import errno
import hashlib
from dataclasses import replace

import pytest
from django.db import connection

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.cover import TooManyRows
from dashboards.files.formats import FORMATS
from dashboards.files.streams import stream_csv
from dashboards.kept import keeping, making, tables
from dashboards.kept.tables import Difference, marks_of
from dashboards.models import FileMarks, FilePiece, FileState, KeptFile
from dashboards.question import Question
from programmes import doorbell
from programmes.locks import Lock
from tests.dashboards.data.conftest import ask, content, make, revise

IPS = Question(programme=("ips",))

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def writing(monkeypatch):
    """Let something else happen when a CSV file is written."""

    def put(happen):
        monkeypatch.setitem(FORMATS, "csv", replace(FORMATS["csv"], write=happen))

    return put


def test_kept_bytes_are_those_that_are_streamed_cut_in_pieces(monkeypatch):
    monkeypatch.setattr(making, "PIECE", 1000)
    streamed = b"".join(stream_csv(IPS.rows(), PROGRESS_COLUMNS))

    file = make(IPS)

    assert content(file) == streamed
    assert file.pieces.count() == -(-len(streamed) // 1000) > 2
    assert (file.size, file.sha256) == (len(streamed), hashlib.sha256(streamed).hexdigest())
    assert file.rows == streamed.count(b"\n") - 1
    assert (file.state, file.share_done, file.data_version) == ("ready", 1, 7)


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_kept_to_the_byte_when_figures_are_revised(form):
    file = make(IPS, form)
    before = content(file)

    revise()

    assert content(KeptFile.objects.get(pk=file.pk)) == before
    assert make(IPS, form).pk != file.pk


def test_its_page_knows_how_many_rows_differ():
    file = make(Question())
    assert tables.standing_of(file) == tables.FileStanding(7, Difference())

    revise()

    assert tables.standing_of(file) == tables.FileStanding(8, Difference(revised=3, gone=1))


def test_rows_that_came_later_are_newer_figures_and_those_of_others_are_not():
    ips, cdc = make(IPS), make(Question(programme=("cdc",)))
    making_of = KeptFile.objects.get(pk=ips.pk)
    rows = IPS.rows().filter(area__code="QAA")
    number = rows.count()
    rows.delete()
    later = make(Question(programme=("ips",), sort="actual"))

    assert tables.standing_of(making_of).difference == Difference(gone=number)
    assert tables.standing_of(cdc).is_newest
    assert tables.standing_of(later).is_newest


def test_a_million_rows_differ_as_three_do():
    import numpy as np

    from dashboards.kept.tables import MARK, difference

    then = np.zeros(6, MARK)
    then["about"], then["says"] = [1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1]
    now = np.zeros(5, MARK)
    now["about"], now["says"] = [2, 3, 4, 7, 8], [1, 2, 3, 1, 1]

    assert difference(then, now) == Difference(revised=2, added=2, gone=3)
    assert difference(then[:0], now[:0]).rows == 0


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), making.NO_ROOM),
        (TooManyRows("A workbook holds 1,048,576 rows; ask for fewer."), "A workbook holds"),
        (ZeroDivisionError(), making.UNKNOWN),
    ],
)
def test_what_goes_wrong_is_said_in_words_and_leaves_nothing(writing, problem, said):
    def stop(*_given, **_named):
        raise problem

    writing(stop)
    file = make(IPS)

    assert file.state == FileState.FAILED
    assert said in file.error
    assert not FilePiece.objects.exists()


def test_a_killed_worker_leaves_a_file_that_another_makes(writing, monkeypatch, sent):
    def die(question, cover, into, *, progress):
        into.write(b"half of it")
        raise SystemExit

    writing(die)
    file = ask(IPS)
    with pytest.raises(SystemExit):
        making.make(file_id=file.pk)
    file.refresh_from_db()
    assert (file.state, file.attempts) == (FileState.MAKING, 1)
    monkeypatch.undo()

    monkeypatch.setattr(doorbell, "send", lambda _task, key: making.make(file_id=key))
    keeping.sweep()

    file.refresh_from_db()
    assert (file.state, file.attempts) == (FileState.READY, 2)
    assert content(file) == b"".join(stream_csv(IPS.rows(), PROGRESS_COLUMNS))


def test_a_file_that_kills_its_workers_is_given_up_in_words():
    file = ask(IPS)
    KeptFile.objects.filter(pk=file.pk).update(state=FileState.MAKING, attempts=3)

    making.make(file_id=file.pk)

    file.refresh_from_db()
    assert (file.state, file.error) == (FileState.FAILED, making.AGAIN_AND_AGAIN)


def test_two_workers_do_not_make_one_file():
    file = ask(IPS)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s, %s)", [int(Lock.FILE), file.pk])
        making.make(file_id=file.pk)
    finally:
        other.close()

    file.refresh_from_db()
    assert (file.state, file.attempts) == (FileState.WAITING, 0)


def test_made_twice_it_is_the_same():
    file = make(IPS)
    made_at = file.made_at

    making.make(file_id=file.pk)

    file.refresh_from_db()
    assert file.made_at == made_at


def test_a_file_cancelled_while_it_is_made_is_gone(writing):
    def cancelled(question, cover, into, *, progress):
        into.write(b"nobody wants this")
        KeptFile.objects.all().delete()

    writing(cancelled)
    file = ask(IPS)
    making.make(file_id=file.pk)

    assert not KeptFile.objects.exists()


def test_reading_a_file_that_goes_meanwhile_breaks_off(monkeypatch):
    monkeypatch.setattr(making, "PIECE", 1000)
    reading = keeping.pieces(make(IPS))
    next(reading)
    FilePiece.objects.filter(position__gt=0).delete()

    with pytest.raises(keeping.FileGone):
        list(reading)


def test_a_column_of_later_years_makes_no_file_look_old():
    file = make(IPS)
    looked_at = FileMarks.objects.get(file=file).of.split()
    assert {"actual", "marker", "attainment", "rank"} <= set(looked_at)
    FileMarks.objects.filter(file=file).update(
        of="actual marker", content=marks_of("progress", IPS, ("actual", "marker")).tobytes()
    )

    assert tables.standing_of(file).is_newest
