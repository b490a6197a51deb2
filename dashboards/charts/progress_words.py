"""One indicator in one area, in sentences: the words beside its chart."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards import formatting, wording
from dashboards.charts.forecast import describe_forecast
from dashboards.charts.series import PROVISIONAL, breaks, shown
from programmes.choices import BESIDE_A_SHARE
from programmes.periods import Period
from programmes.results import IndicatorInfo, ProgressPoint, ProgressSeries
from programmes.sentences import counted


def describe_progress(series: ProgressSeries) -> str:
    """What the figure shows, in sentences."""
    latest = series.latest
    indicator, area = series.indicator, series.area.short_name
    if latest is None:
        return f"There is no figure of “{indicator.name}” for {area} in any period."
    points = shown(series.points)
    broken = [points[place].period for place in breaks(indicator, points)]
    sentences = [_latest_words(series, latest), _plan_words(series, latest)]
    sentences += [_change_words(series, latest, broken), describe_forecast(series)]
    gaps = [point for point in points if point.actual is None and point.period < latest.period]
    if gaps:
        periods = counted(len(gaps), "earlier period has", "earlier periods have")
        reasons = sorted({wording.missing_words(point.marker).lower() for point in gaps})
        sentences.append(f"{periods} no figure ({', '.join(reasons)}): a gap, not a zero.")
    if PROVISIONAL in latest.notes or latest.marker == PROVISIONAL:
        sentences.append("The latest figure is provisional, and drawn dashed or hatched.")
    if broken:
        periods_of_breaks = formatting.listed([period.label for period in broken])
        sentences.append(f"Figures before and after a break, at {periods_of_breaks}, may not be compared.")
    return " ".join(sentence for sentence in sentences if sentence)


def _latest_words(series: ProgressSeries, latest: ProgressPoint) -> str:
    indicator = series.indicator
    now = f"{series.area.short_name}, {latest.period.label}: {formatting.figure_of(indicator, latest.actual or 0.0)}"
    if not indicator.kind.only_grows or latest.period.quarter in (None, 1):
        return f"{now}."
    if latest.year_to_date is None:
        return f"{now}, with the year to date not known because a quarter is missing."
    return f"{now}, {formatting.figure_of(indicator, latest.year_to_date)} in the year to date."


def _plan_words(series: ProgressSeries, latest: ProgressPoint) -> str:
    """How far the latest figure is from its plan; where the plan has ended, how far the last planned one was."""
    indicator = series.indicator
    planned = [
        point for point in series.points if point.target_to_date is not None and point.attainment is not None
    ]
    if latest in planned:
        return f"That is {_share_of_plan(indicator, latest)}."
    if latest.target_to_date is not None:
        return ""
    if not planned:
        return "There is no target for it."
    last = planned[-1]
    later = any(point.target_to_date is not None for point in series.points if point.period > last.period)
    which = "the last with both target and year to date" if later else "the last with one"
    return (
        f"No target has been set for this period; in {last.period.label}, {which}, it reached "
        f"{_share_of_plan(indicator, last)}."
    )


def _share_of_plan(indicator: IndicatorInfo, point: ProgressPoint) -> str:
    status = wording.status_tag(point.status).text.lower()
    planned = formatting.planned_figure(point.target_to_date or 0.0, indicator.unit, indicator.decimals)
    share = formatting.percentage(point.attainment or 0.0)
    if point.status in BESIDE_A_SHARE:
        return f"{share} of {planned}, an even share of England’s target that nobody set it: {status}"
    return f"{share} of the {planned} planned by then: {status}"


def _change_words(series: ProgressSeries, latest: ProgressPoint, broken: Sequence[Period]) -> str:
    """The figure of a year before; nothing where a break lies between, as the two may not be compared."""
    before = series.at(latest.period.year_before())
    if before is not None and any(before.period < period <= latest.period for period in broken):
        return ""
    if before is None or before.actual is None or latest.actual is None:
        return ""
    indicator = series.indicator
    change = formatting.change(before.actual, latest.actual, indicator.unit, indicator.decimals)
    if change[0] not in f"+{formatting.MINUS}":
        return "A year before it was the same."
    return f"A year before it was {formatting.figure_of(indicator, before.actual)} ({change})."
