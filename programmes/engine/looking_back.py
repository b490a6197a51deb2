"""Results as they stood at an earlier instant, or measured against another trajectory, in the place of the stored ones.

They are computed afresh, into temporary tables with the names of the stored ones. PostgreSQL finds a session's own
temporary tables first, so whatever reads results reads these instead, with no change: pages, files and the API alike.
Nobody else sees them, the stored ones are not touched, and when the transaction ends they are gone.

What was reported, planned and live is versioned, and is taken as it was known then. Definitions of indicators, the
calendar and areas are those of today.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, models, transaction
from django.utils import timezone

from programmes.choices import TrajectoryKind
from programmes.engine import pipeline, store
from programmes.engine.targets import Meant
from programmes.models import Coverage, Indicator, Programme, Progress
from programmes.snapshot import one_moment, one_snapshot


class NotYet(ValueError):
    """Asked for what will be known at an instant that is still to come; the message says so in words."""


@contextmanager
def results_as(
    *,
    as_at: datetime | None = None,
    trajectory: Meant | None = None,
    programmes: Sequence[str] = (),
    indicators: Sequence[str] = (),
    of: Collection[type[models.Model]] = (Progress, Coverage),
) -> Iterator[None]:
    """Read inside as if results stood as they were known at the instant, and against that trajectory; see above.

    With neither it is `one_snapshot`. Else there are rows of the programmes and indicators named (by their codes; all
    when none is), and of no other. An indicator that had no such trajectory then has no targets. `of` leaves out what
    will not be read: coverage is put in place for an instant only, as it does not depend on a trajectory.

    Nothing can be written inside. Not to be used inside a snapshot, where nothing can be put in place. Raises NotYet
    for an instant to come, ValueError for a kind of trajectory that there is not.
    """
    if as_at is None and trajectory is None:
        with one_snapshot():
            yield
        return
    if as_at is not None and as_at > timezone.now():
        raise NotYet("Nobody knows yet what will be known then: name an instant that has passed.")
    if trajectory is not None:
        TrajectoryKind(trajectory[0])
    outermost = not connection.in_atomic_block
    with transaction.atomic(), one_moment(are_stood_in_for=True):
        with connection.cursor() as cursor:
            if outermost:
                cursor.execute("set transaction isolation level repeatable read")
            if Progress in of:
                _progress(as_at, trajectory, programmes, indicators)
            if Coverage in of and as_at is not None:
                _coverage(as_at, programmes, indicators)
            cursor.execute("set transaction read only")
        yield
        # Inside another transaction this ends a savepoint, and with it the tables and the read-only mode.
        transaction.set_rollback(True)


def _progress(
    as_at: datetime | None, trajectory: Meant | None, programmes: Sequence[str], indicators: Sequence[str]
) -> None:
    found = Indicator.objects.order_by("programme__position", "position")
    if programmes:
        found = found.filter(programme__code__in=programmes)
    if indicators:
        found = found.filter(code__in=indicators)
    meant = list(found.values_list("pk", flat=True))
    store.put_in_front(store.PROGRESS)
    for indicator in meant:
        computed = pipeline.compute(indicator, as_at=as_at, trajectory=trajectory)
        store.fill(store.PROGRESS, indicator, pipeline.progress_columns(computed))
    store.make_quick(store.PROGRESS)


def _coverage(as_at: datetime, programmes: Sequence[str], indicators: Sequence[str]) -> None:
    found = Programme.objects.order_by("position")
    if programmes:
        found = found.filter(code__in=programmes)
    if indicators:
        found = found.filter(indicators__code__in=indicators).distinct()
    meant = list(found.values_list("pk", flat=True))
    store.put_in_front(store.COVERAGE)
    for programme in meant:
        store.fill(store.COVERAGE, programme, pipeline.compute_coverage(programme, as_at=as_at))
    store.make_quick(store.COVERAGE)
