"""What waits to be accepted or returned by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q

from programmes import permissions
from programmes.choices import Role, SubmissionStatus
from programmes.models import Area, Hand, Submission, User, shown_name
from programmes.periods import Period

CHANGED_SINCE = """
select count(*) from programmes_draftcell cell left join lateral (
    select numerator, denominator, marker from programmes_cellsave saved
    where saved.submission_id = cell.submission_id and saved.indicator_id = cell.indicator_id
      and saved.area_id = cell.area_id and saved.at <= %(at)s
    order by saved.version desc limit 1
) as before on true
where cell.submission_id = %(submission)s and cell.saved_at > %(at)s
  and (cell.numerator, cell.denominator, cell.marker)
      is distinct from (before.numerator, before.denominator, before.marker)
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission that waits, and whether this person may decide on it."""

    id: int
    programme: str
    channel: str
    period: Period | None
    area_code: str
    area_name: str
    file_name: str
    sent_by: str
    sent_at: datetime
    cells: int
    explained: int
    """Cells with an explanation."""
    may_decide: bool
    is_own: bool
    """Whether this person worked on it."""
    sites: int
    """How many sites it lists."""


def waiting_for(user: object) -> tuple[Waiting, ...]:
    """What waits, the oldest first: to decide on, or of areas the person looks after.

    Five statements for those whose roles hold somewhere only; three for the others.
    """
    if not isinstance(user, User):
        return ()
    found = (
        Submission.objects.filter(status=SubmissionStatus.SUBMITTED)
        .select_related("programme", "period", "sent_by")
        .annotate(
            held=Count(
                "cells", filter=Q(cells__numerator__isnull=False) | ~Q(cells__marker=""), distinct=True
            ),
            explained=Count("cells", filter=~Q(cells__explanation=""), distinct=True),
            sites=Func(F("upload__services"), function="jsonb_array_length", output_field=IntegerField()),
            is_mine=Exists(Hand.objects.filter(submission=OuterRef("pk"), person=user)),
        )
        .order_by("sent_at", "pk")
    )
    rows = list(found)
    lives: dict[str, list[Area]] = {}
    for area in Area.objects.filter(code__in={row.area_code for row in rows}).order_by("valid_from"):
        lives.setdefault(area.code, []).append(area)
    reaches = _Reaches(user)
    waiting = []
    for row in rows:
        places = {area.pk for area in lives.get(row.area_code, ())}
        if not reaches.may_see(row, places):
            continue
        is_own = row.sent_by_id == user.pk or row.is_mine
        waiting.append(
            Waiting(
                id=row.pk,
                programme=row.programme.short_name,
                channel=row.channel,
                period=row.period.period if row.period else None,
                area_code=row.area_code,
                area_name=lives[row.area_code][-1].short_name if places else "",
                file_name=row.file_name,
                sent_by=shown_name(row.sent_by),
                sent_at=row.sent_at,
                cells=row.held or row.rows_read,
                explained=row.explained,
                may_decide=not is_own and reaches.may_decide(row, places),
                is_own=is_own,
                sites=row.sites or 0,
            )
        )
    return tuple(waiting)


def numbers_changed_since(submission_id: int, at: datetime) -> int:
    """How many cells of a grid hold another number than they did at this moment. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED_SINCE, {"submission": submission_id, "at": at})
        return int(cursor.fetchone()[0])


class _Reaches:
    """Where the person may decide and see, asked once for each programme."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._known: dict[tuple[int, tuple[Role, ...]], permissions.Reach] = {}

    def may_decide(self, row: Submission, places: set[int]) -> bool:
        """As `permissions.why_not_decide`, without the question whose hands it went through."""
        where = self._reach(row, Role.APPROVER)
        return where.everywhere or bool(row.area_code and places and where.areas.issuperset(places))

    def may_see(self, row: Submission, places: set[int]) -> bool:
        """Who may see unpublished figures there sees that they wait."""
        where = self._reach(row, Role.APPROVER, Role.EDITOR, Role.ANALYST)
        return where.everywhere or bool(where.areas & places) or row.sent_by_id == self._user.pk

    def _reach(self, row: Submission, *roles: Role) -> permissions.Reach:
        key = (row.programme_id, roles)
        if key not in self._known:
            self._known[key] = permissions.reach(self._user, *roles, programme=row.programme)
        return self._known[key]
