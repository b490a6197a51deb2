"""The addresses of the site where an identity provider is set up."""

from django.urls import include, path

from rollout.accounts.urls import IDENTITY_PROVIDER
from rollout.urls import handler400, handler500
from rollout.urls import urlpatterns as site

__all__ = ["handler400", "handler500", "urlpatterns"]

urlpatterns = [path("accounts/", include(IDENTITY_PROVIDER)), *site]
