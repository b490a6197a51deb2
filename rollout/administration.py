"""The site of Django's administration pages: whose rows it shows, and by which door one comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from programmes.permissions import can_administer


class AdministrationSite(admin.AdminSite):
    """The domain's rows, for national administrators, who sign in where everybody does.

    Other apps register pages of their own that would write past the actions: groups, which give nothing here, and
    what allauth keeps, some of which is secret. They are left out. The same goes for Django's own doors for signing
    in and changing a password, which know neither limits nor a second step.
    """

    site_header = "Rollout administration"
    site_title = "Rollout"
    index_title = "Everything that is stored, to look at"
    site_url = "/enter/people/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take the domain's models, and leave other apps' aside."""
        models: Iterable[type[Model]] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        )
        super().register(
            [model for model in models if model._meta.app_label == "programmes"], admin_class, **options
        )

    def has_permission(self, request: HttpRequest) -> bool:
        """National administrators, whatever Django's own flags say."""
        return can_administer(request.user)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """A page of these. Who has signed in and may not see it is told so, and not asked to sign in again."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Over to the site's own page; who has signed in already and may not see this is told so."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Over to the site's own page."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Over to the site's own page."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Over to the site's own page."""
        return redirect("account_change_password")
