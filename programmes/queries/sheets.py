"""The cells of a grid with what is known around each: earlier figures, what stands, what was planned, what rules say.

One loading for all cells of some indicators; each cell is then judged by itself, as it was typed or as it would be.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from programmes.area_history import AreaVersion
from programmes.checks.facts import NOTHING, Amount, CellFacts, ColumnFacts, Problem, Related, Said
from programmes.checks.rules import check_cell, check_column
from programmes.checks.said import is_explained
from programmes.deliveries import Key
from programmes.entry_results import ColumnTotal, GridCell, SavedCell
from programmes.models import DraftCell, Indicator, User, shown_name
from programmes.periods import Period
from programmes.permissions import NOWHERE, Reach
from programmes.queries.layout import Layout


class Stood(NamedTuple):
    """What is recorded for a cell now."""

    amount: Amount
    note: str


class Typed(NamedTuple):
    """What was typed into a cell, read: numbers or a marker, and words without blanks around them."""

    amount: Amount
    note: str
    explanation: str
    reason: str


class Judged(NamedTuple):
    """A cell as it is shown, and what rules were told about it."""

    cell: GridCell
    facts: CellFacts


class Proposal(NamedTuple):
    """A cell as it stands, and as it would be with something typed into it, not yet written."""

    now: GridCell
    draft: DraftCell
    cell: GridCell
    facts: CellFacts

    @property
    def is_as_it_stands(self) -> bool:
        """Whether it would be the same."""
        kept = (self.now.amount, self.now.note, self.now.explanation, self.now.reason)
        return kept == (self.cell.amount, self.cell.note, self.cell.explanation, self.cell.reason)


@dataclass
class Sheet:
    """The cells of some columns of a grid, judged one by one on what was loaded for all of them."""

    layout: Layout
    reach: Reach = NOWHERE
    """Where the person may type."""
    returned_at: datetime | None = None
    """When the grid was returned last."""
    recorded: dict[tuple[int, int, str], Stood] = field(default_factory=dict)
    """By indicator, area and period."""
    planned: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    said: dict[Key, list[Said]] = field(default_factory=dict)
    """What was said of each cell, the earliest first."""
    drafts: dict[tuple[int, int], DraftCell] = field(default_factory=dict)
    """What was typed into these cells, and into those beside them that rules read."""
    judged: dict[tuple[int, int], Judged] = field(default_factory=dict)
    """By indicator and area."""
    is_changed: bool = False
    """Whether a cell was written since it was loaded."""

    def cell(self, indicator: Indicator, area: AreaVersion) -> GridCell | None:
        """The cell as it stands; None where areas of this kind do not report the indicator."""
        found = self.judged.get((indicator.pk, area.pk))
        return found.cell if found else None

    def lay_out(self, indicator: Indicator, area: AreaVersion) -> None:
        """Judge a cell as it was loaded."""
        draft = self.drafts.get((indicator.pk, area.pk))
        self.judged[indicator.pk, area.pk] = self._judge(indicator, area, draft)

    def propose(
        self, indicator: Indicator, area: AreaVersion, typed: Typed, unread: tuple[str, ...], by: User
    ) -> Proposal:
        """The cell as it would be with this typed into it by somebody, beside the cell as it stands.

        Who typed the number and who wrote the words stays with what they gave.
        """
        now, before = self.judged[indicator.pk, area.pk].cell, self.drafts.get((indicator.pk, area.pk))
        typist, writer = (before.typed_by, before.noted_by) if before else (None, None)
        is_new_note = (typed.note, typed.explanation) != (now.note, now.explanation)
        draft = DraftCell(
            pk=now.cell_id,
            indicator=indicator,
            area_id=area.pk,
            numerator=typed.amount.numerator,
            denominator=typed.amount.denominator,
            marker=typed.amount.marker,
            note=typed.note,
            explanation=typed.explanation,
            reason=typed.reason,
            comment=now.comment,
            version=now.version + 1,
            saved_by=by,
            saved_at=timezone.now(),
            typed_by=by if typed.amount != now.amount else typist,
            noted_by=by if is_new_note else writer,
        )
        return Proposal(now, draft, *self._judge(indicator, area, draft, unread))

    def take(self, proposal: Proposal) -> None:
        """Lay a cell out as it was proposed and written, in place of what stood there."""
        key, self.is_changed = (proposal.draft.indicator_id, proposal.draft.area_id), True
        self.drafts[key] = proposal.draft
        self.judged[key] = Judged(proposal.cell, proposal.facts)

    def saved(self, indicator: Indicator, area: AreaVersion) -> SavedCell:
        """A cell as it stands, with its column in the areas where the person may type."""
        seen = {one.pk for one in self.layout.areas if self.reach.covers(one.pk)}
        return SavedCell(self.judged[indicator.pk, area.pk].cell, *self.column(indicator, seen))

    def column(self, indicator: Indicator, seen: Collection[int]) -> tuple[ColumnTotal, tuple[Problem, ...]]:
        """The sum of an indicator in the areas that somebody may see (by their keys), and what rules say of them.

        Rules speak once somebody has typed a cell, and only to those who may see all areas.
        """
        areas = self.layout.areas_of(indicator)
        shown = [self.judged[indicator.pk, area.pk] for area in areas if area.pk in seen]
        problems: tuple[Problem, ...] = ()
        if len(shown) == len(areas) and any(cell.version for cell, _ in shown):
            whole, stated = self.layout.area, None
            if not self.layout.has(indicator, whole):
                stated = self._amount(indicator, whole, self.layout.period)
            cells = tuple(facts for _, facts in shown)
            problems = check_column(ColumnFacts(indicator.definition, cells, stated, whole.short_name))
        return ColumnTotal.of(indicator.code, [cell.amount for cell, _ in shown]), problems

    def _judge(
        self,
        indicator: Indicator,
        area: AreaVersion,
        draft: DraftCell | None,
        unread: tuple[str, ...] = (),
    ) -> Judged:
        """The cell with this typed into it; where nothing was, with what stands."""
        facts = self._facts(indicator, area, draft, unread)
        standing = self.recorded.get((indicator.pk, area.pk, self.layout.period.code))
        typed = draft or DraftCell(note=standing.note if standing else "", version=0)
        cell = GridCell(
            indicator=indicator.code,
            area_id=area.pk,
            amount=facts.amount,
            cell_id=typed.pk,
            note=typed.note,
            explanation=facts.explanation,
            reason=facts.reason,
            comment=typed.comment,
            is_comment_answered=bool(draft and self.returned_at and draft.saved_at > self.returned_at),
            version=typed.version,
            saved_by=shown_name(draft.saved_by if draft else None),
            saved_at=draft.saved_at if draft else None,
            typed_by=shown_name(draft.typed_by if draft else None),
            noted_by=shown_name(draft.noted_by if draft else None),
            is_explained=is_explained(facts),
            standing_note=standing.note if standing else "",
            standing=facts.standing,
            last_quarter=facts.last_quarter,
            last_year=facts.last_year,
            trajectory=facts.trajectory,
            problems=check_cell(facts) if typed.version else (),
            is_editable=self.reach.covers(area.pk),
        )
        return Judged(cell, facts)

    def _facts(
        self, indicator: Indicator, area: AreaVersion, draft: DraftCell | None, unread: tuple[str, ...]
    ) -> CellFacts:
        period = self.layout.period
        return CellFacts(
            indicator=indicator.definition,
            area=area.short_name,
            area_id=area.pk,
            period=period,
            amount=self._held(indicator, area, draft),
            unread=unread,
            explanation=draft.explanation if draft else "",
            said=tuple(self.said.get((indicator.code, area.pk, period.code), ())),
            reason=draft.reason if draft else "",
            standing=self._amount(indicator, area, period),
            earlier_this_year=self._earlier_this_year(indicator, area),
            last_quarter=self._amount(indicator, area, period.previous()) if period.is_quarter else None,
            last_year=self._amount(indicator, area, period.year_before()),
            trajectory=self.planned.get((indicator.pk, area.pk)),
            related=self._related(indicator, area),
            is_known_area=self.layout.has(indicator, area),
        )

    def _related(self, indicator: Indicator, area: AreaVersion) -> Related | None:
        """The number beside a cell that it is normally not above, as it was typed or as it stands."""
        beside = self.layout.related(indicator)
        if beside is None:
            return None
        other, part = beside
        held = self._held(other, area, self.drafts.get((other.pk, area.pk)))
        return Related.of(held, other.definition, part)

    def _held(self, indicator: Indicator, area: AreaVersion, draft: DraftCell | None) -> Amount:
        """What was typed, else what stands."""
        if draft is not None:
            return Amount(draft.numerator, draft.denominator, draft.marker)
        return self._amount(indicator, area, self.layout.period) or NOTHING

    def _amount(self, indicator: Indicator, area: AreaVersion, period: Period) -> Amount | None:
        """What is recorded for a period."""
        found = self.recorded.get((indicator.pk, area.pk, period.code))
        return found.amount if found else None

    def _earlier_this_year(self, indicator: Indicator, area: AreaVersion) -> Decimal | None:
        total = Decimal(0)
        for earlier in earlier_quarters(self.layout.period):
            amount = self._amount(indicator, area, earlier)
            if amount is None or amount.numerator is None:
                return None
            total += amount.numerator
        return total


def earlier_quarters(period: Period) -> list[Period]:
    """The quarters of the same year before this one; none for a year."""
    if not period.is_quarter:
        return []
    return [quarter for quarter in period.year.quarters() if quarter < period]
