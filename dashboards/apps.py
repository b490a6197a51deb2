"""The application."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """The reading side."""

    name = "dashboards"
    verbose_name = "Dashboards"
