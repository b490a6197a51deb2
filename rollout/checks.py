"""System checks: what must be so before the site is served. Run by `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

LEAST_POSTGRESQL = 15


@register
def check_driver(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django prefers psycopg 3 wherever it can be imported, and COPY exports would then come out empty."""
    import importlib.util

    if importlib.util.find_spec("psycopg"):
        return [
            Error("psycopg 3 is installed beside psycopg2.", hint="Uninstall psycopg.", id="rollout.E001")
        ]
    return []


@register(Tags.database)
def check_postgresql(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """PostgreSQL, and recent enough."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            hint = "Write DATABASE_URL as postgresql://…"
            found.append(
                Error(f"{connection.vendor} cannot hold Rollout's rules.", hint=hint, id="rollout.E002")
            )
            continue
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10_000
        if version < LEAST_POSTGRESQL:
            hint = f"Use PostgreSQL {LEAST_POSTGRESQL} or later."
            found.append(Error(f"This is PostgreSQL {version}.", hint=hint, id="rollout.E003"))
    return found


@register(Tags.database)
def check_demonstration_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Accounts whose password the demonstration prints must not exist anywhere else."""
    if settings.DEMONSTRATION or not databases:
        return []
    try:
        names = list(
            get_user_model()._default_manager.filter(is_demonstration=True).values_list("username", flat=True)
        )
    except DatabaseError:
        # Before the first migration there is no table, and so there are no accounts.
        return []
    if not names:
        return []
    hint = "Delete them: they are made by the demonstration, and this is not one."
    return [Error(f"Demonstration accounts exist: {', '.join(sorted(names))}.", hint=hint, id="rollout.E004")]
