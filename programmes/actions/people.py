"""People, and what they may do where. The only writer of accounts and grants.

A person may do any of this only as a national administrator; a command may always. What is so already is not done
again, and not noted again.
"""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from programmes import permissions
from programmes.actions import account_letters, audit
from programmes.choices import Role
from programmes.models import Grant, Programme, User, shown_name
from programmes.queries import people as queries


class NameTaken(Exception):
    """Somebody has this user name or email address already; nothing was changed."""


class GrantNotPossible(Exception):
    """No such grant can be: it says too little or too much about where it holds; nothing was changed."""


class LastAdministrator(Exception):
    """Nobody would be left who could give anybody a role; nothing was changed."""


@transaction.atomic
def add(*, username: str, email: str, by: audit.Actor, first_name: str = "", last_name: str = "") -> User:
    """Make an account without a password and without a role."""
    _check_may(by)
    if queries.by_login(username):
        raise NameTaken(f"There is an account named {username} already.")
    _check_free(email)
    user = User(username=username, email=email, first_name=first_name, last_name=last_name)
    user.password = make_password(None)
    _save_alone(user)
    audit.note(by=by, action="person-add", subject=_subject(user), detail={"email": email})
    return user


@transaction.atomic
def invite(
    *,
    username: str,
    email: str,
    by: User,
    first_name: str = "",
    last_name: str = "",
    role: Role | None = None,
    area_code: str = "",
    programme: Programme | None = None,
) -> User:
    """Make an account, with a role if one is given, and send its owner a letter by which they choose a password."""
    user = add(username=username, email=email, by=by, first_name=first_name, last_name=last_name)
    if role is not None:
        give(user_id=user.pk, role=role, by=by, area_code=area_code, programme=programme)
    account_letters.invite(person=user, by=_signature(by))
    return user


@transaction.atomic
def change_address(*, user_id: int, email: str, by: User) -> bool:
    """Give an account another email address, and tell both addresses; whether it is another one.

    Keys to choose a password that were sent to the old one work no more (`reset_keys`).
    """
    _check_may(by)
    user = User.objects.select_for_update().get(pk=user_id)
    old = user.email
    if email.lower() == old.lower():
        return False
    _check_free(email, but=user)
    user.email = email
    _save_alone(user)
    audit.note(by=by, action="person-address", subject=_subject(user), detail={"from": old, "to": email})
    account_letters.tell_of_address(person=user, old=old, by=_signature(by))
    return True


@transaction.atomic
def close(*, user_id: int, by: audit.Actor) -> None:
    """Let somebody sign in no more, and end their sessions for good.

    What they did stays under their name, and their roles wait for them.
    """
    _check_may(by)
    administrators = _administrators()
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        return
    if set(administrators) == {user.pk}:
        raise LastAdministrator(f"{user} is the only national administrator. Make somebody else one first.")
    user.is_active = False
    user.times_signed_out += 1
    user.save(update_fields=["is_active", "times_signed_out"])
    audit.note(by=by, action="person-close", subject=_subject(user))


@transaction.atomic
def reopen(*, user_id: int, by: audit.Actor) -> None:
    """Let somebody sign in again, with the roles they had."""
    _check_may(by)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.note(by=by, action="person-reopen", subject=_subject(user))


@transaction.atomic
def give(
    *, user_id: int, role: Role, by: audit.Actor, area_code: str = "", programme: Programme | None = None
) -> Grant:
    """Give a role: for an area and everything below it, or everywhere; for a programme, or all."""
    _check_may(by)
    if role == Role.EDITOR and not area_code:
        raise GrantNotPossible("An area editor needs an area. ENG stands for all of England.")
    if role == Role.ADMINISTRATOR and (area_code or programme):
        raise GrantNotPossible("A national administrator is one everywhere and for every programme.")
    user = User.objects.get(pk=user_id)
    grant, is_new = Grant.objects.get_or_create(
        user=user,
        role=role,
        area_code=area_code,
        programme=programme,
        defaults={"given_by": audit.name_of(by)},
    )
    if is_new:
        _keep_staff(user)
        audit.note(by=by, action="grant-give", subject=_subject(user), detail=_detail(grant))
    return grant


@transaction.atomic
def take(*, grant_id: int, by: audit.Actor) -> None:
    """Take a role back."""
    _check_may(by)
    administrators = _administrators()
    found = Grant.objects.select_related("user", "programme").filter(pk=grant_id).first()
    if found is None:
        return
    if found.role == Role.ADMINISTRATOR and set(administrators) == {found.user_id}:
        raise LastAdministrator(
            f"{found.user} is the only national administrator. Make somebody else one first."
        )
    detail = _detail(found)
    found.delete()
    _keep_staff(found.user)
    audit.note(by=by, action="grant-take", subject=_subject(found.user), detail=detail)


def _check_free(email: str, but: User | None = None) -> None:
    """Nobody else has this address, nor is named so: people sign in by either."""
    if any(user != but for user in queries.by_login(email)):
        raise NameTaken(f"There is an account with the address {email} already.")


def _save_alone(user: User) -> None:
    """Save, unless somebody else took the name or the address at the same moment."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as taken:
        raise NameTaken("Somebody has this user name or email address already.") from taken


def _signature(by: User) -> dict[str, str]:
    """How letters name who wrote them."""
    return {"name": shown_name(by), "address": by.email}


def _check_may(by: audit.Actor) -> None:
    if not isinstance(by, str):
        permissions.check_can_administer(by)


def _administrators() -> list[int]:
    """Who administers and may sign in. Locked, before anything else is, so that two cannot end each other at once."""
    locked = Grant.objects.select_for_update(of=("self", "user")).select_related("user")
    grants = locked.filter(role=Role.ADMINISTRATOR, user__is_active=True).order_by("pk")
    return [grant.user_id for grant in grants]


def _keep_staff(user: User) -> None:
    """The administration pages open to national administrators, and to nobody else."""
    is_staff = user.grants.filter(role=Role.ADMINISTRATOR).exists()
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])


def _subject(user: User) -> str:
    return f"person {user.get_username()}"


def _detail(grant: Grant) -> dict[str, str]:
    return {
        "role": str(grant.role),
        "area": grant.area_code or "everywhere",
        "programme": grant.programme.code if grant.programme else "all",
    }
