"""Django's administration pages: everything can be looked at, nothing can be changed.

Whatever is stored here is written by an action, which checks, notes it in the audit and keeps the results right. So
these pages show rows for finding out what happened, to national administrators only; /enter/ has the pages that act.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Field, ForeignKey, JSONField, Model, TextField, URLField
from django.http import HttpRequest

from programmes.permissions import can_administer

SECRETS = {"programmes.User": ("password",)}
"""Fields that nobody needs to see."""

ROOM_FOR = 8
"""Columns of a list."""


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at. Adding, changing and deleting are refused to everybody, superusers included."""

    show_full_result_count = False
    list_per_page = 50
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def get_list_display(self, request: HttpRequest) -> Any:
        """The first few short fields."""
        return [field.name for field in self._shown() if _is_short(field)][:ROOM_FOR]

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Whatever a shown row names, read with it."""
        return [field.name for field in self._shown() if isinstance(field, ForeignKey)]

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Fields that nobody needs to see."""
        return self._secrets()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """A row by its key, or by a field that the address names; an empty name names none."""
        return super().get_object(request, object_id, from_field or None)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list of rows that an address asks for; what no column can hold, as a year 99999999, is answered as
        other conditions that make no sense are."""
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters from error

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Shown to national administrators."""
        return _may_look(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Shown to national administrators."""
        return _may_look(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: rows are made by actions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: rows are changed by actions, if at all."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: nothing that happened is made not to have happened."""
        return False

    def _shown(self) -> list[Field]:
        return [field for field in self.model._meta.concrete_fields if field.name not in self._secrets()]

    def _secrets(self) -> tuple[str, ...]:
        return SECRETS.get(self.model._meta.label, ())


def _may_look(request: HttpRequest) -> bool:
    """Asked for every model of a page, so looked up once a request."""
    if not hasattr(request, "may_administer"):
        request.may_administer = can_administer(request.user)  # type: ignore[attr-defined]
    return bool(request.may_administer)  # type: ignore[attr-defined]


def _is_short(field: Field) -> bool:
    return not isinstance(field, TextField | JSONField)


for _model in apps.get_app_config("programmes").get_models():
    # Django has no such pages for rows with a key of several columns; results have pages enough of their own.
    if not _model._meta.is_composite_pk:
        admin.site.register(_model, ReadOnlyAdmin)
