"""Numbers as the sentences of rules write them.

>>> written(Decimal("1204.5000")), written(Decimal("3"))
('1,204.5', '3')
"""

from __future__ import annotations

from decimal import Decimal

from programmes.results import IndicatorInfo


def written(number: Decimal) -> str:
    """The number with separators of thousands and no idle noughts."""
    text = f"{number:,.4f}".rstrip("0").rstrip(".")
    return text or "0"


def shown(indicator: IndicatorInfo, value: Decimal) -> str:
    """A value as it is spoken of: a share as a percentage, a ratio with two decimals."""
    if indicator.is_share:
        return f"{value * 100:.1f}%"
    return f"{value:.2f}" if indicator.kind.is_ratio else written(value)


def share(part: Decimal) -> str:
    """A part as a whole percentage."""
    return f"{part * 100:,.0f}%"
