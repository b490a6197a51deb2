"""What of a series a chart and its words are about: the periods shown, the breaks between them, the figures."""

from __future__ import annotations

from collections.abc import Sequence

from programmes.results import IndicatorInfo, ProgressPoint

PROVISIONAL = "p"
BREAK = "b"


def shown(points: Sequence[ProgressPoint]) -> list[ProgressPoint]:
    """The points without the empty ones at either end: nothing happened yet, and nothing was planned."""
    full = [
        place
        for place, point in enumerate(points)
        if point.actual is not None or point.target_to_date is not None
    ]
    return list(points[full[0] : full[-1] + 1]) if full else []


def breaks(indicator: IndicatorInfo, points: Sequence[ProgressPoint]) -> list[int]:
    """The places of the periods that begin a new way of counting, or stand on other areas than the one before."""
    return [
        place
        for place, point in enumerate(points)
        if place
        and (
            point.period in indicator.began_anew
            or (BREAK in point.notes and BREAK not in points[place - 1].notes)
        )
    ]


def is_provisional(point: ProgressPoint) -> bool:
    """Whether the figure may still be revised."""
    return PROVISIONAL in point.notes or point.marker == PROVISIONAL
