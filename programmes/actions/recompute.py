"""Keeping results true to what they are computed from: slice by slice, or all of them, or only comparing.

A slice is one indicator in one financial year (or in all), or the coverage of one programme. Recomputing a slice takes
its lock, removes its dirty marks, computes, writes what changed and raises the data version, in one transaction: a
worker killed in the middle leaves everything as it was, mark included, and readers never see half of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from programmes import doorbell
from programmes.choices import RunScope, RunState
from programmes.engine import pipeline, store
from programmes.engine.store import Written
from programmes.models import Dirty, Indicator, Programme, RecomputeRun
from programmes.periods import Period

SLICE_LOCK, RUN_LOCK = 20_180_401, 20_190_401
"""First keys of PostgreSQL's advisory locks: of slices, and of runs."""

STALE_AFTER = timedelta(minutes=2)
"""A run that has shown no sign of life for so long has lost its worker."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What is recomputed at once: an indicator (in one year, or in all when `start_year` is None), or coverage."""

    indicator_id: int | None = None
    start_year: int | None = None
    programme_id: int | None = None

    @property
    def owner(self) -> tuple[store.Table, int]:
        if self.indicator_id is not None:
            return store.PROGRESS, self.indicator_id
        if self.programme_id is None:
            raise ValueError("A slice is of an indicator or of a programme.")
        return store.COVERAGE, self.programme_id


def mark(slices: Iterable[Slice]) -> None:
    """Mark slices as dirty, in the caller's transaction, and ring once it is committed."""
    Dirty.objects.bulk_create(
        Dirty(indicator_id=dirty.indicator_id, start_year=dirty.start_year, programme_id=dirty.programme_id)
        for dirty in slices
    )
    doorbell.ring_on_commit()


def mark_everything() -> None:
    """Mark all results as dirty: areas changed, and with them everything."""
    mark(_everything())


def dirty_slices() -> list[Slice]:
    """What waits to be recomputed, the oldest first; a mark on all years of an indicator swallows those on single ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select indicator_id, start_year, programme_id from programmes_dirty group by 1, 2, 3 order by min(id)"
        )
        marked = [Slice(*row) for row in cursor.fetchall()]
    whole = {dirty.indicator_id for dirty in marked if dirty.indicator_id and dirty.start_year is None}
    return [dirty for dirty in marked if dirty.start_year is None or dirty.indicator_id not in whole]


def recompute_slice(*, dirty: Slice) -> Written:
    """Make the stored results of one slice equal to what its facts give now."""
    with transaction.atomic():
        _lock(dirty)
        _unmark(dirty)
        table, owner = dirty.owner
        columns, periods = _compute(dirty)
        written = store.write(table, owner, columns, periods=periods)
        if written.different:
            _raise_version()
    return written


def drain(*, trigger: str) -> int:
    """Recompute everything that is dirty, until nothing is; how many rows were written.

    A slice that fails keeps its mark and does not keep the others waiting; its error is on the run.
    """
    doorbell.answer()
    waiting = dirty_slices()
    if not waiting:
        return 0
    run = RecomputeRun.objects.create(scope=RunScope.DIRTY, trigger=trigger, state=RunState.RUNNING)
    report = Report(run)
    failed: set[Slice] = set()
    with report.finishing():
        while waiting:
            for dirty, share in _with_share(waiting):
                try:
                    written = recompute_slice(dirty=dirty)
                except Exception as error:
                    failed.add(dirty)
                    report.trouble(f"{_name(dirty)}: {error}")
                else:
                    report.progress(stage=_name(dirty), share_done=share, written=written)
            waiting = [dirty for dirty in dirty_slices() if dirty not in failed]
    return run.rows_written


def request(*, scope: RunScope, trigger: str) -> RecomputeRun:
    """Ask for a run over everything, to be carried out by a worker; its progress is on the row returned."""
    run = RecomputeRun.objects.create(scope=scope, trigger=trigger)
    transaction.on_commit(lambda: doorbell.send_run(run.pk), robust=True)
    return run


def carry_out(*, run_id: int, watch: Callable[[RecomputeRun], None] | None = None) -> RecomputeRun:
    """Carry out a run that was asked for. Safe to repeat; does nothing while another worker is at it."""
    run = RecomputeRun.objects.get(pk=run_id)
    with _only_one(run_id) as free:
        if not free or run.state in (RunState.DONE, RunState.FAILED):
            return run
        report = Report(run, watch=watch)
        with report.finishing():
            for part, share in _with_share(_everything()):
                if run.scope == RunScope.CHECK:
                    written = _difference(part)
                else:
                    written = recompute_slice(dirty=part)
                report.progress(stage=_name(part), share_done=share, written=written)
    return run


def sweep() -> None:
    """Find what nobody rang for: dirty slices, and runs whose message or worker was lost."""
    drain(trigger="sweep")
    lost = timezone.now() - STALE_AFTER
    unfinished = RecomputeRun.objects.filter(
        Q(state=RunState.WAITING, requested_at__lt=lost) | Q(state=RunState.RUNNING, heartbeat_at__lt=lost)
    )
    for run in unfinished.exclude(scope=RunScope.DIRTY).order_by("requested_at"):
        carry_out(run_id=run.pk)
    # Slices of a lost drain are still marked and have just been done; only its row is left to close.
    unfinished.filter(scope=RunScope.DIRTY).update(
        state=RunState.FAILED, finished_at=timezone.now(), error="The worker was lost; another took over."
    )


class Report:
    """How far a run has come, written to its row between slices, where a page and a progress bar read it."""

    def __init__(self, run: RecomputeRun, *, watch: Callable[[RecomputeRun], None] | None = None) -> None:
        self.run = run
        self.watch = watch
        run.state, run.started_at, run.heartbeat_at = RunState.RUNNING, timezone.now(), timezone.now()
        run.rows_computed = run.rows_written = run.rows_different = 0
        self._save()

    def progress(self, *, stage: str, share_done: float, written: Written) -> None:
        run = self.run
        run.stage, run.share_done, run.heartbeat_at = stage, share_done, timezone.now()
        run.rows_computed += written.computed
        run.rows_different += written.different
        run.rows_written += 0 if run.scope == RunScope.CHECK else written.different
        self._save()

    def trouble(self, error: str) -> None:
        self.run.error = f"{self.run.error}\n{error}".strip()
        self._save()

    def finishing(self) -> _Finishing:
        return _Finishing(self)

    def _save(self) -> None:
        self.run.save()
        if self.watch:
            self.watch(self.run)


class _Finishing:
    """Closes a run, whatever happened in it."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        run = self.report.run
        if error is not None:
            run.error = f"{run.error}\n{error}".strip()
        run.state = RunState.FAILED if run.error else RunState.DONE
        run.finished_at = timezone.now()
        if not run.error:
            run.share_done = 1
        self.report._save()


