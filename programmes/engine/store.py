"""Results into the database: rows as fixed-width arrays, written by binary COPY, and only those that changed.

A row carries a digest of itself. Finding what changed means reading twenty bytes of each stored row and comparing
them with what was computed; what differs is staged and merged in the caller's transaction, in the layer in hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from django.db import connection
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from programmes.engine.cube import copy_out
from programmes.engine.digests import Columns, digest
from programmes.layers import layer_in_hand


@dataclass(frozen=True)
class Table:
    """Where results of one kind live: the table, its two key columns beside the slice, and what it holds."""

    name: str
    slice_key: str
    nullable: frozenset[str]
    """Integer columns in which -1 stands for NULL."""


PROGRESS = Table(
    "programmes_progress", "indicator_id", frozenset({"rank", "rank_of", "reporting", "revision"})
)
COVERAGE = Table("programmes_coverage", "programme_id", frozenset({"areas_covered", "services"}))

PERIOD_WIDTH = len("2023-24-Q4")

KEY = np.dtype(
    [
        ("fields", ">i2"),
        ("area_length", ">i4"),
        ("area", ">i8"),
        ("period_length", ">i4"),
        ("period", "S10"),
        ("digest_length", ">i4"),
        ("digest", ">i8"),
    ]
)
"""(area, period, digest) of a stored row, the period padded to one width."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: rows that were computed, that differed from what was stored, and that are gone."""

    computed: int
    changed: int
    removed: int

    @property
    def different(self) -> int:
        """Rows that were not stored as computed."""
        return self.changed + self.removed


def write(table: Table, owner: int, columns: Columns, *, periods: list[str] | None = None) -> Written:
    """Make the stored rows of a slice equal to these. The caller holds the transaction and the slice's lock.

    The slice is all rows of one owner (an indicator, a programme), or those of some periods. Rows are keyed by
    `area_id` and `period_id`. Costs two statements when nothing changed.
    """
    columns = _as_stored(table, owner, columns)
    changed, gone, is_new = compare(table, owner, columns, periods)
    if len(gone[0]):
        _remove(table, owner, *gone)
    count = int(changed.sum())
    if count and is_new:
        # None of these keys is stored: no row can be in the way, so they go straight in.
        _copy_in(table.name, columns, table.nullable)
    elif count:
        _merge(table, {name: values[changed] for name, values in columns.items()})
    return Written(len(changed), count, len(gone[0]))


def compare(
    table: Table, owner: int, columns: Columns, periods: list[str] | None
) -> tuple[NDArray[np.bool_], tuple[NDArray, NDArray], bool]:
    """(which computed rows are new or different, (areas, periods) of the stored rows that should not be, all new?)."""
    only = "" if periods is None else f" and period_id in ({', '.join(repr(code) for code in periods)})"
    stored = copy_out(
        f"select area_id, rpad(period_id, {PERIOD_WIDTH}), digest from {table.name} where {_here(table, owner)}{only}",
        KEY,
    )
    computed_keys = row_keys(columns["area_id"], columns["period_id"])
    if len(stored) == 0:
        return np.ones(len(computed_keys), bool), (np.zeros(0, np.int64), np.zeros(0, "S10")), True
    stored_keys = row_keys(stored["area"], stored["period"])
    order = np.argsort(stored_keys)
    place = np.minimum(np.searchsorted(stored_keys, computed_keys, sorter=order), len(order) - 1)
    match = order[place]
    found = stored_keys[match] == computed_keys
    same = found & (stored["digest"][match] == columns["digest"])
    left_over = np.ones(len(stored_keys), bool)
    left_over[match[found]] = False
    gone = (stored["area"][left_over].astype(np.int64), np.char.rstrip(stored["period"][left_over]))
    return ~same, gone, not bool(found.any())


