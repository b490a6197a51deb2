"""Some fourteen thousand made areas over five editions, and what the engine needs to move figures between them."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date, timedelta

import numpy as np

from bench.report import Line, milliseconds
from programmes.area_history import AreaHistory, AreaVersion, Link, Succession
from programmes.engine.geography import Geography
from programmes.engine.parts import Parts
from programmes.results import EditionRef

SEED = 20_261_128
EDITIONS = tuple(date(year, 4, 1) for year in (2017, 2019, 2021, 2023, 2025))
REGIONS, BOARDS, LOWEST = 7, 150, 2_800
MEGABYTES, MILLISECONDS = 400, 1000
"""What all of it may take at most, and the first era of it."""


def history() -> AreaHistory[AreaVersion]:
    """Areas of which every lowest one begins anew with every edition: one in ten gives a quarter to a neighbour."""
    random = np.random.default_rng(SEED)
    made = _Made()
    england = made.version("ENG", "england", EDITIONS[0])
    regions = [made.version(f"R{number:02d}", "region", EDITIONS[0], england) for number in range(REGIONS)]
    boards = [
        made.version(f"B{number:03d}", "icb", EDITIONS[0], regions[number % REGIONS])
        for number in range(BOARDS)
    ]
    before: list[int] = []
    for place, begins in enumerate(EDITIONS):
        ends = EDITIONS[place + 1] - timedelta(days=1) if place + 1 < len(EDITIONS) else None
        now = [
            made.version(f"L{number:04d}", "sub_icb", begins, boards[number % BOARDS], ends)
            for number in range(LOWEST)
        ]
        for number, predecessor in enumerate(before):
            share = 0.75 if random.random() < 0.1 else 1.0
            to = [(now[number], share), (now[(number + 1) % LOWEST], 1 - share)]
            made.successions += [Succession(predecessor, one, begins, part) for one, part in to if part]
        before = now
    return AreaHistory(
        made.versions,
        links=made.links,
        successions=made.successions,
        edition=EditionRef("made", "Made", EDITIONS[-1]),
    )


class _Made:
    def __init__(self) -> None:
        self.versions: list[AreaVersion] = []
        self.links: list[Link] = []
        self.successions: list[Succession] = []

    def version(
        self, code: str, area_type: str, begins: date, parent: int | None = None, ends: date | None = None
    ) -> int:
        """One more area in its parent; its key."""
        pk = len(self.versions) + 1
        self.versions.append(
            AreaVersion(
                pk=pk,
                code=code,
                area_type=area_type,
                name=f"Area {code}",
                short_name=code,
                valid_from=begins,
                valid_to=ends,
            )
        )
        if parent is not None:
            self.links.append(Link(pk, parent, begins, ends))
        return pk


def first_era(geography: Geography) -> Parts:
    """Everything that the engine needs to add up and to move figures of the first edition."""
    day = EDITIONS[0].toordinal()
    moves = geography.successions(day)
    children, parents = geography.families(day)
    Parts(children, parents)
    return Parts(moves.earlier, moves.later, moves.share)


def measured(runs: int) -> list[Line]:
    """How long an era takes to be ready, and how much memory all areas and all eras take at most."""
    tracemalloc.start()
    made = history()
    geography = Geography(made)
    first_era(geography)
    for begins in EDITIONS[1:]:
        geography.successions(begins.toordinal())
    most = tracemalloc.get_traced_memory()[1] / (1 << 20)
    tracemalloc.stop()
    times = [_timed(Geography(made)) for _ in range(runs)]
    count = f"{len(made.versions):,} areas"
    return [
        Line(
            f"An era of {count} over {len(EDITIONS)} editions",
            milliseconds(times),
            max(times) * 1000,
            MILLISECONDS,
            "ms at most",
        ),
        Line(f"Memory of {count} with their successions", f"{most:.0f} MB", most, MEGABYTES, "MB"),
    ]


def _timed(geography: Geography) -> float:
    begin = time.perf_counter()
    first_era(geography)
    return time.perf_counter() - begin
