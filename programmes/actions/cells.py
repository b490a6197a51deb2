"""Saving cells of a grid: what may be kept, whose value stands, and what rules say of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from programmes import permissions
from programmes.actions import audit, hands, periods, submissions
from programmes.checks import said
from programmes.checks.facts import Amount, CellFacts, Problem
from programmes.checks.rules import check_cell
from programmes.checks.typed import read
from programmes.choices import Role, Severity
from programmes.entry_results import CellEntry, GridCell, SavedCell
from programmes.models import Area, CellSave, DraftCell, Indicator, Submission, User
from programmes.permissions import Reach
from programmes.queries import entry as grids
from programmes.queries.layout import Layout, layout
from programmes.queries.possible import IN_HAND

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


class CellKeeper:
    """Saves cells of one submission, which it has locked."""

    def __init__(self, submission: Submission, by: User, today: date | None) -> None:
        self.by = by
        self.submission = submissions.lock(submission, IN_HAND)
        self.shape = shape_of(self.submission)
        periods.check_open(
            programme=self.submission.programme, period=self.shape.reporting_period, today=today
        )
        self.reach: Reach = permissions.reach(by, Role.EDITOR, programme=self.submission.programme)
        self._returned_at = grids.last_return(grids.steps(self.submission))
        self._sheets: dict[int, grids.Sheet] = {}
        self._has_a_hand = False

    def save(self, cell: CellToSave) -> SavedCell:
        """Save one cell, or raise why not."""
        if not self.reach.covers(cell.area_id):
            raise PermissionDenied("You may not enter figures of this area for this programme.")
        indicator, area = self._place(cell)
        entry = cell.entry
        _refuse_too_long(cell)
        amount, unread = read(entry.numerator, entry.denominator, entry.marker)
        words = (_tidy(entry.note), _tidy(entry.explanation), _tidy(entry.reason))
        now = self._sheet(indicator).cells[indicator.pk, area.pk]
        facts = self._sheet(indicator).around.cell(
            indicator, area, amount, unread=unread, explanation=entry.explanation, reason=entry.reason
        )
        if not unread and (amount, *words) == (now.amount, now.note, now.explanation, now.reason):
            return self._saved(indicator, area)
        if now.version != cell.seen_version:
            raise CellChanged(now)
        _refuse(facts)
        self._write(indicator, area, now, amount, words)
        self._read_again(indicator)
        return self._saved(indicator, area)

    def _place(self, cell: CellToSave) -> tuple[Indicator, Area]:
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

    def _read_again(self, indicator: Indicator) -> None:
        """After a save the cells are others; what is around them is not."""
        self._sheets[indicator.pk] = grids.sheet(
            self.shape,
            self.submission,
            indicators=[indicator],
            reach=self.reach,
            around=self._sheet(indicator).around,
            returned_at=self._returned_at,
        )

    def _saved(self, indicator: Indicator, area: Area) -> SavedCell:
        sheet = self._sheet(indicator)
        cell = sheet.cells[indicator.pk, area.pk]
        seen = {area.pk for area in self.shape.areas if self.reach.covers(area.pk)}
        return SavedCell(cell, sheet.total(indicator, seen), sheet.column_problems(indicator, seen))

    def _write(
        self, indicator: Indicator, area: Area, now: GridCell, amount: Amount, words: tuple[str, str, str]
    ) -> None:
        note, explanation, reason = words
        written = {
            "numerator": amount.numerator,
            "denominator": amount.denominator,
            "marker": amount.marker,
            "note": note,
            "explanation": explanation,
            "reason": reason,
            "version": now.version + 1,
        }
        at = timezone.now()
        held: dict[str, object] = {**written, "saved_by": self.by, "saved_at": at}
        if amount != now.amount:
            held["typed_by"] = self.by
        if (note, explanation) != (now.note, now.explanation):
            held["noted_by"] = self.by
        place = {"submission": self.submission, "indicator": indicator, "area": area}
        if now.cell_id is None:
            DraftCell.objects.create(**place, **held)
        else:
            DraftCell.objects.filter(pk=now.cell_id).update(**held)
        CellSave.objects.create(**place, **written, by=self.by, at=at)
        if not self._has_a_hand:
            hands.lay(self.submission, self.by)
            self._has_a_hand = True
        self._sheet(indicator).around.hear(indicator, area, amount, note, explanation)
        self._note(indicator, area, now.version + 1)

    def _note(self, indicator: Indicator, area: Area, version: int) -> None:
        """Note the save. The figure itself is left out: it is exact, and not yet anybody else's to see."""
        audit.note(
            by=self.by,
            action="cell-save",
            subject=f"submission {self.submission.pk}",
            detail={"indicator": indicator.code, "area": area.code, "version": version},
            programme=self.submission.programme.code,
            area=area.code,
        )


def _tidy(text: str) -> str:
    """The text without blanks around it, and without the one character that PostgreSQL does not keep."""
    return text.replace("\x00", "").strip()


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


def shape_of(submission: Submission) -> Layout:
    """The areas and indicators of a grid that was begun."""
    if submission.period is None:
        raise ValueError(f"{submission} is a file, not a grid.")
    return layout(submission.programme, submission.period, submission.area_code)
