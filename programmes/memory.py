"""What changes seldom: read once, then remembered by this process for as long as it is true.

Nothing is forgotten by hand. What is remembered belongs to a number that is raised in the transaction that changes
what was read: whoever sees the change sees the new number as well, and reads anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.db import connection
from django.utils import timezone

from programmes.choices import Layer
from programmes.layers import layer_in_hand
from programmes.snapshot import are_results_stood_in_for, once_a_snapshot

Asked = ParamSpec("Asked")
Read = TypeVar("Read")


class Numbers(NamedTuple):
    """Which results of a layer and which geography stand, and how many marks wait.

    `version` is 0 before the first recompute.
    """

    version: int = 0
    geography: int = 0
    changed_at: datetime | None = None
    waiting: int = 0


NUMBERS = {
    layer: f"select {before}version, geography, {before}changed_at,"
    " (select count(*) from programmes_dirty where layer = %s) from programmes_dataversion where id = 1"
    for layer, before in ((Layer.OFFICIAL, ""), (Layer.DEMONSTRATION, "demonstration_"))
}


@once_a_snapshot
def numbers() -> Numbers:
    """What stands now in the layer in hand. One statement; within a snapshot, only the first time."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS[layer_in_hand()], [layer_in_hand().value])
        row = cursor.fetchone()
    return Numbers(*row) if row else Numbers()


def remembered_by_results(read: Callable[Asked, Read]) -> Callable[Asked, Read]:
    """Remember what this returns, for each layer and set of arguments, while results and geography stand.

    For what is changed by loading reference data and by recomputing, which raise the data version, and by nothing
    else. Nothing is remembered before the first recompute, when definitions may come one by one, nor of results that
    stand in for the stored ones.
    """
    return _remembered(read, _by_results)


def remembered_by_geography(read: Callable[Asked, Read]) -> Callable[Asked, Read]:
    """Remember what this returns, for each set of arguments, until the day ends or the geography changes.

    The database itself raises its number when an area, code, parent, succession, edition, population or weight
    changes. With a new day another edition may become the current one.
    """
    return _remembered(read, _by_geography)


def _by_geography(now: Numbers) -> object:
    return (now.geography, timezone.localdate()) if now.geography else None


def _by_results(now: Numbers) -> object:
    return now[:3] if now.version and not are_results_stood_in_for() else None


def forget() -> None:
    """Forget everything, as a process that has just begun."""
    for remembered in _everything:
        remembered.clear()


_everything: list[dict[Any, Any]] = []


def _remembered(read: Callable[Asked, Read], key: Callable[[Numbers], object]) -> Callable[Asked, Read]:
    remembered: dict[Layer, tuple[object, dict[object, Read]]] = {}
    _everything.append(remembered)

    @wraps(read)
    def answered(*args: Asked.args, **kwargs: Asked.kwargs) -> Read:
        now = key(numbers())
        if now is None:
            return read(*args, **kwargs)
        number, answers = remembered.get(layer_in_hand(), (None, {}))
        if number != now:
            # One number at a time. Another thread may still hold an older one: it reads anew, and is right.
            answers = {}
            remembered[layer_in_hand()] = (now, answers)
        asked = (args, tuple(sorted(kwargs.items())))
        if asked not in answers:
            answers[asked] = read(*args, **kwargs)
        return answers[asked]

    return answered
