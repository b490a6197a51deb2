"""Django's templates, with the layer of figures in every link of a page that was rendered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template
from django.utils.safestring import SafeString, mark_safe

from dashboards.layer_links import with_layer


class LayeredTemplates(DjangoTemplates):
    """The engine of all pages."""

    def get_template(self, template_name: str) -> LayeredTemplate:
        """As Django's."""
        return LayeredTemplate(super().get_template(template_name))

    def from_string(self, template_code: str) -> LayeredTemplate:
        """As Django's."""
        return LayeredTemplate(super().from_string(template_code))


class LayeredTemplate(Template):
    """A template whose links carry the layer that it was rendered in."""

    def __init__(self, template: Template) -> None:
        super().__init__(template.template, template.backend)

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """As Django's. Pages have a request; letters have none, and name their links whole."""
        rendered = super().render(context, request)
        # Escaped by Django already: nothing is added that anybody gave.
        return mark_safe(rendered if request is None else with_layer(rendered))
