"""All made-up figures and services, as one delivery: the same seed and areas give the same, to the last unit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from programmes.deliveries import Figure, ServiceEntry
from programmes.demonstration import national, series, stories, waves
from programmes.demonstration.sharing import Counts, Numbers, chance
from programmes.demonstration.stories import Correction
from programmes.demonstration.world import Level, World
from programmes.periods import Period

SEED = 2018
VERSION = 3
"""Raised when the way figures are made changes, so that what was stored before is made again."""

Span = tuple[Period, Period]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was made: figures as they stand in the end, one correction on the way, services by programme."""

    figures: tuple[Figure, ...]
    correction: Correction
    services: Mapping[str, tuple[ServiceEntry, ...]]

    @property
    def as_first_sent(self) -> tuple[Figure, ...]:
        """The figures before the correction."""
        first = {figure.key: figure for figure in self.correction.first}
        return tuple(first.get(figure.key, figure) for figure in self.figures)


@dataclass(slots=True)
class Workshop:
    """What every indicator is made from."""

    world: World
    spans: Mapping[str, Span]
    """From when to when each indicator runs; one that is not named is not made."""
    official: Mapping[tuple[str, str], float]
    """England's official figures by indicator and period."""
    told: Mapping[tuple[str, str], frozenset[int]]
    """By indicator and period the areas for which nothing is made up: something official is told of their land."""
    sites: Mapping[int, int]
    """Community diagnostic centres on the official list, by board."""
    seed: int = SEED
    levels: dict[tuple[bool, date], Level] = field(default_factory=dict)

    def locations(self, first: date) -> Level:
        """Sub-ICB locations and what they came from, back to a day."""
        return self._level(True, first)

    def boards(self, first: date) -> Level:
        """Integrated care boards and what they came from."""
        return self._level(False, first)

    def _level(self, low: bool, first: date) -> Level:
        if (low, first) not in self.levels:
            places = self.world.locations if low else self.world.boards
            self.levels[low, first] = Level(self.world, places, first, self.seed)
        return self.levels[low, first]

    def counted(
        self, code: str, level: Level, latent: Numbers, *, decimals: int = 0, waits: bool = False
    ) -> Iterator[Figure]:
        """Figures of an indicator: England's, shared out by what is latent in each area; none where it is not made."""
        if span := self.spans.get(code):
            quarters = series.shared_out(level, latent, self.totals(code, 0.1 if decimals else 1), span)
            yield from series.counted(code, quarters, self.world.england, decimals=decimals, waits=waits)

    def totals(self, indicator: str, unit: float = 1) -> Counts:
        """England's figure for every quarter, in units."""
        return national.in_quarters(indicator, self.official, unit)


APRIL_2017 = date(2017, 4, 1)
APRIL_2021 = date(2021, 4, 1)


def generate(workshop: Workshop) -> Delivery:
    """Everything that is made up, for the indicators that the workshop has spans for."""
    locations, boards = workshop.locations(APRIL_2017), workshop.boards(APRIL_2017)
    rollouts = {
        "ips": waves.placement_and_support(locations, workshop.seed),
        "iapt-ltc": waves.long_term_conditions(locations, workshop.seed, workshop.world.early),
        "workforce": waves.workforce(boards, workshop.seed),
    }
    ips = stories.late_returns(
        _employment(workshop, locations, rollouts["ips"].pace), locations, workshop.seed,
        england=workshop.world.england, of_each_year=3,
    )  # fmt: skip
    ips = stories.first_return_after_merging(ips, locations, "ips-access")
    others = [
        (locations, 3, _talking_therapies(workshop, locations, rollouts["iapt-ltc"].pace)),
        (boards, 1, _posts(workshop, boards, rollouts["workforce"].pace)),
        (workshop.boards(APRIL_2021), 1, _centres(workshop, workshop.boards(APRIL_2021))),
    ]
    figures = list(ips)
    for level, late, made in others:
        figures += stories.late_returns(
            made, level, workshop.seed, england=workshop.world.england, of_each_year=late
        )
    figures = [figure for figure in figures if not _is_official(workshop, figure)]
    access = [figure for figure in ips if figure.indicator == "ips-access"]
    correction = stories.corrected(access, locations, workshop.seed, england=workshop.world.england)
    return Delivery(tuple(figures), correction, {code: made.services for code, made in rollouts.items()})


