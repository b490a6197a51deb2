"""The areas of England and the figures that are loaded: nothing withheld can be worked back from what we add."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pytest

from programmes.actions import published as publications
from programmes.engine import cube, pipeline
from programmes.engine.geography import Geography
from programmes.ingest.formats import TALKING_THERAPIES_ANNUAL
from programmes.models import Indicator, Observation
from tests.disclosure.attack import Attack
from tests.disclosure.test_attack import broken_invariants
from tests.disclosure.worlds import PERIODS, RATIO, Fact, Made, map_of, published, reporting
from tests.england import FIXTURES, reference_loaded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

THERAPIES = FIXTURES / "published" / "talking_therapies_ltc_annual_2017-18_2024-25.csv"


@pytest.fixture(scope="module", autouse=True)
def england(django_db_setup, django_db_blocker):
    """The reference data and the eight years of talking therapies, with their publisher's stars."""
    with django_db_blocker.unblock(), reference_loaded():
        publications.ingest(
            content=THERAPIES.read_bytes(),
            file_name=THERAPIES.name,
            layout=TALKING_THERAPIES_ANNUAL.code,
            by="tests",
        )
        yield


def test_nothing_is_pinned_on_the_areas_of_england_with_small_counts_everywhere():
    geography, dice = cube.read_geography(), random.Random(11)
    facts = []
    for period in range(len(PERIODS)):
        for area in reporting(geography, period):
            for day in (0, 1) if dice.random() < 0.1 else (0,):
                count = dice.choice([0, 2, 4, 4, 7, 12, 40])
                facts.append(Fact(area, period, day, count, count + dice.choice([0, 1, 3, 30])))
    made = Made(geography, tuple(facts), RATIO)

    attacker = Attack(published(made), map_of(geography))

    assert len(attacker.withheld) > 300
    assert attacker.contradictions() == []
    assert attacker.pinned() == {}
    assert broken_invariants(made) == []


@dataclass(frozen=True)
class Shown:
    """A row of a published indicator, as we show it."""

    basis: str
    marker: str
    numerator: float
    denominator: float


def shown_rows(indicator: Indicator) -> tuple[Geography, dict[tuple[int, str], Shown], dict[str, int]]:
    """Every row by (area, period); and the day each period ends on."""
    computed = pipeline.compute(indicator.pk)
    columns = pipeline.progress_columns(computed)
    geography = computed.cube.geography
    rows = {
        (int(np.searchsorted(geography.ids, area)), period.decode()): Shown(
            basis.decode(), marker.decode(), numerator, denominator
        )
        for area, period, basis, marker, numerator, denominator in zip(
            *(
                columns[name]
                for name in ("area_id", "period_id", "basis", "marker", "numerator", "denominator")
            ),
            strict=True,
        )
    }
    days = {period.code: period.ends_on.toordinal() for period in computed.cube.periods}
    return geography, rows, days


def decompositions(geography: Geography, day: int) -> list[dict[int, list[tuple[int, float]]]]:
    """By area: what lies in it that day, and what went over into it."""
    inside, before = defaultdict(list), defaultdict(list)
    for child, parent in zip(*geography.families(day), strict=True):
        inside[int(parent)].append((int(child), 1.0))
    moves = geography.successions(day)
    for new, old, share in zip(moves.later, moves.earlier, moves.share, strict=True):
        before[int(new)].append((int(old), float(share)))
    return [inside, before]


@pytest.mark.parametrize("code", ["iapt-ltc-referrals", "iapt-ltc-recovery"])
def test_what_we_add_to_a_publication_is_made_of_what_its_publisher_shows(code):
    geography, rows, days = shown_rows(Indicator.objects.get(code=code))
    derived = {
        key: row for key, row in rows.items() if row.basis != "reported" and not np.isnan(row.numerator)
    }

    made_of = {period: decompositions(geography, day) for period, day in days.items()}
    for (area, period), row in derived.items():
        ways = [parts.get(area, []) for parts in made_of[period]]
        assert any(is_sum_of_shown(row, parts, rows, period) for parts in ways), (area, period)

    assert len(derived) > 100
    assert any(row.marker == "c" and row.basis != "reported" for row in rows.values()), "a star in a sum"


def is_sum_of_shown(
    total: Shown, parts: list[tuple[int, float]], rows: dict[tuple[int, str], Shown], period: str
) -> bool:
    """Whether the parts make this total, and every one of them is shown."""
    counted = [(rows[area, period], share) for area, share in parts if (area, period) in rows]
    counted = [(row, share) for row, share in counted if row.marker != "z"]
    if not counted or any(np.isnan(row.numerator) for row, _ in counted):
        return False
    return all(
        np.isnan(getattr(total, name))
        or sum(getattr(row, name) * share for row, share in counted) == pytest.approx(getattr(total, name))
        for name in ("numerator", "denominator")
    )


def test_of_what_a_publisher_withheld_we_have_no_number():
    starred = Observation.objects.filter(indicator__disclosure="published", marker="c")

    assert starred.exists()
    assert not starred.filter(numerator__isnull=False).exists()
    assert not starred.filter(denominator__isnull=False).exists()
