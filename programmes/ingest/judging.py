"""Figures found in a file, judged: may this person send them, may they come in today, do the rules let them stand.

What is good is compared with what stands. Nothing here writes anything, or asks the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from programmes.area_history import AreaVersion
from programmes.checks.facts import Amount, CellFacts, Problem, Related, Said
from programmes.checks.rules import check_cell
from programmes.choices import Severity, StagedOutcome
from programmes.deliveries import Figure, Key, Standing
from programmes.ingest.rows import WATCH_EVERY, Known, Rows
from programmes.periods import Period
from programmes.results import IndicatorInfo

LATER = "to be given for the whole file"
"""In place of a reason for a change: whoever sends the file gives one for all that have none."""

AT_DENOMINATOR = frozenset({"one-number-only"})
AT_MARKER = frozenset({"unknown-marker", "number-and-reason", "marker-beside-nothing"})
"""Rules that speak of another column than the numerator."""


@dataclass(frozen=True)
class Ground:
    """What is known of the figures of a file and of whoever sent it."""

    indicators: Mapping[str, IndicatorInfo]
    may_edit: Callable[[int], bool]
    why_closed: Callable[[str], str]
    """Why figures of a period (by its code) may not come in today; empty when they may."""
    standing: Mapping[Key, Standing] = field(default_factory=dict)
    planned: Mapping[Key, Decimal] = field(default_factory=dict)
    said: Mapping[Key, Sequence[Said]] = field(default_factory=dict)
    """What was said of each figure before, the earliest first: no old note explains a new figure."""
    rules_apply: bool = True
    """Whether the rules of entry apply: to what an area reports they do, a publication is taken as it is."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A good figure, where it stood in the file, and what it would change."""

    figure: Figure
    line: int | None
    outcome: StagedOutcome
    revision: int
    """How many there were of it; 0 for none."""


def judge(rows: Rows, known: Known, ground: Ground) -> Iterator[Judged]:
    """Each figure that is good, by period; what is wrong with the others is added to the findings of the rows.

    Figures are compared with those before them: as the file gives these, if they were not refused, else as they stand.
    """
    total = len(rows.found.figures)
    before = _Before(ground, {figure.key: _amount(figure) for figure in rows.found.figures})
    for done, figure in enumerate(sorted(rows.found.figures, key=lambda one: one.period)):
        if known.watch and done % WATCH_EVERY == 0:
            known.watch(done, total)
        line = rows.lines.get(figure.key)
        area = known.areas.versions[figure.area]
        standing = ground.standing.get(figure.key)
        refusal = _not_allowed(figure, area, ground)
        if refusal:
            column, code, message = refusal
            _refuse(rows, line, column, code, message, area)
            continue
        problems = _problems(figure, area, standing, before) if ground.rules_apply else ()
        for problem in problems:
            _refuse(rows, line, _column_of(figure, problem), problem.code, _words(problem), area)
        if all(problem.severity != Severity.REFUSAL for problem in problems):
            before.given[figure.key] = _amount(figure)
        if not problems:
            yield Judged(figure, line, _outcome(figure, standing), standing.revision if standing else 0)


def leave_out_what_follows(rows: Rows, ground: Ground) -> tuple[str, ...]:
    """Take figures away that no row gives and that may not come in: they follow from a list, which may. Why, in words.

    Those of a closed period stay as they are.
    """
    kept: list[Figure] = []
    why: list[str] = []
    for figure in rows.found.figures:
        if figure.key in rows.lines:
            kept.append(figure)
        elif closed := ground.why_closed(figure.period):
            why.append(closed.split(". ")[0] + ".")
        else:
            kept.append(figure)
    rows.found.figures[:] = kept
    return tuple(dict.fromkeys(why))


class _Before:
    """The figures before one: earlier in the file, else those that stand."""

    def __init__(self, ground: Ground, in_file: Mapping[Key, Amount]) -> None:
        self.ground = ground
        self.in_file = in_file
        self.given: dict[Key, Amount] = {}

    def amount(self, figure: Figure, period: str | None) -> Amount | None:
        """The figure of the same indicator and area for another period."""
        if period is None:
            return None
        key = (figure.indicator, figure.area, period)
        if key in self.given:
            return self.given[key]
        found = self.ground.standing.get(key)
        return None if found is None or found.covers_other_time else found.amount

    def related(self, figure: Figure) -> Related | None:
        """The number that the figure is normally not above: as the file gives it, else as it stands."""
        code, _, part = self.ground.indicators[figure.indicator].not_above.partition(".")
        other = self.ground.indicators.get(code)
        if other is None:
            return None
        key = (code, figure.area, figure.period)
        standing = self.ground.standing.get(key)
        return Related.of(self.in_file.get(key, standing.amount if standing else None), other, part)

    def this_year(self, figure: Figure, quarters: Iterable[str]) -> Decimal | None:
        """The sum of the year's earlier quarters; None as soon as one is missing."""
        total = Decimal(0)
        for quarter in quarters:
            amount = self.amount(figure, quarter)
            if amount is None or amount.numerator is None:
                return None
            total += amount.numerator
        return total


