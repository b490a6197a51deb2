"""A made-up England: 1,406 areas, 15 indicators, 40 quarters, figures of the lowest areas, a plan for every area.

    1 England, 7 regions, 148 boards, 1,250 lowest areas. Real England has 42 boards and 106 locations; so many lowest
    areas stand for what lies below them (primary care networks), which our real data do not reach.

Figures are seeded and whole numbers, so that sums are exact in any order. A few are missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from programmes.engine.store import to_binary
from programmes.models import (
    Area,
    AreaParent,
    Edition,
    Indicator,
    Population,
    Programme,
    ReportingPeriod,
    Source,
    Submission,
    Trajectory,
)
from programmes.periods import Period

SEED = 20_261_121
LEVELS = (("england", 1), ("region", 7), ("icb", 148), ("sub_icb", 1_250))
YEARS = range(2014, 2024)
PERIODS = [quarter for year in YEARS for quarter in Period(year).quarters()]
BEGIN, EDITION_ON = date(2014, 4, 1), date(2024, 4, 1)
RECORDED = datetime(2024, 5, 1, tzinfo=UTC)
KINDS = ["flow"] * 7 + ["stock"] * 4 + ["ratio"] * 4
MISSING = 0.003


@dataclass(frozen=True)
class World:
    """The same world as arrays, for the yardstick to load."""

    areas: NDArray[np.int64]
    levels: NDArray[np.int64]
    parents: NDArray[np.int64]
    indicators: dict[int, str]
    """Key and kind."""
    facts: dict[str, NDArray]
    targets: dict[str, NDArray]


def make() -> World:
    """Make the world in the database, and give it as arrays."""
    random = np.random.default_rng(SEED)
    source = Source.objects.create(slug="bench", title="Made for measuring", licence="None")
    Edition.objects.create(code="bench", name="Made", on=EDITION_ON)
    _make_calendar()
    areas, levels, parents = _make_areas(source, random)
    programme = _make_programme(source)
    submission = Submission.objects.create(
        channel="generated", status="accepted", programme=programme, accepted_at=RECORDED, source=source
    )
    indicators = {_make_indicator(programme, source, number, kind): kind for number, kind in enumerate(KINDS)}
    facts = _figures(areas[levels == 0], indicators, random)
    targets = _plan(areas, levels, indicators, random)
    _store_facts(facts, submission)
    _store_targets(targets, source)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return World(areas, levels, parents, indicators, facts, targets)


def _make_calendar() -> None:
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(
            code=period.code,
            period_type="quarter" if period.is_quarter else "year",
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            opens_on=period.ends_on,
            due_on=period.ends_on,
            closes_on=period.ends_on,
        )
        for year in YEARS
        for period in (Period(year), *Period(year).quarters())
    )


def _make_areas(source: Source, random: np.random.Generator) -> tuple[NDArray, NDArray, NDArray]:
    """(keys, heights, keys of the parents; England's parent is 0)."""
    keys: list[int] = []
    heights: list[int] = []
    parents: list[int] = []
    above: list[int] = []
    for height, (area_type, count) in zip((3, 2, 1, 0), LEVELS, strict=True):
        made = Area.objects.bulk_create(
            Area(
                code=f"{area_type[0].upper()}{number:05d}",
                area_type=area_type,
                name=f"{area_type} {number}",
                short_name=f"{area_type} {number}",
                valid_from=BEGIN,
                source=source,
            )
            for number in range(count)
        )
        of_parent = [above[number % len(above)] if above else 0 for number in range(count)]
        keys += [area.pk for area in made]
        heights += [height] * count
        parents += of_parent
        if above:
            AreaParent.objects.bulk_create(
                AreaParent(child_id=area.pk, parent_id=parent, valid_from=BEGIN)
                for area, parent in zip(made, of_parent, strict=True)
            )
        above = [area.pk for area in made]
    Population.objects.bulk_create(
        Population(area_id=key, year=2020, age_band="18+", people=int(people), source=source)
        for key, people in zip(above, random.integers(20_000, 60_000, len(above)), strict=True)
    )
    return np.array(keys), np.array(heights), np.array(parents)


def _make_programme(source: Source) -> Programme:
    return Programme.objects.create(
        code="bench",
        name="Measured",
        short_name="Measured",
        promise="To be fast.",
        promise_source=source,
        description="Made up.",
        coverage_meaning="None.",
        coverage_provenance="derived",
        position=1,
    )


def _make_indicator(programme: Programme, source: Source, number: int, kind: str) -> int:
    return Indicator.objects.create(
        programme=programme,
        code=f"bench-{number}",
        name=f"Indicator {number}",
        short_name=f"Indicator {number}",
        position=number,
        kind=kind,
        polarity="high",
        unit="percent" if kind == "ratio" else "people",
        period_type="quarter",
        numerator_label="People",
        denominator_label="People asked" if kind == "ratio" else "",
        reporting_level="sub_icb",
        accumulates=kind != "stock",
        disclosure="none",
        first_period_id=PERIODS[0].code,
        ended_on=PERIODS[-1].ends_on,
        end_reason="It was made up to here.",
        counts="People.",
        why="To measure.",
        source=source,
    ).pk


def _figures(lowest: NDArray, indicators: dict[int, str], random: np.random.Generator) -> dict[str, NDArray]:
    """One figure for nearly every lowest area, indicator and quarter, quarter after quarter as they come in."""
    period, indicator, area = (
        part.ravel()
        for part in np.meshgrid(np.arange(len(PERIODS)), np.array(list(indicators)), lowest, indexing="ij")
    )
    there = random.random(len(indicator)) >= MISSING
    indicator, area, period = indicator[there], area[there], period[there]
    ratio = np.isin(indicator, [key for key, kind in indicators.items() if kind == "ratio"])
    numerator = random.poisson(random.gamma(2.0, 30.0, len(indicator))).astype(np.float64)
    denominator = np.where(ratio, numerator + random.poisson(80.0, len(indicator)) + 1.0, np.nan)
    return {
        "indicator": indicator,
        "area": area,
        "period": period,
        "numerator": numerator,
        "denominator": denominator,
    }


def _plan(
    areas: NDArray, levels: NDArray, indicators: dict[int, str], random: np.random.Generator
) -> dict[str, NDArray]:
    """The figure expected by the end of every year, of every area."""
    indicator, position, year = (
        part.ravel()
        for part in np.meshgrid(
            np.array(list(indicators)), np.arange(len(areas)), np.array(YEARS), indexing="ij"
        )
    )
    kind = np.array([indicators[int(key)] for key in indicators])[
        np.searchsorted(list(indicators), indicator)
    ]
    lowest_below = np.array([1250.0, 1250 / 7, 1250 / 148, 1.0])[3 - levels[position]]
    count = np.round(random.uniform(40, 80, len(indicator)) * lowest_below)
    value = np.select(
        [kind == "flow", kind == "stock"],
        [4 * count, count],
        np.round(random.uniform(0.3, 0.6, len(indicator)), 4),
    )
    return {"indicator": indicator, "area": areas[position], "year": year, "value": value}


def _store_facts(facts: dict[str, NDArray], submission: Submission) -> None:
    codes = np.array([period.code for period in PERIODS], "S10")
    _fill(
        "programmes_observation",
        {
            "indicator_id": facts["indicator"].astype(np.int64),
            "area_id": facts["area"].astype(np.int64),
            "period_id": codes[facts["period"]],
            "numerator": facts["numerator"],
            "denominator": facts["denominator"],
        },
        "revision, marker, layer, note, revision_reason, submission_id, recorded_at",
        f"1, '', 'official', '', '', {submission.pk}, '{RECORDED.isoformat()}'",
    )


def _store_targets(targets: dict[str, NDArray], source: Source) -> None:
    trajectories = {
        int(key): Trajectory.objects.create(
            indicator_id=int(key),
            kind="long_term_plan",
            name="Plan",
            digest="",
            source=source,
            recorded_at=RECORDED,
        ).pk
        for key in np.unique(targets["indicator"])
    }
    codes = {year: Period(year).code for year in YEARS}
    _fill(
        "programmes_trajectorypoint",
        {
            "trajectory_id": np.vectorize(trajectories.__getitem__, [np.int64])(targets["indicator"]),
            "area_id": targets["area"].astype(np.int64),
            "period_id": np.array(list(codes.values()), "S10")[targets["year"] - YEARS[0]],
            "value": targets["value"],
        },
        "basis, shared_by, provenance, note",
        "'published', '', 'official', ''",
    )


def _fill(table: str, columns: dict[str, NDArray], more: str, values: str) -> None:
    """Insert many rows, with the same further values in each, by way of a staging table and without foreign keys."""
    names = ", ".join(columns)
    types = {"S": "text", "i": "bigint", "f": "float8"}
    staged = ", ".join(f"{name} {types[array.dtype.kind]}" for name, array in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"create temp table staged ({staged})")
        cursor.copy_expert(
            f"copy staged ({names}) from stdin (format binary)",
            BytesIO(to_binary(columns, frozenset())),
            size=1 << 20,
        )
        cursor.execute("set session_replication_role = replica")
        cursor.execute(f"insert into {table} ({names}, {more}) select {names}, {values} from staged")
        cursor.execute("set session_replication_role = origin; drop table staged")
