"""A quarter being entered: the small made world with three indicators, and somebody for each role."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction

from programmes.actions import cells, steps
from programmes.actions.cells import CellToSave
from programmes.entry_results import CellEntry, SavedCell
from programmes.models import Grant, ReportingPeriod, Submission, User
from programmes.queries.addresses import Address
from tests.world import World, make_world

PERIOD = "2023-24-Q4"
OPEN = date(2024, 4, 15)
"""A day on which the period may be entered, before it is due."""

CLOSED = date(2024, 6, 15)


def place_of(grid: Submission) -> Address:
    """Where a grid is."""
    return Address(grid.programme, grid.period, grid.area_code)


@dataclass
class Desk:
    """The world, its people, and short ways of doing what they do."""

    world: World
    people: dict[str, User]

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    @property
    def period(self) -> ReportingPeriod:
        return ReportingPeriod.objects.get(pk=PERIOD)

    def life(self, code: str) -> int:
        """The key of the area of this code alive at the end of the period."""
        return self.world.alive(code, date(2024, 3, 31)).pk

    def open(self, area: str = "QB1", by: str = "editor", today: date = OPEN) -> Submission:
        place = Address(self.world.programme, self.period, area)
        cells.save_many(place=place, cells=(), by=self[by], today=today)
        return place.under_way()

    def save(
        self,
        grid: Submission,
        area: str,
        numerator: object = "",
        denominator: object = "",
        *,
        indicator: str = "people",
        seen: int = 0,
        by: str = "editor",
        today: date = OPEN,
        **words: str,
    ) -> SavedCell:
        typed = CellToSave(
            indicator, self.life(area), CellEntry(str(numerator), str(denominator), **words), seen
        )
        return cells.save_cell(place=place_of(grid), cell=typed, by=self[by], today=today)

    def submit(self, grid: Submission, by: str = "editor", today: date = OPEN) -> Submission:
        return steps.submit(submission=grid, by=self[by], today=today)

    def sent(self, numerator: object = "41") -> Submission:
        """A grid of QB1 with one figure in it, waiting to be decided on."""
        grid = self.open()
        self.save(grid, "02D", numerator)
        return self.submit(grid)


def make_desk() -> Desk:
    world = make_world()
    world.indicator()
    world.indicator(
        "outcomes", kind="ratio", unit="percent", denominator_label="People supported", decimals=1
    )
    world.indicator("posts", kind="stock", unit="wte", reporting_level="icb", decimals=1)
    grants = {
        "editor": ("editor", "QB1"),
        "colleague": ("editor", "QB1"),
        "local": ("editor", "02D"),
        "neighbour": ("editor", "QA1"),
        "approver": ("approver", ""),
        "second": ("approver", ""),
        "regional": ("approver", "QA1"),
        "analyst": ("analyst", ""),
        "reader": ("reader", ""),
        "admin": ("administrator", ""),
    }
    people = {}
    for name, (role, area_code) in grants.items():
        people[name] = User.objects.create(username=name)
        Grant.objects.create(user=people[name], role=role, area_code=area_code, given_by="tests")
    return Desk(world, people)


@pytest.fixture(scope="module")
def made_desk(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Desk]:
    """The desk, made once for a module and undone at its end. No test of the module may commit anything."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_desk()
        transaction.set_rollback(True)


@pytest.fixture
def desk(made_desk: Desk, db: None) -> Desk:
    """The desk, with rows of the test's own to change; what it changes is undone after it."""
    return deepcopy(made_desk)
