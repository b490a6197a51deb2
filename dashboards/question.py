"""Which rows of progress are meant: one value behind the target table, every file of it and the API.

There is one way to the rows, so that the same question gives the same rows in the same order on screen, in each file
and in each answer. How it is read out of a query string stands in `filters`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from dashboards.column_kinds import Column
from dashboards.dictionary import PROGRESS_COLUMNS, column
from programmes.choices import Layer
from programmes.engine.looking_back import results_as
from programmes.layers import reading
from programmes.models import Progress
from programmes.periods import Period
from programmes.queries import rows as results
from programmes.queries.rows import PROGRESS_ORDER


@dataclass(frozen=True, slots=True)
class Question:
    """A selection of rows of progress. An empty field lets everything through; names are those of the query string.

    `sort` is a column's name, with a minus before it for the other way; empty is the order of programme, indicator,
    area type, area and period, which also decides between equals. Missing values come last, both ways.
    """

    programme: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    area_type: tuple[str, ...] = ()
    period: tuple[Period, ...] = ()
    first: Period | None = None
    last: Period | None = None
    kind: str = ""
    version: int | None = None
    status: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    boundaries: str = ""
    layer: Layer = Layer.OFFICIAL
    as_at: datetime | None = None
    sort: str = ""

    @property
    def trajectory(self) -> tuple[str, int | None] | None:
        """The kind and version of the trajectory to measure against; None for the one in force."""
        return (self.kind, self.version) if self.kind else None

    @property
    def scope(self) -> dict[str, Any]:
        """The filters of any rows that have a programme, an area and a period, as the queries take them."""
        return {
            "programmes": self.programme,
            "area": self.area,
            "inside": self.within,
            "area_types": self.area_type,
            "periods": self.period,
            "first": self.first,
            "last": self.last,
        }

    # --- Rows ------------------------------------------------------------------------------------------------

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The transaction in which the rows are read: results as of `as_at`, against the trajectory asked for."""
        with (
            reading(self.layer),
            results_as(
                as_at=self.as_at,
                trajectory=self.trajectory,
                programmes=self.programme,
                indicators=self.indicator,
                of=(Progress,),
            ),
        ):
            yield

    def rows(self) -> QuerySet[Progress]:
        """The rows, in their order; to be read inside `opened`. No statement of its own."""
        found = results.rows(
            indicators=self.indicator,
            statuses=self.status,
            bases=self.basis,
            boundaries=self.boundaries or None,
            **self.scope,
        ).queryset
        if not self.sort:
            return found
        found = found.annotate(sorted_by=self._sorted_by.expression)
        way = F("sorted_by").desc(nulls_last=True) if self._downwards else F("sorted_by").asc(nulls_last=True)
        return found.order_by(way, *PROGRESS_ORDER)

    @property
    def keys(self) -> tuple[str, ...]:
        """The names by which a row's place is known; their values, of the last row seen, are a cursor."""
        return ("sorted_by", *PROGRESS_ORDER) if self.sort else PROGRESS_ORDER

    def beyond(self, place: tuple[Any, ...], *, backwards: bool = False) -> Q:
        """Rows that come after the row at this place (the values of `keys`), or before it.

        A page costs no more for coming late. Those before it are nearest last: read them in reverse for a page.
        """
        beyond = results.rows_before if backwards else results.rows_after
        if not self.sort:
            return beyond(PROGRESS_ORDER, place)
        value, rest = place[0], beyond(PROGRESS_ORDER, place[1:])
        missing, known = Q(sorted_by__isnull=True), Q(sorted_by__isnull=False)
        if value is None:
            return known | (missing & rest) if backwards else missing & rest
        lookup = "gt" if self._downwards == backwards else "lt"
        found = Q((f"sorted_by__{lookup}", value)) | (Q(sorted_by=value) & rest)
        return found if backwards else found | missing

    @property
    def _downwards(self) -> bool:
        return self.sort.startswith("-")

    @property
    def _sorted_by(self) -> Column:
        return column(PROGRESS_COLUMNS, self.sort.removeprefix("-"))

    # --- The query string --------------------------------------------------------------------------------------

    def parameters(self, **changes: Any) -> dict[str, str]:
        """This question, with changes, as the parameters of a link: always in one order, several values by commas."""
        changed = replace(self, **changes)
        values = {name: _text(getattr(changed, field)) for field, name in NAMES.items()}
        return {name: value for name, value in values.items() if value}

    def query(self, **changes: Any) -> str:
        """The same as a query string."""
        return urlencode(self.parameters(**changes), safe=",:")


NAMES = {field: {"first": "from", "last": "to"}.get(field, field) for field in Question.__dataclass_fields__}
"""Each field, and its name in a query string."""


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_text, value))
    if isinstance(value, Period):
        return value.code
    if isinstance(value, Layer):
        # What everybody sees unless they ask otherwise needs no word.
        return "" if value == Layer.OFFICIAL else value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)
