"""The demonstration's people: one for each role, with one password between them."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction


@dataclass(frozen=True)
class Person:
    """One demonstration account: its name, its role and what it is for."""

    username: str
    role: str
    purpose: str
    is_staff: bool = False


PEOPLE = (
    Person("reader", "reader", "reads everything"),
    Person("analyst", "analyst", "reads, exports, saves views"),
    Person("editor", "editor", "enters the figures of the areas of QHM"),
    Person("neighbour", "editor", "enters the figures of the areas of QF7"),
    Person("approver", "approver", "accepts what others entered"),
    Person("admin", "national administrator", "everything, and the administration pages", is_staff=True),
)


class NotADemonstrationError(Exception):
    """Accounts with a known password were asked for where real people work."""


def password(data: Path, chosen: str = "") -> str:
    """ROLLOUT_DEMO_PASSWORD, or one made at the first start and kept in the data folder."""
    if chosen:
        return chosen
    kept = data / "demonstration-password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(9))
    return kept.read_text()


@transaction.atomic
def make(secret: str) -> None:
    """Make the accounts, or set them right again. Refused outside the demonstration."""
    if not settings.DEMONSTRATION:
        raise NotADemonstrationError("Demonstration accounts exist only where ROLLOUT_DEMO=1.")
    users = get_user_model()._default_manager
    # Hashed once: it is one password, and hashing is slow on purpose.
    hashed = make_password(secret)
    for person in PEOPLE:
        role, _ = Group.objects.get_or_create(name=person.role)
        user, _ = users.get_or_create(username=person.username, defaults={"is_demonstration": True})
        if not user.is_demonstration:
            raise NotADemonstrationError(f"{person.username} is a real person's account; it is left alone.")
        user.email = f"{person.username}@example.org"
        user.is_staff = user.is_superuser = person.is_staff
        user.is_active = True
        user.password = hashed
        user.save()
        user.groups.set([role])
