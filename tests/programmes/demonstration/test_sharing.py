"""Totals shared out add up exactly, and chance is the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.demonstration.sharing import chance, luck, over_quarters, share_out


@given(st.integers(0, 10_000_000), st.lists(st.floats(0.01, 1000), min_size=1, max_size=50))
def test_parts_add_up_to_the_total_and_lie_within_one_of_their_share(total, weights):
    parts = share_out(total, np.array(weights))

    assert parts.sum() == total
    exact = total * np.array(weights) / sum(weights)
    assert (np.abs(parts - exact) < 1 + 1e-6 * total).all()


def test_what_has_no_weight_gets_nothing():
    assert share_out(7, np.array([0.0, 2.0, 0.0])).tolist() == [0, 7, 0]


def test_nothing_can_be_shared_out_among_no_weights():
    assert share_out(0, np.zeros(3)).tolist() == [0, 0, 0]

    with pytest.raises(ValueError, match="sum to nothing"):
        share_out(5, np.zeros(3))


def test_quarters_add_up_to_their_years():
    quarters = over_quarters([100, 203, 411], np.tile([1.02, 0.97, 0.96, 1.05], (3, 1)))

    assert quarters.reshape(-1, 4).sum(axis=1).tolist() == [100, 203, 411]
    assert quarters[4] > quarters[3] - 10


def test_chance_belongs_to_what_it_is_about():
    assert chance(1, "a").random() == chance(1, "a").random()
    assert chance(1, "a").random() != chance(1, "b").random()
    assert chance(1, "a").random() != chance(2, "a").random()
    assert luck(1, "wave", "00L") == luck(1, "wave", "00L") != luck(1, "wave", "00N")
