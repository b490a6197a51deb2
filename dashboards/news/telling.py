"""The changes of an area, or of a programme, in one quarter, from results; at its end, those of the year too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from dashboards.news.changes import Change, change_of, in_order
from programmes.choices import AreaType
from programmes.periods import Period
from programmes.queries import quarters
from programmes.queries.areas import find_area
from programmes.queries.programmes import all_programmes
from programmes.results import AreaRef, CoveragePoint, IndicatorInfo, ProgrammeInfo
from programmes.stored_areas import area_history


@dataclass(frozen=True, slots=True)
class Reached:
    """A programme's coverage of an area at the end of the quarter, and of the one before; they differ."""

    now: CoveragePoint
    before: CoveragePoint


@dataclass(frozen=True, slots=True)
class Section:
    """What happened to one programme in one area."""

    programme: ProgrammeInfo
    area: AreaRef
    changes: tuple[Change, ...]
    reached: Reached | None = None
    moved: tuple[Change, ...] = ()
    """Of a programme's news: the boards whose status changed, by the indicator that stands for it."""


@dataclass(frozen=True, slots=True)
class News:
    """What changed in one quarter: a section for each programme and area that has something to tell."""

    quarter: Period
    sections: tuple[Section, ...]

    @property
    def is_made_up(self) -> bool:
        """Whether any of it is made up for demonstration."""
        every = (change for each in self.sections for change in (*each.changes, *each.moved))
        return any(change.now.is_made_up for change in every)


def of_areas(lives: Collection[int], told: Iterable[Period]) -> tuple[News, ...]:
    """News of these areas (by their keys), every programme, for each of these quarters. Four statements at most."""
    wanted = tuple(told)
    found = _Results(lives, wanted)
    every = all_programmes()
    return tuple(
        News(
            quarter,
            tuple(
                section
                for area in found.areas
                for info in every
                if (section := _section(info, area, quarter, found)) is not None
            ),
        )
        for quarter in wanted
    )


def of_programme(programme: str, told: Iterable[Period]) -> tuple[News, ...]:
    """News of a programme in England and its boards, for each of these quarters. Seven statements at most.

    KeyError when there is no such programme.
    """
    wanted = tuple(told)
    info = next((each for each in all_programmes() if each.code == programme), None)
    if info is None:
        raise KeyError(programme)
    england = find_area("ENG")
    found = _Results([england.pk] if england else [], wanted)
    headline = info.indicator(info.headline)
    boards = quarters.progress_of_level(info.headline, AreaType.ICB, _needed(wanted))
    refs = {area for _, area, _ in boards}
    news = []
    for quarter in wanted:
        period = _period_of(headline, quarter)
        moved = () if period is None else _moved(headline, period, refs, boards)
        sections = [
            replace(section or Section(info, area, ()), moved=moved)
            for area in found.areas
            if (section := _section(info, area, quarter, found)) or moved
        ]
        news.append(News(quarter, tuple(sections)))
    return tuple(news)


class _Results:
    """All that news of some areas in some quarters is made of."""

    def __init__(self, lives: Collection[int], wanted: Collection[Period]) -> None:
        needed = _needed(wanted)
        self.areas = tuple(area_history().named(lives).values())
        self.progress = quarters.progress_in(lives, needed)
        self.coverage = quarters.coverage_in(lives, needed)


def _needed(wanted: Iterable[Period]) -> set[Period]:
    """Each quarter with the one before it, and each year that ends with one with the year before."""
    return {
        period for quarter in wanted for latest in _latest(quarter) for period in (latest, latest.previous())
    }


def _latest(quarter: Period) -> Iterator[Period]:
    yield quarter
    if not quarter.quarters_left:
        yield quarter.year


def _period_of(indicator: IndicatorInfo, quarter: Period) -> Period | None:
    """The period of the indicator that this quarter has news of; None for what is counted by year, but at its end."""
    if indicator.first_period.is_quarter:
        return quarter
    return None if quarter.quarters_left else quarter.year


def _section(info: ProgrammeInfo, area: AreaRef, quarter: Period, found: _Results) -> Section | None:
    changes = []
    for indicator in info.indicators:
        period = _period_of(indicator, quarter)
        if period is None:
            continue
        now, before = (found.progress.get((indicator.code, area, at)) for at in (period, period.previous()))
        change = change_of(indicator, now, before)
        if change is not None:
            changes.append(change)
    reached = _reached(info.code, area, quarter, found)
    return Section(info, area, in_order(changes), reached) if changes or reached else None


def _reached(programme: str, area: AreaRef, quarter: Period, found: _Results) -> Reached | None:
    now, before = (found.coverage.get((programme, area, at)) for at in (quarter, quarter.previous()))
    if now is None or before is None or None in (now.areas_covered, before.areas_covered):
        return None
    return Reached(now, before) if now.areas_covered != before.areas_covered else None


def _moved(
    indicator: IndicatorInfo, period: Period, refs: Iterable[AreaRef], boards: dict
) -> tuple[Change, ...]:
    pairs = (
        (boards.get((indicator.code, area, period)), boards.get((indicator.code, area, period.previous())))
        for area in refs
    )
    changes = (change_of(indicator, now, before) for now, before in pairs)
    return in_order(change for change in changes if change is not None and change.status is not None)
