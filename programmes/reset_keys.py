"""Keys by which the owner of an account chooses a password: how they are made, and how long they work."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from programmes.models import User
from programmes.sentences import counted


class ResetKeys(PasswordResetTokenGenerator):
    """Good once, for the address that the account had when they were made, until its sessions are ended.

    Django's own end with the password, the last sign-in and the address of the account.
    """

    def check_token(self, user: User | None, token: str | None) -> bool:
        """Whether the key is good. None is for an account that is closed, or of a demonstration that is not here."""
        return user is not None and may_sign_in(user) and super().check_token(user, token)

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.times_signed_out}"


def may_sign_in(user: User) -> bool:
    """Whether the account is open, and not one of a demonstration where there is none."""
    return user.is_active and (settings.DEMONSTRATION or not user.is_demonstration)


def link(user: User) -> str:
    """The address of the page where its owner chooses a password."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": ResetKeys().make_token(user)}
    return settings.ADDRESS + reverse("account_reset_password_from_key", kwargs=parts)


def works_for() -> str:
    """How long a key works, in words."""
    hours = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) // timedelta(hours=1)
    days = hours // 24
    return counted(days, "day") if days else counted(hours, "hour")
