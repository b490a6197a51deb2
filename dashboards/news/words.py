"""News in sentences: the same for letters, feeds and pages. Plain text; what is good or bad is said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from dashboards import formatting
from dashboards.news.changes import JUDGED, Change, Verdict
from dashboards.news.telling import News, Reached, Section
from dashboards.presenters.reach import area_href
from dashboards.presenters.standing import headline_value
from dashboards.wording import capital, status_tag
from programmes.choices import BESIDE_A_SHARE, AreaType, Polarity
from programmes.periods import Period
from programmes.results import AreaRef, ProgressPoint
from programmes.sentences import counted, pluralize

MADE_UP = "[demonstration]"
NAMED = 10
"""So many boards are named; of the others it is said how many there are."""

BUNDLED = {
    Verdict.SAME: "Little changed, or by no more than chance explains",
    Verdict.TOO_SMALL: "Too small to say: fewer than 50 stand behind it",
    Verdict.FIRST: "A figure came in, and there is none before it to compare with",
    Verdict.NOT_COMPARED: "Cannot be compared: before, it was counted in another way, for other areas, or made up",
    Verdict.MISSING: "No figure, as none came in, or not all that it is added up from",
}
"""What has no sentence of its own; the others are told one by one."""

UNCOMPARED = (Verdict.FIRST, Verdict.NOT_COMPARED)


@dataclass(frozen=True, slots=True)
class Told:
    """A section in sentences, with the path it leads to."""

    title: str
    lines: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The news of one quarter in sentences."""

    quarter: Period
    sections: tuple[Told, ...]
    is_made_up: bool
    is_worth_telling: bool
    """Whether anything was compared: what could only say that nothing can be is left out."""

    @property
    def summary(self) -> str:
        """How many things went which way: `2 better, 1 worse`; else that little changed, or nothing can be compared."""
        lines = [line for each in self.sections for line in each.lines]
        counts = ((sum(f": {verdict.value}." in line for line in lines), verdict.value) for verdict in JUDGED)
        said = ", ".join(f"{count} {verdict}" for count, verdict in counts if count)
        little = any(line.startswith(BUNDLED[Verdict.SAME]) for line in lines)
        return said or ("little changed" if little else "nothing to compare")


def tell(news: News) -> Telling:
    """All of it in sentences; a section without any is left out."""
    several = len({section.area for section in news.sections}) > 1
    told = (_told(section, several=several) for section in news.sections)
    return Telling(
        news.quarter, tuple(each for each in told if each.lines), news.is_made_up, _is_worth_telling(news)
    )


def _is_worth_telling(news: News) -> bool:
    return any(
        each.reached or each.moved or any(change.figure not in UNCOMPARED for change in each.changes)
        for each in news.sections
    )


def _told(section: Section, *, several: bool) -> Told:
    info, area = section.programme, section.area
    lines = [
        *(sentence(change) for change in section.changes if _is_told_alone(change)),
        *(_reached(section.reached) if section.reached else ()),
        *_moved(section.moved),
        *_bundled(section.changes),
    ]
    of_england = area.area_type == AreaType.ENGLAND
    title = f"{info.name} in {area.short_name}" if several or of_england else info.name
    href = reverse("programme", args=[info.code]) if of_england else area_href(area, info.code)
    return Told(title, tuple(lines), href)


def sentence(change: Change) -> str:
    """A change that went somewhere: the word for it first, then the figures behind it."""
    name, verdict = change.indicator.short_name, change.status or change.figure
    parts = [f"{name}: {verdict}."]
    if change.status is not None:
        parts.append(_status_words(change))
    if change.figure in JUDGED:
        # A quarter can be better than the one before and the plan be missed all the same: each has its own word.
        itself = f"{capital(change.figure)} by itself: " if change.status is not None else ""
        parts.append(itself + _figure_words(change))
    return _marked(" ".join(parts), change.now)


def _is_told_alone(change: Change) -> bool:
    return change.status is not None or change.figure in JUDGED


