"""One figure as a sentence to be read aloud: since when it stands so, where it is heading, what it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from dashboards import formatting
from dashboards.presenters.cards import NOTHING_FOUND, ProgrammeCard, present_card
from dashboards.presenters.reach import present_reach
from dashboards.presenters.standing import Standing
from dashboards.wording import status_tag
from programmes.choices import AGAINST_A_PLAN, Marker, Polarity, Status, Unit
from programmes.periods import Period
from programmes.results import (
    CoveragePoint,
    IndicatorInfo,
    ProgrammeInfo,
    ProgressPoint,
    ProgressSeries,
    coverage_at,
)
from programmes.statistics.amounts import NOUNS
from programmes.statistics.forecast import why_refused
from programmes.statistics.landing import Landing, describe_landing, landing_of
from programmes.statistics.run_rate_words import RunRate, describe_run_rate


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from a series. Empty texts are sentences that have nothing to say; none ends with a full stop."""

    since: str
    heading: str
    why_no_heading: str
    needed: str
    place: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign, drawn and already escaped, and the words that stand beside it."""

    drawn: SafeString
    words: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One programme on an area's page: its card, and what follows from its figures."""

    card: ProgrammeCard
    outlook: Outlook
    signs: tuple[Sign, ...]
    judged: Period | None
    """When it was judged by a target last; None where it never was."""
    latest: Period | None
    """When there was a figure last; None where there is none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator on a programme's page in an area: where it stands, and what follows."""

    standing: Standing
    outlook: Outlook
    signs: tuple[Sign, ...]
    why_no_signs: str


def present_area_row(
    programme: ProgrammeInfo,
    series: ProgressSeries,
    *,
    reach: Sequence[CoveragePoint],
    similar: Sequence[ProgressPoint],
    sparkline: str = "",
    signs: tuple[Sign, ...] = (),
    carried: str = "",
) -> AreaRow:
    """One programme in an area by its latest figures; `series` is of its headline, `reach` of its coverage there.

    `carried` is the query string that the way to the programme's own page takes along.
    """
    card = present_card(
        programme, series, period=None, reach=present_reach(coverage_at(reach, None)), sparkline=sparkline
    )
    latest = series.latest
    judged = series.judged(latest) if latest else None
    return AreaRow(
        card=replace(card, href=f"{card.href}{carried}"),
        outlook=present_outlook(series, similar),
        signs=signs,
        judged=judged.period if judged and judged.status in AGAINST_A_PLAN else None,
        latest=latest.period if latest else None,
    )


def present_outlook(series: ProgressSeries, similar: Sequence[ProgressPoint] = ()) -> Outlook:
    """The outlook of the latest figure; `similar` are similar areas at the period by which it is judged."""
    latest = series.latest
    if latest is None:
        return Outlook("", "", "", "", "")
    rate = run_rate_of(series, latest)
    heading = describe_heading(
        series.indicator, replace(latest, target_year=None) if latest.has_share_alone else latest
    )
    return Outlook(
        since=status_since(series, series.judged(latest)),
        heading=heading,
        why_no_heading="" if heading else _why_no_heading(series, latest),
        needed="" if rate is None else describe_needed(series.indicator, rate),
        place=place_among(series.indicator, series.judged(latest), similar),
    )


def status_since(series: ProgressSeries, point: ProgressPoint) -> str:
    """`since 2022/23 Q3`: the first of the periods in a row that were judged the same; nothing for one alone.

    A period without a judgement ends the row, since nobody knows how it was.
    """
    if point.status not in AGAINST_A_PLAN:
        return ""
    first = point
    for before in reversed([each for each in series if each.period < point.period]):
        if before.status != point.status:
            break
        first = before
    if first.period == point.period:
        return ""
    latest = series.latest
    if latest is not None and point.period == latest.period:
        return f"since {first.period.label}"
    return f"from {first.period.label} to {point.period.label}"


