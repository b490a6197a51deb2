"""How good the forecasts were: each beside the outturn that came, and beside the straight line.

The constants of the method were chosen on half of the areas, and what is reported is the other half, which says more of
how forecasts will do. It does not say all: the areas above hold areas of both halves, and what befell England in a
quarter befell both.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from programmes.engine import pipeline
from programmes.engine.cube import MADE_UP
from programmes.engine.geography import Geography, Mask, Matrix, Places
from programmes.engine.pipeline import Computed
from programmes.periods import QUARTERS


class Areas(StrEnum):
    """Which areas of the current edition are asked."""

    HELD_OUT = "held-out"
    CHOSEN_ON = "chosen-on"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Score:
    """What a number of forecasts came to. Errors are parts of the outturn, summed; `compared` is of how many."""

    forecasts: int = 0
    held: int = 0
    """In how many the outturn lay in the interval."""
    compared: int = 0
    """Those with an outturn above nothing: no error is a part of nothing."""
    error: float = 0.0
    straight_error: float = 0.0
    is_made_up: bool = False

    def __add__(self, other: Score) -> Score:
        return Score(
            self.forecasts + other.forecasts,
            self.held + other.held,
            self.compared + other.compared,
            self.error + other.error,
            self.straight_error + other.straight_error,
            self.is_made_up or other.is_made_up,
        )


def is_held_out(code: str) -> bool:
    """Whether no constant of the method was chosen on the area of this code: about every other one.

    By the first byte of the SHA-256 of the code: odd ones are held out.
    """
    return hashlib.sha256(code.encode()).digest()[0] % 2 == 1


def backtest(indicator_id: int, areas: Areas = Areas.HELD_OUT) -> Score:
    """The score of every forecast of one indicator whose outturn is known, over areas of the current edition.

    The origin rolls: each forecast is the one that was shown at its quarter, made of what came before.
    """
    return score(pipeline.compute(indicator_id), areas)


def score(computed: Computed, areas: Areas = Areas.ALL) -> Score:
    """The same of results at hand."""
    facts, made = computed.cube, computed.forecasts
    asked = _asked(facts.geography, areas)[:, None]
    total = Score()
    for quarter in range(1, QUARTERS):
        left = QUARTERS - quarter
        places = [column for column, period in enumerate(facts.periods) if period.quarter == quarter]
        columns = np.array([column for column in places if column + left < len(facts.periods)], np.intp)
        if not len(columns):
            continue
        outturn = computed.derived.year_to_date[:, columns + left]
        expected = made.expected[:, columns]
        known = ~np.isnan(expected) & ~np.isnan(outturn) & asked
        held = (made.low[:, columns] <= outturn) & (outturn <= made.high[:, columns])
        compared = known & (outturn > 0)
        came = outturn[compared]
        total += Score(
            forecasts=int(known.sum()),
            held=int((held & known).sum()),
            compared=len(came),
            error=float((np.abs(expected[compared] - came) / came).sum()),
            straight_error=float(
                (np.abs(_straight(computed, columns, quarter)[compared] - came) / came).sum()
            ),
            is_made_up=bool(((facts.origin[:, columns] == MADE_UP) & known).any()),
        )
    return total


def _asked(geography: Geography, areas: Areas) -> Mask:
    if areas == Areas.ALL:
        return geography.in_edition
    held_out = np.array([is_held_out(code) for code in geography.codes])
    return geography.in_edition & (held_out == (areas == Areas.HELD_OUT))


def _straight(computed: Computed, columns: Places, quarter: int) -> Matrix:
    """The straight line: the year to date as it would be over four quarters; of a level or a ratio, as it stands."""
    so_far = computed.derived.year_to_date[:, columns]
    definition = computed.cube.definition
    builds_up = definition.accumulates and not definition.has_denominator
    return so_far * QUARTERS / quarter if builds_up else so_far
