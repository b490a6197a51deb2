"""How large areas of a level are beside those of another."""

from __future__ import annotations

from programmes.choices import AreaType

SIZES: dict[str, int] = {
    AreaType.ENGLAND: 0,
    AreaType.REGION: 1,
    AreaType.ICB: 2,
    AreaType.STP: 2,
    AreaType.SUB_ICB: 3,
    AreaType.CCG: 3,
}
"""Levels of areas from the largest down: those of one number stood in for one another."""


def is_larger(area_type: str, than: str) -> bool:
    """Whether areas of one level hold areas of another.

    >>> is_larger("icb", than="sub_icb"), is_larger("ccg", than="sub_icb")
    (True, False)
    """
    return SIZES.get(area_type, 0) < SIZES.get(than, 0)