@dataclass(frozen=True, slots=True)
class _Beside:
    """A period and those it is compared with, by their codes."""

    period: Period
    last_quarter: str | None
    last_year: str
    this_year: tuple[str, ...]


@cache
def _beside(code: str) -> _Beside:
    """Worked out once: a file names few periods, many times each."""
    period = Period.parse(code)
    earlier = [one for one in period.year.quarters() if one < period] if period.is_quarter else []
    return _Beside(
        period=period,
        last_quarter=period.previous().code if period.is_quarter else None,
        last_year=period.year_before().code,
        this_year=tuple(one.code for one in earlier),
    )


def _not_allowed(figure: Figure, area: AreaVersion, ground: Ground) -> tuple[str, str, str] | None:
    if not ground.may_edit(figure.area):
        return (
            "code",
            "not-yours",
            f"You may not enter figures of {area.code} ({area.name}). Leave the row out, or ask an administrator "
            "for the role of editor there.",
        )
    closed = ground.why_closed(figure.period)
    return ("period", "period-closed", closed) if closed else None


def _problems(
    figure: Figure, area: AreaVersion, standing: Standing | None, before: _Before
) -> tuple[Problem, ...]:
    """What the rules refuse, and what they ask that the note does not answer."""
    beside = _beside(figure.period)
    cell = CellFacts(
        indicator=before.ground.indicators[figure.indicator],
        area=area.name,
        area_id=area.pk,
        period=beside.period,
        amount=_amount(figure),
        explanation=figure.note,
        said=tuple(before.ground.said.get(figure.key, ())),
        reason=figure.reason or LATER,
        standing=standing.amount if standing else None,
        last_quarter=before.amount(figure, beside.last_quarter),
        last_year=before.amount(figure, beside.last_year),
        earlier_this_year=before.this_year(figure, beside.this_year),
        trajectory=before.ground.planned.get(figure.key),
        related=before.related(figure),
    )
    if standing is not None and cell.amount == standing.amount:
        # It was accepted as it is: nobody is asked twice.
        return tuple(problem for problem in check_cell(cell) if problem.blocks_saving)
    return tuple(problem for problem in check_cell(cell) if not problem.is_answered)


def _amount(figure: Figure) -> Amount:
    numerator, denominator = figure.numerator, figure.denominator
    return Amount(
        None if numerator is None else Decimal(numerator),
        None if denominator is None else Decimal(denominator),
        figure.marker,
    )


def _outcome(figure: Figure, standing: Standing | None) -> StagedOutcome:
    """A note that the file leaves out does not take away the one that stands."""
    if standing is None:
        return StagedOutcome.NEW
    same_note = not figure.note or figure.note == standing.note
    if _amount(figure) == standing.amount and same_note:
        return StagedOutcome.SAME
    return StagedOutcome.CHANGED


def _column_of(figure: Figure, problem: Problem) -> str:
    if problem.code in AT_MARKER:
        return "marker"
    numerator, denominator = figure.numerator, figure.denominator
    half = problem.code == "half-a-ratio" and denominator is None
    below = problem.code == "negative" and (numerator is None or numerator >= 0)
    return "denominator" if half or below or problem.code in AT_DENOMINATOR else "numerator"


def _words(problem: Problem) -> str:
    if problem.severity == Severity.REFUSAL:
        return problem.message
    return (
        f"{problem.message} If it is right, say why in the column note, which is published beside the figure."
    )


def _refuse(rows: Rows, line: int | None, column: str, code: str, message: str, area: AreaVersion) -> None:
    row = rows.at(line)
    if row is None:
        rows.found.refuse(code, f"{area.code} ({area.name}): {message}")
    else:
        place = column if column in rows.places else "code"
        rows.refuse(row, place, code, message)
