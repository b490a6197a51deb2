"""Where and when an indicator has figures, and how they came about: counted over its rows of results."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from programmes.choices import Basis, Marker, Provenance
from programmes.models import Progress
from programmes.periods import Period
from programmes.queries.areas import level_order


@dataclass(frozen=True, slots=True)
class Extent:
    """The figures of one level of areas that came about in one way; confidential ones are there, and not shown."""

    area_type: str
    basis: str
    first: Period
    last: Period
    areas: int
    figures: int
    made_up: int
    confidential: int


def extent_of(indicator: str) -> tuple[Extent, ...]:
    """By level from England downwards, and by basis; only where there is a figure. One statement."""
    there = Q(actual__isnull=False) | Q(marker=Marker.CONFIDENTIAL)
    rows = (
        Progress.objects.filter(there, indicator__code=indicator)
        .annotate(level=level_order("area__area_type"))
        .values("level", "area__area_type", "basis")
        .annotate(
            first=Min("period_id"),
            last=Max("period_id"),
            areas=Count("area_id", distinct=True),
            figures=Count("area_id"),
            made_up=Count("area_id", filter=Q(provenance=Provenance.DEMONSTRATION)),
            confidential=Count("area_id", filter=Q(actual__isnull=True)),
        )
    )
    bases = ["", *Basis.values]
    return tuple(
        Extent(
            area_type=row["area__area_type"],
            basis=row["basis"],
            first=Period.parse(row["first"]),
            last=Period.parse(row["last"]),
            areas=row["areas"],
            figures=row["figures"],
            made_up=row["made_up"],
            confidential=row["confidential"],
        )
        for row in sorted(rows, key=lambda row: (row["level"], bases.index(row["basis"])))
    )
