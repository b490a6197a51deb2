"""Rollout's wiring as an installed app, so that its commands and checks are found."""

from django.apps import AppConfig


class RolloutConfig(AppConfig):
    """Loads the Celery application and the system checks with Django."""

    name = "rollout"
    verbose_name = "Rollout"

    def ready(self) -> None:
        """Register what registers itself on import."""
        from rollout import celery, checks  # noqa: F401
