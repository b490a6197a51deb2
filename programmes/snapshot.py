"""One page, one moment: everything read inside sees the same version of the results."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read in one database snapshot, in which nothing can be written; usable as a decorator too.

    Inside another transaction (a test's, or an outer snapshot) that transaction is used as it is, because
    PostgreSQL fixes the isolation of a transaction with its first statement. Costs one statement.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
