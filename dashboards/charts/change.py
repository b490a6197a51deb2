"""A bar to either side of a zero line, for the change of one area in a table."""

from __future__ import annotations

HALF = 50
"""What is drawn to each side of the zero line, in the image's units."""


def draw_change(change: float, widest: float, side: str) -> str:
    """The change as a bar from the middle, as SVG; the number beside it says the same.

    `widest` is the change that fills half of the image. `side` is for, against or plain: its colour, which never stands
    alone.
    """
    length = min(abs(change) / widest, 1.0) * HALF if widest else 0.0
    return (
        f'<svg class="rollout-change rollout-change--{side}" viewBox="0 0 100 12" preserveAspectRatio="none" '
        f'aria-hidden="true"><path d="M50 1h{length if change > 0 else -length:.1f}v10H50z"/><path d="M50 0v12"/></svg>'
    )
