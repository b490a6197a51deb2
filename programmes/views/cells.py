"""Cells of a grid on their way between a page and the actions: fields of a form, or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from programmes.actions.drafts import CellChanged, CellRefused, CellToSave
from programmes.checks.facts import Problem
from programmes.entry_results import CellEntry, Grid, GridCell, SavedCell

FIELDS = ("numerator", "denominator", "marker", "note", "explanation", "reason")
LONGEST = 2000
"""Characters that are taken of one field."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell as a form shows it: what is saved, or what was typed and could not be."""

    cell: GridCell
    entry: CellEntry
    refusals: tuple[str, ...] = ()
    is_conflict: bool = False

    @property
    def key(self) -> str:
        """How its fields are told from those of other cells."""
        return key_of(self.cell)

    @property
    def was(self) -> str:
        """What its fields hold when nobody has touched them."""
        return fingerprint(entry_of(self.cell))

    @property
    def state(self) -> str:
        """As that of the cell; `refused` and `conflict` where something typed is not saved."""
        if self.is_conflict:
            return "conflict"
        return "refused" if self.refusals else self.cell.state


Outcome = SavedCell | CellChanged | CellRefused | Exception


def key_of(cell: GridCell) -> str:
    """How the fields of a cell are named: indicator and area."""
    return f"{cell.indicator}.{cell.area_id}"


def entry_of(cell: GridCell) -> CellEntry:
    """A saved cell as one would type it."""
    return CellEntry(
        cell.numerator_text,
        cell.denominator_text,
        cell.amount.marker,
        cell.note,
        cell.explanation,
        cell.reason,
    )


def fingerprint(entry: CellEntry) -> str:
    """The fields of an entry as one text, by which one sees whether they were touched."""
    return json.dumps(list(asdict(entry).values()), ensure_ascii=False, separators=(",", ":"))


def touched(posted: Mapping[str, str], grid: Grid) -> list[CellToSave]:
    """The cells of a posted form in which something was typed."""
    return [cell for cell in (_posted(posted, each) for each in grid.cells) if cell is not None]


def _posted(posted: Mapping[str, str], cell: GridCell) -> CellToSave | None:
    key = key_of(cell)
    if f"version.{key}" not in posted:
        return None
    typed = read_entry({field: posted.get(f"{field}.{key}", "") for field in FIELDS})
    if fingerprint(typed) == posted.get(f"was.{key}", ""):
        return None
    return CellToSave(cell.indicator, cell.area_id, typed, read_version(posted[f"version.{key}"]))


def read_entry(said: Mapping[str, Any]) -> CellEntry:
    """What was typed, of any mapping: texts, cut where nobody would type on."""
    return CellEntry(**{field: _text(said.get(field)) for field in FIELDS})


def read_version(said: object) -> int:
    """The version that was seen; 0 for anything that is none."""
    text = str(said)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _text(said: object) -> str:
    if said is None:
        return ""
    return str(said).replace("\r\n", "\n").replace("\x00", "").strip()[:LONGEST]


def form_rows(
    grid: Grid, saves: list[CellToSave] | None = None, outcomes: tuple[Outcome, ...] = ()
) -> list[tuple[Any, list[FormCell | None]]]:
    """The rows of a grid as a form shows them; what was typed and not saved stands in its field again."""
    unsaved = {
        (save.indicator, save.area_id): (save, outcome)
        for save, outcome in zip(saves or (), outcomes, strict=False)
        if isinstance(outcome, Exception)
    }
    return [
        (row, [None if cell is None else _form_cell(cell, unsaved) for cell in row.cells])
        for row in grid.rows
    ]


def _form_cell(cell: GridCell, unsaved: dict[tuple[str, int], tuple[CellToSave, Exception]]) -> FormCell:
    if (cell.indicator, cell.area_id) not in unsaved:
        return FormCell(cell, entry_of(cell))
    save, outcome = unsaved[cell.indicator, cell.area_id]
    return FormCell(cell, save.entry, refusals(outcome), isinstance(outcome, CellChanged))


def refusals(outcome: Exception) -> tuple[str, ...]:
    """Why a cell was not saved, in sentences."""
    if isinstance(outcome, CellRefused):
        return tuple(problem.message for problem in outcome.problems)
    return (str(outcome),)


def saved_answer(saved: SavedCell) -> dict[str, Any]:
    """A saved cell and what changed beside it, as JSON."""
    return {
        "cell": cell_answer(saved.cell),
        "column": [problem_answer(problem) for problem in saved.column_problems],
    }


def cell_answer(cell: GridCell) -> dict[str, Any]:
    """A cell as it stands, as JSON."""
    return {
        **asdict(entry_of(cell)),
        "version": cell.version,
        "state": cell.state,
        "by": cell.saved_by,
        "at": cell.saved_at.isoformat() if cell.saved_at else "",
        "problems": [problem_answer(problem) for problem in cell.problems],
    }


def problem_answer(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "answered": problem.is_answered,
    }
