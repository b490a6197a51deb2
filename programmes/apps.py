"""How Django knows the domain."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The domain: areas, programmes, indicators, figures, and the only way to write them."""

    name = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
