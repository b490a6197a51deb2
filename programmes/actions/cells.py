"""Saving cells of a grid: what may be kept, whose value stands, and what rules say of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from programmes.actions import audit, hands
from programmes.actions.submissions import GridUnderWay
from programmes.area_history import AreaVersion
from programmes.checks import said
from programmes.checks.facts import Amount, CellFacts, Problem
from programmes.checks.rules import check_cell
from programmes.checks.typed import read
from programmes.choices import Severity
from programmes.entry_results import CellEntry, GridCell, SavedCell
from programmes.models import CellSave, DraftCell, Indicator, User
from programmes.permissions import Reach
from programmes.queries import entry as grids
from programmes.queries.layout import Layout

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


@dataclass(frozen=True, slots=True)
class CellToSave:
    """One of many cells: where it is, what was typed, and which version was seen."""

    indicator: str
    area_id: int
    entry: CellEntry
    seen_version: int


class Words(NamedTuple):
    """What is said of a figure."""

    note: str
    explanation: str
    reason: str


class CellKeeper:
    """Saves cells of one grid, which is locked, for one person."""

    def __init__(self, shape: Layout, grid: GridUnderWay, reach: Reach, by: User) -> None:
        self.shape, self.submission, self.reach, self.by = shape, grid.submission, reach, by
        self._returned_at = grid.returned_at
        self._has_hand = grid.has_hand
        self._sheets: dict[int, grids.Sheet] = {}

    def save(self, cell: CellToSave) -> SavedCell:
        """Save one cell, or raise why not. Eight statements, and three for another cell of its column."""
        if not self.reach.covers(cell.area_id):
            raise PermissionDenied("You may not enter figures of this area for this programme.")
        indicator, area = self._place(cell)
        entry = cell.entry
        _refuse_too_long(cell)
        amount, unread = read(entry.numerator, entry.denominator, entry.marker)
        words = Words(entry.note, entry.explanation, entry.reason)
        sheet = self._sheet(indicator)
        now = sheet.cells[indicator.pk, area.pk]
        facts = sheet.around.cell(
            indicator, area, amount, unread=unread, explanation=entry.explanation, reason=entry.reason
        )
        if not unread and (amount, *words) == (now.amount, now.note, now.explanation, now.reason):
            return self._saved(sheet, indicator, area)
        if now.version != cell.seen_version:
            raise CellChanged(now)
        _refuse(facts)
        self._write(sheet, indicator, area, amount, words)
        return self._saved(sheet, indicator, area)

    def _place(self, cell: CellToSave) -> tuple[Indicator, AreaVersion]:
        indicator = next((one for one in self.shape.indicators if one.code == cell.indicator), None)
        area = next((one for one in self.shape.areas if one.pk == cell.area_id), None)
        if indicator is not None and area is not None and self.shape.has(indicator, area):
            return indicator, area
        label = self.shape.period.label
        if indicator is None:
            code, message = "wrong-period", f"{cell.indicator[:40]} is not collected here for {label}."
        else:
            code, message = (
                "unknown-area",
                f"This area gives no figures of {indicator.short_name} for {label}.",
            )
        problem = Problem(code, Severity.REFUSAL, message, cell.indicator, cell.area_id, blocks_saving=True)
        raise CellRefused((problem,))

    def _sheet(self, indicator: Indicator) -> grids.Sheet:
        if indicator.pk not in self._sheets:
            self._sheets[indicator.pk] = grids.sheet(
                self.shape,
                self.submission,
                indicators=[indicator],
                reach=self.reach,
                returned_at=self._returned_at,
            )
        return self._sheets[indicator.pk]

    def _saved(self, sheet: grids.Sheet, indicator: Indicator, area: AreaVersion) -> SavedCell:
        cell = sheet.cells[indicator.pk, area.pk]
        seen = {area.pk for area in self.shape.areas if self.reach.covers(area.pk)}
        return SavedCell(cell, sheet.total(indicator, seen), sheet.column_problems(indicator, seen))

    def _write(
        self, sheet: grids.Sheet, indicator: Indicator, area: AreaVersion, amount: Amount, words: Words
    ) -> None:
        """Write the cell and what is kept of the save, and put it into the sheet as it now stands."""
        now = sheet.cells[indicator.pk, area.pk]
        place = {"submission": self.submission, "indicator": indicator, "area_id": area.pk}
        draft = sheet.drafts.get((indicator.pk, area.pk)) or DraftCell(**place)
        written = {
            "numerator": amount.numerator,
            "denominator": amount.denominator,
            "marker": amount.marker,
            **words._asdict(),
            "version": now.version + 1,
        }
        for name, value in written.items():
            setattr(draft, name, value)
        draft.saved_by, draft.saved_at = self.by, timezone.now()
        if amount != now.amount:
            draft.typed_by = self.by
        if words[:2] != (now.note, now.explanation):
            draft.noted_by = self.by
        draft.save()
        CellSave.objects.create(**place, **written, by=self.by, at=draft.saved_at)
        if not self._has_hand:
            hands.lay(self.submission, self.by)
            self._has_hand = True
        self._note(indicator, area, draft.version)
        sheet.around.hear(indicator, area, amount, words.note, words.explanation)
        sheet.put(indicator, area, draft)

    def _note(self, indicator: Indicator, area: AreaVersion, version: int) -> None:
        """Note the save. The figure itself is left out: it is exact, and not yet anybody else's to see."""
        audit.note(
            by=self.by,
            action="cell-save",
            subject=f"submission {self.submission.pk}",
            detail={"indicator": indicator.code, "area": area.code, "version": version},
            programme=self.shape.programme.code,
            area=area.code,
        )


def _refuse_too_long(cell: CellToSave) -> None:
    """Refuse a field with more than is kept of it; what was typed is not cut, it stays where it was typed."""
    problems = tuple(
        Problem("too-long", Severity.REFUSAL, message, cell.indicator, cell.area_id, blocks_saving=True)
        for name, text in asdict(cell.entry).items()
        if (message := said.too_long(NAMES.get(name, "What was typed for the figure"), text))
    )
    if problems:
        raise CellRefused(problems)


def _refuse(facts: CellFacts) -> None:
    blocking = tuple(problem for problem in check_cell(facts) if problem.blocks_saving)
    if blocking:
        raise CellRefused(blocking)
