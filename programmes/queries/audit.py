"""Who did what to what, when: the newest first, in pages that stand still while events are added.

It is read as figures are: a national administrator reads all of it, others what is about the areas and programmes of
their roles and what they did themselves. What was done to people and their roles is for administrators only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from programmes import permissions
from programmes.choices import Role
from programmes.models import Area, AuditEvent, User

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is looked for; whatever is empty is not asked. Both days are included."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, and the events that the pages on either side begin from (None where there is no such page)."""

    events: tuple[Event, ...]
    newer_than: int | None
    older_than: int | None


ABOUT_PEOPLE = (
    Q(subject__startswith="person ") | Q(action__startswith="person-") | Q(action__startswith="grant-")
)


def readable(user: object) -> Q:
    """Which events this person may read. Up to four statements, and one for each programme with roles for areas."""
    if permissions.can_administer(user):
        return Q()
    if not isinstance(user, User):
        return Q(pk__in=())
    own = Q(actor=user.get_username())
    theirs = own & ~ABOUT_PEOPLE
    for programme, where in permissions.reaches(user, Role.ANALYST, Role.EDITOR, Role.APPROVER):
        part = Q(programme_code=programme) if programme else Q()
        if not where.everywhere:
            codes = Area.objects.filter(pk__in=where.areas).values_list("code", flat=True).distinct()
            part &= Q(area_code__in=list(codes))
        theirs |= part & ~ABOUT_PEOPLE
    return theirs | own & Q(subject=f"person {user.get_username()}")


def events(
    wanted: AuditFilter,
    may: Q,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int = PER_PAGE,
) -> EventPage:
    """One page: the newest, or those before or after the event with this key. Up to three statements.

    `may` is what the reader may read. A page is found by the event beside it and not by counting, so the millionth
    costs what the first does.
    """
    rows = _matching(wanted).filter(may)
    if after is not None:
        found = _read(_beyond(rows, after, newer=True).order_by("at", "id"), limit + 1)
        is_more, found = len(found) > limit, found[:limit][::-1]
        if not found:
            return events(wanted, may, limit=limit)
        return EventPage(found, found[0].id if is_more else None, found[-1].id)
    if before is not None:
        rows = _beyond(rows, before, newer=False)
    found = _read(rows.order_by("-at", "-id"), limit + 1)
    is_more, found = len(found) > limit, found[:limit]
    is_first = before is None or not found
    return EventPage(found, None if is_first else found[0].id, found[-1].id if is_more else None)


def every_event(wanted: AuditFilter, may: Q) -> Iterator[Event]:
    """All that the reader may read, the newest first, however many. One statement, read a part at a time."""
    rows = _matching(wanted).filter(may).order_by("-at", "-id").values_list(*Event.__slots__)
    return (Event(*row) for row in rows.iterator(chunk_size=2000))


def actions(may: Q) -> tuple[str, ...]:
    """Every kind of action of the events that the reader may read, by name. One statement."""
    return tuple(
        AuditEvent.objects.filter(may).order_by("action").values_list("action", flat=True).distinct()
    )


def _matching(wanted: AuditFilter) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.all()
    if wanted.actor:
        rows = rows.filter(actor__iexact=wanted.actor)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.subject:
        rows = rows.filter(subject__icontains=wanted.subject)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def _beyond(rows: QuerySet[AuditEvent], key: int, *, newer: bool) -> QuerySet[AuditEvent]:
    """The rows on one side of an event; a key that no event has leaves nothing out."""
    at = AuditEvent.objects.filter(pk=key).values_list("at", flat=True).first()
    if at is None:
        return rows
    side = "gt" if newer else "lt"
    return rows.filter(Q(**{f"at__{side}": at}) | Q(at=at, **{f"id__{side}": key}))


def _read(rows: QuerySet[AuditEvent], limit: int) -> tuple[Event, ...]:
    return tuple(Event(*row) for row in rows.values_list(*Event.__slots__)[:limit])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
