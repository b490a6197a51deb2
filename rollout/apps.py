"""Rollout's wiring as an installed app, so that its commands and checks are found."""

from django.apps import AppConfig
from django.contrib.admin import apps as administration


class RolloutConfig(AppConfig):
    """Loads the Celery application and the system checks with Django."""

    default = True
    name = "rollout"
    verbose_name = "Rollout"

    def ready(self) -> None:
        """Register what registers itself on import."""
        from rollout import celery, checks  # noqa: F401


class AdministrationConfig(administration.AdminConfig):
    """Django's administration pages, on a site of ours."""

    default = False
    default_site = "rollout.administration.AdministrationSite"
