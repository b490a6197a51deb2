"""What the latest figures say of change and of the plan, each as a sign: a shape, a letter in it, and words beside it.

The signs are ours. Roundness means good, a point means bad, and neither is told by its colour alone: a disc for the
better, a diamond for concern, a square for a change that is neither, a flat line for no change. Signs of the plan
are the same shapes, drawn twice around. The letters are H (high) and L (low), P (met), F (failed) and ?.
"""

from __future__ import annotations

from functools import cache

from programmes.statistics.control import Assurance, ControlChart, Variation
from programmes.statistics.control_words import ASSURANCE_LETTERS, VARIATION_LETTERS

BETTER, WORSE, CHANGED, ORDINARY = "#005EB8", "#F46A25", "#6D3B9B", "#5B6F7D"
INK, PAPER = "#212B32", "#FFFFFF"
SIZE = 28

VARIATION_SHORT = {
    Variation.IMPROVEMENT_HIGH: "Change for the better (high)",
    Variation.IMPROVEMENT_LOW: "Change for the better (low)",
    Variation.CONCERN_HIGH: "Cause for concern (high)",
    Variation.CONCERN_LOW: "Cause for concern (low)",
    Variation.NEITHER_HIGH: "A change (high)",
    Variation.NEITHER_LOW: "A change (low)",
    Variation.COMMON_CAUSE: "No change beyond chance",
}
"""The words beside a sign of change, where there is little room."""

ASSURANCE_SHORT = {
    Assurance.PASS: "Meets the plan, unless something changes",
    Assurance.FAIL: "Misses the plan, until something changes",
    Assurance.HIT_OR_MISS: "Meets or misses the plan by chance",
}

_DISC = '<circle cx="14" cy="14" r="{size}" {paint}/>'
_DIAMOND = '<path d="M14 {top}L{far} 14L14 {far}L{top} 14Z" {paint}/>'
_SQUARE = '<rect x="{top}" y="{top}" width="{side}" height="{side}" rx="1" {paint}/>'

_SHAPES = {
    Variation.IMPROVEMENT_HIGH: (_DISC, BETTER),
    Variation.IMPROVEMENT_LOW: (_DISC, BETTER),
    Variation.CONCERN_HIGH: (_DIAMOND, WORSE),
    Variation.CONCERN_LOW: (_DIAMOND, WORSE),
    Variation.NEITHER_HIGH: (_SQUARE, CHANGED),
    Variation.NEITHER_LOW: (_SQUARE, CHANGED),
}
_PLAN_SHAPES = {
    Assurance.PASS: (_DISC, BETTER),
    Assurance.FAIL: (_DIAMOND, WORSE),
    Assurance.HIT_OR_MISS: (_SQUARE, ORDINARY),
}


def build_signs(chart: ControlChart) -> tuple[tuple[str, str], ...]:
    """The sign of change and, where there is a plan, that of the plan, each with the words that stand beside it.

    None where limits may not be drawn.
    """
    signs = []
    if chart.variation is not None:
        signs.append((draw_variation(chart.variation), VARIATION_SHORT[chart.variation]))
    if chart.assurance is not None:
        signs.append((draw_assurance(chart.assurance), ASSURANCE_SHORT[chart.assurance]))
    return tuple(signs)


@cache
def draw_variation(variation: Variation) -> str:
    """The sign of change as SVG, silent to a screen reader: the words beside it say the same."""
    if variation == Variation.COMMON_CAUSE:
        wave = f'<path d="M4 14q5-6 10 0t10 0" fill="none" stroke="{ORDINARY}" stroke-width="2.5"/>'
        return _svg(_shape(_DISC, 12, f'fill="{PAPER}" stroke="{ORDINARY}" stroke-width="1.5"') + wave)
    shape, colour = _SHAPES[variation]
    return _svg(_shape(shape, 13, f'fill="{colour}"') + _letter(VARIATION_LETTERS[variation], colour))


@cache
def draw_assurance(assurance: Assurance) -> str:
    """The sign of the plan as SVG: a shape within its own outline, which no sign of change has."""
    shape, colour = _PLAN_SHAPES[assurance]
    outline = _shape(shape, 13, f'fill="{PAPER}" stroke="{colour}" stroke-width="1.5"')
    inside = _shape(shape, 10, f'fill="{colour}"')
    return _svg(outline + inside + _letter(ASSURANCE_LETTERS[assurance], colour))


def _shape(shape: str, size: float, paint: str) -> str:
    if shape == _SQUARE:
        size *= 0.86
    return shape.format(size=size, top=14 - size, far=14 + size, side=2 * size, paint=paint)


def _letter(letter: str, ground: str) -> str:
    # Orange is too light for white letters.
    colour = INK if ground == WORSE else PAPER
    return (
        f'<text x="14" y="18.5" text-anchor="middle" font-family="Arial, sans-serif" font-size="13" '
        f'font-weight="bold" fill="{colour}">{letter}</text>'
    )


def _svg(drawn: str) -> str:
    return (
        f'<svg class="rollout-sign" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" '
        f'aria-hidden="true" focusable="false">{drawn}</svg>'
    )
