"""The figures of a control chart as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.control import meaning_of
from dashboards.presenters.leads import origin_href
from programmes.results import IndicatorInfo, ProgressPoint, ProgressSeries
from programmes.statistics.control import ControlChart


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One figure with its mean and limits, still as numbers; a lower limit below nothing is kept as it is."""

    indicator: IndicatorInfo
    point: ProgressPoint
    mean: float | None
    lower: float | None
    upper: float | None
    meaning: str

    @property
    def origin(self) -> str:
        """The way to where the figure comes from."""
        return origin_href(self.point)


def present_control_rows(series: ProgressSeries, chart: ControlChart) -> list[ControlRow]:
    """A row for each figure of the chart, the newest first."""
    return [
        ControlRow(
            series.indicator, series.points[each.at], each.mean, each.lower, each.upper, meaning_of(each)
        )
        for each in reversed(chart.points)
    ]
