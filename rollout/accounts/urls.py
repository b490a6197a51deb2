"""Every page about one's own account that there is. allauth has others: each would be a way round an administrator.

Nobody makes an account for themselves, gives it another address, joins it to another identity, or sets a password by
being signed in alone.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.socialaccount import views as identity
from allauth.socialaccount.providers.openid_connect import views as provider
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path, re_path

from rollout.accounts import views

ACCOUNT = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "password/change/",
        login_required(views.PasswordChangeView.as_view()),
        name="account_change_password",
    ),
    path(
        "password/reset/",
        views.PasswordResetView.as_view(),
        name="account_reset_password",
    ),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

SECOND_STEP = [
    path("2fa/", second_step.index, name="mfa_index"),
    path("2fa/authenticate/", second_step.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", app.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "2fa/recovery-codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
]

IDENTITY_PROVIDER = [
    path("oidc/<provider_id>/login/", provider.login, name="openid_connect_login"),
    path("oidc/<provider_id>/login/callback/", provider.callback, name="openid_connect_callback"),
    path("oidc/cancelled/", identity.login_cancelled, name="socialaccount_login_cancelled"),
]
"""Only where there is one."""

urlpatterns: list[URLPattern] = [
    *ACCOUNT,
    *SECOND_STEP,
    *(IDENTITY_PROVIDER if settings.IDENTITY_PROVIDER else []),
]
