"""The areas that figures are made for: their sizes, and which version of them reported on a day.

Figures are made for the oldest areas (the 207 clinical commissioning groups of April 2017, or the 44 partnerships)
and handed on to those that took their place, by the shares of the succession. So the figures of merged areas
are the sums of what their predecessors would have had, and a rebased series has no step in it that is not told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from programmes.area_history import AreaHistory, AreaVersion, Succession
from programmes.demonstration.sharing import Numbers, luck


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the last day that figures are made for: where it lies and what its figures are in proportion to."""

    area: AreaVersion
    board: int
    """The integrated care board it lies in; itself for a board."""
    need: float
    """Its share of England's need for mental health care."""


@dataclass(frozen=True, slots=True)
class World:
    """Every area figures are made for, level by level."""

    england: int
    history: AreaHistory[AreaVersion]
    locations: tuple[Place, ...]
    """Sub-ICB locations."""
    boards: tuple[Place, ...]
    early: frozenset[int] = frozenset()
    """Areas that real early implementers of the talking therapies pathway serve."""


class Level:
    """One level of areas through time, from the versions of a first day to those of the last."""

    def __init__(self, world: World, places: Iterable[Place], first: date, seed: int) -> None:
        self._history = world.history
        self._seed = seed
        self.first = first
        self.places = tuple(sorted(places, key=lambda place: place.area.code))
        self._need = {place.area.code: place.need for place in self.places}
        self.origins, self.origin_of = self._table(
            [self._history.earlier(place.area.pk, first, self._by_size) for place in self.places]
        )
        self._forward: dict[date, tuple[list[AreaVersion], Numbers]] = {}

    def on(self, day: date) -> tuple[list[AreaVersion], Numbers]:
        """The areas that report on a day, and a matrix (areas, origins) that hands figures on to them."""
        if day not in self._forward:
            self._forward[day] = self._table([self._history.later(origin.pk, day) for origin in self.origins])
        return self._forward[day]

    def _table(self, columns: Sequence[Mapping[int, float]]) -> tuple[list[AreaVersion], Numbers]:
        """The areas named in any column, by code, and a matrix (areas, columns) of the share of each."""
        keys = {pk for column in columns for pk in column}
        areas = sorted((self._history.versions[pk] for pk in keys), key=lambda area: area.code)
        table = np.array([[column.get(area.pk, 0.0) for column in columns] for area in areas])
        return areas, table.reshape(len(areas), len(columns))

    def _by_size(self, area: int, steps: Collection[Succession]) -> list[float]:
        """How much of an area comes with each step, by the size of what came."""
        if not steps:
            made = self._history.versions[area]
            raise ValueError(f"{made.code} began on {made.valid_from} and nothing says what it was before")
        weights = [step.share * self._size(self._history.versions[step.predecessor]) for step in steps]
        return [weight / sum(weights) for weight in weights]

    def _size(self, area: AreaVersion) -> float:
        """The need of an area: that of the place that kept its code, else a made-up one of its own."""
        typical = 0.3 * sum(self._need.values()) / len(self._need)
        return self._need.get(area.code, typical * (0.5 + luck(self._seed, "size", area.code)))

    def board_code(self, place: Place) -> str:
        """The code of the board a place lies in."""
        return self._history.versions[place.board].code

    @property
    def size(self) -> Numbers:
        """The need of each origin, adding up to that of the places."""
        return self.origin_of @ np.array([place.need for place in self.places])

    @property
    def home(self) -> list[int]:
        """For each origin, which place it mostly went to."""
        weight = self.origin_of * np.array([place.need for place in self.places])
        return [int(column) for column in weight.argmax(axis=1)]