def _status_words(change: Change) -> str:
    now, before = change.now, change.before
    if before is None:
        return ""
    here, there = (status_tag(point.status).text.lower() for point in (now, before))
    value, when = headline_value(change.indicator, now)
    figures = "" if value is None else f": {formatting.figure_of(change.indicator, value)} {when}"
    if value is not None and now.target_to_date is not None:
        share = now.status in BESIDE_A_SHARE
        by_then = "by an even share of England’s target" if share else "planned by then"
        figures += f", {formatting.figure_of(change.indicator, now.target_to_date)} {by_then}"
    new_year = ", by that year’s plan" if before.period.year != now.period.year else ""
    return f"{capital(here)}{figures}; {there} at the end of {before.period.label}{new_year}."


def _figure_words(change: Change) -> str:
    now, before, indicator = change.now, change.before, change.indicator
    if before is None or now.actual is None or before.actual is None:
        return ""
    share = "" if change.share is None else f" ({formatting.signed(change.share * 100)}%)"
    went = "up" if now.actual > before.actual else "down"
    means = {
        Polarity.HIGH: " Higher is better.",
        Polarity.LOW: " Lower is better.",
        Polarity.NONE: " Neither direction is good or bad.",
    }[Polarity(indicator.polarity)]
    return (
        f"{formatting.figure_of(indicator, now.actual)} {formatting.when(now.period, indicator.kind)}, {went} "
        f"from {formatting.figure_of(indicator, before.actual)} {formatting.when(before.period, indicator.kind)}"
        f"{share}.{means}"
    )


def _bundled(changes: Sequence[Change]) -> Iterator[str]:
    """One line for all that has the same to say, and no figures that would look like more."""
    for verdict, words in BUNDLED.items():
        names = [
            _marked(change.indicator.short_name, change.now)
            for change in changes
            if change.figure == verdict and not _is_told_alone(change)
        ]
        if names:
            yield f"{words}: {formatting.listed(names)}."


def _reached(reached: Reached) -> Iterator[str]:
    now, before = reached.now, reached.before
    went = Verdict.BETTER if (now.areas_covered or 0) > (before.areas_covered or 0) else Verdict.WORSE
    whole = counted(now.areas_total, "sub-ICB location")
    said = (
        f"Coverage: {went}. A service is live in {formatting.number(now.areas_covered or 0)} of {whole} "
        f"on {formatting.day(now.period.ends_on)}, in {formatting.number(before.areas_covered or 0)} before."
    )
    yield f"{said} {MADE_UP}" if now.is_made_up else said


def _moved(moved: Sequence[Change]) -> Iterator[str]:
    """Boards whose status changed, those that went the same way in one line."""
    for verdict in (Verdict.WORSE, Verdict.BETTER):
        changes = [change for change in moved if change.status == verdict]
        if not changes:
            continue
        indicator = changes[0].indicator
        named = [
            f"{change.area.short_name} (now {status_tag(change.now.status).text.lower()})"
            for change in changes[:NAMED]
        ]
        if len(changes) > NAMED:
            named.append(counted(len(changes) - NAMED, "other"))
        boards = counted(len(changes), "board")
        yield _marked(
            f"Boards that changed status in {indicator.short_name}: {verdict}. {boards}: "
            f"{formatting.listed(named)}.",
            changes[0].now,
        )


def became_words(gone: AreaRef, ended: str, heirs: Iterable[AreaRef]) -> str:
    """That an area that is followed is gone, and whose news is told instead."""
    names = [f"{heir.short_name} ({heir.code})" for heir in heirs]
    if not names:
        return f"{gone.short_name} ended on {ended}, and no area came after it."
    whose = pluralize(len(names), "its", "their")
    return (
        f"{gone.short_name} ({gone.code}) ended on {ended} and became {formatting.listed(names)}. "
        f"This is {whose} news."
    )


def _marked(words: str, point: ProgressPoint) -> str:
    return f"{words} {MADE_UP}" if point.is_made_up else words
