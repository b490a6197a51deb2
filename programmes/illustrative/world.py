"""The areas that figures are made for: their sizes, and which life of them reported on a day.

Figures are made for the oldest areas (the 207 clinical commissioning groups of April 2017, or the 44 partnerships)
and handed on to those that took their place, by the shares of the succession. So the figures of merged areas
are the sums of what their predecessors would have had, and a rebased series has no step in it that is not told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from programmes.illustrative.sharing import Numbers, luck


@dataclass(frozen=True, slots=True)
class Life:
    """One life of an area."""

    key: int
    code: str
    name: str
    valid_from: date
    valid_to: date | None

    def is_alive_on(self, day: date) -> bool:
        """Whether it lived on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Step:
    """A share of the predecessor became part of the successor."""

    predecessor: int
    successor: int
    on: date
    share: float


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the current edition: where it lies and what its figures are in proportion to."""

    life: Life
    board: int
    """The integrated care board it lies in; itself for a board."""
    need: float
    """Its share of England's need for mental health care."""
    networks: int = 0


@dataclass(frozen=True, slots=True)
class World:
    """Every area figures are made for, level by level."""

    england: int
    lives: tuple[Life, ...]
    steps: tuple[Step, ...]
    locations: tuple[Place, ...]
    """Sub-ICB locations."""
    boards: tuple[Place, ...]
    early: frozenset[int] = frozenset()
    """Areas that real early implementers of the talking therapies pathway serve."""


class Level:
    """One level of areas through time, from the lives of a first day to those of the current edition."""

    def __init__(self, world: World, places: Iterable[Place], first: date, seed: int) -> None:
        self._lives = {life.key: life for life in world.lives}
        self._after: dict[int, list[Step]] = defaultdict(list)
        self._before: dict[int, list[Step]] = defaultdict(list)
        for step in world.steps:
            self._after[step.predecessor].append(step)
            self._before[step.successor].append(step)
        self._seed = seed
        self.first = first
        self.places = tuple(sorted(places, key=lambda place: place.life.code))
        self._need = {place.life.code: place.need for place in self.places}
        self.origins, self.origin_of = self._origins(first)
        self._forward: dict[date, tuple[list[Life], Numbers]] = {}

    def _origins(self, first: date) -> tuple[list[Life], Numbers]:
        """The lives of the first day, and a matrix (origins, places): how much of each place comes from each."""
        parts: dict[int, dict[int, float]] = defaultdict(dict)
        for column, place in enumerate(self.places):
            for key, share in self._back(place.life, first).items():
                parts[key][column] = share
        origins = sorted((self._lives[key] for key in parts), key=lambda life: life.code)
        matrix = np.zeros((len(origins), len(self.places)))
        for row, life in enumerate(origins):
            for column, share in parts[life.key].items():
                matrix[row, column] = share
        return origins, matrix

    def _back(self, life: Life, day: date) -> dict[int, float]:
        """The lives of the day that a life is made of, with the part of it that each makes up."""
        if life.valid_from <= day:
            return {life.key: 1.0}
        steps = self._before[life.key]
        if not steps:
            raise ValueError(f"{life.code} began on {life.valid_from} and nothing says what it was before")
        weights = [step.share * self._size(self._lives[step.predecessor]) for step in steps]
        whole: dict[int, float] = defaultdict(float)
        for step, weight in zip(steps, weights, strict=True):
            for key, share in self._back(self._lives[step.predecessor], day).items():
                whole[key] += share * weight / sum(weights)
        return whole

    def _size(self, life: Life) -> float:
        """The need of an area: that of the place that kept its code, else a made-up one of its own."""
        typical = 0.3 * sum(self._need.values()) / len(self._need)
        return self._need.get(life.code, typical * (0.5 + luck(self._seed, "size", life.code)))

    def on(self, day: date) -> tuple[list[Life], Numbers]:
        """The lives that report on a day, and a matrix (lives, origins) that hands figures on to them."""
        if day not in self._forward:
            parts: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
            for column, origin in enumerate(self.origins):
                for key, share in self._onward(origin, day).items():
                    parts[key][column] += share
            lives = sorted((self._lives[key] for key in parts), key=lambda life: life.code)
            matrix = np.zeros((len(lives), len(self.origins)))
            for row, life in enumerate(lives):
                for column, share in parts[life.key].items():
                    matrix[row, column] = share
            self._forward[day] = lives, matrix
        return self._forward[day]

    def _onward(self, life: Life, day: date) -> dict[int, float]:
        """What became of a life by a day, in shares."""
        if life.is_alive_on(day):
            return {life.key: 1.0}
        found: dict[int, float] = defaultdict(float)
        for step in self._after[life.key]:
            for key, share in self._onward(self._lives[step.successor], day).items():
                found[key] += share * step.share
        return found

    def board_code(self, place: Place) -> str:
        """The code of the board a place lies in."""
        return self._lives[place.board].code

    @property
    def size(self) -> Numbers:
        """The need of each origin, adding up to that of the places."""
        return self.origin_of @ np.array([place.need for place in self.places])

    @property
    def home(self) -> list[int]:
        """For each origin, which place it mostly went to."""
        weight = self.origin_of * np.array([place.need for place in self.places])
        return [int(column) for column in weight.argmax(axis=1)]