def _everything() -> list[Slice]:
    indicators = Indicator.objects.order_by("programme__position", "position").values_list("pk", flat=True)
    programmes = Programme.objects.order_by("position").values_list("pk", flat=True)
    return [
        *(Slice(indicator_id=indicator) for indicator in indicators),
        *(Slice(programme_id=programme) for programme in programmes),
    ]


def _with_share(slices: list[Slice]) -> Iterator[tuple[Slice, float]]:
    """Each slice, with the share that is done once it is."""
    for done, part in enumerate(slices, start=1):
        yield part, done / len(slices)


def _compute(dirty: Slice) -> tuple[store.Columns, list[str] | None]:
    """The columns of a slice, and the periods it is made of (None: all)."""
    if dirty.programme_id is not None:
        return pipeline.compute_coverage(dirty.programme_id), None
    computed = pipeline.compute(dirty.indicator_id, start_year=dirty.start_year)
    periods = None
    if dirty.start_year is not None:
        year = Period(dirty.start_year)
        periods = [year.code, *(quarter.code for quarter in year.quarters())]
    return pipeline.progress_columns(computed), periods


def _difference(part: Slice) -> Written:
    table, owner = part.owner
    with transaction.atomic():
        columns, _periods = _compute(part)
        return Written(len(columns["area_id"]), store.differences(table, owner, columns), 0)


def _name(part: Slice) -> str:
    if part.programme_id is not None:
        return f"Coverage of {Programme.objects.get(pk=part.programme_id).short_name}"
    name = Indicator.objects.get(pk=part.indicator_id).short_name
    return name if part.start_year is None else f"{name}, {Period(part.start_year).label}"


def _lock(dirty: Slice) -> None:
    """Wait for whoever is at this indicator or programme, until the end of the transaction."""
    key = dirty.indicator_id if dirty.indicator_id is not None else -(dirty.programme_id or 0)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [SLICE_LOCK, key])


def _unmark(dirty: Slice) -> None:
    """Remove the marks of a slice before its facts are read: what is marked later is done later."""
    marks = Dirty.objects.filter(indicator_id=dirty.indicator_id, programme_id=dirty.programme_id)
    if dirty.start_year is not None:
        marks = marks.filter(start_year=dirty.start_year)
    marks._raw_delete(marks.db)


def _raise_version() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into programmes_dataversion (id, version, geography, changed_at) values (1, 1, 0, now())"
            " on conflict (id) do update set version = programmes_dataversion.version + 1, changed_at = now()"
        )


class _only_one:
    """Holds a run's lock for as long as it is carried out; False when another worker holds it."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id

    def __enter__(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s, %s)", [RUN_LOCK, self.run_id])
            self.free = bool(cursor.fetchone()[0])
        return self.free

    def __exit__(self, *_exception: object) -> None:
        if self.free:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [RUN_LOCK, self.run_id])
