"""Fourteen thousand areas over five editions: every era of them in little memory, and nothing lost on the way."""

import tracemalloc

import numpy as np
import pytest

from bench import areas
from programmes.engine import rebase, rollup
from programmes.engine.cube import NO_MARKER, REPORTED, Cube
from programmes.engine.geography import Geography
from programmes.periods import Period
from tests.indicators import an_indicator

FIRST, LAST = Period(2017, 1), Period(2025, 4)


@pytest.fixture(scope="module")
def made() -> Geography:
    return Geography(areas.history())


def everywhere(geography: Geography) -> Cube:
    """One, of every lowest area in every quarter in which it was valid at the end."""
    definition = an_indicator("people", id=1, first_period=FIRST, runs_to=LAST)
    cube = Cube.empty(definition, geography, definition.periods())
    lowest = (geography.levels == 0)[:, None]
    reported = lowest & np.stack([cube.valid_in(column) for column in range(len(cube.periods))], axis=1)
    cube.numerator[reported], cube.marker[reported], cube.basis[reported] = 1, NO_MARKER, REPORTED
    return cube


def test_there_are_fourteen_thousand_of_them(made):
    assert len(made) >= 14_000
    assert len(made.successor) > 11_000


def test_all_of_them_fit_in_little_memory():
    tracemalloc.start()
    geography = Geography(areas.history())
    cube = everywhere(geography)
    rebase.rebase_lowest(cube)
    rollup.roll_up(cube)
    geography.add_leaves(np.ones(len(geography.leaves)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < areas.MEGABYTES * (1 << 20)
    assert cube.numerator[geography.levels == 3] == pytest.approx(areas.LOWEST)


@pytest.mark.parametrize("begins", areas.EDITIONS)
def test_nothing_is_lost_on_the_way_to_today(made, begins):
    moves = made.successions(begins.toordinal())

    assert moves.share.sum() == pytest.approx(made.valid_on(begins.toordinal()).sum())
    assert made.in_edition[moves.later].all()


def test_every_lowest_area_lies_in_four_areas(made):
    assert made.lineage.shape == (areas.LOWEST, 4)
    assert made.add_leaves(np.ones(areas.LOWEST))[made.levels == 3] == areas.LOWEST
