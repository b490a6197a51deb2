"""Who may sign in and what they may do: for national administrators only."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.actions import people as actions
from programmes.choices import Role
from programmes.forms import AddressForm, GrantForm, PersonForm
from programmes.models import User
from programmes.permissions import check_can_administer
from programmes.queries import people as queries
from programmes.queries.people import Person


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, and their roles."""
    _administrator(request)
    text = request.GET.get("q", "").strip()[:80]
    return render(
        request,
        "programmes/people.html",
        {"text": text, "people": queries.people(text), "crumbs": _crumbs()[:1]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def person_add(request: HttpRequest) -> HttpResponse:
    """A new account. Its owner chooses a password by the letter that is sent."""
    by = _administrator(request)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = actions.invite(by=by, **_with_role(form))
        except (actions.NameTaken, actions.GrantNotPossible) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{user} has an account. A letter to {user.email} lets them choose a password."
            )
            return redirect("person", user.pk)
    return render(
        request, "programmes/person_add.html", {"form": form, "crumbs": _crumbs()}, status=_status(form)
    )


@require_safe
@login_required
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account: its roles, and what can be done about them."""
    _administrator(request)
    return _person_page(request, _found(user_id), GrantForm(), AddressForm())


@require_POST
@login_required
def grant_give(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a role."""
    by = _administrator(request)
    found = _found(user_id)
    form = GrantForm(request.POST)
    if form.is_valid():
        try:
            actions.give(user_id=found.id, by=by, **_with_role(form))
        except actions.GrantNotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The role is given, and holds from now on.")
            return redirect("person", user_id)
    return _person_page(request, found, form, AddressForm())


@require_POST
@login_required
def person_address(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give the account another email address."""
    by = _administrator(request)
    found = _found(user_id)
    form = AddressForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            is_another = actions.change_address(user_id=found.id, email=email, by=by)
        except actions.NameTaken as refusal:
            form.add_error("email", str(refusal))
        else:
            if is_another:
                messages.success(request, f"The email address of {found.username} is now {email}.")
            else:
                messages.info(request, f"That is the address that {found.username} has already.")
            return redirect("person", user_id)
    return _person_page(request, found, GrantForm(), form)


@require_POST
@login_required
def grant_take(request: HttpRequest, user_id: int, grant_id: int) -> HttpResponse:
    """Take a role back."""
    by = _administrator(request)
    found = _found(user_id)
    if all(grant.id != grant_id for grant in found.grants):
        messages.info(request, "They do not hold that role any more.")
        return redirect("person", user_id)
    try:
        actions.take(grant_id=grant_id, by=by)
    except actions.LastAdministrator as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The role is taken back, and holds no more.")
    return redirect("person", user_id)


@require_POST
@login_required
def person_close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let them sign in no more."""
    by = _administrator(request)
    found = _found(user_id)
    try:
        actions.close(user_id=found.id, by=by)
    except actions.LastAdministrator as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.username} can sign in no more.")
    return redirect("person", user_id)


@require_POST
@login_required
def person_reopen(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let them sign in again."""
    by = _administrator(request)
    found = _found(user_id)
    actions.reopen(user_id=found.id, by=by)
    messages.success(request, f"{found.username} can sign in again.")
    return redirect("person", user_id)


def _administrator(request: HttpRequest) -> User:
    check_can_administer(request.user)
    return cast("User", request.user)


def _found(user_id: int) -> Person:
    found = queries.person(user_id)
    if found is None:
        raise Http404("There is no such account.")
    return found


def _with_role(form: GrantForm) -> dict[str, Any]:
    role = form.cleaned_data["role"]
    return {**form.cleaned_data, "role": Role(role) if role else None}


def _person_page(
    request: HttpRequest, found: Person, form: GrantForm, address_form: AddressForm
) -> HttpResponse:
    context = {"person": found, "form": form, "address_form": address_form, "crumbs": _crumbs()}
    return render(request, "programmes/person.html", context, status=_status(form, address_form))


def _crumbs() -> list[tuple[str, str]]:
    return [("Enter figures", reverse("enter")), ("People", reverse("people"))]


def _status(*forms: Form) -> int:
    return 422 if any(form.is_bound for form in forms) else 200
