"""Several indicators, each at a period of its own, in areas named one by one: for an area beside those like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from programmes.models import Progress
from programmes.periods import Period
from programmes.queries.points import points
from programmes.results import ProgressPoint
from programmes.stored_areas import area_history


def beside(areas: Iterable[str], periods: Mapping[str, Period]) -> dict[str, tuple[ProgressPoint, ...]]:
    """By indicator code, the points of areas of today (ODS codes) that have a row, in the order of the codes.

    One statement; none where there is nothing to ask for.
    """
    wanted = list(areas)
    here = [area.pk for area in area_history().valid() if area.code in wanted]
    if not here or not periods:
        return {}
    # A few rows too many, where indicators are read at different periods, cost less than a condition for each.
    rows = Progress.objects.filter(
        indicator__code__in=periods,
        period__in={period.code for period in periods.values()},
        area__in=here,
    )
    found: dict[str, list[ProgressPoint]] = defaultdict(list)
    for point in points(rows):
        if point.period == periods[point.indicator]:
            found[point.indicator].append(point)
    order = {code: place for place, code in enumerate(wanted)}
    return {
        code: tuple(sorted(every, key=lambda point: order[point.area.code])) for code, every in found.items()
    }
