"""Grids as submissions: opened to be typed into, found ready to be sent, and read as figures to accept.

Opening locks the grid: two people in one cell, a save while another sends, or two who send at once follow one another,
and the later one sees what the earlier one did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Subquery

from programmes import permissions
from programmes.actions import periods, submissions
from programmes.actions.submissions import SubmissionNotWaiting
from programmes.checks.facts import Amount, Problem, Said
from programmes.checks.said import explains
from programmes.choices import Role, Severity, SubmissionStatus
from programmes.deliveries import Figure, Findings
from programmes.entry_results import joined
from programmes.models import DraftCell, Hand, Submission, SubmissionEvent, User
from programmes.permissions import Reach
from programmes.queries import entry
from programmes.queries.addresses import Address
from programmes.queries.explanations import said
from programmes.queries.layout import Layout, layout
from programmes.queries.possible import IN_HAND, UNDER_WAY, of_grid
from programmes.queries.windows import last_word, window, window_of

UNTOUCHED = (
    "These figures were returned, and nothing was changed since. Change what was asked for, or say in the note of "
    "the figure why it stays."
)
NOT_YOURS = "You may not enter figures of this area for this programme."
NOT_ALL = "Somebody who may enter all figures of {} must send them or take them back."


class NotReady(Exception):
    """The grid cannot be handed over yet; nothing was changed. `problems` say what is missing."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class OpenGrid:
    """A grid that one person may type into, locked until the transaction ends."""

    shape: Layout
    reach: Reach
    """Where the person may type."""
    by: User
    submission: Submission
    returned_at: datetime | None = None
    """When it was returned last."""
    has_hand: bool = False
    """Whether the person worked on it before."""


def open_grid(place: Address, by: User, today: date | None = None) -> OpenGrid:
    """The grid of a place, begun if need be, with what was typed into one that was withdrawn last.

    Raises PermissionDenied, SubmissionNotWaiting or PeriodNotOpen where the person may not type. Four statements where
    it was begun.
    """
    shape = layout(place.programme, place.period, place.area_code)
    reach = permissions.reach(by, Role.EDITOR, programme=place.programme)
    if not any(reach.covers(area.pk) for area in shape.areas):
        raise PermissionDenied(NOT_YOURS)
    found = _under_way(place, by)
    if found is None:
        periods.check_open(programme=place.programme, period=place.period, today=today)
        begun = submissions.begin_grid(place=place, by=by)
        if begun is not None:
            return OpenGrid(shape, reach, by, begun)
        found = _under_way(place, by)
    if found is None:
        raise SubmissionNotWaiting("Somebody took this grid back just now. Try again.")
    submissions.check_one_of(found, IN_HAND)
    known = vars(found)
    periods.check_in(window_of(place.period, known["reopened_until"], today), place.period)
    return OpenGrid(shape, reach, by, found, known["returned_at"], known["has_hand"])


def _under_way(place: Address, by: User) -> Submission | None:
    """The grid that is under way, locked, with what else opening it asks for. One statement."""
    returned = SubmissionEvent.objects.filter(submission=OuterRef("pk"), status=SubmissionStatus.RETURNED)
    here = place.grids_under_way()
    # Asked before waiting for whoever decides on it: what they accept meanwhile is found, and refused as accepted.
    found = Submission.objects.select_for_update(of=("self",)).filter(pk__in=here.values("pk"))
    return found.annotate(
        returned_at=Subquery(returned.order_by("-at").values("at")[:1]),
        has_hand=Exists(Hand.objects.filter(submission=OuterRef("pk"), person=by)),
        reopened_until=last_word(place.programme.code, place.period),
    ).first()


class GridContents:
    """What a grid holds, for the steps of its submission, which is locked."""

    WITHDRAWABLE = UNDER_WAY
    REASON = "Changed in the entry grid."
    """Of a revision that nobody was asked to give one for: another figure came in meanwhile."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.shape = entry.shape_of(submission)

    def check_ready(self, by: User, reason: str, today: date | None) -> int:
        """The number of figures to hand over. Raises NotReady with everything that is wrong or unexplained."""
        submissions.check_one_of(self.submission, IN_HAND)
        periods.check_open(programme=self.shape.programme, period=self.shape.reporting_period, today=today)
        grid = entry.grid_of(self.shape, self.submission, by, today=today)
        if not grid.may_send:
            raise PermissionDenied(NOT_ALL.format(self.shape.area.short_name))
        if grid.open_problems:
            raise NotReady(grid.open_problems)
        if grid.is_untouched:
            raise NotReady((Problem("returned-untouched", Severity.REFUSAL, UNTOUCHED, indicator=""),))
        if not grid.changes:
            nothing = "There is nothing to send yet: no figure was entered or changed."
            raise NotReady((Problem("nothing-to-send", Severity.REFUSAL, nothing, indicator=""),))
        return len(grid.changes)

    def check_may_withdraw(self, by: User) -> None:
        """Raise PermissionDenied unless the person may take it back."""
        opening = window(self.shape.programme.code, self.shape.reporting_period)
        if not of_grid(by, self.shape, self.submission, opening).withdraw:
            raise PermissionDenied(NOT_ALL.format(self.shape.area.short_name))

    def findings(self) -> Findings:
        """Every figure and marker in it, each with who typed it and with the note that is published beside it."""
        figures = tuple(_figures(self.submission))
        return Findings(rows_read=len(figures), figures=figures)


def _figures(submission: Submission) -> Iterator[Figure]:
    cells = submission.cells.select_related("indicator").order_by("indicator", "area")
    held = [cell for cell in cells if cell.numerator is not None or cell.marker]
    period = str(submission.period_id)
    earlier = said({cell.indicator_id for cell in held}, [period], {cell.area_id for cell in held})
    for cell in held:
        figure = Figure(
            indicator=cell.indicator.code,
            area=cell.area_id,
            period=period,
            numerator=cell.numerator,
            denominator=cell.denominator,
            marker=cell.marker,
            reason=cell.reason,
            typed_by=cell.typed_by_id,
            noted_by=cell.noted_by_id,
        )
        yield replace(figure, note=_published_note(cell, earlier.get(figure.key, ())))


def _published_note(cell: DraftCell, earlier: Iterable[Said]) -> str:
    """The note beside a figure, and the explanation if it is one of this figure."""
    amount = Amount(cell.numerator, cell.denominator, cell.marker)
    return joined(cell.note, cell.explanation if explains(cell.explanation, amount, earlier) else "")