def digest(workshop: Workshop) -> str:
    """What the delivery will be made from, in 64 characters: the same digest, the same figures."""
    world, history = workshop.world, workshop.world.history
    known = (world.england, tuple(history), history.successions, world.locations, world.boards,
             world.early)  # fmt: skip
    made_from = (VERSION, workshop.seed, known, sorted(workshop.spans.items()), sorted(workshop.official.items()),
                 sorted((key, sorted(areas)) for key, areas in workshop.told.items()),
                 sorted(workshop.sites.items()))  # fmt: skip
    return hashlib.sha256(repr(made_from).encode()).hexdigest()


def _is_official(workshop: Workshop, figure: Figure) -> bool:
    """Whether a figure is left to its source: England's own, and those of land of which something official is told.

    England's own figure alone takes nobody's place: parts are made to add up to it.
    """
    key = (figure.indicator, figure.period)
    is_englands_own = figure.area == workshop.world.england and key in workshop.official
    return is_englands_own or figure.area in workshop.told.get(key, ())


def _employment(workshop: Workshop, level: Level, pace: Numbers) -> Iterator[Figure]:
    """Individual Placement and Support: people, jobs, specialists."""
    england, seed = workshop.world.england, workshop.seed
    latent = series.spread(level, pace, seed, "ips-access")
    if span := workshop.spans.get("ips-access"):
        yield from _provisional_last(workshop.counted("ips-access", level, latent, waits=True), span)
    if span := workshop.spans.get("ips-job-outcomes"):
        quarters = series.shared_out(level, latent, workshop.totals("ips-access"), span)
        habits = series.habits(level, seed, "ips-job-outcomes")
        yield from _provisional_last(
            series.rates(
                "ips-job-outcomes", quarters, england, national.JOB_RATE, chance(seed, "jobs"), habits
            ),
            span,
        )
    if "ips-specialists" in workshop.spans:
        alone = stories.counted_next_door(level, seed)
        code = level.places[alone].area.code
        own = np.array([home != alone for home in level.home], float)
        specialists = series.spread(level, pace * own, seed, "ips-specialists")
        made = workshop.counted("ips-specialists", level, specialists, decimals=1, waits=True)
        codes = {area.pk: area.code for area in workshop.world.history}
        yield from stories.none_to_give(made, codes, code)


def _talking_therapies(workshop: Workshop, level: Level, pace: Numbers) -> Iterator[Figure]:
    latent = series.spread(level, pace, workshop.seed, "iapt-ltc-access")
    return workshop.counted("iapt-ltc-access", level, latent, waits=True)


def _posts(workshop: Workshop, level: Level, pace: Numbers) -> Iterator[Figure]:
    """The workforce plan. Posts are filled in every area; where a new team began, more of them."""
    for code in (
        "workforce-camhs",
        "workforce-talking-therapies",
        "workforce-crisis",
        "workforce-people-treated",
    ):
        yield from workshop.counted(code, level, series.spread(level, 0.35 + pace, workshop.seed, code))


def _centres(workshop: Workshop, level: Level) -> Iterator[Figure]:
    """Community diagnostic centres: those of the official list, opened one after another; tests where they are."""
    england = workshop.world.england
    totals = workshop.totals("cdc-sites")
    opened = series.sites_opened(level, totals, workshop.sites, workshop.seed)
    columns = {place.area.code: column for column, place in enumerate(level.places)}
    here = np.array([columns[area.code] for area in level.origins])
    at_origins = opened[:, here].astype(float)
    if span := workshop.spans.get("cdc-sites"):
        for quarter in series.shared_out(level, at_origins, opened.sum(axis=1), span):
            at = national.QUARTERS.index(quarter.period)
            exact = np.array([opened[at, columns[area.code]] for area in quarter.areas])
            yield from series.counted("cdc-sites", iter([replace(quarter, counts=exact)]), england)
    latent = series.spread(level, at_origins, workshop.seed, "cdc-tests", by=np.ones(len(here)))
    yield from workshop.counted("cdc-tests", level, latent)


def _provisional_last(figures: Iterator[Figure], span: Span) -> Iterator[Figure]:
    """The last quarter of a collection that goes on is provisional."""
    for figure in figures:
        if figure.period == span[1].code and not figure.marker:
            yield replace(figure, marker="p")
        else:
            yield figure
