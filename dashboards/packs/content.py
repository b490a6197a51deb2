"""What stands in a meeting pack: plain words, tables and charts, from the same presenters as the area's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.charts.icons import build_signs
from dashboards.charts.progress_words import describe_progress
from dashboards.control import control_of
from dashboards.files.cover import Cover
from dashboards.packs.figures import draw_figure, recent, value_name, value_shown
from dashboards.packs.tables import PackTable, period_table, printed
from dashboards.presenters.areas import AreaHead
from dashboards.presenters.cards import markers_used
from dashboards.presenters.outlook import AreaRow, Outlook
from dashboards.presenters.reach import Reach
from dashboards.presenters.standing import Standing
from dashboards.wording import MARKER_WORDS, Tag, capital, provenance_tag, status_tag
from programmes.choices import Marker, Provenance, Status
from programmes.results import IndicatorInfo, ProgrammeInfo, ProgressPoint, ProgressSeries
from programmes.statistics.amounts import PLAIN_FROM

YEARS_OF_BARS, YEARS_OF_A_LINE = 2, 3
"""So many years of quarters are on a slide."""

MADE_UP = (
    "Demonstration figures: some of them were made up, are not statistics, and may not be quoted as such. Wherever one "
    "stands, it is marked Demonstration."
)
RULES = (
    "A marker in square brackets is never a zero: where a figure is missing it says why, and no sum is made over it. "
    "A status compares the figure, before it is rounded, with the trajectory at the same point of the year."
)


@dataclass(frozen=True, slots=True)
class SlideChart:
    """The numbers of a chart that can be edited; a missing one is None."""

    title: str
    is_line: bool
    periods: tuple[str, ...]
    lines: tuple[tuple[str, tuple[float | None, ...]], ...]
    """What was reached, and what was planned, as (name, values)."""
    number_format: str


@dataclass(frozen=True, slots=True)
class PackProgramme:
    """One programme in the area, on a page of its own. Empty texts are sentences that have nothing to say."""

    code: str
    name: str
    full_name: str
    href: str
    finding: str
    """Where it stands, as a heading says it."""
    promise: str
    status: Tag
    made_up: str
    facts: tuple[tuple[str, str], ...]
    """What to know, as (question, answer), the most important first."""
    figure: str
    """The chart as SVG."""
    figure_title: str
    figure_words: str
    chart: SlideChart | None
    table: PackTable
    markers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack(Cover):
    """An area at one moment, for a meeting; the cover of the file too, whose `link` is the page it can be seen at."""

    area: AreaHead
    summary: str
    overview: PackTable
    programmes: tuple[PackProgramme, ...]
    """Those that have a figure for the area in some period; of others the overview says why not."""
    rules: str = RULES

    @property
    def warning(self) -> str:
        """What to know before quoting, or nothing."""
        return MADE_UP if self.has_made_up else ""


def present_programme(
    programme: ProgrammeInfo,
    series: ProgressSeries,
    latest: ProgressPoint,
    standing: Standing,
    row: AreaRow,
) -> PackProgramme:
    """A programme's page, of what its row on the area's page is made of; it has a figure there, the `latest`."""
    card, outlook = row.card, row.outlook
    chart = control_of(series)
    is_year_unknown = value_shown(series.indicator, latest) is None
    signs = [words for _drawn, words in build_signs(chart)]
    return PackProgramme(
        code=programme.code,
        name=programme.short_name,
        full_name=programme.name,
        href=card.href,
        finding=f"{card.name}: {finding(standing)}",
        promise=programme.promise,
        status=standing.status,
        made_up=_made_up(recent(series)),
        facts=tuple(_facts(standing, card.reach, outlook, signs, is_year_unknown=is_year_unknown)),
        figure=draw_figure(series),
        figure_title=chart_title(series.indicator),
        figure_words=describe_progress(series),
        chart=slide_chart(series),
        table=period_table(series),
        markers=_markers(series, outlook),
        notes=tuple(_notes(series.indicator, standing, chart.why_not)),
    )


def _markers(series: ProgressSeries, outlook: Outlook) -> tuple[tuple[str, str], ...]:
    """Those of the table, and that of a forecast where there is one."""
    used = markers_used(printed(series))
    if not outlook.heading:
        return used
    return (*used, (Marker.FORECAST.value, MARKER_WORDS[Marker.FORECAST]))


def chart_title(indicator: IndicatorInfo) -> str:
    """What a chart shows."""
    name = value_name(indicator)
    return f"{indicator.name}: {name[0].lower()}{name[1:]}"


def finding(standing: Standing) -> str:
    """`off plan, with 845 people in 2021/22 to 31 December 2021`: for the heading of a page or a slide."""
    if standing.is_missing:
        return f"{standing.number.lower()} {standing.when}"
    told = f"{standing.figure} {standing.when}"
    # Some plans are told in a sentence of their own, and not as a part of one.
    is_judged = standing.plan and not standing.plan[0].isupper()
    return f"{standing.status.text.lower()}, with {told}" if is_judged else told


def _made_up(points: Sequence[ProgressPoint]) -> str:
    """What says that figures were made up: all that are shown, or some of them."""
    known = [point for point in points if point.actual is not None]
    made_up = sum(point.is_made_up for point in known)
    if not made_up:
        return ""
    word = provenance_tag(Provenance.DEMONSTRATION).text
    return word if made_up == len(known) else f"Partly {word.lower()}"


def _facts(
    standing: Standing, reach: Reach | None, outlook: Outlook, signs: Sequence[str], *, is_year_unknown: bool
) -> Iterable[tuple[str, str]]:
    since = f", {outlook.since}" if outlook.since else ""
    judged = (
        "" if standing.status == status_tag(Status.NO_TARGET) else f": {standing.status.text.lower()}{since}"
    )
    plan = f"{standing.plan.removesuffix('.')}{judged}" if standing.plan else f"{standing.status.text}{since}"
    yield "Against the plan", _sentence(plan)
    if is_year_unknown:
        yield "Year to date", "Not known, as a quarter of the year has no figure."
    if heading := outlook.heading or outlook.why_no_heading:
        yield "Where it is heading", _sentence(heading)
    if needed := outlook.needed or standing.needed:
        yield "What it takes", _sentence(needed)
    ranked = f"{standing.rank} among areas of its kind" if standing.rank else ""
    if places := "; ".join(filter(None, (ranked, outlook.place))):
        yield "Beside others", _sentence(places)
    if reach is not None:
        people = f"; {reach.people}" if reach.people else ""
        made_up = " (demonstration)" if reach.is_made_up else ""
        yield "Coverage", _sentence(f"{reach.sentence.removesuffix('.')} {reach.when}{people}{made_up}")
    if signs:
        yield "More than chance?", _sentence("; ".join(words[0].lower() + words[1:] for words in signs))


def _sentence(words: str) -> str:
    return f"{capital(words).removesuffix('.')}."


def _notes(indicator: IndicatorInfo, standing: Standing, why_no_signs: str) -> Iterable[str]:
    yield from (_sentence(note) for note in standing.notes)
    if standing.plan_note:
        yield standing.plan_note
    if indicator.counts:
        yield f"Counted: {indicator.counts}"
    if indicator.caveat:
        yield indicator.caveat
    if why_no_signs:
        yield f"No control chart: {why_no_signs}"


def slide_chart(series: ProgressSeries) -> SlideChart | None:
    """The chart of a slide: bars side by side for what adds up over a year, lines for levels and ratios.

    Of quarters it has whole years, up to that of the last value; None where no period has one.
    """
    indicator = series.indicator
    known = [point.period for point in series if value_shown(indicator, point) is not None]
    if not known:
        return None
    is_line = not indicator.kind.only_grows
    if indicator.is_quarterly:
        years = sorted({point.period.year for point in series if point.period <= known[-1]})
        kept = years[-(YEARS_OF_A_LINE if is_line else YEARS_OF_BARS) :]
        periods = [quarter for year in kept if year >= known[0].year for quarter in year.quarters()]
    else:
        periods = [point.period for point in recent(series) if point.period <= known[-1]]
    by_period = {point.period: point for point in series}
    shown = [by_period.get(period) for period in periods]
    values = tuple(None if point is None else value_shown(indicator, point) for point in shown)
    planned = tuple(None if point is None else point.target_to_date for point in shown)
    lines = [("Actual", values)]
    if any(value is not None for value in planned):
        lines.append(("Plan", planned))
    return SlideChart(
        title=chart_title(indicator),
        is_line=is_line,
        periods=tuple(period.label for period in periods),
        lines=tuple(lines),
        number_format=_number_format(indicator),
    )


def _number_format(indicator: IndicatorInfo) -> str:
    """How Office writes such figures: as everywhere here, without decimals from a hundred upwards."""
    if indicator.unit == "percent":
        return f"0{'.' + '0' * indicator.decimals if indicator.decimals else ''}%"
    if not indicator.decimals:
        return "#,##0"
    decimals = "0" * indicator.decimals
    return f"[>={PLAIN_FROM}]#,##0;#,##0.{decimals}"


def visible(text: str) -> str:
    """A text without what nobody sees: neither a PDF nor a slide can hold it."""
    return "".join(letter for letter in text if letter.isprintable())
