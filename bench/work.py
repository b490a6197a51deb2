"""What is measured: the engine and its store, as the worker runs them."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from bench.duck import CHECKSUM
from bench.world import PERIODS, World
from programmes.actions import observations, recompute
from programmes.actions.recompute import Slice
from programmes.deliveries import Figure
from programmes.models import Indicator, Submission


def timed(work: Callable[[], object]) -> float:
    """How long it took, in seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def empty() -> None:
    """No results are stored."""
    with connection.cursor() as cursor:
        cursor.execute("truncate programmes_progress")


def everything(world: World) -> None:
    """Every result of every indicator, slice after slice, as a full run does it."""
    for indicator in world.indicators:
        recompute.recompute_slice(dirty=Slice(indicator_id=indicator), thorough=True)


def checksum() -> tuple[float, ...]:
    """Sums over all stored results, by which two databases are compared."""
    with connection.cursor() as cursor:
        cursor.execute(
            CHECKSUM.format(table="programmes_progress")
            .replace("round(sum(", "round(sum(")
            .replace(", 3)", "::numeric, 3)")
        )
        return tuple(float(value or 0) for value in cursor.fetchone())


class Edits:
    """Figures corrected by a few, one at a time or one quarter of them everywhere, through the one door.

    What is timed is how soon the figures stand, as the worker does them; forecasts follow, on marks of their own.
    """

    def __init__(self, world: World) -> None:
        self.random = np.random.default_rng(7)
        self.facts = world.facts
        self.codes = dict(Indicator.objects.values_list("pk", "code"))
        self.submission = Submission.objects.get()

    def one(self) -> list[Slice]:
        """Correct one figure; the slices that are dirty now."""
        return self._correct(self.random.integers(len(self.facts["period"]), size=1))

    def quarter_everywhere(self) -> list[Slice]:
        """Correct the figures of one quarter, of all indicators and areas; the slices that are dirty now."""
        return self._correct(np.flatnonzero(self.facts["period"] == self.random.integers(len(PERIODS))))

    def _correct(self, places: NDArray[np.intp]) -> list[Slice]:
        facts = self.facts
        facts["numerator"][places] += self.random.integers(1, 4, len(places))
        facts["denominator"][places] += 4
        figures = [
            Figure(
                self.codes[int(facts["indicator"][place])],
                int(facts["area"][place]),
                PERIODS[facts["period"][place]].code,
                int(facts["numerator"][place]),
                None if np.isnan(facts["denominator"][place]) else int(facts["denominator"][place]),
            )
            for place in places
        ]
        observations.record(figures=figures, submission=self.submission, by="bench", reason="Measured.")
        year = PERIODS[facts["period"][places[0]]].start_year
        return [
            Slice(indicator_id=int(key), start_year=year, figures_only=True)
            for key in np.unique(facts["indicator"][places])
        ]
