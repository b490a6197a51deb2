"""Who may sign in, and how an account comes to be."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest


class AccountBackend(AuthenticationBackend):
    """Accounts by name or e-mail address. A demonstration account is nobody outside the demonstration."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Asked at sign-in, and again at every request of an open session."""
        if getattr(user, "is_demonstration", False) and not settings.DEMONSTRATION:
            return False
        return bool(super().user_can_authenticate(user))


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: an administrator does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """People whom the organisation's identity provider vouches for get an account, without any role."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Open to them: whether they may see or enter anything is decided by roles."""
        return True
