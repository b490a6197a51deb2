"""Writing down who did what to what."""

from __future__ import annotations

from typing import Any

from programmes.models import AuditEvent, User

Actor = User | str
"""A person, or the name of the command that acts without one."""


def name_of(by: Actor) -> str:
    """The name under which an actor stands in the audit."""
    return by if isinstance(by, str) else by.get_username()


def person(by: Actor) -> User | None:
    """The actor, when it is a person."""
    return None if isinstance(by, str) else by


def note(
    *,
    by: Actor,
    action: str,
    subject: str,
    detail: dict[str, Any] | None = None,
    programme: str = "",
    area: str = "",
) -> None:
    """Note one thing that an action did, in the transaction that did it.

    A programme and an area (by their codes) say whose figures it is about: who looks after these may read it.
    """
    AuditEvent.objects.create(
        actor=name_of(by),
        action=action,
        subject=subject,
        detail=detail or {},
        programme_code=programme,
        area_code=area,
    )