def run_rate_of(series: ProgressSeries, point: ProgressPoint) -> RunRate | None:
    """What the quarters left of the point's year must bring; None where none is left, or nothing is wanted.

    None as well for what is counted once a year, for a ratio that does not build up over the year, and beside a share
    that nobody set.
    """
    indicator, period = series.indicator, point.period
    if not indicator.is_quarterly or not period.quarters_left or point.target_year is None:
        return None
    if point.has_share_alone:
        return None
    if indicator.polarity == Polarity.NONE:
        return None
    return series.run_rate(point, period.year, point.target_year)


def describe_needed(indicator: IndicatorInfo, rate: RunRate) -> str:
    """The run rate as a part of a sentence."""
    told = describe_run_rate(rate, NOUNS[Unit(indicator.unit)], whose="its")
    return told.removesuffix(".")


def describe_heading(indicator: IndicatorInfo, point: ProgressPoint) -> str:
    """`heading for 1,580 to 1,690 people [f] of 1,800: likely to fall short`; nothing without a forecast.

    Nothing either where the year is decided already: what it takes says that.
    """
    is_flow = indicator.kind.only_grows
    landing = landing_of(point, indicator.polarity, is_flow=is_flow)
    if landing in (Landing.REFUSED, Landing.THERE, Landing.LOST):
        return ""
    noun = NOUNS[Unit(indicator.unit)]
    told = describe_landing(point, noun, indicator.polarity, is_flow=is_flow)
    return f"{told[0].lower()}{told[1:]}".removesuffix(".")


def _why_no_heading(series: ProgressSeries, latest: ProgressPoint) -> str:
    if not series.indicator.is_quarterly or not latest.period.quarters_left:
        return ""
    later = [point for point in series if point.period > latest.period]
    if later and all(point.marker == Marker.NOT_APPLICABLE for point in later):
        return ""  # The area ended, and heads nowhere.
    figures = [point.actual for point in series if point.period <= latest.period]
    return why_refused(figures, latest.period, [period for period, _ in series.indicator.breaks])


def place_among(indicator: IndicatorInfo, point: ProgressPoint, similar: Sequence[ProgressPoint]) -> str:
    """`2nd of 6 similar areas`, by share of plan; nothing where none was set for it, or for any other."""
    others = [other.attainment for other in similar if other.attainment is not None and other.has_set_target]
    if (
        point.attainment is None
        or not point.has_set_target
        or not others
        or indicator.polarity == Polarity.NONE
    ):
        return ""
    low = indicator.polarity == Polarity.LOW
    better = sum(1 for each in others if (each < point.attainment if low else each > point.attainment))
    return f"{formatting.ranked(better + 1, len(others) + 1)} similar areas"


def summarise_rows(rows: Iterable[AreaRow]) -> str:
    """Where an area's programmes stand, a sentence for each status: `On plan: Workforce (2020/21). Off plan: IPS.`

    What was judged by a plan of an earlier year than there are figures of says so.
    """
    rows = list(rows)
    newest = max((row.latest.start_year for row in rows if row.latest), default=None)
    by_status: dict[str, list[str]] = {}
    for row in rows:
        why = "No figure found" if row.card.why_empty == NOTHING_FOUND else "Not counted here"
        status = row.card.standing.status.text if row.card.standing else why
        was = f" ({row.judged.year.label})" if row.judged and row.judged.start_year != newest else ""
        by_status.setdefault(status, []).append(f"{row.card.name}{was}")
    order = [*(status_tag(status).text for status in Status.values), "No figure found", "Not counted here"]
    return " ".join(
        f"{status}: {formatting.listed(by_status[status])}." for status in order if status in by_status
    )


def judged_periods(series: Mapping[str, ProgressSeries]) -> dict[str, Period]:
    """For each indicator that has a figure, the period of its latest judgement."""
    return {code: each.judged(each.latest).period for code, each in series.items() if each.latest}
