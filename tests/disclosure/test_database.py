"""Through the database: what is computed as of any day, and what is stored, does not depend on what is withheld."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.db import transaction

from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.engine import cube, pipeline
from programmes.models import Indicator, Progress
from tests.disclosure.attack import Attack
from tests.disclosure.worlds import Fact, Made, map_of, reporting, rows_of
from tests.world import RECORDED, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LIFE = {"first_period_id": "2022-23-Q1", "until": "2022-23-Q3", "disclosure": "mhsds"}
CODES = ("2022-23-Q1", "2022-23-Q2", "2022-23-Q3")
# By day, period and place among those who report: small ones everywhere, revised to small and from small.
COUNTS = {
    0: [(4, 40, 4), (0, 12, 3), (7, 2, 102)],
    1: [(3, None, None), (None, 4, None), (None, 52, None)],
    2: [(None, None, 8), (1, 13, None), (None, None, None)],
}


@pytest.fixture
def world() -> World:
    world = make_world()
    world.indicator("count", **LIFE)
    world.indicator("share", kind="ratio", denominator_label="Supported", unit="percent", **LIFE)
    for indicator in world.indicators.values():
        world.plan(indicator, {(code, "2022-23"): 90 for code in ("ENG", "Y60", "QA1", "QB1", "02D", "03E")})
    return world


def facts(indicator: Indicator, other: int | None = None) -> list[Fact]:
    """What was reported on three days; with `other`, every small count is another one."""
    found = []
    for day, periods in COUNTS.items():
        for period, counts in enumerate(periods):
            for area, count in zip(reporting(cube.read_geography(), period), counts, strict=True):
                if count is None:
                    continue
                below = count + 3 if indicator.denominator_label else None
                if other is not None and count < 5:
                    count, below = other, below and (below if below >= 5 else min(other + 1, 4))
                found.append(Fact(area, period, day, count, below))
    return found


def report(world: World, indicator: Indicator, told: list[Fact]) -> None:
    areas = {area.pk: area for area in world.areas.values()}
    ids, revisions = cube.read_geography().ids, dict.fromkeys(((fact.area, fact.period) for fact in told), 0)
    for fact in told:
        revisions[fact.area, fact.period] += 1
        world.observe(
            indicator, areas[int(ids[fact.area])], CODES[fact.period], fact.numerator, fact.denominator,
            recorded_at=RECORDED + timedelta(fact.day), revision=revisions[fact.area, fact.period],
            revision_reason="Late returns.",
        )  # fmt: skip


def stored(indicator: Indicator) -> list[dict]:
    """All results of all days, and what is stored now with its fingerprint."""
    answers = []
    for day in COUNTS:
        columns = pipeline.progress_columns(
            pipeline.compute(indicator.pk, as_at=RECORDED + timedelta(day, hours=1))
        )
        answers.append({name: values.tobytes() for name, values in columns.items()})
    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))
    return [*answers, *Progress.objects.filter(indicator=indicator).order_by("area", "period").values()]


@pytest.mark.parametrize("code", ["count", "share"])
def test_another_small_count_leaves_every_stored_byte_as_it_is(world, code):
    indicator, seen = world.indicators[code], []
    for other in (None, 0, 1, 2, 3, 4):
        with transaction.atomic():
            report(world, indicator, facts(indicator, other))
            seen.append(stored(indicator))
            transaction.set_rollback(True)

    assert any(row["marker"] == "c" for row in seen[0][3:])
    assert all(answer == seen[0] for answer in seen[1:])


@pytest.mark.parametrize("code", ["count", "share"])
def test_nothing_is_pinned_from_what_every_day_shows(world, code):
    indicator = world.indicators[code]
    told = facts(indicator)
    report(world, indicator, told)
    made = Made(cube.read_geography(), tuple(told))
    rows = []
    for day in COUNTS:
        computed = pipeline.compute(indicator.pk, as_at=RECORDED + timedelta(day, hours=1))
        assert np.array_equal(computed.cube.geography.ids, made.geography.ids)
        rows += rows_of(made, day, pipeline.progress_columns(computed))

    attacker = Attack(rows, map_of(made.geography))

    assert len(attacker.withheld) >= 8
    assert attacker.contradictions() == []
    assert attacker.pinned() == {}
