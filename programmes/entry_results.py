"""What the entering side is told by queries and actions: grids, due figures, history. Frozen values.

Beside `results`, which is what the public pages are told. Figures here are exact: they are shown only to those who may
enter, decide on or trace them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from programmes.checks.facts import NOTHING, Amount, Problem
from programmes.choices import Severity
from programmes.periods import Period
from programmes.results import AreaRef, IndicatorInfo


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What somebody typed into a cell, as typed."""

    numerator: str = ""
    denominator: str = ""
    marker: str = ""
    note: str = ""
    explanation: str = ""
    reason: str = ""
    """Why an accepted figure is changed."""


@dataclass(frozen=True, slots=True)
class Window:
    """When figures of a period may be entered, for one programme, seen from one day."""

    opens_on: date
    due_on: date
    closes_on: date
    reopened_until: date | None
    today: date

    @property
    def last_day(self) -> date:
        """The last day on which figures may be entered."""
        return max(self.closes_on, self.reopened_until or self.closes_on)

    @property
    def is_open(self) -> bool:
        """Whether figures may be entered today."""
        if self.today < self.opens_on:
            return False
        return self.today <= self.closes_on or bool(self.reopened_until and self.today <= self.reopened_until)

    @property
    def is_past_due(self) -> bool:
        """Whether figures were wanted before today."""
        return self.today > self.due_on


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: one indicator in one area. `version` 0 has not been saved in this grid; what stands is shown then."""

    indicator: str
    area_id: int
    amount: Amount = NOTHING
    cell_id: int | None = None
    note: str = ""
    explanation: str = ""
    reason: str = ""
    comment: str = ""
    """What the approver said when returning it."""
    is_comment_answered: bool = False
    """Whether it was saved again after it was returned."""
    version: int = 0
    saved_by: str = ""
    saved_at: datetime | None = None
    typed_by: str = ""
    """Who typed the number; empty where it is the accepted one."""
    noted_by: str = ""
    """Who changed the note or the explanation last."""
    is_explained: bool = False
    """Whether the explanation is one, and of this number."""
    standing: Amount | None = None
    """What was accepted before."""
    standing_note: str = ""
    last_quarter: Amount | None = None
    last_year: Amount | None = None
    trajectory: Decimal | None = None
    problems: tuple[Problem, ...] = ()
    is_editable: bool = False

    @property
    def state(self) -> str:
        """How it stands: problem, explain, returned, saved, accepted or empty."""
        if any(problem.severity == Severity.REFUSAL for problem in self.problems):
            return "problem"
        if any(not problem.is_answered for problem in self.problems):
            return "explain"
        if self.comment and not self.is_comment_answered:
            return "returned"
        if self.amount.is_empty:
            return "empty"
        return "saved" if self.version else "accepted"

    @property
    def published_note(self) -> str:
        """What is published beside the figure: its note, and the explanation if it is one of this figure."""
        return joined(self.note, self.explanation if self.is_explained else "")

    @property
    def is_changed(self) -> bool:
        """Whether accepting it would record anything: another figure, or another note beside the same one."""
        if not self.version or self.amount.is_empty:
            return False
        return self.amount != self.standing or self.published_note != self.standing_note

    @property
    def numerator_text(self) -> str:
        """The first number as one would type it."""
        return plain(self.amount.numerator)

    @property
    def denominator_text(self) -> str:
        """The second number as one would type it."""
        return plain(self.amount.denominator)


@dataclass(frozen=True, slots=True)
class ColumnTotal:
    """What the cells of one indicator add up to. The total is None while any of them has no number."""

    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None
    so_far: Decimal
    """The sum of the numbers that are there."""
    so_far_denominator: Decimal
    filled: int
    """Cells that hold a number or say why there is none."""
    expected: int

    @classmethod
    def of(cls, indicator: str, amounts: Iterable[Amount]) -> ColumnTotal:
        """The sum of these amounts of an indicator (by its code)."""
        held = list(amounts)
        numerators = [amount.numerator for amount in held if amount.numerator is not None]
        denominators = [amount.denominator for amount in held if amount.denominator is not None]
        so_far, so_far_denominator = sum(numerators, Decimal(0)), sum(denominators, Decimal(0))
        return cls(
            indicator=indicator,
            numerator=so_far if held and len(numerators) == len(held) else None,
            denominator=so_far_denominator if held and len(denominators) == len(held) else None,
            so_far=so_far,
            so_far_denominator=so_far_denominator,
            filled=sum(not amount.is_empty for amount in held),
            expected=len(held),
        )

    @property
    def missing(self) -> int:
        """How many cells are still empty."""
        return self.expected - self.filled


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One indicator of a grid."""

    indicator: IndicatorInfo
    total: ColumnTotal
    problems: tuple[Problem, ...] = ()
    """What the rules say about its cells together."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One area of a grid; a cell is None where the indicator is not reported by areas of this kind."""

    area: AreaRef
    area_id: int
    cells: tuple[GridCell | None, ...]
    gss_codes: tuple[str, ...] = ()
    """Every GSS code it ever had, for those who paste figures beside them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a submission."""

    status: str
    at: datetime
    by: str
    comment: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The figures of one programme, period and area, as somebody enters, sends or decides on them."""

    programme: str
    programme_name: str
    period: Period
    area: AreaRef
    window: Window
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    submission_id: int | None = None
    status: str = ""
    """Of the submission; empty while nobody has begun."""
    sent_by: str = ""
    sent_at: datetime | None = None
    accepted_by: str = ""
    accepted_at: datetime | None = None
    steps: tuple[Step, ...] = ()
    returned_at: datetime | None = None
    """When it was returned last."""
    is_taken_back: bool = False
    """Whether it shows what was typed into one that was taken back, and nobody has begun anew."""
    may_edit: bool = False
    may_send: bool = False
    may_withdraw: bool = False
    may_decide: bool = False

    @property
    def cells(self) -> Iterator[GridCell]:
        """Every cell, row by row."""
        return (cell for row in self.rows for cell in row.cells if cell is not None)

    @property
    def changes(self) -> tuple[GridCell, ...]:
        """The cells that hold something else than what stands: what accepting would record."""
        return tuple(cell for cell in self.cells if cell.is_changed)

    @property
    def is_untouched(self) -> bool:
        """Whether it was returned and no cell was saved since."""
        at = self.returned_at
        return at is not None and not any(cell.saved_at and cell.saved_at > at for cell in self.cells)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything the rules say, column by column, then cell by cell."""
        of_columns = [problem for column in self.columns for problem in column.problems]
        return (*of_columns, *(problem for cell in self.cells for problem in cell.problems))

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """What still stands in the way of sending."""
        return tuple(problem for problem in self.problems if not problem.is_answered)

    @property
    def cells_total(self) -> int:
        """How many cells there are."""
        return sum(1 for _ in self.cells)

    @property
    def cells_missing(self) -> int:
        """How many are empty."""
        return sum(cell.amount.is_empty for cell in self.cells)

    @property
    def is_correction(self) -> bool:
        """Whether figures of it were accepted before."""
        return any(cell.standing is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SavedCell:
    """A cell as it stands after saving, with what changed beside it."""

    cell: GridCell
    total: ColumnTotal
    column_problems: tuple[Problem, ...]


def joined(*texts: str) -> str:
    """Texts as one: what says the same is said once."""
    return " ".join(dict.fromkeys(text for text in texts if text))


def plain(number: Decimal | None) -> str:
    """A number as digits only, for a field: no separators, no idle noughts.

    >>> plain(Decimal("1204.5000")), plain(Decimal("300")), plain(None)
    ('1204.5', '300', '')
    """
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