def differences(table: Table, owner: int, columns: Columns) -> int:
    """How many rows of an owner differ, in any column, from these: computed but not so stored, or stored only.

    Compares every value and not the digests, so that it would find a row changed behind the engine's back.
    """
    columns = _as_stored(table, owner, columns)
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        staging = _stage(cursor, table, columns)
        stored = f"select {listed} from {table.name} where {_here(table, owner)}"
        cursor.execute(
            f"select count(distinct (area_id, period_id)) from ("
            f" (select {listed} from {staging} except {stored})"
            f" union all ({stored} except select {listed} from {staging})) different"
        )
        count = cursor.fetchone()[0]
        cursor.execute(f"truncate {staging}")
    return count


def distrust(table: Table, owner: int, columns: Columns) -> None:
    """Spoil the digest of every stored row of an owner that has other values than computed under the same digest.

    A digest says what the engine wrote. Whoever changed a row since then, by hand or by a restored backup, did not
    change its digest with it; once that is spoilt, `write` replaces the row like any other.
    """
    columns = _as_stored(table, owner, columns)
    keys = ("layer", table.slice_key, "period_id", "area_id", "digest")
    same_key = " and ".join(f"stored.{name} = computed.{name}" for name in keys)
    values = [name for name in columns if name not in keys]
    with connection.cursor() as cursor:
        cursor.execute(f"select exists (select 1 from {table.name} where {_here(table, owner)})")
        if not cursor.fetchone()[0]:
            return
        staging = _stage(cursor, table, columns)
        cursor.execute(
            f"update {table.name} stored set digest = ~stored.digest from {staging} computed where {same_key}"
            f" and ({', '.join(f'stored.{name}' for name in values)})"
            f" is distinct from ({', '.join(f'computed.{name}' for name in values)})"
        )
        cursor.execute(f"truncate {staging}")


def put_in_front(table: Table) -> None:
    """Make an empty temporary table of the same name, which every later statement of this transaction reads instead.

    PostgreSQL looks for a name among the session's own temporary tables first. It goes with the transaction, or with
    the savepoint after which it was made.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"create temp table {table.name} (like {table.name}) on commit drop")


def fill(table: Table, owner: int, columns: Columns) -> None:
    """Put the rows of an owner into a table that has none of them."""
    _copy_in(table.name, _as_stored(table, owner, columns), table.nullable)


def make_quick(table: Table) -> None:
    """Give a table that stands in front what a reader needs to find a few rows of it quickly."""
    key = table.slice_key
    with connection.cursor() as cursor:
        cursor.execute(f"create index on {table.name} (layer, {key}, period_id, area_id)")
        cursor.execute(f"create index on {table.name} (layer, area_id, {key}, period_id)")
        # The keys only: looking at every column would take longer than both indexes.
        cursor.execute(f"analyze {table.name} ({key}, period_id, area_id)")


def _here(table: Table, owner: int) -> str:
    """The rows of an owner in the layer in hand, in SQL."""
    return f"layer = '{layer_in_hand().value}' and {table.slice_key} = {int(owner)}"


def _as_stored(table: Table, owner: int, columns: Columns) -> Columns:
    """The columns with what is stored beside them: whose rows and of which layer they are, and the digest of each."""
    total, layer = len(columns["area_id"]), layer_in_hand().value.encode()
    columns = {**columns, table.slice_key: np.full(total, owner, np.int64)}
    return {**columns, "layer": np.full(total, layer), "digest": digest(columns)}


def row_keys(area: NDArray, period: NDArray) -> NDArray[np.int64]:
    """Area and period as one number: what differs between 2023-24-Q4 and others is its year and its quarter."""
    text = (
        np.ascontiguousarray(period.astype(f"S{PERIOD_WIDTH}"))
        .view(np.uint8)
        .reshape(len(area), PERIOD_WIDTH)
    )
    digits = text.astype(np.int64) - ord("0")
    year = digits[:, :4] @ np.array([1000, 100, 10, 1])
    return area.astype(np.int64) * 100_000 + year * 10 + np.maximum(digits[:, -1], 0)


def _remove(table: Table, owner: int, areas: NDArray, periods: NDArray) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"delete from {table.name} t using unnest(%s::bigint[], %s::text[]) as gone(area_id, period)"
            f" where t.layer = %s and t.{table.slice_key} = %s and t.area_id = gone.area_id"
            " and t.period_id = gone.period",
            [areas.tolist(), [period.decode() for period in periods], layer_in_hand().value, int(owner)],
        )


def _merge(table: Table, columns: Columns) -> None:
    """Stage the rows, then let them replace those of the same key."""
    names = list(columns)
    keys = ["layer", table.slice_key, "period_id", "area_id"]
    updates = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    with connection.cursor() as cursor:
        staging = _stage(cursor, table, columns)
        listed = ", ".join(names)
        cursor.execute(
            f"insert into {table.name} ({listed}) select {listed} from {staging}"
            f" on conflict ({', '.join(keys)}) do update set {updates}"
        )
        cursor.execute(f"truncate {staging}")


def _stage(cursor: CursorWrapper, table: Table, columns: Columns) -> str:
    """Put the rows into this connection's own staging table, and give its name."""
    staging = f"{table.name}_staging"
    cursor.execute(f"create temp table if not exists {staging} (like {table.name}) on commit delete rows")
    _copy_in(staging, columns, table.nullable)
    return staging


