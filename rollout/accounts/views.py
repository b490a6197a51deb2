"""The two of allauth's pages that do something else here."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from programmes.actions import account_letters
from rollout.accounts import tries

LATER = (
    "Letters are slow to go out at the moment. If there is one for you, it goes as soon as that is mended."
)


class PasswordResetView(views.PasswordResetView):
    """Ask for a letter by which one chooses a password. The worker finds out whether there is anybody to send it to."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The same is done, and said, whoever's address it is."""
        address = form.cleaned_data["email"]
        tries.letter(self.request, address)
        if not account_letters.ask_for_reset(address):
            messages.warning(self.request, LATER)
        return redirect(self.get_success_url())


class PasswordChangeView(views.PasswordChangeView):
    """Change one's password, for those who have one.

    Without one, it cannot be shown who asks: an unlocked screen would be enough to set it for good.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A page in words for those who sign in another way."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return render(request, "account/no_password.html")
        return super().dispatch(request, *args, **kwargs)
