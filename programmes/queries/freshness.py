"""Which version of the results stands, and what is still to be recomputed."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max, Min

from programmes.memory import numbers, remembered_by_results
from programmes.models import Dirty, Progress, RecomputeRun
from programmes.running import Freshness, RunInfo
from programmes.stored_areas import area_history


def data_version() -> int:
    """The version of the results that stands; 0 before the first recompute. One statement."""
    return numbers().version


def freshness() -> Freshness:
    """Version, last change, what waits, and the last day England has a figure for. One statement where marks wait."""
    now, edition = numbers(), area_history().edition
    waiting = _waiting() if now.waiting else []
    return Freshness(
        data_version=now.version,
        changed_at=now.changed_at if now.version else None,
        dirty_slices=len(waiting),
        oldest_dirty_at=min(waiting, default=None),
        edition=edition.name if edition else "",
        latest_figures_to=_latest_figures_to(),
    )


def recent_runs(limit: int = 20) -> tuple[RunInfo, ...]:
    """The latest recompute runs, newest first. One statement."""
    fields = RunInfo.__dataclass_fields__
    return tuple(RunInfo(**row) for row in RecomputeRun.objects.values(*fields)[:limit])


def stamp() -> tuple[int, int]:
    """The version of the results, and how many marks wait: what pages are kept by. One statement."""
    now = numbers()
    return now.version, now.waiting


def changed() -> tuple[int, datetime | None]:
    """The version of the results and since when it stands. One statement."""
    now = numbers()
    return now.version, now.changed_at


def _waiting() -> list[datetime]:
    """Since when each slice waits."""
    slices = Dirty.objects.values_list("indicator", "start_year", "programme")
    return [since for *_, since in slices.annotate(since=Min("marked_at"))]


@remembered_by_results
def _latest_figures_to() -> date | None:
    england = Progress.objects.filter(area__area_type="england", actual__isnull=False)
    return england.aggregate(last=Max("period__ends_on"))["last"]
