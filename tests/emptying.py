"""Emptying the tables after a test that committed something."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection, transaction

MADE_BY_MIGRATE = {"django_content_type", "auth_permission"}
"""What `flush` empties and then fills again with the same rows."""


def empty_tables() -> None:
    """Take every row out of the test's database, as Django's `flush` does, in a twentieth of its time.

    Emptying all tables makes a new file for each of them and each index, whether there was a row in it or not. Most
    tests leave a few rows in a dozen tables. Whoever still writes is waited for. Switching the triggers off, which keep
    rows that belong together, is for superusers: where the tests are somebody else, it is `flush` that does it.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names = [connection.ops.quote_name(table) for table in tables if table not in MADE_BY_MIGRATE]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_setting('is_superuser')")
        if is_superuser := cursor.fetchone()[0] == "on":
            cursor.execute("set local session_replication_role = replica")
            cursor.execute(f"lock table {', '.join(names)} in share row exclusive mode")
            cursor.execute(" union all ".join(f"(select '{name}' from {name} limit 1)" for name in names))
            for (name,) in cursor.fetchall():
                cursor.execute(f"delete from {name}")
    if not is_superuser:
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
