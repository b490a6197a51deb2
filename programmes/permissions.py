"""Who may do what, where. `check_…` raises, `can_…` answers; both decide from the grants alone.

A grant for an area holds for every life of its code, for what it went over into whole, and for everything that lies or
lay below these. Roles add up. A national administrator may do everything but accept their own figures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from programmes.area_history import WHOLE, closure
from programmes.choices import Role
from programmes.models import Area, Grant, Programme, Submission, User
from programmes.stored_areas import area_history

EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a role holds: everywhere, or in these areas (keys of their lives)."""

    everywhere: bool
    areas: frozenset[int]

    def covers(self, area_id: int) -> bool:
        """Whether it holds in the area."""
        return self.everywhere or area_id in self.areas

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.areas)


NOWHERE = Reach(False, frozenset())
ALL = Reach(True, frozenset())


def reach(user: object, *roles: Role, programme: Programme | None = None) -> Reach:
    """Where any of these roles holds for the person, for the programme (or for any, when none is named).

    One SQL statement; another where the role holds in some areas only, unless a moment knows the geography.
    """
    if not isinstance(user, User) or not user.is_active:
        return NOWHERE
    grants = Grant.objects.filter(Q(role__in=roles) | Q(role=Role.ADMINISTRATOR), user=user)
    if programme is not None:
        grants = grants.filter(Q(programme=programme) | Q(programme__isnull=True))
    codes = set(grants.values_list("area_code", flat=True))
    if not codes:
        return NOWHERE
    if EVERYWHERE in codes:
        return ALL
    return Reach(False, _below(codes))


def reaches(user: object, *roles: Role) -> tuple[tuple[str, Reach], ...]:
    """Where any of these roles holds for the person, by the programme of the grants: by its code, or empty for all.

    One SQL statement, and one more for each programme with grants for areas, unless a moment knows the geography.
    """
    if not isinstance(user, User) or not user.is_active:
        return ()
    found: dict[str, set[str]] = {}
    grants = Grant.objects.filter(Q(role__in=roles) | Q(role=Role.ADMINISTRATOR), user=user)
    for programme, area in grants.values_list("programme__code", "area_code"):
        found.setdefault(programme or "", set()).add(area)
    return tuple(
        (programme, ALL if EVERYWHERE in codes else Reach(False, _below(codes)))
        for programme, codes in found.items()
    )


def _below(codes: Collection[str]) -> frozenset[int]:
    """Every version of these codes, what they became whole, and whatever lay or lies below these."""
    history = area_history()
    named = [area.pk for code in codes for area in history.coded(code) if area.code == code]
    became = closure(
        named, lambda area: [step.successor for step in history.after.get(area, ()) if step.share >= WHOLE]
    )
    return frozenset(closure(became, lambda area: [link.child for link in history.below.get(area, ())]))


def why_not_decide(user: object, submission: Submission) -> str:
    """Why the person may not accept or return this submission, in a sentence; empty where they may.

    Approvers of its programme and area may, and never one who worked on it. What is about many areas, as a file is,
    needs an approver everywhere. Up to three statements.
    """
    if has_a_hand(user, submission):
        return "You worked on these figures. Another person must accept them."
    where = reach(user, Role.APPROVER, programme=submission.programme)
    if where.everywhere:
        return ""
    areas = Area.objects.filter(code=submission.area_code).values_list("pk", flat=True)
    if not submission.area_code or not where.areas.issuperset(areas):
        return "You may not accept or return figures of this programme."
    return ""


def has_a_hand(user: object, submission: Submission) -> bool:
    """Whether the person gave, sent or took back figures of it at any time: then they never accept it.

    One statement.
    """
    if not isinstance(user, User):
        return False
    return submission.sent_by_id == user.pk or submission.hands.filter(person=user).exists()


def can_administer(user: object) -> bool:
    """May change areas, targets, periods and people's roles: a national administrator, and nobody of one area."""
    return reach(user, Role.ADMINISTRATOR).everywhere


def check_can_administer(user: object) -> None:
    """Raise PermissionDenied unless the person is a national administrator."""
    if not can_administer(user):
        raise PermissionDenied("Only a national administrator may do this.")


def can_see_provenance(user: object) -> bool:
    """May see who entered and who accepted a figure, what is being worked on, and the audit."""
    return bool(reach(user, Role.ANALYST, Role.EDITOR, Role.APPROVER))


def check_can_see_provenance(user: object) -> None:
    """Raise PermissionDenied unless the person may see unpublished status and provenance."""
    if not can_see_provenance(user):
        raise PermissionDenied("Sign in with an account that may see how figures came in.")
