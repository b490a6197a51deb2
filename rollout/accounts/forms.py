"""allauth's forms, each counted before it looks at what was typed."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app
from allauth.mfa.totp.internal import auth
from django import forms

from rollout.accounts import tries


class ResetPasswordForm(forms.Form):
    """An address to which a letter about a new password may go. Whose it is is not looked up here."""

    email = account.EmailField(required=True)


class UserTokenForm(account.UserTokenForm):
    """A key out of a letter."""

    def clean(self) -> Any:
        """Counted, unless it is right."""
        attempt = tries.key(context.request)
        cleaned = super().clean()
        attempt.succeeded()
        return cleaned


class ChangePasswordForm(account.ChangePasswordForm):
    """The password one has, and a new one."""

    def clean_oldpassword(self) -> str:
        """Counted like a password at sign-in, unless it is right."""
        attempt = tries.password(context.request, "", self.user)
        said = super().clean_oldpassword()
        attempt.succeeded()
        return str(said)


class CountedCode:
    """A form in which a code of the second step is typed."""

    user: Any

    def clean_code(self) -> str:
        """Counted, unless it is right."""
        attempt = tries.code(context.request, self.user)
        code = super().clean_code()  # type: ignore[misc]
        attempt.succeeded()
        return str(code)


class AuthenticateForm(CountedCode, second_step.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(CountedCode, second_step.ReauthenticateForm):
    """The second step, once more, before something that matters."""


class ActivateTOTPForm(CountedCode, app.ActivateTOTPForm):
    """The first code of an app that is being set up."""

    def clean_code(self) -> str:
        """Used up, if it is right: nobody signs in with it again within its half minute."""
        code = super().clean_code()
        auth.TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code
