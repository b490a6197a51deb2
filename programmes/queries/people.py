"""Who may sign in, and which roles they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from programmes.choices import Role
from programmes.models import Grant, User
from programmes.queries.areas import named_areas


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role of somebody, and where it holds."""

    id: int
    role: str
    area_code: str
    area_name: str
    programme: str
    given_at: datetime
    given_by: str

    @property
    def words(self) -> str:
        """The grant as one would say it: "Area editor: Hampshire (QHM), all programmes"."""
        where = f"{self.area_name or 'unknown area'} ({self.area_code})" if self.area_code else "everywhere"
        return f"{self.role}: {where}, {self.programme or 'all programmes'}"


@dataclass(frozen=True, slots=True)
class Person:
    """An account and its roles."""

    id: int
    username: str
    name: str
    email: str
    is_active: bool
    is_demonstration: bool
    last_login: datetime | None
    grants: tuple[GrantLine, ...]


def people(text: str = "") -> tuple[Person, ...]:
    """Everybody, or those whose name or address has this text in it, by user name. Three statements."""
    users = User.objects.order_by("username")
    if text:
        users = users.filter(
            Q(username__icontains=text)
            | Q(email__icontains=text)
            | Q(first_name__icontains=text)
            | Q(last_name__icontains=text)
        )
    return _read(list(users))


def person(user_id: int) -> Person | None:
    """One account, or None. Three statements."""
    found = _read(list(User.objects.filter(pk=user_id)))
    return found[0] if found else None


def by_address(address: str) -> User | None:
    """Whose address this is, by the word of whoever looks after accounts. One statement."""
    return User.objects.filter(email__iexact=address).first() if address else None


def by_login(said: str) -> list[User]:
    """Whom somebody may mean by a user name or an address: whose address it is before others. One statement."""
    found = (
        User.objects.filter(Q(email__iexact=said) | Q(username__iexact=said)) if said else User.objects.none()
    )
    return sorted(
        found, key=lambda user: (user.email.lower() != said.lower(), user.username != said, user.pk)
    )


def holds(user_id: int, *roles: Role) -> bool:
    """Whether somebody holds any of these roles, wherever; an administrator holds all. One statement."""
    return Grant.objects.filter(user=user_id, role__in=[*roles, Role.ADMINISTRATOR]).exists()


def _read(users: list[User]) -> tuple[Person, ...]:
    grants: dict[int, list[GrantLine]] = {user.pk: [] for user in users}
    rows = list(
        Grant.objects.filter(user__in=users)
        .select_related("programme")
        .order_by("role", "area_code", "programme__name")
    )
    codes = {row.area_code for row in rows if row.area_code}
    names = {code: area.short_name for code, area in named_areas(codes).items()}
    for row in rows:
        grants[row.user_id].append(
            GrantLine(
                id=row.pk,
                role=Role(row.role).label,
                area_code=row.area_code,
                area_name=names.get(row.area_code, ""),
                programme=row.programme.name if row.programme else "",
                given_at=row.given_at,
                given_by=row.given_by,
            )
        )
    return tuple(
        Person(
            id=user.pk,
            username=user.username,
            name=user.get_full_name(),
            email=user.email,
            is_active=user.is_active,
            is_demonstration=user.is_demonstration,
            last_login=user.last_login,
            grants=tuple(grants[user.pk]),
        )
        for user in users
    )
