"""Every rule there is, and running them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from programmes.checks import hard, soft
from programmes.checks.facts import CellFacts, ColumnFacts, Problem
from programmes.checks.said import FEWEST_LETTERS, has_words, is_explained
from programmes.choices import Severity

Facts = TypeVar("Facts", CellFacts, ColumnFacts)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Facts]):
    """A rule about one cell, or about all cells of one indicator together."""

    code: str
    sentence: str
    check: Callable[[Facts], str | None]
    severity: Severity = Severity.WARNING
    blocks_saving: bool = False
    """Whether the figure cannot even be kept as a draft."""


_not_yet = partial(Rule, severity=Severity.REFUSAL)
_never = partial(_not_yet, blocks_saving=True)

CELL_RULES: tuple[Rule[CellFacts], ...] = (
    _never("not-a-number", "A figure is written in digits.", hard.not_a_number),
    _never("unknown-marker", "A marker is one of c, x, z, p and e.", hard.unknown_marker),
    _never(
        "number-and-reason", "A number never stands beside a reason for having none.", hard.number_and_reason
    ),
    _never(
        "marker-beside-nothing",
        "Provisional and estimated stand beside a number.",
        hard.marker_beside_nothing,
    ),
    _never("negative", "No figure is below 0.", hard.negative),
    _never("not-whole", "People, referrals, sites and tests are whole numbers.", hard.not_whole),
    _never("too-long", "A figure has at most twelve digits and four decimal places.", hard.too_large_or_fine),
    _never("one-number-only", "Only a ratio or a percentage takes two numbers.", hard.denominator_of_nothing),
    _never(
        "numerator-above-denominator",
        "A part is not larger than its whole.",
        hard.numerator_above_denominator,
    ),
    _never("unknown-area", "The area exists and reports here.", hard.unknown_area),
    _never("closed-area", "The area still existed at the end of the period.", hard.closed_area),
    _never("wrong-period", "The indicator is collected for the period.", hard.wrong_period),
    _not_yet("half-a-ratio", "A ratio needs both of its numbers.", hard.half_a_ratio),
    _not_yet(
        "cumulative-falls",
        "A figure counted from the start of the year does not fall, unless a reason is given.",
        hard.cumulative_falls,
    ),
    _not_yet(
        "correction-without-reason",
        "A figure accepted before is changed only with a reason.",
        hard.unexplained_correction,
    ),
    _not_yet("emptied", "A figure accepted before is not emptied without saying why.", hard.emptied),
    Rule(
        "change-on-last-quarter",
        "The figure differs from last quarter by more than the indicator's limit.",
        soft.change_on_last_quarter,
    ),
    Rule(
        "change-on-last-year",
        "The figure differs from the same time last year by more than the indicator's limit.",
        soft.change_on_last_year,
    ),
    Rule(
        "far-from-trajectory",
        "The figure is less than half or more than twice of what was planned by now.",
        soft.far_from_trajectory,
    ),
    Rule(
        "far-above-related",
        "The figure is more than twice a number of the same programme that it is normally not above.",
        soft.far_above_related,
    ),
    Rule("sudden-zero", "The figure is 0 after 5 or more last quarter.", soft.sudden_zero),
)

COLUMN_RULES: tuple[Rule[ColumnFacts], ...] = (
    Rule("parts-not-total", "The areas do not add up to the total that was stated.", soft.parts_not_total),
    Rule(
        "all-divisible-by-ten",
        "Four or more figures of one indicator can all be divided by ten.",
        soft.all_divisible_by_ten,
    ),
)

RULES: tuple[Rule[CellFacts] | Rule[ColumnFacts], ...] = (*CELL_RULES, *COLUMN_RULES)


def check_cell(cell: CellFacts) -> tuple[Problem, ...]:
    """What the rules say about one cell. What keeps it from being saved at all hides everything else."""
    found = [(rule, message) for rule in CELL_RULES if (message := rule.check(cell))]
    if any(rule.blocks_saving for rule, _ in found):
        found = [(rule, message) for rule, message in found if rule.blocks_saving]
    why_not = _why_not_explained(cell)
    problems = tuple(
        Problem(
            rule.code,
            rule.severity,
            message + (why_not if rule.severity == Severity.WARNING else ""),
            cell.indicator.code,
            cell.area_id,
            rule.blocks_saving,
            is_explained(cell) and rule.severity == Severity.WARNING,
        )
        for rule, message in found
    )
    asked = any(problem.severity == Severity.WARNING for problem in problems)
    return problems if asked or not why_not or cell.amount.is_empty else (*problems, _unused(cell))


def _why_not_explained(cell: CellFacts) -> str:
    """Why what was written as an explanation is none of this figure; empty where it is one, or nothing is written."""
    if is_explained(cell) or not cell.explanation.strip():
        return ""
    if not has_words(cell.explanation):
        return f" An explanation has at least {FEWEST_LETTERS} letters."
    return " What stands there was said about another figure: explain this one in words of its own."


def _unused(cell: CellFacts) -> Problem:
    """What is said where nothing was asked and the explanation in the field is not one of this figure."""
    words = (
        "The explanation is not published with this figure: it is too short, or was given for another one."
    )
    return Problem(
        "explanation-unused", Severity.NOTE, words, cell.indicator.code, cell.area_id, is_answered=True
    )


def check_column(column: ColumnFacts) -> tuple[Problem, ...]:
    """What the rules say about all cells of an indicator together; an explanation at any of them answers."""
    answered = any(is_explained(cell) for cell in column.cells)
    return tuple(
        Problem(rule.code, rule.severity, message, column.indicator.code, is_answered=answered)
        for rule in COLUMN_RULES
        if (message := rule.check(column))
    )
