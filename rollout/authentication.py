"""Who may sign in, and how an account comes to be."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dashboards.layer_links import carried
from programmes.actions import account_letters
from programmes.layers import layer_entered_by, reading
from programmes.models import User
from programmes.queries import people
from programmes.reset_keys import may_sign_in
from rollout.accounts import tries

CHANGES = {
    "account/email/password_changed": "The password of your account on Rollout was changed.",
    "account/email/password_reset": "A new password was chosen for your account on Rollout, by a link from a letter.",
    "mfa/email/totp_activated": "An authenticator app was set up for your account on Rollout.",
    "mfa/email/totp_deactivated": "The authenticator app of your account on Rollout was removed.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account on Rollout.",
}
"""What allauth tells people of, in our words."""

SOME_CHANGE = "How you sign in to your account on Rollout was changed."


class AccountBackend(AuthenticationBackend):
    """Accounts by name or e-mail address. A demonstration account is nobody outside the demonstration."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """Whose name, or address by the administrator's word, and password these are."""
        login, password = _login_of(credentials), credentials.get("password")
        if not login or not password:
            return None
        meant = people.by_login(login)
        for user in meant:
            if self._check_password(user, password):
                return user
        if not meant:
            # As long as it takes to look at a password that there is.
            User().set_password(password)
        return None

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Asked at sign-in, and again at every request of an open session."""
        return isinstance(user, User) and may_sign_in(user)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: an administrator does, and gives it its address."""

    _attempt: tries.Attempt

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at."""
        login = _login_of(credentials)
        self._attempt = tries.password(request, login, next(iter(people.by_login(login)), None))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Who that is, if the password is right."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            self._attempt.succeeded()
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether somebody who has signed in is still there. Counted as at sign-in."""
        attempt = tries.password(context.request, "", user)
        is_right = user.check_password(password)
        if is_right:
            attempt.succeeded()
        return is_right

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """Whoever knows the password of an account that is closed, or not for here, is told so."""
        if user.is_active and not may_sign_in(user):
            return render(request, "account/demonstration_account.html", status=403)
        return super().pre_login(request, user, **details)

    def login(self, request: HttpRequest, user: User) -> None:
        """The last step: an account may have been closed since the first."""
        if not may_sign_in(user):
            raise ImmediateHttpResponse(redirect("account_inactive"))
        super().login(request, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever signs in with a demonstration account sees the figures that it enters."""
        address = super().get_login_redirect_url(request)
        with reading(layer_entered_by(request.user)):
            return carried(address)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Never: what there is to say is written by `account_letters`, to the address that was given."""
        raise LookupError(f"Nothing of ours sends {template_prefix}.")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that how they sign in was changed."""
        agent = self.get_http_user_agent(self.request)[:200]
        client = f"{agent} at {self.get_client_ip(self.request)}"
        account_letters.tell_of_change(
            person=user, change=CHANGES.get(template_prefix, SOME_CHANGE), client=client
        )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """People whom the organisation's identity provider vouches for get an account, without any role."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Open to them: whether they may see or enter anything is decided by roles."""
        return True

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Somebody who has an account already, by an address that the provider has proved and we were given."""
        for proved in (each.email for each in sociallogin.email_addresses if each.verified):
            person = people.by_address(proved)
            if person is not None and self.can_authenticate_by_email(sociallogin, proved):
                # Without the address, which would have allauth take the password away: it was not given by its owner.
                return person, ""
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Signing in and nothing else: nobody joins another identity to the account of whoever is signed in.

        A new account has the address that the provider has proved, if nobody has it, or none.
        """
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("account_login"))
        if sociallogin.is_existing:
            return
        proved = [each.email for each in sociallogin.email_addresses if each.verified]
        claimed = [each.email for each in sociallogin.email_addresses]
        if any(people.by_login(each) for each in claimed):
            raise ImmediateHttpResponse(render(request, "socialaccount/address_taken.html", status=403))
        sociallogin.user.email = proved[0] if proved else ""
        sociallogin.email_addresses = []


def _login_of(credentials: dict[str, Any]) -> str:
    return credentials.get("username") or credentials.get("email") or ""
