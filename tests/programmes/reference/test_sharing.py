"""Sharing out: the parts sum to the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.reference.plans import share_out

wholes = st.integers(0, 10**12).map(lambda units: Decimal(units) / 10_000)
weights = st.dictionaries(st.integers(0, 200), st.integers(0, 10**8).map(Decimal), min_size=1).filter(
    lambda given: sum(given.values()) > 0
)


@given(wholes, weights)
def test_parts_sum_to_the_whole_and_stay_within_a_unit_of_exact(
    whole: Decimal, weights: dict[int, Decimal]
) -> None:
    parts = share_out(whole, weights)

    total = sum(weights.values())
    assert sum(parts.values()) == whole
    assert all(
        abs(part - whole * weights[area] / total) < Decimal("0.00010001") for area, part in parts.items()
    )


def test_nothing_can_be_shared_out_by_no_weight() -> None:
    with pytest.raises(ValueError, match="sum to nothing"):
        share_out(Decimal(1), {"a": Decimal(0)})