CHUNK = 50_000


def _copy_in(table: str, columns: Columns, nullable: frozenset[str]) -> None:
    """COPY rows in, in PostgreSQL's binary format, chunk by chunk so that memory stays flat."""
    names = ", ".join(columns)
    total = len(next(iter(columns.values())))
    with connection.cursor() as cursor:
        for start in range(0, total, CHUNK):
            part = {name: values[start : start + CHUNK] for name, values in columns.items()}
            buffer = BytesIO(to_binary(part, nullable))
            cursor.copy_expert(f"copy {table} ({names}) from stdin (format binary)", buffer, 1 << 20)


SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"


def to_binary(columns: Columns, nullable: frozenset[str]) -> bytes:
    """Rows as PostgreSQL's COPY reads them in binary: for each field its length and its bytes, -1 for NULL."""
    total = len(next(iter(columns.values())))
    parts = (
        {name: values[start : start + AT_ONCE] for name, values in columns.items()}
        for start in range(0, total, AT_ONCE)
    )
    return b"".join([SIGNATURE, *(_lay_out(part, nullable) for part in parts), TRAILER])


AT_ONCE = 4_000
"""Rows laid out at once: as many as fit in a processor's cache, which is twice as fast as all of them."""


def _lay_out(columns: Columns, nullable: frozenset[str]) -> bytes:
    """Some rows in binary.

    Every row is laid out at its widest in one array; a mask then drops the bytes that a NULL or a shorter text
    does not have. There is no loop over rows.
    """
    total = len(next(iter(columns.values())))
    widths = {name: values.dtype.itemsize for name, values in columns.items()}
    row_width = 2 + sum(4 + width for width in widths.values())
    rows = np.zeros((total, row_width), np.uint8)
    keep = np.ones((total, row_width), bool)
    rows[:, :2] = np.frombuffer(np.array(len(columns), ">i2").tobytes(), np.uint8)
    at = 2
    for name, values in columns.items():
        width = widths[name]
        lengths = np.full(total, width, ">i4")
        body = slice(at + 4, at + 4 + width)
        if values.dtype.kind == "S":
            text = np.ascontiguousarray(values).view(np.uint8).reshape(total, width)
            rows[:, body] = text
            keep[:, body] = text != 0
            lengths = (text != 0).sum(axis=1).astype(">i4")
        else:
            big_endian = np.ascontiguousarray(values.astype(values.dtype.newbyteorder(">")))
            rows[:, body] = big_endian.view(np.uint8).reshape(total, width)
            missing = (
                np.isnan(values) if values.dtype.kind == "f" else (values == -1 if name in nullable else None)
            )
            if missing is not None:
                lengths[missing] = -1
                keep[:, body] &= ~missing[:, None]
        rows[:, at : at + 4] = lengths.view(np.uint8).reshape(total, 4)
        at += 4 + width
    return rows[keep].tobytes()
