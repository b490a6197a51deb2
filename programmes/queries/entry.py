"""The entry grid: every cell as it was typed, beside what stood before it, what was planned, and what rules say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied

from programmes import permissions
from programmes.area_history import AreaVersion, ref_of
from programmes.checks.facts import NOTHING, Amount, CellFacts, Problem, Related
from programmes.checks.rules import check_cell, check_column
from programmes.checks.said import is_explained
from programmes.choices import Role, SubmissionStatus
from programmes.entry_results import ColumnTotal, Grid, GridCell, GridColumn, GridRow, Step
from programmes.models import DraftCell, Indicator, Programme, ReportingPeriod, Submission, User
from programmes.permissions import NOWHERE, Reach
from programmes.queries.layout import Layout, Surroundings, layout, surroundings
from programmes.queries.possible import of_grid
from programmes.queries.windows import window


def grid(submission: Submission, user: object, *, today: date | None = None) -> Grid:
    """The grid of a submission, as this person may see it; PermissionDenied when they may not.

    Thirteen statements, whatever its size.
    """
    shape = layout(submission.programme, _period_of(submission), submission.area_code)
    return grid_of(shape, submission, user, today=today)


def grid_before(
    programme: Programme, period: ReportingPeriod, area_code: str, user: object, *, today: date | None = None
) -> Grid:
    """The grid as it is before anybody begins: what stands is shown, and nothing is written."""
    return grid_of(layout(programme, period, area_code), None, user, today=today)


@dataclass(frozen=True)
class Sheet:
    """The cells of some columns of a grid, with what rules are told about each and say of it."""

    around: Surroundings
    cells: dict[tuple[int, int], GridCell]
    """By indicator and area."""
    facts: dict[tuple[int, int], CellFacts]
    drafts: dict[tuple[int, int], DraftCell]
    """What was typed into these cells, and into those beside them that rules read."""
    reach: Reach = NOWHERE
    returned_at: datetime | None = None

    def put(self, indicator: Indicator, area: AreaVersion, draft: DraftCell | None) -> None:
        """Lay a cell out as it was typed, in place of what stood there; None where nothing was."""
        key = indicator.pk, area.pk
        if draft is not None:
            self.drafts[key] = draft
        beside = _related(self.around, area, self.drafts, self.around.layout.related(indicator))
        is_editable = self.reach.covers(area.pk)
        self.cells[key], self.facts[key] = _cell(
            self.around, indicator, area, draft, beside, self.returned_at, is_editable
        )

    def column_problems(
        self, indicator: Indicator, seen: Collection[int] | None = None
    ) -> tuple[Problem, ...]:
        """What rules say about all cells of an indicator, once somebody has typed one.

        Nothing to those who may see some of its areas only (by their keys; all, if none are named).
        """
        places = self._places(indicator, seen)
        if len(places) < len(self._places(indicator)) or not any(
            self.cells[place].version for place in places
        ):
            return ()
        return check_column(self.around.column(indicator, [self.facts[place] for place in places]))

    def total(self, indicator: Indicator, seen: Collection[int] | None = None) -> ColumnTotal:
        """What the cells of an indicator add up to, in the areas that somebody may see."""
        return total_of(indicator.code, [self.cells[place].amount for place in self._places(indicator, seen)])

    def _places(self, indicator: Indicator, seen: Collection[int] | None = None) -> list[tuple[int, int]]:
        areas = self.around.layout.areas_of(indicator)
        return [(indicator.pk, area.pk) for area in areas if seen is None or area.pk in seen]


def sheet(
    shape: Layout,
    submission: Submission | None,
    *,
    indicators: Collection[Indicator] | None = None,
    reach: Reach = NOWHERE,
    returned_at: datetime | None = None,
) -> Sheet:
    """The cells of these indicators (else of all). Four statements.

    `reach` says where the person may type, `returned_at` when the grid was returned last.
    """
    wanted = shape.indicators if indicators is None else indicators
    beside = (shape.related(indicator) for indicator in wanted)
    read = {*wanted, *(other[0] for other in beside if other)}
    drafts: dict[tuple[int, int], DraftCell] = {}
    around = surroundings(shape, read)
    if submission is not None:
        rows = submission.cells.filter(indicator__in=read).select_related("saved_by", "typed_by", "noted_by")
        drafts = {(draft.indicator_id, draft.area_id): draft for draft in rows}
    found = Sheet(around, {}, {}, drafts, reach, returned_at)
    for indicator in wanted:
        for area in shape.areas_of(indicator):
            found.put(indicator, area, drafts.get((indicator.pk, area.pk)))
    return found


def total_of(indicator: str, amounts: Iterable[Amount]) -> ColumnTotal:
    """The sum of a column: not known while a number is missing, so the sum so far stands beside it."""
    held = list(amounts)
    numerators = [amount.numerator for amount in held if amount.numerator is not None]
    denominators = [amount.denominator for amount in held if amount.denominator is not None]
    so_far, so_far_denominator = sum(numerators, Decimal(0)), sum(denominators, Decimal(0))
    return ColumnTotal(
        indicator=indicator,
        numerator=so_far if held and len(numerators) == len(held) else None,
        denominator=so_far_denominator if held and len(denominators) == len(held) else None,
        so_far=so_far,
        so_far_denominator=so_far_denominator,
        filled=sum(not amount.is_empty for amount in held),
        expected=len(held),
    )


def grid_of(shape: Layout, submission: Submission | None, user: object, *, today: date | None = None) -> Grid:
    """The cells of this layout, begun or not, as this person may see them; PermissionDenied when they may not."""
    programme = shape.programme
    editing = permissions.reach(user, Role.EDITOR, programme=programme)
    reading = permissions.reach(user, Role.EDITOR, Role.APPROVER, Role.ANALYST, programme=programme)
    seen = frozenset(area.pk for area in shape.areas if reading.covers(area.pk))
    if not seen:
        raise PermissionDenied("You may not see the figures that these areas are giving.")
    opening = window(programme.code, shape.reporting_period, today=today)
    may = of_grid(user, shape, submission, opening, editing)
    so_far = steps(submission) if submission else ()
    returned_at = last_return(so_far)
    found = sheet(shape, submission, reach=editing if may.edit else NOWHERE, returned_at=returned_at)
    return Grid(
        programme=programme.code,
        programme_name=programme.short_name,
        period=shape.period,
        area=ref_of(shape.area),
        window=opening,
        columns=tuple(_column(found, indicator, seen) for indicator in shape.indicators),
        rows=tuple(
            GridRow(
                ref_of(area),
                area.pk,
                tuple(found.cells.get((indicator.pk, area.pk)) for indicator in shape.indicators),
                tuple(gss.code for gss in area.gss_codes),
            )
            for area in shape.areas
            if area.pk in seen
        ),
        submission_id=submission.pk if submission else None,
        status=submission.status if submission else "",
        sent_by=_name(submission.sent_by) if submission else "",
        sent_at=submission.sent_at if submission and submission.sent_by_id else None,
        accepted_by=_name(submission.accepted_by) if submission else "",
        accepted_at=submission.accepted_at if submission else None,
        steps=so_far,
        returned_at=returned_at,
        may_edit=may.edit,
        may_send=may.send,
        may_withdraw=may.withdraw,
        may_decide=may.decide,
    )


def steps(submission: Submission) -> tuple[Step, ...]:
    """The life of a submission, oldest step first. One statement."""
    events = submission.events.select_related("by").order_by("at", "id")
    return tuple(Step(event.status, event.at, _name(event.by), event.comment) for event in events)


def last_return(so_far: Iterable[Step]) -> datetime | None:
    """When it was returned last; None where it never was."""
    return max((step.at for step in so_far if step.status == SubmissionStatus.RETURNED), default=None)


def _column(found: Sheet, indicator: Indicator, seen: Collection[int]) -> GridColumn:
    return GridColumn(
        indicator.definition, found.total(indicator, seen), found.column_problems(indicator, seen)
    )


def _cell(
    around: Surroundings,
    indicator: Indicator,
    area: AreaVersion,
    draft: DraftCell | None,
    beside: Related | None,
    returned_at: datetime | None,
    is_editable: bool,
) -> tuple[GridCell, CellFacts]:
    standing = around.standing(indicator, area)
    amount = _amount(around, indicator, area, draft)
    facts = around.cell(
        indicator,
        area,
        amount,
        explanation=draft.explanation if draft else "",
        reason=draft.reason if draft else "",
        related=beside,
    )
    cell = GridCell(
        indicator=indicator.code,
        area_id=area.pk,
        amount=amount,
        cell_id=draft.pk if draft else None,
        note=draft.note if draft else standing.note if standing else "",
        explanation=facts.explanation,
        reason=facts.reason,
        comment=draft.comment if draft else "",
        is_comment_answered=bool(draft and returned_at and draft.saved_at > returned_at),
        version=draft.version if draft else 0,
        saved_by=_name(draft.saved_by) if draft else "",
        saved_at=draft.saved_at if draft else None,
        typed_by=_name(draft.typed_by) if draft else "",
        noted_by=_name(draft.noted_by) if draft else "",
        is_explained=is_explained(facts),
        standing_note=standing.note if standing else "",
        standing=facts.standing,
        last_quarter=facts.last_quarter,
        last_year=facts.last_year,
        trajectory=facts.trajectory,
        problems=check_cell(facts) if draft and draft.version else (),
        is_editable=is_editable,
    )
    return cell, facts


def _amount(around: Surroundings, indicator: Indicator, area: AreaVersion, draft: DraftCell | None) -> Amount:
    """What was typed, else what stands."""
    if draft is not None:
        return Amount(draft.numerator, draft.denominator, draft.marker)
    standing = around.standing(indicator, area)
    return standing.amount if standing else NOTHING


def _related(
    around: Surroundings,
    area: AreaVersion,
    drafts: Mapping[tuple[int, int], DraftCell],
    related: tuple[Indicator, str] | None,
) -> Related | None:
    """The number beside a cell that it is normally not above, as it was typed or as it stands."""
    if related is None:
        return None
    indicator, part = related
    amount = _amount(around, indicator, area, drafts.get((indicator.pk, area.pk)))
    return Related.of(amount, indicator.definition, part)


def _period_of(submission: Submission) -> ReportingPeriod:
    if submission.period is None:
        raise ValueError(f"{submission} is a file, not a grid.")
    return submission.period


def _name(person: User | None) -> str:
    """A person as others are told of them."""
    return "" if person is None else person.get_full_name() or person.get_username()
