"""Small worlds in memory: who reported what on which day, run through the engine's own steps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from programmes.area_history import AreaHistory, AreaVersion, Link, Succession
from programmes.engine import cube, pipeline, targets
from programmes.engine.cube import FACT, Cube
from programmes.engine.digests import Columns
from programmes.engine.geography import Geography
from programmes.periods import Period
from programmes.results import EditionRef, IndicatorInfo
from tests.disclosure.attack import Map, Row
from tests.indicators import an_indicator
from tests.world import BEFORE_TURN, BEGIN, EDITION_ON, TURN

PERIODS = tuple(Period.between(Period(2022, 1), Period(2022, 3)))
"""The first is of the areas before July 2022, the others of those after."""

DEFINITION = an_indicator("people", id=1, disclosure="mhsds", first_period=PERIODS[0], runs_to=PERIODS[-1])
RATIO = replace(DEFINITION, kind="ratio", denominator_label="All")
TARGET = 90.0


@dataclass(frozen=True)
class Fact:
    """What an area reported for a period on a day; without a number, why."""

    area: int
    period: int
    day: int
    numerator: float | None = None
    denominator: float | None = None
    marker: str = ""
    to_date: bool = False
    """A publication gave it, counted from April on."""


@dataclass(frozen=True)
class Made:
    """Areas and what they reported: a later fact about the same cell is a revision."""

    geography: Geography
    facts: tuple[Fact, ...]
    definition: IndicatorInfo = DEFINITION

    @property
    def days(self) -> list[int]:
        return sorted({fact.day for fact in self.facts})


def small_geography(boards: tuple[int, ...], gone: tuple[tuple[int, ...], ...]) -> Geography:
    """England, one region, boards, and so many locations: `boards` says in which board each lies.

    Each area that is gone went over into the locations that it names, in equal shares; before that it lay in the
    board of the first of them. Positions: England, region, boards, locations, areas that are gone.
    """
    count = max(boards) + 1
    types = ["england", "region", *["icb"] * count, *["sub_icb"] * len(boards), *["ccg"] * len(gone)]
    leaf, old = 2 + count, 2 + count + len(boards)
    days = {"sub_icb": (TURN, None), "ccg": (BEGIN, BEFORE_TURN)}
    versions = [
        AreaVersion(
            pk=place + 1,
            code=f"A{place:02d}",
            area_type=area_type,
            name="",
            short_name="",
            valid_from=first,
            valid_to=last,
        )
        for place, area_type in enumerate(types)
        for first, last in [days.get(area_type, (BEGIN, None))]
    ]
    links = [(1, 0), *[(2 + board, 1) for board in range(count)]]
    links += [(leaf + place, 2 + board) for place, board in enumerate(boards)]
    links += [(old + place, 2 + boards[into[0]]) for place, into in enumerate(gone)]
    return Geography(
        AreaHistory(
            versions,
            links=[
                Link(child + 1, parent + 1, versions[child].valid_from, versions[child].valid_to)
                for child, parent in links
            ],
            successions=[
                Succession(old + place + 1, leaf + one + 1, TURN, 1 / len(into))
                for place, into in enumerate(gone)
                for one in into
            ],
            edition=EditionRef("made", "Made", EDITION_ON),
        )
    )


def reporting(geography: Geography, period: int) -> list[int]:
    """The areas that were to report for the period."""
    alive = geography.valid_on(PERIODS[period].ends_on.toordinal())
    return np.flatnonzero(alive & (geography.levels == 0)).tolist()


def results(made: Made, day: int) -> Columns:
    """What is stored on a day: facts of that day and before, through all steps."""
    facts = np.zeros(sum(fact.day <= day for fact in made.facts), FACT)
    revisions: dict[tuple[int, int], int] = defaultdict(int)
    known = [fact for fact in sorted(made.facts, key=lambda fact: fact.day) if fact.day <= day]
    for place, fact in enumerate(known):
        revisions[fact.area, fact.period] += 1
        facts[place]["area"] = made.geography.ids[fact.area]
        facts[place]["period"] = cube.period_number(PERIODS[fact.period])
        facts[place]["revision"] = revisions[fact.area, fact.period]
        facts[place]["numerator"] = np.nan if fact.numerator is None else fact.numerator
        facts[place]["denominator"] = np.nan if fact.denominator is None else fact.denominator
        facts[place]["marker"] = ord(fact.marker) if fact.marker else 0
        facts[place]["to_date"] = fact.to_date
    cells = Cube.empty(made.definition, made.geography, PERIODS)
    cube.place(cells, facts)
    computed = pipeline.run(cells, _plan(made), np.ones(len(PERIODS), bool))
    return pipeline.progress_columns(computed)


def _plan(made: Made) -> targets.Targets:
    year = PERIODS[0].year
    points = targets.Points.none(len(made.geography), [*PERIODS, year, year.previous()])
    column = points.columns([year])
    points.value[:, column] = 0.5 if made.definition.has_denominator else TARGET
    points.basis[:, column], points.provenance[:, column] = targets.BASES.index("published"), 0
    return targets.lay_out(made.definition, PERIODS, points)


def as_bytes(made: Made) -> dict[tuple[int, str], bytes]:
    """Every column of the results on every day."""
    return {
        (day, name): np.ascontiguousarray(values).tobytes()
        for day in made.days
        for name, values in results(made, day).items()
    }


def published(made: Made) -> list[Row]:
    """The rows of all days, as the attacker gets them."""
    return [row for day in made.days for row in rows_of(made, day, results(made, day))]


def rows_of(made: Made, day: int, columns: Columns) -> list[Row]:
    """Results of one day, row by row."""
    return [
        _row(made, day, {name: values[place] for name, values in columns.items()})
        for place in range(len(columns["area_id"]))
    ]


NUMBERS = (
    "numerator", "denominator", "actual", "year_to_date", "target_to_date", "target_year", "attainment",
    "variance", "required_per_period",
)  # fmt: skip


def _row(made: Made, day: int, row: dict) -> Row:
    return Row(
        day=day,
        area=int(np.searchsorted(made.geography.ids, row["area_id"])),
        period=[period.code for period in PERIODS].index(row["period_id"].decode()),
        basis=row["basis"].decode(),
        marker=row["marker"].decode(),
        notes=row["notes"].decode(),
        revision=None if row["revision"] < 0 else int(row["revision"]),
        **{name: None if np.isnan(row[name]) else float(row[name]) for name in NUMBERS},
    )


def map_of(geography: Geography) -> Map:
    """What is public about these areas."""
    parts: dict[tuple[int, int], list[int]] = defaultdict(list)
    before: dict[tuple[int, int], list[tuple[int, Fraction]]] = defaultdict(list)
    for place, period in enumerate(PERIODS):
        ends = period.ends_on.toordinal()
        alive = geography.valid_on(ends)
        links = zip(geography.child, geography.parent, geography.link_from, geography.link_to, strict=True)
        for child, parent, first, last in links:
            in_edition = first <= geography.edition_on <= last
            if (first <= ends <= last and alive[parent] and alive[child]) or (
                not alive[parent] and in_edition
            ):
                parts[int(parent), place].append(int(child))
        for new in np.flatnonzero(geography.in_edition & ~alive):
            before[int(new), place] = []
        moves = geography.successions(ends)
        for new, old, share in zip(moves.later, moves.earlier, moves.share, strict=True):
            if (int(new), place) in before:
                part = Fraction(1) if share > 1 - 1e-9 else Fraction(float(share))
                before[int(new), place].append((int(old), part))
    return Map(
        levels=tuple(int(height) for height in geography.levels),
        parts=dict(parts),
        before=dict(before),
        quarters_left=tuple(period.quarters_left for period in PERIODS),
    )
