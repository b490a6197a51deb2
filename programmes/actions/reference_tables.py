"""Bringing one table into line with the rows of a file."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from programmes.reference.places import Faults, KindReport, Place, ReferenceFaulty

Values = Mapping[str, Any]


class Tally:
    """What was done so far, what it touches, and what was found wrong against the database."""

    def __init__(self) -> None:
        self._counts: list[KindReport] = []
        self._faults = Faults()
        self.geography_changed = False
        self.indicators: set[int] = set()
        self.programmes: set[int] = set()

    def count(self, kind: str, *, added: int = 0, changed: int = 0, removed: int = 0, left: int = 0) -> bool:
        """Keep the count; True when anything was written."""
        self._counts.append(KindReport(kind, added, changed, removed, left))
        return bool(added or changed or removed)

    def counts(self) -> tuple[KindReport, ...]:
        """What was done, kind by kind, in the order in which it was done."""
        return tuple(self._counts)

    def refuse(self, place: Place, message: str) -> None:
        """Note a fault that only the database could show; the load goes on to find the others."""
        self._faults.add(place, message)

    def raise_faults(self) -> None:
        """Give up, and everything written with it, when anything was refused."""
        if self._faults:
            raise ReferenceFaulty(self._faults)


def update_named(
    tally: Tally,
    kind: str,
    model: type[models.Model],
    key: Sequence[str],
    rows: Mapping[tuple[Hashable, ...], Values],
) -> tuple[dict[tuple[Hashable, ...], int], set[tuple[Hashable, ...]]]:
    """Rows that others point to: added, changed in place, never removed.

    Returns the primary key of each row of the file, and the keys of those that were added or changed.
    """
    standing = _standing(model, key, rows)
    added, changed = [], []
    for identity, values in rows.items():
        if identity not in standing:
            added.append(model(**dict(zip(key, identity, strict=True)), **values))
        elif standing[identity][1] != dict(values):
            changed.append(model(pk=standing[identity][0], **dict(zip(key, identity, strict=True)), **values))
    names = list(next(iter(rows.values()), {}))
    if changed:
        _in_safe_order(model, changed, names)
    model._default_manager.bulk_create(added, batch_size=2000)
    tally.count(kind, added=len(added), changed=len(changed), left=len(rows) - len(added) - len(changed))
    touched = {tuple(getattr(row, name) for name in key) for row in (*added, *changed)}
    pks = {identity: pk for identity, (pk, _) in standing.items()}
    pks |= {tuple(getattr(row, name) for name in key): row.pk for row in added}
    return pks, touched


def replace_listed(
    tally: Tally,
    kind: str,
    model: type[models.Model],
    key: Sequence[str],
    rows: Mapping[tuple[Hashable, ...], Values],
) -> set[tuple[Hashable, ...]]:
    """Rows that nothing points to: the table holds what the file says. Returns the keys that differed."""
    standing = _standing(model, key, rows)
    added = [identity for identity in rows if identity not in standing]
    changed = [
        identity
        for identity in rows
        if identity in standing and standing[identity][1] != dict(rows[identity])
    ]
    gone = [identity for identity in standing if identity not in rows]
    out = [standing[identity][0] for identity in (*gone, *changed)]
    if out:
        model._default_manager.filter(pk__in=out).delete()
    model._default_manager.bulk_create(
        [
            model(**dict(zip(key, identity, strict=True)), **rows[identity])
            for identity in rows
            if identity not in standing or standing[identity][1] != dict(rows[identity])
        ],
        batch_size=2000,
    )
    left = len(rows) - len(added) - len(changed)
    tally.count(kind, added=len(added), changed=len(changed), removed=len(gone), left=left)
    return {*added, *changed, *gone}


def _standing(
    model: type[models.Model], key: Sequence[str], rows: Mapping[tuple[Hashable, ...], Values]
) -> dict[tuple[Hashable, ...], tuple[int, dict[str, Any]]]:
    """What the table holds now: primary key and values, in one query."""
    names = list(next(iter(rows.values()), {}))
    cut = len(key) + 1
    return {
        row[1:cut]: (row[0], dict(zip(names, row[cut:], strict=True)))
        for row in model._default_manager.order_by().values_list("pk", *key, *names)
    }


def _in_safe_order(model: type[models.Model], changed: Iterable[models.Model], names: list[str]) -> None:
    """Lives that end are written before lives that begin."""
    rows = list(changed)
    field = "valid_to"
    if field in names:
        early = [row for row in rows if getattr(row, field) is not None]
        if early:
            model._default_manager.bulk_update(early, names)
        rows = [row for row in rows if row not in early]
    if rows:
        model._default_manager.bulk_update(rows, names)
