"""Several indicators, each at a period of its own, in areas named one by one: for an area beside those like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q

from programmes.models import Progress
from programmes.periods import Period
from programmes.queries.lives import all_lives
from programmes.queries.points import points
from programmes.results import ProgressPoint


def beside(areas: Iterable[str], periods: Mapping[str, Period]) -> dict[str, tuple[ProgressPoint, ...]]:
    """By indicator code, the points of areas of today (ODS codes) that have a row, in the order of the codes.

    One statement; none where there is nothing to ask for.
    """
    wanted = list(areas)
    here = [area.pk for area in all_lives().alive() if area.code in wanted]
    if not here or not periods:
        return {}
    each = Q()
    for indicator, period in periods.items():
        each |= Q(indicator__code=indicator, period=period.code)
    found: dict[str, list[ProgressPoint]] = defaultdict(list)
    for point in points(Progress.objects.filter(each, area__in=here)):
        found[point.indicator].append(point)
    order = {code: place for place, code in enumerate(wanted)}
    return {
        code: tuple(sorted(every, key=lambda point: order[point.area.code])) for code, every in found.items()
    }
