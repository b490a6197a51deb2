"""Rules that ask for an explanation, which is then published as the note of the figure."""

from __future__ import annotations

from decimal import Decimal

from programmes.checks.facts import Amount, CellFacts, ColumnFacts
from programmes.checks.words import share, shown, written

SMALL_COUNT = Decimal(10)
"""A change of fewer people (referrals, tests …) than this is never asked about: small figures swing by nature."""

SMALL_CHANGE = Decimal(1)
"""The same for what is not counted one by one, such as whole-time equivalents."""

SUDDEN = Decimal(5)
"""A figure of at least this much that becomes nothing is asked about."""

FAR_BELOW, FAR_ABOVE = Decimal("0.5"), Decimal(2)
"""How far from trajectory is far: less than half of it, or more than twice."""

ROUND_FIGURES = 4
"""From so many figures on, it is no accident that all can be divided by ten."""


def change_on_last_quarter(cell: CellFacts) -> str | None:
    """More of a change on last quarter than is usual for this indicator."""
    return _change(cell, cell.last_quarter, "last quarter")


def change_on_last_year(cell: CellFacts) -> str | None:
    """More of a change on the same quarter of last year than is usual for this indicator."""
    return _change(cell, cell.last_year, "the same time last year")


def far_from_trajectory(cell: CellFacts) -> str | None:
    """Less than half of what was planned by now, or more than twice."""
    reached = _to_date(cell)
    if reached is None or not cell.trajectory:
        return None
    if _is_small(cell, reached - cell.trajectory):
        return None
    attained = reached / cell.trajectory
    if FAR_BELOW <= attained <= FAR_ABOVE:
        return None
    so_far = " so far this year" if cell.indicator.accumulates and cell.earlier_this_year is not None else ""
    return (
        f"{shown(cell.indicator, reached)}{so_far} is {share(attained)} of the "
        f"{shown(cell.indicator, cell.trajectory)} planned by now. Explain what happened, or correct it."
    )


def far_above_related(cell: CellFacts) -> str | None:
    """More than twice a number of another indicator that it is normally not above."""
    now, other = cell.amount.numerator, cell.related
    if now is None or other is None or now <= other.number * FAR_ABOVE:
        return None
    if _is_small(cell, now - other.number):
        return None
    return (
        f"{written(now)} {cell.indicator.numerator_label or cell.indicator.short_name}, beside {written(other.number)} "
        f"{other.counts} here: this is normally not more. Correct one of the two, or explain."
    )


def sudden_zero(cell: CellFacts) -> str | None:
    """Nothing, where there was something last quarter."""
    before = cell.last_quarter
    if cell.amount.numerator != 0 or before is None or before.numerator is None or before.numerator < SUDDEN:
        return None
    return (
        f"0, after {written(before.numerator)} last quarter. If there is no figure, choose why instead of 0; "
        "if it is 0, explain what happened."
    )


def parts_not_total(column: ColumnFacts) -> str | None:
    """The parts do not add up to the total that somebody stated."""
    stated = column.stated_total
    parts = [cell.amount.numerator for cell in column.cells]
    if stated is None or stated.numerator is None or not parts or None in parts:
        return None
    total = sum((part for part in parts if part is not None), Decimal(0))
    if total == stated.numerator:
        return None
    return (
        f"The areas add up to {written(total)}, but {written(stated.numerator)} was stated for "
        f"{column.whole or 'all of them'}. Correct one of them, or explain the difference at one of the areas."
    )


def all_divisible_by_ten(column: ColumnFacts) -> str | None:
    """Every figure can be divided by ten: they look rounded or estimated."""
    if not column.indicator.counts_one_by_one:
        return None
    numbers = [cell.amount.numerator for cell in column.cells if cell.amount.numerator]
    if len(numbers) < ROUND_FIGURES or any(number % 10 for number in numbers):
        return None
    return (
        f"All {len(numbers)} figures can be divided by ten. Give exact counts; if they are estimates, "
        "explain how they were made at one of the areas."
    )


def _change(cell: CellFacts, before: Amount | None, when: str) -> str | None:
    now, then = cell.value, cell.at(before)
    if now is None or not then or now == 0:
        return None
    if _is_small(cell, now - then):
        return None
    change = (now - then) / then
    if abs(change) <= cell.indicator.change_limit:
        return None
    return (
        f"{shown(cell.indicator, now)}, against {shown(cell.indicator, then)} {when}: "
        f"{share(abs(change))} {'more' if change > 0 else 'less'}. Explain why, or correct it."
    )


def _is_small(cell: CellFacts, difference: Decimal) -> bool:
    """Whether a difference is too small to ask about. Of a ratio, none is: its limit is enough."""
    if cell.indicator.kind.is_ratio:
        return False
    return abs(difference) < (SMALL_COUNT if cell.indicator.counts_one_by_one else SMALL_CHANGE)


def _to_date(cell: CellFacts) -> Decimal | None:
    """What is set beside the trajectory: the year so far where the quarters add up, else the figure itself."""
    value = cell.value
    if value is None or not cell.indicator.kind.only_grows:
        return value
    if cell.runs_through_the_year:
        return value
    return None if cell.earlier_this_year is None else cell.earlier_this_year + value
