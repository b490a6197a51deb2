"""Which area begins when, and the services that then stand there.

The shape of each rollout is public (how many areas in each wave, and when); which areas they were is not. So the
areas are drawn by lot, and every service made here says in its name that it is made-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from programmes.area_history import AreaVersion
from programmes.choices import Provenance
from programmes.deliveries import ServiceEntry
from programmes.demonstration.national import QUARTERS
from programmes.demonstration.sharing import Numbers, luck
from programmes.demonstration.world import Level, Place

QUARTERS_TO_FULL_SPEED = 5.0

Plan = dict[Place, tuple[date | None, int | None]]
"""When each place begins (None: not yet), and in which wave (None: in none that has a number)."""

LOCAL_PATHWAYS = [
    date(2018, 4, 2),
    date(2018, 10, 1),
    date(2019, 4, 1),
    date(2019, 10, 1),
    date(2020, 10, 1),
    date(2021, 3, 1),
]
"""Days on which areas began to commission the pathway for long-term conditions by themselves."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """When each origin of a level began (None: not yet), and the services that stand for it."""

    begins: tuple[date | None, ...]
    services: tuple[ServiceEntry, ...]

    @property
    def pace(self) -> Numbers:
        """How far each origin has got at the end of each quarter, from 0 to 1: shape (quarters, origins)."""
        ends = np.array([quarter.ends_on.toordinal() for quarter in QUARTERS], float)[:, None]
        starts = np.array([day.toordinal() if day else np.inf for day in self.begins])[None, :]
        quarters_in = np.maximum((ends - starts) / 91.3, 0)
        return np.where(ends >= starts, 1 - np.exp(-(quarters_in + 0.15) / QUARTERS_TO_FULL_SPEED), 0)


def placement_and_support(level: Level, seed: int) -> Rollout:
    """IPS: areas that had a service before, 21 of wave 1 in 2018/19, 28 of wave 2 in April 2019, then the rest.

    Eight in ten parts of England were covered once wave 2 began; two locations are not reached yet.
    """
    places = _by_lot(level.places, seed, "ips")
    wave_1 = [date(2018, month, 1) for month in (7, 9, 11)] + [date(2019, 1, 1), date(2019, 3, 1)]
    later = [
        date(2019, 10, 1),
        date(2020, 2, 3),
        date(2020, 11, 2),
        date(2021, 4, 1),
        date(2021, 9, 1),
        date(2022, 1, 10),
    ]
    groups: list[tuple[int, int | None, list[date]]] = [
        (len(places) - 49 - 21, None, [date(year, 4, 1) for year in (2013, 2014, 2015, 2016)]),
        (21, 1, wave_1),
        (28, 2, [date(2019, 4, 1)]),
        (19, 3, later),
        (2, None, []),
    ]
    return _one_service_each(level, "ips", "IPS employment service", _in_groups(places, groups))


def workforce(level: Level, seed: int) -> Rollout:
    """The workforce plan: every board but four gets a new team between 2017 and 2021, most of them two or three."""
    places = _by_lot(level.places, seed, "workforce")
    days = [date(2017, 6, 1), date(2017, 11, 1), date(2018, 4, 2), date(2018, 9, 3), date(2019, 4, 1),
            date(2019, 10, 1), date(2020, 9, 1), date(2021, 1, 4)]  # fmt: skip
    plan = _in_groups(places, [(len(places) - 4, None, days), (4, None, [])])
    services = []
    for place, (opened, _) in plan.items():
        later = opened
        for team in ("crisis team", "CAMHS team", "talking therapies team")[
            : 1 + int(3 * luck(seed, "teams", place.area.code))
        ]:
            if later and later < date(2021, 3, 1):
                services.append(
                    _service("workforce", f"new {team}", place.area, (place.area.pk,), later, None)
                )
                later += timedelta(days=150 + int(240 * luck(seed, team, place.area.code)))
    return Rollout(_at_origins(level, plan), tuple(services))


def long_term_conditions(level: Level, seed: int, early: frozenset[int]) -> Rollout:
    """IAPT for long-term conditions: 22 early implementers in 30 groups, 15 more in 2017, then every area by itself.

    Three of the 22 have names and are in the reference data (`early` holds the groups they serve). The other 19
    share out the groups that are left of the 30. From 2018/19 each area commissions for itself; three have not yet.
    """
    begins: dict[int, date] = dict.fromkeys(early, date(2017, 1, 9))
    services: list[ServiceEntry] = []
    for wave, opened, group in _early_groups(level, seed, early):
        keys = tuple(sorted(area.pk for area in group))
        services.append(_service("iapt-ltc", "long-term conditions pathway", group[0], keys, opened, wave))
        begins.update(dict.fromkeys(keys, opened))
    places = _by_lot(level.places, seed, "ltc-local")
    plan = _in_groups(places, [(len(places) - 3, None, LOCAL_PATHWAYS), (3, None, [])])
    for place, (begun, _) in plan.items():
        within = [
            area.pk
            for area, home in zip(level.origins, level.home, strict=True)
            if level.places[home] is place
        ]
        if begun is None or all(key in begins for key in within):
            continue
        keys = (place.area.pk,)
        services.append(
            _service("iapt-ltc", "local long-term conditions pathway", place.area, keys, begun, None)
        )
        for key in within:
            begins.setdefault(key, begun)
    return Rollout(tuple(begins.get(area.pk) for area in level.origins), tuple(services))


def _early_groups(
    level: Level, seed: int, early: frozenset[int]
) -> list[tuple[int, date, list[AreaVersion]]]:
    """Wave, first day and groups of each service of the first two waves that has no name in any source."""
    drawn = sorted(
        (area for area in level.origins if area.pk not in early),
        key=lambda area: luck(seed, "ltc", area.code),
    )
    groups = _pairs_then_singles(level, drawn, pairs=30 - len(early) - 19, services=19)
    taken = {area.pk for group in groups for area in group}
    rest = [area for area in drawn if area.pk not in taken]
    first = [(1, date(2017, 1, 16), group) for group in groups]
    second = [(2, date(2017, 4 + 2 * (number % 3), 3), [area]) for number, area in enumerate(rest[:15])]
    return first + second


def _pairs_then_singles(
    level: Level, drawn: list[AreaVersion], *, pairs: int, services: int
) -> list[list[AreaVersion]]:
    """So many groups of the drawn areas, the first of them pairs of neighbours (of one board)."""
    boards = {area.pk: level.places[home].board for area, home in zip(level.origins, level.home, strict=True)}
    free = list(drawn)
    groups: list[list[AreaVersion]] = []
    while len(groups) < services:
        first = free.pop(0)
        neighbour = next((area for area in free if boards[area.pk] == boards[first.pk]), None)
        if len(groups) < pairs and neighbour:
            free.remove(neighbour)
            groups.append([first, neighbour])
        elif len(groups) >= pairs:
            groups.append([first])
    return groups


def _by_lot(places: tuple[Place, ...], seed: int, what: str) -> list[Place]:
    return sorted(places, key=lambda place: luck(seed, what, place.area.code))


def _one_service_each(level: Level, programme: str, what: str, plan: Plan) -> Rollout:
    """A rollout in which each place that has begun has one service."""
    services = (
        _service(programme, what, place.area, (place.area.pk,), opened, wave)
        for place, (opened, wave) in plan.items()
        if opened
    )
    return Rollout(_at_origins(level, plan), tuple(services))


def _in_groups(places: list[Place], groups: list[tuple[int, int | None, list[date]]]) -> Plan:
    """The places in their order: so many to each group, spread over its days; a group without days has not begun."""
    plan: Plan = {}
    waiting = iter(places)
    for size, wave, days in groups:
        for number in range(size):
            place = next(waiting)
            plan[place] = (days[number * len(days) // size], wave) if days else (None, None)
    return plan


def _at_origins(level: Level, plan: Plan) -> tuple[date | None, ...]:
    """An origin begins when the place it mostly went to does."""
    return tuple(plan[level.places[home]][0] for home in level.home)


def _service(
    programme: str, what: str, area: AreaVersion, keys: tuple[int, ...], opened: date, wave: int | None
) -> ServiceEntry:
    kind = what.replace(" ", "-").lower()
    return ServiceEntry(
        code=f"{programme}-demonstration-{kind}-{area.code.lower()}"[:80],
        name=f"Demonstration {what}: {area.short_name}",
        areas=keys,
        provenance=Provenance.DEMONSTRATION,
        wave=wave,
        opened_on=opened,
    )
