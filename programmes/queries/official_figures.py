"""What is officially known of an indicator, so that nothing is made up in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from programmes.area_history import AreaHistory, AreaVersion
from programmes.choices import AreaType, ReportedAs
from programmes.models import Observation
from programmes.periods import Period
from programmes.querysets import ObservationQuerySet

Told = dict[tuple[str, str], frozenset[int]]
"""Areas, by indicator and period."""


def of_england(england: int, indicators: Collection[str]) -> dict[tuple[str, str], float]:
    """England's own figures of each period, by indicator and period. One statement.

    Of what was published from April on, what a quarter brought; nothing where that is not known.
    """
    rows = _official(indicators).filter(area=england).exclude(numerator=None)
    fields = ("indicator__code", "period_id", "numerator", "submission__reported_as")
    figures: dict[tuple[str, str], float] = {}
    to_date: dict[tuple[str, Period], float] = {}
    for code, period, value, reported_as in rows.values_list(*fields):
        if reported_as == ReportedAs.YEAR_TO_DATE:
            to_date[code, Period.parse(period)] = float(value)
        else:
            figures[code, period] = float(value)
    for (code, quarter), value in to_date.items():
        before = 0.0 if quarter.quarter == 1 else to_date.get((code, quarter.previous()))
        if before is not None and before <= value:
            figures[code, quarter.code] = value - before
    return figures


def told_of(history: AreaHistory[AreaVersion], indicators: Collection[str]) -> Told:
    """The areas of whose land something official is told below England, by indicator and period. One statement.

    Those that were told of, their parts, their wholes, and what they were before and became. A year of which some is
    published from April on is left alone to its end: nothing made up is added to it.
    """
    rows = _official(indicators).exclude(area__area_type=AreaType.ENGLAND)
    fields = ("indicator__code", "period_id", "area_id", "submission__reported_as")
    areas: dict[tuple[str, str], set[int]] = defaultdict(set)
    for code, period, area, reported_as in rows.values_list(*fields):
        told = Period.parse(period)
        every = told.year.quarters() if reported_as == ReportedAs.YEAR_TO_DATE else [told]
        for quarter in every:
            if quarter >= told:
                areas[code, quarter.code].add(area)
    land = _land(history)
    kept: dict[frozenset[int], frozenset[int]] = {}
    for each in {frozenset(each) for each in areas.values()}:
        here = {leaf for area in each for leaf in land[area]}
        kept[each] = frozenset(area for area, leaves in land.items() if leaves & here)
    return {key: kept[frozenset(each)] for key, each in areas.items()}


def _official(indicators: Collection[str]) -> ObservationQuerySet:
    """The official figures that stand."""
    return Observation.objects.filter(layer="official", indicator__code__in=indicators).current().order_by()


def _land(history: AreaHistory[AreaVersion]) -> dict[int, frozenset[int]]:
    """What each area is made of: the lowest areas of today that hold some of it."""
    assert history.today is not None
    land: dict[int, frozenset[int]] = {}
    below: dict[int, list[int]] = defaultdict(list)
    for link in history.links:
        below[link.parent].append(link.child)

    def of(areas: Iterable[int]) -> frozenset[int]:
        return frozenset(leaf for area in areas for leaf in land[area])

    for area in sorted(history, key=lambda one: AreaType(one.area_type).height):
        if AreaType(area.area_type).height == 0:
            land[area.pk] = frozenset(history.later(area.pk, history.today))
        else:
            land[area.pk] = of(below[area.pk])
    return land
