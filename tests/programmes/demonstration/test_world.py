"""Figures of the oldest areas are handed on by the shares of the succession, and nothing is lost on the way."""

from datetime import date

import numpy as np
import pytest

from programmes.area_history import AreaHistory, AreaVersion, Succession
from programmes.demonstration.world import Level, Place, World

BEGIN, MERGER, TURN = date(2017, 4, 1), date(2020, 4, 1), date(2022, 7, 1)
BEFORE_MERGER, BEFORE_TURN = date(2020, 3, 31), date(2022, 6, 30)


def version(pk, code, name, valid_from, valid_to):
    """One version of a group, later of a location."""
    area_type = "ccg" if valid_to else "sub_icb"
    return AreaVersion(
        pk=pk,
        code=code,
        area_type=area_type,
        name=name,
        short_name=name,
        valid_from=valid_from,
        valid_to=valid_to,
    )


OLD_A, OLD_B, MERGED, NEIGHBOUR, A, B = (
    version(1, "01A", "Old A", BEGIN, BEFORE_MERGER),
    version(2, "01B", "Old B", BEGIN, BEFORE_MERGER),
    version(3, "01C", "Merged", MERGER, BEFORE_TURN),
    version(4, "02D", "Neighbour", BEGIN, BEFORE_TURN),
    version(5, "01C", "Merged", TURN, None),
    version(6, "02D", "Neighbour", TURN, None),
)
STEPS = (
    Succession(1, 3, MERGER, 1.0),
    Succession(2, 3, MERGER, 1.0),
    Succession(3, 5, TURN, 0.75),
    Succession(3, 6, TURN, 0.25),
    Succession(4, 6, TURN, 1.0),
)
PLACES = (Place(A, 9, 300.0), Place(B, 9, 200.0))
HISTORY = AreaHistory((OLD_A, OLD_B, MERGED, NEIGHBOUR, A, B), successions=STEPS)
WORLD = World(99, HISTORY, PLACES, ())


@pytest.fixture
def level() -> Level:
    return Level(WORLD, PLACES, BEGIN, seed=1)


def test_origins_are_the_areas_of_the_first_day(level):
    assert [life.code for life in level.origins] == ["01A", "01B", "02D"]


def test_sizes_of_origins_add_up_to_those_of_today(level):
    assert level.size.sum() == pytest.approx(500)
    assert np.allclose(level.origin_of.sum(axis=0), 1)


@pytest.mark.parametrize(
    ("day", "alive"),
    [
        (date(2019, 6, 30), ["01A", "01B", "02D"]),
        (date(2020, 6, 30), ["01C", "02D"]),
        (date(2022, 6, 30), ["01C", "02D"]),
        (date(2022, 9, 30), ["01C", "02D"]),
    ],
)
def test_those_who_report_on_a_day_hold_all_there_is(level, day, alive):
    lives, handed_on = level.on(day)

    assert [life.code for life in lives] == alive
    assert all(life.valid_on(day) for life in lives)
    assert np.allclose(handed_on.sum(axis=0), 1)


def test_a_merged_area_is_the_sum_of_what_it_was(level):
    _, handed_on = level.on(date(2020, 6, 30))

    assert (handed_on @ np.array([10.0, 20.0, 5.0])).tolist() == [30, 5]


def test_a_split_hands_on_its_share(level):
    _, handed_on = level.on(date(2022, 9, 30))

    assert (handed_on @ np.array([10.0, 20.0, 5.0])).tolist() == [22.5, 12.5]


def test_the_home_of_an_origin_is_where_most_of_it_went(level):
    assert [level.places[home].area.code for home in level.home] == ["01C", "01C", "02D"]


def test_an_area_that_came_from_nowhere_is_an_error():
    with pytest.raises(ValueError, match="nothing says what it was before"):
        Level(World(99, AreaHistory([A]), PLACES[:1], ()), PLACES[:1], BEGIN, seed=1)
