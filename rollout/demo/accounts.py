"""The demonstration's people: one for each role, with one password between them."""

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from programmes.actions import people, periods
from programmes.choices import Role
from programmes.models import Programme, ReportingPeriod, User
from programmes.queries import people as people_queries


@dataclass(frozen=True)
class Person:
    """One demonstration account: its name, its role, where that holds, and what it is for."""

    username: str
    role: Role
    purpose: str
    area_code: str = ""


PEOPLE = (
    Person("reader", Role.READER, "reads everything that is published"),
    Person("analyst", Role.ANALYST, "sees also what is due, who entered what, and the audit"),
    Person("editor", Role.EDITOR, "enters the figures of the areas of QHM", "QHM"),
    Person("neighbour", Role.EDITOR, "enters the figures of the areas of QF7", "QF7"),
    Person("approver", Role.APPROVER, "accepts what others entered"),
    Person("admin", Role.ADMINISTRATOR, "everything, people and their roles included"),
)

TO_ENTER = ("ips", "2025-26-Q1")
"""The programme and quarter that are left to be entered."""

OPEN_UNTIL = date(2035, 3, 31)


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
        address = f"{person.username}@example.org"
        given = {"is_demonstration": True, "email": "" if people_queries.by_address(address) else address}
        # Whoever changed an address by trying things out finds it so again.
        user, _ = users.get_or_create(username=person.username, defaults=given)
        if not user.is_demonstration:
            raise NotADemonstrationError(f"{person.username} is a real person's account; it is left alone.")
        user.is_superuser = False
        user.is_active = True
        user.password = hashed
        user.save()
        people.give(user_id=user.pk, role=person.role, area_code=person.area_code, by="demonstration")
    _keep_a_quarter_open(users.get(username="admin"))


def _keep_a_quarter_open(administrator: User) -> None:
    """So that whoever enters figures finds some due, whatever the day: a quarter without made-up figures."""
    programme_code, period_code = TO_ENTER
    programme = Programme.objects.filter(code=programme_code).first()
    period = ReportingPeriod.objects.filter(pk=period_code).first()
    if programme is not None and period is not None:
        reason = "The demonstration always has a quarter to enter."
        periods.reopen(period=period, programme=programme, reason=reason, until=OPEN_UNTIL, by=administrator)
