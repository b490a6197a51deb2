"""How good the forecasts were: each beside the outturn that came, and beside the naive straight line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from programmes.engine import pipeline
from programmes.engine.geography import Matrix, Places
from programmes.engine.pipeline import Computed
from programmes.periods import QUARTERS


@dataclass(frozen=True, slots=True)
class Score:
    """What a number of forecasts came to. Errors are parts of the outturn, summed; `compared` is of how many."""

    forecasts: int = 0
    held: int = 0
    """In how many the outturn lay in the interval."""
    compared: int = 0
    """Those with an outturn above nothing: no error is a part of nothing."""
    error: float = 0.0
    naive_error: float = 0.0
    illustrative: bool = False

    def __add__(self, other: Score) -> Score:
        return Score(
            self.forecasts + other.forecasts,
            self.held + other.held,
            self.compared + other.compared,
            self.error + other.error,
            self.naive_error + other.naive_error,
            self.illustrative or other.illustrative,
        )


def backtest(indicator_id: int) -> Score:
    """The score of every forecast of one indicator whose outturn is known, over the areas of the current edition.

    The origin rolls: each forecast is the one that was shown at its quarter, made of what came before.
    """
    return score(pipeline.compute(indicator_id))


def score(computed: Computed) -> Score:
    """The same of results at hand."""
    facts, made = computed.cube, computed.forecasts
    total = Score()
    for quarter in range(1, QUARTERS):
        left = QUARTERS - quarter
        places = [column for column, period in enumerate(facts.periods) if period.quarter == quarter]
        columns = np.array([column for column in places if column + left < len(facts.periods)], np.intp)
        if not len(columns):
            continue
        outturn = computed.derived.year_to_date[:, columns + left]
        expected = made.expected[:, columns]
        known = ~np.isnan(expected) & ~np.isnan(outturn) & facts.geography.in_edition[:, None]
        held = (made.low[:, columns] <= outturn) & (outturn <= made.high[:, columns])
        compared = known & (outturn > 0)
        came = outturn[compared]
        total += Score(
            forecasts=int(known.sum()),
            held=int((held & known).sum()),
            compared=len(came),
            error=float((np.abs(expected[compared] - came) / came).sum()),
            naive_error=float((np.abs(_naive(computed, columns, quarter)[compared] - came) / came).sum()),
            illustrative=bool((facts.illustrative[:, columns] & known).any()),
        )
    return total


def _naive(computed: Computed, columns: Places, quarter: int) -> Matrix:
    """The straight line: the year to date as it would be over four quarters; of a level or a ratio, as it stands."""
    so_far = computed.derived.year_to_date[:, columns]
    definition = computed.cube.definition
    builds_up = definition.accumulates and not definition.has_denominator
    return so_far * QUARTERS / quarter if builds_up else so_far
