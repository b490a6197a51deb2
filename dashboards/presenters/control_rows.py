"""The figures of a control chart as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.control import meaning_of
from dashboards.presenters.rows import ProgressRow
from programmes.results import ProgressSeries
from programmes.statistics.control import ControlChart


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow(ProgressRow):
    """One figure with its mean and limits, still as numbers; a lower limit below nothing is kept as it is."""

    mean: float | None
    lower: float | None
    upper: float | None
    meaning: str


def present_control_rows(series: ProgressSeries, chart: ControlChart) -> list[ControlRow]:
    """A row for each figure of the chart, the newest first."""
    return [
        ControlRow(
            indicator=series.indicator,
            point=series.points[each.at],
            mean=each.mean,
            lower=each.lower,
            upper=each.upper,
            meaning=meaning_of(each),
        )
        for each in reversed(chart.points)
    ]
