"""The forecast of a year's end on a chart: a dotted line from the latest figure, widening to its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboards import formatting
from dashboards.charts import theme
from programmes.choices import Unit
from programmes.periods import Period
from programmes.results import IndicatorInfo, ProgressPoint, ProgressSeries
from programmes.statistics.amounts import NOUNS
from programmes.statistics.landing import describe_landing

BAND = "rgba(18, 67, 109, 0.16)"


def forecast_point(points: Sequence[ProgressPoint]) -> ProgressPoint | None:
    """The latest figure, when it carries a forecast of its year's end."""
    latest = next((point for point in reversed(points) if point.actual is not None), None)
    return latest if latest is not None and latest.forecast is not None else None


def to_the_year_end(points: Sequence[ProgressPoint]) -> list[ProgressPoint]:
    """The points, and after them empty ones up to the end of the year that is forecast."""
    latest = forecast_point(points)
    if latest is None:
        return list(points)
    end = latest.period.year.quarters()[-1]
    later = Period.between(points[-1].period, end) if points[-1].period < end else ()
    return [*points, *(_blank(latest, period) for period in later if period != points[-1].period)]


def build_fan(indicator: IndicatorInfo, points: Sequence[ProgressPoint]) -> list[dict[str, Any]]:
    """The band and the line of the forecast; nothing where none is made."""
    latest = forecast_point(points)
    if latest is None or latest.forecast is None:
        return []
    low, high = latest.forecast_low, latest.forecast_high
    now = latest.actual if latest.year_to_date is None else latest.year_to_date
    begin = next(place for place, point in enumerate(points) if point.period == latest.period)
    end = begin + latest.period.quarters_left
    words = f"{latest.period.year.label}, forecast [f]: {formatting.figure_of(indicator, latest.forecast)}"
    if low is not None and high is not None:
        words += f"<br>8 in 10 end between {' and '.join(_limits(indicator, low, high))}"
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "Forecast [f]",
        "x": [begin, end],
        "y": [now, latest.forecast],
        "text": ["", words],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": theme.ACTUAL, "width": 2, "dash": "dot"},
        "marker": {"color": theme.ACTUAL, "size": [0, 8], "symbol": "circle-open"},
    }
    band = {
        "type": "scatter",
        "mode": "lines",
        "name": "Eight in ten forecasts",
        "x": [begin, end, end, begin],
        "y": [now, low, high, now],
        "fill": "toself",
        "fillcolor": BAND,
        "hoverinfo": "skip",
        "line": {"color": theme.ACTUAL, "width": 0.5, "dash": "dot"},
    }
    return [line] if low is None or high is None else [band, line]


def range_words(indicator: IndicatorInfo, point: ProgressPoint) -> str:
    """`1,580 to 1,690`, for the end of the line."""
    if point.forecast_low is None or point.forecast_high is None:
        return ""
    low, high = _limits(indicator, point.forecast_low, point.forecast_high)
    return high if low == high else f"{low} to {high}"


def _limits(indicator: IndicatorInfo, *values: float) -> list[str]:
    return [formatting.amount_of(indicator, value) for value in values]


def describe_forecast(series: ProgressSeries) -> str:
    """Where the year is heading, in a sentence; nothing where no forecast is made."""
    latest = forecast_point(series.points)
    if latest is None:
        return ""
    indicator = series.indicator
    told = describe_landing(
        latest,
        NOUNS[Unit(indicator.unit)],
        indicator.polarity,
        is_flow=indicator.kind.only_grows,
    )
    return f"{latest.period.year.label}: {told[0].lower()}{told[1:]}"


def _blank(latest: ProgressPoint, period: Period) -> ProgressPoint:
    """A period of which nothing is known yet, drawn only to have room for what is expected."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("actual", "numerator", "denominator", "year_to_date", "target_to_date", "attainment", "variance")
    )
    nothing |= dict.fromkeys(("forecast", "forecast_low", "forecast_high", "rank", "rank_of", "revision"))
    return replace(latest, period=period, marker="w", notes="", status="not_due", **nothing)
