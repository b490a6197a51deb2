"""Runs of the engine as rows: who holds one, how far it has come, which are lost, which are kept.

Whoever carries out a run holds an advisory lock of its database session. PostgreSQL lets go of it when that process
dies, however it dies: a run that is not finished and that nobody holds has lost its worker and may be taken up at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import TracebackType

from django.db.models import Q, QuerySet
from django.utils import timezone

from programmes.choices import RunScope, RunState
from programmes.engine.store import Written
from programmes.locks import Lock, holding
from programmes.models import RecomputeRun

logger = logging.getLogger(__name__)


UNHEARD_AFTER = timedelta(seconds=30)
"""A run that waits longer than this may have lost its message."""

KEPT = 500
"""How many runs of each scope are kept."""

Watch = Callable[[RecomputeRun], None]


class Report:
    """How far a run has come, written to its row between slices, where a page and a progress bar read it.

    As a context it closes the run, whatever happened in it.
    """

    def __init__(self, run: RecomputeRun, *, watch: Watch | None = None) -> None:
        self.run = run
        self.watch = watch

    def __enter__(self) -> Report:
        run = self.run
        run.state, run.started_at, run.heartbeat_at = RunState.RUNNING, timezone.now(), timezone.now()
        run.rows_computed = run.rows_written = run.rows_different = 0
        run.share_done, run.error = 0, ""
        self._save()
        return self

    def progress(self, *, stage: str, share_done: float, written: Written) -> None:
        """A slice is done."""
        run = self.run
        run.stage, run.share_done, run.heartbeat_at = stage, share_done, timezone.now()
        run.rows_computed += written.computed
        run.rows_different += written.different
        run.rows_written += 0 if run.scope == RunScope.CHECK else written.different
        self._save()

    def trouble(self, *, stage: str, error: BaseException) -> None:
        """A slice failed; the run goes on, and ends as failed."""
        self.run.error = f"{self.run.error}\n{stage}: {_in_words(error)}".strip()
        self._save()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        run = self.run
        if error is not None:
            run.error = f"{run.error}\n{_in_words(error)}".strip()
        run.state = RunState.FAILED if run.error else RunState.DONE
        run.share_done = run.share_done if run.error else 1
        run.finished_at = timezone.now()
        self._save()
        logger.info(
            "recompute_%s run_id=%s scope=%s trigger=%r computed=%s written=%s different=%s seconds=%.2f",
            run.state, run.pk, run.scope, run.trigger, run.rows_computed, run.rows_written, run.rows_different,
            (run.finished_at - (run.started_at or run.finished_at)).total_seconds(),
        )  # fmt: skip

    def _save(self) -> None:
        self.run.save()
        if self.watch:
            self.watch(self.run)


@contextmanager
def reporting(run_id: int, *, watch: Watch | None = None) -> Iterator[Report | None]:
    """Hold a run and report on it; None when another worker holds it or it is finished."""
    with holding(Lock.RUN, run_id) as held:
        run = RecomputeRun.objects.get(pk=run_id)
        if not held or run.state in (RunState.DONE, RunState.FAILED):
            yield None
        else:
            with Report(run, watch=watch) as report:
                yield report


def lost() -> QuerySet[RecomputeRun]:
    """Runs to be taken up, unless somebody holds them: begun, or waiting for longer than a message takes."""
    unheard = Q(state=RunState.WAITING, requested_at__lt=timezone.now() - UNHEARD_AFTER)
    return RecomputeRun.objects.filter(Q(state=RunState.RUNNING) | unheard).order_by("requested_at", "pk")


def close(run_id: int) -> None:
    """Close a run whose worker was lost and whose work has been done by another; not if somebody holds it."""
    with holding(Lock.RUN, run_id) as held:
        if held:
            RecomputeRun.objects.filter(pk=run_id, finished_at=None).update(
                state=RunState.FAILED,
                finished_at=timezone.now(),
                error="Its worker was lost; another took over what was left.",
            )
            logger.warning("run_lost_its_worker run_id=%s", run_id)


def forget_old() -> None:
    """Keep the latest runs of each scope only."""
    for scope in RunScope:
        kept = RecomputeRun.objects.filter(scope=scope).order_by("-requested_at", "-pk")[:KEPT].values("pk")
        RecomputeRun.objects.filter(scope=scope).exclude(pk__in=kept).exclude(finished_at=None).delete()


def _in_words(error: BaseException) -> str:
    return str(error).strip() or type(error).__name__
