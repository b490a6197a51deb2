"""System checks: what must be so before the site is served. Run by `manage.py check --deploy --database default`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.db import DatabaseError, OperationalError, connections

LEAST_POSTGRESQL = 15
NO_MAILERS = {
    f"django.core.mail.backends.{kind}.EmailBackend" for kind in ("console", "dummy", "filebased", "locmem")
}
"""Mailers that send nothing."""


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


@register(Tags.security, deploy=True)
def check_mailer(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Letters hold keys to accounts: they go to the people they are for, and not to a log or a file."""
    mailer = settings.EMAIL_BACKEND
    if settings.DEMONSTRATION or mailer not in NO_MAILERS:
        return []
    hint = "Set ROLLOUT_EMAIL_HOST to the name of your mail server."
    return [Error(f"Letters would not be sent: the mailer is {mailer}.", hint=hint, id="rollout.E005")]


@register(Tags.security, deploy=True)
def check_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Only under its own names may the site be asked for."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "List the host names of the site in ROLLOUT_ALLOWED_HOSTS, with commas."
    return [Error("Any host name at all would be taken: * is among them.", hint=hint, id="rollout.E006")]


@register(Tags.database)
def check_demonstration_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Accounts whose password the demonstration prints must not exist anywhere else."""
    return _demonstration_accounts() if databases else []


@register(Tags.security, deploy=True)
def check_deployed_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The same with `--deploy` alone, which names no database."""
    return [] if databases else _demonstration_accounts()


def _demonstration_accounts() -> list[CheckMessage]:
    if settings.DEMONSTRATION:
        return []
    people = get_user_model()._default_manager.filter(is_demonstration=True)
    try:
        names = sorted(people.values_list("username", flat=True))
    except OperationalError:
        said = "Whether demonstration accounts exist was not looked at: the database does not answer."
        return [Info(said, id="rollout.I001")]
    except DatabaseError:
        # Before the first migration there is no table, and so there are no accounts.
        return []
    if not names:
        return []
    hint = "Delete them: they are made by the demonstration, and this is not one."
    return [Error(f"Demonstration accounts exist: {', '.join(names)}.", hint=hint, id="rollout.E004")]
