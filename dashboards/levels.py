"""What stands for a row of results where areas are set beside one another, or beside themselves a year before."""

from __future__ import annotations

from programmes.choices import IndicatorKind
from programmes.results import IndicatorInfo, ProgressPoint


def level(indicator: IndicatorInfo, point: ProgressPoint) -> float | None:
    """The year to date where the periods of a year add up, else the figure of the period; None where not known."""
    if indicator.kind == IndicatorKind.STOCK or not indicator.accumulates:
        return point.actual
    return point.year_to_date
