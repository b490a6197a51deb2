"""Rules that refuse. Each says what is wrong and how to mend it, or None when nothing is."""

from __future__ import annotations

from decimal import Decimal

from programmes.checks.facts import BESIDE, INSTEAD, CellFacts
from programmes.checks.typed import why_unread
from programmes.checks.words import written
from programmes.untrusted import quoted

LARGEST = Decimal(10) ** 12
FINEST = 4
"""Decimal places that are kept."""


def not_a_number(cell: CellFacts) -> str | None:
    """Something was typed that is neither a number nor a marker."""
    if not cell.unread:
        return None
    advice = why_unread(cell.unread[0], "Write digits, as in 1204, or choose why there is no figure.")
    return f"{quoted(cell.unread[0])} is not a number. {advice}"


def unknown_marker(cell: CellFacts) -> str | None:
    """The marker is not one of those that may be reported."""
    if not cell.amount.marker or cell.amount.marker in INSTEAD | BESIDE:
        return None
    return f"{quoted(cell.amount.marker)} is not a marker. Choose c, x or z in place of a number, p or e beside one."


def number_and_reason(cell: CellFacts) -> str | None:
    """A number stands beside a marker that says that there is none."""
    if cell.amount.marker in INSTEAD and cell.amount.has_number:
        return "There is a number, and a marker that says there is none. Take one of them away."
    return None


def marker_beside_nothing(cell: CellFacts) -> str | None:
    """Provisional or estimated, but no number."""
    if cell.amount.marker in BESIDE and not cell.amount.has_number:
        return "Provisional and estimated stand beside a number. Give the number, or take the marker away."
    return None


def negative(cell: CellFacts) -> str | None:
    """A number below nothing."""
    if any(number < 0 for number in _numbers(cell)):
        return "A figure cannot be below 0. Give it without the minus."
    return None


def not_whole(cell: CellFacts) -> str | None:
    """A fraction of something that is counted one by one."""
    if cell.indicator.counts_one_by_one and any(n != n.to_integral_value() for n in _numbers(cell)):
        return "This is counted in whole numbers. Give it without a fraction."
    return None


def too_large_or_fine(cell: CellFacts) -> str | None:
    """More digits than are kept."""
    if any(abs(number) >= LARGEST for number in _numbers(cell)):
        return "This number has more than twelve digits. Check whether two were run together."
    if any(number != round(number, FINEST) for number in _numbers(cell)):
        return f"At most {FINEST} decimal places are kept. Round it."
    return None


def denominator_of_nothing(cell: CellFacts) -> str | None:
    """A second number where only one is asked for."""
    if cell.amount.denominator is not None and not cell.indicator.has_denominator:
        return f"{cell.indicator.short_name} takes one number only. Take the second away."
    return None


def half_a_ratio(cell: CellFacts) -> str | None:
    """One of the two numbers of a ratio."""
    amount = cell.amount
    if not cell.indicator.has_denominator or not amount.has_number:
        return None
    if amount.numerator is None:
        return f"The first number is missing: {cell.indicator.numerator_label or 'the numerator'}."
    if amount.denominator is None:
        return f"The second number is missing: {cell.indicator.denominator_label}."
    return None


def numerator_above_denominator(cell: CellFacts) -> str | None:
    """A part larger than its whole."""
    amount = cell.amount
    if not cell.indicator.is_share or amount.numerator is None:
        return None
    if not cell.indicator.has_denominator and amount.numerator > 1:
        return f"{written(amount.numerator)} is more than all of them. Write a share as a part of 1: 0.07 for 7%."
    if amount.denominator is None:
        return None
    if amount.numerator <= amount.denominator:
        return None
    return (
        f"{written(amount.numerator)} of {written(amount.denominator)} is more than all of them. "
        "Check whether the two numbers changed places."
    )


def unknown_area(cell: CellFacts) -> str | None:
    """The area does not exist, or is not one that this grid or file is about."""
    if cell.is_known_area:
        return None
    return f"{cell.area} is no area that figures can be given for here. Check its code."


def closed_area(cell: CellFacts) -> str | None:
    """The area was gone by the end of the period."""
    if not cell.area_ended:
        return None
    return f"{cell.area} no longer existed at the end of {cell.period.label}: {cell.area_ended}."


def wrong_period(cell: CellFacts) -> str | None:
    """The indicator is not collected for this period."""
    if cell.is_collected:
        return None
    return f"{cell.indicator.short_name} is not collected for {cell.period.label}. Check the period."


def cumulative_falls(cell: CellFacts) -> str | None:
    """A figure counted from the start of the year is lower than it was last quarter, and nobody says why."""
    before, now = cell.last_quarter, cell.amount
    if not cell.runs_through_the_year or cell.reason or cell.period.quarters_done == 1:
        return None
    if before is None or before.numerator is None or now.numerator is None:
        return None
    if now.numerator >= before.numerator:
        return None
    return (
        f"Counted from the start of the year this was {written(before.numerator)} last quarter "
        f"and cannot fall to {written(now.numerator)}. Correct it, or say why the earlier figure was too high."
    )


def unexplained_correction(cell: CellFacts) -> str | None:
    """An accepted figure is changed, and nobody says why."""
    if not cell.is_correction or cell.amount.is_empty or cell.reason.strip():
        return None
    return "This figure was accepted before. Say why it changes: the reason is kept with it."


def emptied(cell: CellFacts) -> str | None:
    """An accepted figure is taken away without anything in its place."""
    if cell.is_correction and cell.amount.is_empty:
        return "An accepted figure cannot be emptied. Choose why there is none: c, x or z."
    return None


def _numbers(cell: CellFacts) -> list[Decimal]:
    return [n for n in (cell.amount.numerator, cell.amount.denominator) if n is not None]
