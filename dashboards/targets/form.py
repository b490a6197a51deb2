"""The filters of the target table as a form, and those in force as tags that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.filters import EVERY, Known
from dashboards.formatting import LONDON
from dashboards.targets.counts import Counts
from dashboards.targets.paging import SIZES
from dashboards.targets.shown import NAMING, Shown
from dashboards.wording import BASIS_WORDS, STATUS_TAGS, area_type_word, capital
from programmes.choices import AreaType
from programmes.periods import Period
from programmes.results import AreaRef

BOUNDARIES_WORDS = {"today": "On today’s boundaries", "reported": "As reported", EVERY: "Both"}
IN_FORCE = "The trajectory in force"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may be chosen."""

    value: str
    text: str
    is_chosen: bool
    count: str = ""
    """How many rows there would be, in words; empty where nobody counted."""


@dataclass(frozen=True, slots=True)
class ChosenTag:
    """One filter in force, and the page without it."""

    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class FilterForm:
    """Every filter with its choices, as the form shows them."""

    programmes: Sequence[Choice]
    indicators: Sequence[tuple[str, Sequence[Choice]]]
    area_types: Sequence[Choice]
    areas: Sequence[Choice]
    within: Sequence[Choice]
    found: Sequence[tuple[str, str]]
    periods: Sequence[Choice]
    firsts: Sequence[Choice]
    lasts: Sequence[Choice]
    kinds: Sequence[Choice]
    statuses: Sequence[Choice]
    bases: Sequence[Choice]
    boundaries: Sequence[Choice]
    columns: Sequence[Choice]
    sizes: Sequence[Choice]
    day: str


def present_filters(shown: Shown, known: Known, counts: Counts, found: Sequence[AreaRef]) -> FilterForm:
    """The form in the state of the page; `found` are areas that the reader looked for."""
    question = shown.question
    wanted = [each for each in known.programmes if not question.programme or each.code in question.programme]
    periods = _periods(known)
    return FilterForm(
        programmes=_choices(
            ((each.code, each.short_name) for each in known.programmes), chosen=question.programme
        ),
        indicators=[
            (
                each.short_name,
                _choices(((one.code, one.short_name) for one in each.indicators), chosen=question.indicator),
            )
            for each in wanted
        ],
        area_types=_choices(
            ((level.value, capital(area_type_word(level, 2))) for level in AreaType),
            chosen=question.area_type,
            counts=counts.area_types,
        ),
        areas=[Choice(code, area_words(known.areas[code]), True) for code in question.area],
        within=[Choice(code, area_words(known.areas[code]), True) for code in question.within],
        found=[(ref.code, area_words(ref)) for ref in found],
        periods=_several_periods(question.period)
        + _period_choices(periods, question.period if len(question.period) == 1 else ()),
        firsts=_period_choices(periods, (question.first,) if question.first else ()),
        lasts=_period_choices(periods, (question.last,) if question.last else ()),
        kinds=list(_kinds(shown, known)),
        statuses=_choices(
            ((each.value, tag.text) for each, tag in STATUS_TAGS.items()),
            chosen=question.status,
            counts=counts.statuses,
        ),
        bases=_choices(
            ((each.value, capital(words)) for each, words in BASIS_WORDS.items()), chosen=question.basis
        ),
        boundaries=_choices(BOUNDARIES_WORDS.items(), chosen=(question.boundaries or EVERY,)),
        columns=_choices(
            ((each.name, each.heading) for each in PROGRESS_COLUMNS if each.name != NAMING),
            chosen=shown.names,
        ),
        sizes=_choices(((str(size), str(size)) for size in SIZES), chosen=(str(shown.size),)),
        day=question.as_at.astimezone(LONDON).date().isoformat() if question.as_at else "",
    )


