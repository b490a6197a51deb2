"""What stands in a meeting pack: plain words, tables and charts, from the same presenters as the area's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboards.charts.icons import build_signs
from dashboards.charts.progress_words import describe_progress
from dashboards.control import control_of
from dashboards.packs.figures import draw_figure, recent, value_name, value_shown
from dashboards.packs.tables import PackTable, period_table, printed
from dashboards.presenters.areas import AreaHead
from dashboards.presenters.cards import ProgrammeCard
from dashboards.presenters.outlook import Outlook
from dashboards.presenters.rows import markers_used
from dashboards.presenters.standing import Standing
from dashboards.wording import MARKER_WORDS, Tag, capital, provenance_tag, status_tag
from programmes.choices import Marker, Provenance, Status
from programmes.results import IndicatorInfo, ProgrammeInfo, ProgressPoint, ProgressSeries, SourceRef
from programmes.statistics.amounts import PLAIN_FROM

YEARS_OF_BARS, YEARS_OF_A_LINE = 2, 3
"""So many years of quarters are on a slide."""

MADE_UP = (
    "Some of these figures are illustrative: they were made up for demonstration, are not statistics, and may not be "
    "quoted as such. Wherever one stands, it is marked Illustrative."
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
    illustrative: str
    facts: tuple[tuple[str, str], ...]
    """What to know, as (question, answer), the most important first."""
    why_empty: str
    figure: str
    """The chart as SVG; nothing where no figure is known."""
    figure_title: str
    figure_words: str
    chart: SlideChart | None
    table: PackTable | None
    markers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """An area at one moment, for a meeting."""

    title: str
    area: AreaHead
    address: str
    """The page that this can be seen at."""
    summary: str
    overview: PackTable
    programmes: tuple[PackProgramme, ...]
    """Those that have a figure for the area in some period; of others the overview says why not."""
    data_version: int
    as_at: datetime | None
    as_at_words: str
    warning: str
    sources: tuple[SourceRef, ...]
    attributions: tuple[str, ...]
    licence: str
    methods: str
    rules: str = RULES

    @property
    def is_illustrative(self) -> bool:
        """Whether some of its figures were made up."""
        return bool(self.warning)


def present_programme(
    programme: ProgrammeInfo, series: ProgressSeries, card: ProgrammeCard, outlook: Outlook
) -> PackProgramme:
    """A programme's page, of what its row on the area's page is made of."""
    points = recent(series)
    standing = card.standing
    chart = control_of(series)
    latest = series.latest
    is_year_unknown = latest is not None and value_shown(series.indicator, latest) is None
    signs = [words for _drawn, words in build_signs(chart)]
    return PackProgramme(
        code=programme.code,
        name=programme.short_name,
        full_name=programme.name,
        href=card.href,
        finding=finding(card),
        promise=programme.promise,
        status=standing.status if standing else status_tag(Status.NO_DATA),
        illustrative=_illustrative(points),
        facts=tuple(_facts(card, outlook, signs, is_year_unknown=is_year_unknown)),
        why_empty=card.why_empty,
        figure=draw_figure(series),
        figure_title=chart_title(series.indicator),
        figure_words=describe_progress(series),
        chart=slide_chart(series),
        table=period_table(series) if series.latest else None,
        markers=_markers(series, outlook) if series.latest else (),
        notes=tuple(_notes(series.indicator, card, chart.why_not)),
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


def finding(card: ProgrammeCard) -> str:
    """`IPS: off plan, with 845 people in 2021/22 to 31 December 2021`: the heading of a page or a slide."""
    standing = card.standing
    if standing is None:
        return f"{card.name}: not counted for this area"
    if standing.is_missing:
        return f"{card.name}: {standing.number.lower()} {standing.when}"
    told = f"{standing.figure} {standing.when}"
    if standing.plan and not _is_sentence(standing.plan):
        return f"{card.name}: {standing.status.text.lower()}, with {told}"
    return f"{card.name}: {told}"


def _is_sentence(words: str) -> bool:
    """Whether a plan is told as a sentence of its own, and not as a part of one."""
    return words[:1].isupper()


def _illustrative(points: Sequence[ProgressPoint]) -> str:
    """What says that figures were made up: all that are shown, or some of them."""
    known = [point for point in points if point.actual is not None]
    made_up = sum(point.illustrative for point in known)
    if not made_up:
        return ""
    word = provenance_tag(Provenance.ILLUSTRATIVE).text
    return word if made_up == len(known) else f"Partly {word.lower()}"


def _facts(
    card: ProgrammeCard, outlook: Outlook, signs: Sequence[str], *, is_year_unknown: bool
) -> Iterable[tuple[str, str]]:
    standing = card.standing
    if standing is not None:
        yield from _standing_facts(standing, outlook)
    if is_year_unknown:
        yield "Year to date", "Not known, as a quarter of the year has no figure."
    if outlook.heading:
        yield "Where it is heading", _sentence(outlook.heading)
    elif outlook.why_no_heading:
        yield "Where it is heading", _sentence(outlook.why_no_heading)
    if outlook.needed:
        yield "What it takes", _sentence(outlook.needed)
    elif standing is not None and standing.needed:
        yield "What it takes", _sentence(standing.needed)
    if standing is not None:
        places = [each for each in (_ranked(standing), outlook.place) if each]
        if places:
            yield "Beside others", _sentence("; ".join(places))
    if card.reach is not None:
        people = f"; {card.reach.people}" if card.reach.people else ""
        made_up = " (illustrative)" if card.reach.is_illustrative else ""
        yield (
            "Coverage",
            _sentence(f"{card.reach.sentence.removesuffix('.')} {card.reach.when}{people}{made_up}"),
        )
    if signs:
        yield "More than chance?", _sentence("; ".join(words[0].lower() + words[1:] for words in signs))


def _standing_facts(standing: Standing, outlook: Outlook) -> Iterable[tuple[str, str]]:
    since = f", {outlook.since}" if outlook.since else ""
    if standing.plan:
        status = (
            ""
            if standing.status == status_tag(Status.NO_TARGET)
            else f": {standing.status.text.lower()}{since}"
        )
        yield "Against the plan", _sentence(f"{standing.plan.removesuffix('.')}{status}")
    else:
        yield "Against the plan", _sentence(f"{standing.status.text}{since}")


def _ranked(standing: Standing) -> str:
    return f"{standing.rank} areas of its kind" if standing.rank else ""


def _sentence(words: str) -> str:
    return f"{capital(words).removesuffix('.')}."


def _notes(indicator: IndicatorInfo, card: ProgrammeCard, why_no_signs: str) -> Iterable[str]:
    if card.standing is not None:
        yield from (_sentence(note) for note in card.standing.notes)
        if card.standing.plan_note:
            yield card.standing.plan_note
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
