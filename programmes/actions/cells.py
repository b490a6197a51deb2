"""Saving cells of a grid: what may be kept, whose value stands, and what rules say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from programmes.actions import audit, grids, hands
from programmes.actions.grids import OpenGrid
from programmes.area_history import AreaVersion
from programmes.checks.facts import Problem
from programmes.checks.said import too_long
from programmes.checks.typed import read
from programmes.choices import Severity
from programmes.entry_results import CellEntry, GridCell, SavedCell
from programmes.models import CellSave, DraftCell, Indicator, User
from programmes.queries.addresses import Address
from programmes.queries.entry import sheet
from programmes.queries.sheets import Sheet, Typed

NAMES = {"note": "The note", "explanation": "The explanation", "reason": "The reason"}
"""The fields of a cell that hold words."""


class CellChanged(Exception):
    """Somebody else saved the cell since it was seen; nothing was changed. `current` is what stands there now."""

    def __init__(self, current: GridCell) -> None:
        super().__init__(f"{current.saved_by} changed this cell.")
        self.current = current


class CellRefused(Exception):
    """A rule keeps the figure from being saved; nothing was changed. `problems` say which and how to mend it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


Outcome = SavedCell | CellChanged | CellRefused | PermissionDenied


@dataclass(frozen=True, slots=True)
class CellToSave:
    """One of many cells: where it is, what was typed, and which version was seen."""

    indicator: str
    area_id: int
    entry: CellEntry
    seen_version: int


@transaction.atomic
def save_cell(*, place: Address, cell: CellToSave, by: User, today: date | None = None) -> SavedCell:
    """Save one cell, in a grid that is begun if need be. Saving again what stands changes nothing.

    Raises CellChanged when another value was saved since the version that was seen, CellRefused when a rule keeps it
    out. Twelve statements of a request that knows definitions and areas; at most eighteen for the first cell of a grid.
    """
    (outcome,) = _save_each(grids.open_grid(place, by, today), (cell,))
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@transaction.atomic
def save_many(
    *, place: Address, cells: Iterable[CellToSave], by: User, today: date | None = None
) -> tuple[Outcome, ...]:
    """Save a block of cells, each by itself: what became of each, in their order. The good ones stay saved."""
    return _save_each(grids.open_grid(place, by, today), tuple(cells))


def _save_each(grid: OpenGrid, cells: tuple[CellToSave, ...]) -> tuple[Outcome, ...]:
    """Save each cell of a grid that is locked. What stands around all of them is loaded once, in four statements."""
    wanted = {cell.indicator for cell in cells}
    held = sheet(
        grid.shape,
        grid.submission,
        indicators=[one for one in grid.shape.indicators if one.code in wanted],
        reach=grid.reach,
        returned_at=grid.returned_at,
    )
    outcomes: list[Outcome] = []
    for cell in cells:
        try:
            outcomes.append(_save(grid, held, cell))
        except (CellChanged, CellRefused, PermissionDenied) as refusal:
            outcomes.append(refusal)
    if held.is_changed and not grid.has_hand:
        hands.lay(grid.submission, grid.by)
    return tuple(outcomes)


def _save(grid: OpenGrid, held: Sheet, cell: CellToSave) -> SavedCell:
    """Save one cell, or raise why not: it is judged as it would be, and only what no rule keeps out is written."""
    indicator, area = _place(grid, cell)
    typed, unread = _read(cell)
    proposal = held.propose(indicator, area, typed, unread, grid.by)
    if unread or not proposal.is_as_it_stands:
        if proposal.now.version != cell.seen_version:
            raise CellChanged(proposal.now)
        if blocking := tuple(problem for problem in proposal.cell.problems if problem.blocks_saving):
            raise CellRefused(blocking)
        _write(grid, indicator, area, proposal.draft)
        held.take(proposal)
    return held.saved(indicator, area)


def _place(grid: OpenGrid, cell: CellToSave) -> tuple[Indicator, AreaVersion]:
    if not grid.reach.covers(cell.area_id):
        raise PermissionDenied(grids.NOT_YOURS)
    indicator = next((one for one in grid.shape.indicators if one.code == cell.indicator), None)
    area = next((one for one in grid.shape.areas if one.pk == cell.area_id), None)
    if indicator is not None and area is not None and grid.shape.has(indicator, area):
        return indicator, area
    label = grid.shape.period.label
    if indicator is None:
        raise _refusal(cell, "wrong-period", f"{cell.indicator[:40]} is not collected here for {label}.")
    raise _refusal(cell, "unknown-area", f"This area gives no figures of {indicator.short_name} for {label}.")


def _read(cell: CellToSave) -> tuple[Typed, tuple[str, ...]]:
    """What was typed, and what of it is neither number nor marker. What is too long is refused: nothing is cut."""
    entry = cell.entry
    found = (
        too_long(NAMES.get(name, "What was typed for the figure"), text)
        for name, text in asdict(entry).items()
    )
    if problems := [message for message in found if message]:
        raise _refusal(cell, "too-long", *problems)
    amount, unread = read(entry.numerator, entry.denominator, entry.marker)
    return Typed(amount, entry.note.strip(), entry.explanation.strip(), entry.reason.strip()), unread


def _refusal(cell: CellToSave, code: str, *messages: str) -> CellRefused:
    return CellRefused(
        tuple(
            Problem(code, Severity.REFUSAL, message, cell.indicator, cell.area_id, blocks_saving=True)
            for message in messages
        )
    )


def _write(grid: OpenGrid, indicator: Indicator, area: AreaVersion, draft: DraftCell) -> None:
    """Write the cell and keep its save. The audit leaves the figure out: it is exact, and not everybody's to see."""
    draft.submission = grid.submission
    draft.save()
    CellSave.of(draft).save(force_insert=True)
    audit.note(
        by=grid.by,
        action="cell-save",
        subject=f"submission {grid.submission.pk}",
        detail={"indicator": indicator.code, "area": area.code, "version": draft.version},
        programme=grid.shape.programme.code,
        area=area.code,
    )
