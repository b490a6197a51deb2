"""Keeping results true to what they are computed from: slice by slice, or all of them, or only comparing.

A slice is one indicator in one financial year (or in all), or the coverage of one programme. Recomputing a slice takes
its lock, removes its dirty marks, computes, writes what changed and raises the data version, in one transaction: a
worker killed in the middle leaves everything as it was, mark included, and readers never see half of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from programmes import doorbell
from programmes.actions import marks, runs
from programmes.choices import Layer, RunScope
from programmes.engine import pipeline, store
from programmes.engine.digests import Columns
from programmes.engine.store import Written
from programmes.engine.stored_forecasts import with_stored_forecasts
from programmes.layers import changed_with, kept_layers, reading
from programmes.locks import Lock, wait_for
from programmes.models import Dirty, Indicator, Programme, RecomputeRun
from programmes.periods import Period

logger = logging.getLogger(__name__)

PATIENCE = "60s"
"""How long a slice waits for whoever is at it: many times what one takes."""

NOTHING = Written(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Slice:
    """What is recomputed at once in a layer: an indicator (in one year, or all when `start_year` is None), or coverage.

    With `figures_only` a year keeps its forecasts as they are stored. They depend on four more years, which takes
    longer to read than everything else: whoever corrected a figure sees it first.
    """

    indicator_id: int | None = None
    start_year: int | None = None
    programme_id: int | None = None
    figures_only: bool = False
    layer: Layer = Layer.OFFICIAL

    @property
    def owner(self) -> tuple[store.Table, int]:
        """The table that holds its results, and whose rows they are."""
        if self.indicator_id is not None:
            return store.PROGRESS, self.indicator_id
        if self.programme_id is None:
            raise ValueError("A slice is of an indicator or of a programme.")
        return store.COVERAGE, self.programme_id


def mark(slices: Iterable[Slice], *, layer: Layer = Layer.OFFICIAL) -> None:
    """Mark slices as dirty, in the caller's transaction, and ring once it is committed. One statement.

    In each layer whose results depend on what was changed in this one. With a year of a quarterly indicator go the
    years after it whose forecasts depend on it.
    """
    marked = list(slices)
    columns = [
        [getattr(each, name) for each in marked] for name in ("indicator_id", "start_year", "programme_id")
    ]
    marks.insert(columns, changed_with(layer))
    doorbell.ring_on_commit()


def mark_everything() -> None:
    """Mark all results as dirty: areas changed, and with them everything."""
    mark(_everything(Layer.OFFICIAL))


def dirty_slices() -> list[Slice]:
    """What waits to be recomputed: figures before forecasts, official before made-up ones, then the oldest first.

    A mark on all years of an indicator swallows single years.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select indicator_id, start_year, programme_id, figures_only, layer from programmes_dirty"
            " group by 1, 2, 3, 4, 5 order by figures_only desc, layer desc, min(id)"
        )
        marked = [Slice(row[0], row[1], row[2], row[3], Layer(row[4])) for row in cursor.fetchall()]
    whole = {(each.indicator_id, each.layer) for each in marked if each.start_year is None}
    return [
        each for each in marked if each.start_year is None or (each.indicator_id, each.layer) not in whole
    ]


def recompute_slice(*, dirty: Slice, if_marked: bool = False, thorough: bool = False) -> Written:
    """Make the stored results of one slice equal to what its facts give now.

    With `if_marked`, a slice that another worker has done meanwhile is left alone. With `thorough`, stored rows are
    compared value by value instead of by their digests, which finds what was changed behind the engine's back.
    """
    with transaction.atomic(), reading(dirty.layer):
        _lock(dirty)
        marks = _unmark(dirty)
        if if_marked and not marks:
            return NOTHING
        table, owner = dirty.owner
        columns, periods = _compute(dirty)
        if thorough:
            store.distrust(table, owner, columns)
        written = store.write(table, owner, columns, periods=periods)
        if written.different:
            raise_version(dirty.layer)
    return written


def drain(*, trigger: str) -> int:
    """Recompute everything that is dirty, until nothing is; how many rows were written.

    A slice that fails keeps its mark and does not keep the others waiting; its error is on the run.
    """
    doorbell.answer()
    waiting = dirty_slices()
    if not waiting:
        return 0
    run = RecomputeRun.objects.create(scope=RunScope.DIRTY, trigger=trigger)
    with runs.reporting(run.pk) as report:
        failed: set[Slice] = set()
        while report and waiting:
            failed |= _each(waiting, report, lambda part: recompute_slice(dirty=part, if_marked=True))
            waiting = [part for part in dirty_slices() if part not in failed]
    return report.run.rows_written if report else 0


def request(*, scope: RunScope, trigger: str) -> RecomputeRun:
    """Ask for a run over everything, to be carried out by a worker; its progress is on the row returned."""
    run = RecomputeRun.objects.create(scope=scope, trigger=trigger)
    transaction.on_commit(lambda: doorbell.send(doorbell.RUN_RECOMPUTE, run.pk), robust=True)
    return run


def run_here(*, scope: RunScope, trigger: str, watch: runs.Watch | None = None) -> RecomputeRun:
    """Carry out a run over everything in this process, telling `watch` after each slice."""
    run = RecomputeRun.objects.create(scope=scope, trigger=trigger)
    return carry_out(run_id=run.pk, watch=watch)


