"""Cells of a grid on their way between a page and the actions: fields of a form, or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from programmes import untrusted
from programmes.actions.cells import CellChanged, CellRefused, CellToSave, save_many
from programmes.actions.periods import PeriodNotOpen
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.checks.facts import Problem
from programmes.checks.typed import markers_by_writing
from programmes.entry_results import CellEntry, Grid, GridCell, GridColumn, GridRow, SavedCell
from programmes.models import User
from programmes.queries.addresses import Address

FIELDS = ("numerator", "denominator", "marker", "note", "explanation", "reason")

MARKS = json.dumps(markers_by_writing())
"""How markers are written in place of numbers, for the script of the page."""

HIGHEST_VERSION = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the cells of one quarter are saved, on a page that holds those of several."""

    period: str
    saves_at: str
    """The address that takes one cell."""
    kept_as: str
    """What a browser keeps unsaved cells under: the same as on the quarter's own page."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell as a form shows it: what is saved, or what was typed and could not be."""

    cell: GridCell
    entry: CellEntry
    label: str
    """Where it is, in words: `Mid Essex, IPS access`."""
    desk: Desk | None = None
    refusals: tuple[str, ...] = ()
    is_conflict: bool = False

    @property
    def key(self) -> str:
        """How its fields are told from those of other cells."""
        return key_of(self.cell, self.desk)

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


def key_of(cell: GridCell, desk: Desk | None = None) -> str:
    """How the fields of a cell are named: indicator and area, and the quarter where there are several."""
    key = f"{cell.indicator}.{cell.area_id}"
    return f"{key}.{desk.period}" if desk else key


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


def save_posted(
    posted: Mapping[str, str], grid: Grid, place: Address, by: User, desk: Desk | None = None
) -> tuple[list[CellToSave], tuple[Outcome, ...]]:
    """Save what was typed into a posted form, and tell what became of each cell of it."""
    saves = touched(posted, grid, desk)
    if not saves:
        return [], ()
    try:
        return saves, save_many(place=place, cells=saves, by=by)
    except (PeriodNotOpen, SubmissionNotWaiting) as refusal:
        return saves, tuple(refusal for _ in saves)


def touched(posted: Mapping[str, str], grid: Grid, desk: Desk | None = None) -> list[CellToSave]:
    """The cells of a posted form in which something was typed."""
    return [cell for cell in (_posted(posted, each, desk) for each in grid.cells) if cell is not None]


def _posted(posted: Mapping[str, str], cell: GridCell, desk: Desk | None) -> CellToSave | None:
    key = key_of(cell, desk)
    if f"version.{key}" not in posted:
        return None
    typed = read_entry({field: posted.get(f"{field}.{key}", "") for field in FIELDS})
    if fingerprint(typed) == posted.get(f"was.{key}", ""):
        return None
    return CellToSave(cell.indicator, cell.area_id, typed, read_version(posted[f"version.{key}"]))


def read_cell(said: Mapping[str, Any]) -> CellToSave:
    """The cell that a page sends by itself. Raises NotReadable, saying why it is none."""
    indicator, area = said.get("indicator"), untrusted.whole_number(said.get("area"))
    if not isinstance(indicator, str) or area is None:
        raise untrusted.NotReadable("It names its indicator by a code and its area by a whole number.")
    if any(isinstance(said.get(field), bool) for field in FIELDS):
        raise untrusted.NotReadable("True and false stand for no figure and no words.")
    return CellToSave(untrusted.text(indicator), area, read_entry(said), read_version(said.get("version")))


def read_entry(said: Mapping[str, Any]) -> CellEntry:
    """What was typed, of any mapping: whole texts, however long."""
    return CellEntry(**{field: _text(said.get(field)) for field in FIELDS})


def read_version(said: object) -> int:
    """The version that was seen; 0 for anything that is none."""
    return untrusted.whole_number(said, HIGHEST_VERSION) or 0


def _text(said: object) -> str:
    return "" if said is None else untrusted.text(str(said))


def form_rows(
    grid: Grid,
    saves: list[CellToSave] | None = None,
    outcomes: tuple[Outcome, ...] = (),
    desk: Desk | None = None,
) -> list[tuple[GridRow, list[FormCell | None]]]:
    """The rows of a grid as a form shows them; what was typed and not saved stands in its field again."""
    unsaved = {
        (save.indicator, save.area_id): (save, outcome)
        for save, outcome in zip(saves or (), outcomes, strict=False)
        if isinstance(outcome, Exception)
    }
    return [
        (
            row,
            [
                None if cell is None else _form_cell(cell, _label(row, column), desk, unsaved)
                for cell, column in zip(row.cells, grid.columns, strict=True)
            ],
        )
        for row in grid.rows
    ]


def _form_cell(
    cell: GridCell,
    label: str,
    desk: Desk | None,
    unsaved: dict[tuple[str, int], tuple[CellToSave, Exception]],
) -> FormCell:
    if (cell.indicator, cell.area_id) not in unsaved:
        return FormCell(cell, entry_of(cell), label, desk)
    save, outcome = unsaved[cell.indicator, cell.area_id]
    return FormCell(cell, save.entry, label, desk, refusals(outcome), isinstance(outcome, CellChanged))


def _label(row: GridRow, column: GridColumn) -> str:
    return f"{row.area.short_name}, {column.indicator.short_name}"


def problem_links(grid: Grid, desk: Desk | None = None) -> list[tuple[str, str, Problem]]:
    """Each problem with the key of the cell it leads to and the words before it."""
    labels, firsts = {}, {}
    for row in reversed(grid.rows):
        for cell, column in zip(row.cells, grid.columns, strict=True):
            if cell is not None:
                labels[cell.indicator, cell.area_id] = (key_of(cell, desk), _label(row, column))
                firsts[cell.indicator] = (key_of(cell, desk), column.indicator.short_name)
    return [
        (
            *(
                firsts[problem.indicator]
                if problem.area_id is None
                else labels[problem.indicator, problem.area_id]
            ),
            problem,
        )
        for problem in grid.open_problems
    ]


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
