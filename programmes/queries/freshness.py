"""Which version of the results stands, and what is still to be recomputed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Max, Min, Subquery, Value
from django.db.models.functions import Coalesce

from programmes.models import DataVersion, Dirty, Edition, Progress, RecomputeRun
from programmes.running import Freshness, RunInfo


def data_version() -> int:
    """The version of the results that stands; 0 before the first recompute. One statement."""
    return DataVersion.objects.values_list("version", flat=True).first() or 0


def freshness() -> Freshness:
    """Version, last change, what waits, and the last day England has a figure for. Four short statements."""
    version, changed_at = DataVersion.objects.values_list("version", "changed_at").first() or (0, None)
    slices = Dirty.objects.values_list("indicator", "start_year", "programme").annotate(
        since=Min("marked_at")
    )
    waiting = [since for *_, since in slices]
    england = Progress.objects.filter(area__area_type="england", actual__isnull=False)
    return Freshness(
        data_version=version,
        changed_at=changed_at if version else None,
        dirty_slices=len(waiting),
        oldest_dirty_at=min(waiting, default=None),
        edition=Edition.objects.filter(is_current=True).values_list("name", flat=True).first() or "",
        latest_figures_to=england.aggregate(last=Max("period__ends_on"))["last"],
    )


def recent_runs(limit: int = 20) -> tuple[RunInfo, ...]:
    """The latest recompute runs, newest first. One statement."""
    fields = RunInfo.__dataclass_fields__
    return tuple(RunInfo(**row) for row in RecomputeRun.objects.values(*fields)[:limit])


def stamp() -> tuple[int, int]:
    """The version of the results, and how many marks wait: what pages are kept by. One statement."""
    waiting = Subquery(Dirty.objects.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n"))
    row = DataVersion.objects.values_list("version", Coalesce(waiting, 0)).first()
    return row or (0, 0)


def changed() -> tuple[int, datetime | None]:
    """The version of the results and since when it stands. One statement."""
    row = DataVersion.objects.values_list("version", "changed_at").first()
    return row or (0, None)
