"""One page, one moment: everything read inside sees the same version of the results."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction

from programmes.choices import Layer
from programmes.layers import layer_in_hand

Read = TypeVar("Read")


@dataclass(slots=True)
class Moment:
    """What was asked already at this moment, by the function that reads it."""

    are_stood_in_for: bool
    """Whether other results stand in front of the stored ones."""
    seen: dict[tuple[Callable[[], Any], Layer], Any] = field(default_factory=dict)


_moment: ContextVar[Moment | None] = ContextVar("moment", default=None)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read in one database snapshot, in which nothing can be written; usable as a decorator too.

    Inside another transaction (a test's, or an outer snapshot) that transaction is used as it is, because
    PostgreSQL fixes the isolation of a transaction with its first statement. Costs one statement.
    """
    if connection.in_atomic_block:
        with one_moment():
            yield
        return
    with transaction.atomic(), one_moment():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def one_moment(*, are_stood_in_for: bool = False) -> Iterator[None]:
    """What is read `once_a_snapshot` inside is read once, and usable as a decorator too.

    For transactions in which nothing can change, and for requests to which what changes meanwhile may come later.
    """
    outer = _moment.get()
    if outer is not None and not are_stood_in_for:
        yield
        return
    _moment.set(Moment(are_stood_in_for))
    try:
        yield
    finally:
        # Not by a token: a stream that nobody read to its end may be closed from elsewhere.
        _moment.set(outer)


def once_a_snapshot(read: Callable[[], Read]) -> Callable[[], Read]:
    """Ask only once within a snapshot and a layer, where the answer cannot change; each time outside of one."""

    @wraps(read)
    def asked() -> Read:
        moment = _moment.get()
        if moment is None:
            return read()
        asked_here = (read, layer_in_hand())
        if asked_here not in moment.seen:
            moment.seen[asked_here] = read()
        return moment.seen[asked_here]

    return asked


def are_results_stood_in_for() -> bool:
    """Whether whoever reads now sees other results than the stored ones: see `programmes.engine.looking_back`."""
    moment = _moment.get()
    return moment is not None and moment.are_stood_in_for