def present_tags(shown: Shown, known: Known) -> Iterator[ChosenTag]:
    """Every filter in force, in the order of the form."""
    question = shown.question
    programmes = {each.code: each.short_name for each in known.programmes}
    indicators = {one.code: one.short_name for each in known.programmes for one in each.indicators}
    areas = {code: area_words(ref) for code, ref in known.areas.items()}
    inside = {code: f"{words} and everything inside" for code, words in areas.items()}
    levels = {level.value: area_type_word(level, 2) for level in AreaType}
    periods = {period: period.label for period in question.period}
    statuses = {each.value: tag.text for each, tag in STATUS_TAGS.items()}
    bases = {each.value: words for each, words in BASIS_WORDS.items()}
    tables: tuple[tuple[str, str, Mapping], ...] = (
        ("programme", "Programme", programmes),
        ("indicator", "Indicator", indicators),
        ("area_type", "Level", levels),
        ("area", "Area", areas),
        ("within", "Area", inside),
        ("period", "Period", periods),
        ("status", "Status", statuses),
        ("basis", "Source", bases),
    )
    for name, label, called in tables:
        yield from _tags(shown, name, label, called)
    if question.first:
        yield ChosenTag("From", question.first.label, shown.href(first=None))
    if question.last:
        yield ChosenTag("To", question.last.label, shown.href(last=None))
    if question.kind:
        words = next(choice.text for choice in _kinds(shown, known) if choice.is_chosen)
        yield ChosenTag("Measured against", words, shown.href(kind="", version=None))
    if question.boundaries:
        words = BOUNDARIES_WORDS[question.boundaries].lower()
        yield ChosenTag("Boundaries", words, shown.href(boundaries=""))
    if question.as_at:
        yield ChosenTag("As it was known", formatting.moment(question.as_at), shown.href(as_at=None))


def area_words(area: AreaRef) -> str:
    """An area by name and code: `Devon (QJK)`."""
    return f"{area.short_name} ({area.code})"


def _tags(shown: Shown, name: str, label: str, words: Mapping) -> Iterator[ChosenTag]:
    chosen = getattr(shown.question, name)
    for value in chosen:
        rest = tuple(other for other in chosen if other != value)
        yield ChosenTag(label, words[value], shown.href(**{name: rest}))


def _choices(
    values: Iterable[tuple[str, str]], *, chosen: Sequence[str], counts: Mapping[str, int] | None = None
) -> list[Choice]:
    return [
        Choice(
            value, text, value in chosen, "" if counts is None else formatting.number(counts.get(value, 0))
        )
        for value, text in values
    ]


def _kinds(shown: Shown, known: Known) -> Iterator[Choice]:
    question = shown.question
    yield Choice("", IN_FORCE, not question.kind)
    for each in known.trajectories:
        is_kind = each.kind == question.kind
        yield Choice(each.kind, f"{each.label}, latest version", is_kind and question.version is None)
        for version in each.versions:
            text = f"{each.label}, version {version.number}"
            if version.published_on is not None:
                text += f", published on {formatting.day(version.published_on)}"
            is_chosen = is_kind and question.version == version.number
            yield Choice(f"{each.kind}:{version.number}", text, is_chosen)


def _periods(known: Known) -> list[Period]:
    """Every year and quarter of any indicator's life, the latest first."""
    every = [indicator for each in known.programmes for indicator in each.indicators]
    first = min(indicator.first_period.year for indicator in every)
    last = max(indicator.runs_to.year for indicator in every)
    years = list(Period.between(first, last))
    return [each for year in reversed(years) for each in (year, *reversed(year.quarters()))]


def _period_choices(periods: Sequence[Period], chosen: Sequence[Period]) -> list[Choice]:
    every = [*(period for period in chosen if period not in periods), *periods]
    return [Choice(period.code, period.label, period in chosen) for period in every]


def _several_periods(chosen: Sequence[Period]) -> list[Choice]:
    """Several periods, which only a link can name, as one choice."""
    if len(chosen) < 2:
        return []
    codes = ",".join(period.code for period in chosen)
    return [Choice(codes, f"{len(chosen)} periods", True)]
