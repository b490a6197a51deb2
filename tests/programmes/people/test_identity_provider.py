"""Signing in through the organisation's identity provider: in, and nothing else."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from programmes.actions import people
from programmes.models import User
from tests.programmes.people.test_sign_in import PROVIDER

pytestmark = pytest.mark.django_db

PASSWORD = "seven otters on a raft"


@pytest.fixture(autouse=True)
def provider(settings):
    apps = PROVIDER["openid_connect"]["APPS"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"EMAIL_AUTHENTICATION": True, "APPS": apps}}
    settings.ROOT_URLCONF = "tests.with_provider"


@pytest.fixture
def clerk():
    user = people.add(username="clerk", email="clerk@example.org", by="test")
    user.set_password(PASSWORD)
    user.save()
    return user


def come_back(email, *, verified, uid="subject-1", process="login", signed_in=None, username="someone"):
    """As the provider's answer is taken up: the session and the response."""
    request = RequestFactory().get("/accounts/oidc/organisation/login/callback/")
    request.session = SessionStore()
    request.user = signed_in or AnonymousUser()
    request._messages = FallbackStorage(request)
    login = SocialLogin(
        user=User(username=username, email=email),
        account=SocialAccount(provider="organisation", uid=uid, extra_data={}),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)] if email else [],
        provider=get_adapter().get_provider(request, "organisation"),
    )
    login.state = {"process": process}
    with context.request_context(request):
        answer = complete_login(request, login)
    return request.session, answer


def who(session):
    return User.objects.get(pk=session["_auth_user_id"]).username if "_auth_user_id" in session else None


def test_a_proved_address_leads_to_the_account_that_was_given_it(clerk):
    session, answer = come_back("CLERK@example.org", verified=True)

    assert (who(session), answer.status_code) == ("clerk", 302)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)
    assert User.objects.count() == 1


def test_an_address_that_is_not_proved_leads_nowhere(clerk):
    session, answer = come_back("clerk@example.org", verified=False)

    assert (who(session), answer.status_code) == (None, 403)
    assert "You could not be signed in" in answer.content.decode()
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_an_address_that_its_owner_once_gave_leads_nowhere(clerk):
    EmailAddress.objects.create(user=clerk, email="evil@example.com", verified=True, primary=True)

    session, _answer = come_back("evil@example.com", verified=True)

    assert who(session) == "someone"


def test_a_new_person_has_the_proved_address_and_no_role(clerk):
    session, _answer = come_back("new@example.org", verified=True)

    user = User.objects.get(username="someone")
    assert who(session) == "someone"
    assert user.email == "new@example.org"
    assert not user.has_usable_password()
    assert not user.grants.exists()


@pytest.mark.parametrize("email", ["new@example.org", ""])
def test_a_new_person_without_a_proved_address_has_none(clerk, email):
    come_back(email, verified=False)

    assert User.objects.get(username="someone").email == ""


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_nobody_joins_another_identity_to_the_account_of_whoever_is_signed_in(clerk, process):
    session, answer = come_back("evil@example.com", verified=True, process=process, signed_in=clerk)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert not SocialAccount.objects.exists()
    assert who(session) is None


def test_a_closed_account_is_told_so(clerk):
    people.close(user_id=clerk.pk, by="test")

    session, answer = come_back("clerk@example.org", verified=True)

    assert (who(session), answer["Location"]) == (None, "/accounts/inactive/")


def test_a_demonstration_account_is_told_so(clerk, settings):
    User.objects.update(is_demonstration=True)
    settings.DEMONSTRATION = False

    session, answer = come_back("clerk@example.org", verified=True)

    assert who(session) is None
    assert "This is a demonstration account" in answer.content.decode()


def test_the_page_after_breaking_off_is_in_our_words(client):
    assert "You did not sign in" in client.get("/accounts/oidc/cancelled/").content.decode()