def carry_out(*, run_id: int, watch: runs.Watch | None = None) -> RecomputeRun:
    """Carry out a run that was asked for. Safe to repeat; does nothing when it is done or another worker is at it."""
    with runs.reporting(run_id, watch=watch) as report:
        if report:
            checking = report.run.scope == RunScope.CHECK
            everything = [part for layer in kept_layers() for part in _everything(layer)]
            _each(everything, report, _difference if checking else _renew)
    return RecomputeRun.objects.get(pk=run_id)


def sweep() -> None:
    """Find what nobody rang for: dirty slices, and runs whose message or worker was lost."""
    drain(trigger="the sweep")
    for run in runs.lost():
        if run.scope == RunScope.DIRTY:
            # Its slices were still marked, and have just been done.
            runs.close(run.pk)
        else:
            carry_out(run_id=run.pk)


def nightly() -> RecomputeRun:
    """Compute everything afresh and mend what differs. What was marked is done first: the rest that differs drifted."""
    drain(trigger="the night")
    run = run_here(scope=RunScope.FULL, trigger="the night")
    if run.rows_different:
        logger.warning("results_drifted run_id=%s rows=%s", run.pk, run.rows_different)
    runs.forget_old()
    return run


def _each(slices: list[Slice], report: runs.Report, work: Callable[[Slice], Written]) -> set[Slice]:
    """Do the work on each slice and report it; the slices that failed. Out of time, it stops."""
    failed = set()
    for part, share in _with_share(slices):
        try:
            written = work(part)
        except doorbell.OutOfTime:
            raise
        except Exception as error:  # whatever went wrong in one slice must not stop the others
            logger.exception("slice_failed run_id=%s slice=%r", report.run.pk, part)
            failed.add(part)
            report.trouble(stage=_name(part), error=error)
        else:
            report.progress(stage=_name(part), share_done=share, written=written)
    return failed


def _renew(part: Slice) -> Written:
    return recompute_slice(dirty=part, thorough=True)


def _everything(layer: Layer) -> list[Slice]:
    indicators = Indicator.objects.order_by("programme__position", "position").values_list("pk", flat=True)
    programmes = Programme.objects.order_by("position").values_list("pk", flat=True)
    return [
        *(Slice(indicator_id=indicator, layer=layer) for indicator in indicators),
        *(Slice(programme_id=programme, layer=layer) for programme in programmes),
    ]


def _with_share(slices: list[Slice]) -> Iterator[tuple[Slice, float]]:
    """Each slice, with the share that is done once it is."""
    for done, part in enumerate(slices, start=1):
        yield part, done / len(slices)


def _compute(dirty: Slice) -> tuple[Columns, list[str] | None]:
    """The columns of a slice, and the periods it is made of (None: all)."""
    table, owner = dirty.owner
    if table is store.COVERAGE:
        return pipeline.compute_coverage(owner), None
    computed = pipeline.compute(owner, start_year=dirty.start_year, with_forecasts=not dirty.figures_only)
    columns, periods = pipeline.progress_columns(computed), None
    if dirty.start_year is not None:
        year = Period(dirty.start_year)
        periods = [year.code, *(quarter.code for quarter in year.quarters())]
    if dirty.figures_only:
        columns = with_stored_forecasts(owner, columns)
    return columns, periods


def _difference(part: Slice) -> Written:
    table, owner = part.owner
    with transaction.atomic(), reading(part.layer):
        columns, _periods = _compute(part)
        return Written(len(columns["area_id"]), store.differences(table, owner, columns), 0)


def _name(part: Slice) -> str:
    table, owner = part.owner
    made_up = ", demonstration" if part.layer == Layer.DEMONSTRATION else ""
    if table is store.COVERAGE:
        return f"Coverage of {Programme.objects.get(pk=owner).short_name}{made_up}"
    name = Indicator.objects.get(pk=owner).short_name
    return (
        f"{name}{made_up}" if part.start_year is None else f"{name}, {Period(part.start_year).label}{made_up}"
    )


def _lock(dirty: Slice) -> None:
    """Wait for whoever is at this indicator or programme, until the end of the transaction."""
    table, owner = dirty.owner
    key = -owner if table is store.COVERAGE else owner
    wait_for(Lock.SLICE, key, patience=PATIENCE)


def _unmark(dirty: Slice) -> int:
    """Remove the marks of a slice, before its facts are read: what is marked later is done later. Their number."""
    table, owner = dirty.owner
    marks = Dirty.objects.filter(layer=dirty.layer, **{table.slice_key: owner})
    if dirty.start_year is not None:
        marks = marks.filter(start_year=dirty.start_year)
    if dirty.figures_only:
        marks = marks.filter(figures_only=True)
    return marks._raw_delete(marks.db)


RAISE = """
insert into programmes_dataversion as known (id, version, geography, changed_at, demonstration_version)
values (1, %(official)s::int, 0, now(), %(demonstration)s::int)
on conflict (id) do update set
    version = known.version + %(official)s::int,
    changed_at = case when %(official)s then now() else known.changed_at end,
    demonstration_version = known.demonstration_version + %(demonstration)s::int,
    demonstration_changed_at = case when %(demonstration)s then now() else known.demonstration_changed_at end
"""


def raise_version(*layers: Layer) -> None:
    """Tell readers of these layers that what they kept is out of date, when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE, {each.value: each in layers for each in Layer})
