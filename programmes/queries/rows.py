"""Rows of results for tables, files and the API: filtered, in one stable order, read as they are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar, overload

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Collate

from programmes.models import Area, Coverage, Progress
from programmes.periods import Period
from programmes.queries import areas
from programmes.queries.points import coverage_points, points
from programmes.results import CoveragePoint, ProgressPoint

Value = TypeVar("Value", covariant=True)


class Reader(Protocol[Value]):
    """Makes values of rows."""

    def __call__(self, rows: QuerySet[Any, Any], *, lazily: bool = False) -> Iterator[Value]:
        """The rows as values, in their order."""
        ...


PROGRESS_ORDER = ("programme_position", "position", "level", "code", "since", "time")
COVERAGE_ORDER = ("programme_position", "level", "code", "since", "time")


class Rows(Generic[Value]):
    """A lazy sequence of points: its length is one statement, a slice one, going through it one.

    `queryset` is what it reads, for those who write the rows elsewhere.
    """

    def __init__(self, queryset: QuerySet[Any, Any], read: Reader[Value]) -> None:
        self.queryset = queryset
        self.read = read

    def __len__(self) -> int:
        return self.queryset.count()

    def __iter__(self) -> Iterator[Value]:
        return self.read(self.queryset, lazily=True)

    @overload
    def __getitem__(self, place: int) -> Value: ...
    @overload
    def __getitem__(self, place: slice) -> list[Value]: ...
    def __getitem__(self, place: int | slice) -> Value | list[Value]:
        if isinstance(place, slice):
            return list(self.read(self.queryset[place]))
        return next(self.read(self.queryset[place : place + 1]))


ProgressRows = Rows[ProgressPoint]
CoverageRows = Rows[CoveragePoint]


def rows(
    *,
    programmes: Iterable[str] = (),
    indicators: Iterable[str] = (),
    area: Iterable[str] = (),
    area_types: Iterable[str] = (),
    periods: Iterable[Period] = (),
    first: Period | None = None,
    last: Period | None = None,
    bases: Iterable[str] = (),
    statuses: Iterable[str] = (),
    boundaries: str | None = None,
    inside: Iterable[str] = (),
) -> ProgressRows:
    """Progress in the order of programme, indicator, area type, area code, life of the area, and period.

    An empty filter lets everything through. Areas are given by ODS or GSS code: every life of that code; `inside`
    adds these areas and everything that ever lay in them. `boundaries="today"` keeps the areas of the current
    edition, "reported" leaves rebased rows out.
    """
    found = Progress.objects.all()
    if boundaries == "today":
        found = found.filter(area__in=areas.of_edition())
    elif boundaries == "reported":
        found = found.exclude(basis="rebased")
    wanted = {
        "indicator__programme__code": programmes,
        "indicator__code": indicators,
        "basis": bases,
        "status": statuses,
        "area__area_type": area_types,
    }
    found = narrowed(found, wanted, area, periods, first, last, inside)
    found = found.annotate(
        programme_position=F("indicator__programme__position"),
        position=F("indicator__position"),
        **PLACE_AND_TIME,
    )
    return Rows(found.order_by(*PROGRESS_ORDER), points)


def coverage_rows(
    *,
    programmes: Iterable[str] = (),
    area: Iterable[str] = (),
    area_types: Iterable[str] = (),
    periods: Iterable[Period] = (),
    first: Period | None = None,
    last: Period | None = None,
    inside: Iterable[str] = (),
) -> CoverageRows:
    """Coverage in the order of programme, area type, area code, life of the area, and period; see `rows`."""
    wanted = {"programme__code": programmes, "area__area_type": area_types}
    found = narrowed(Coverage.objects.all(), wanted, area, periods, first, last, inside)
    found = found.annotate(programme_position=F("programme__position"), **PLACE_AND_TIME)
    return Rows(found.order_by(*COVERAGE_ORDER), coverage_points)


def bytewise(field: str) -> Collate:
    """A code ordered byte by byte: digits, then capitals, in every database, and three times as fast as a language."""
    return Collate(F(field), "C")


PLACE_AND_TIME: dict[str, Any] = {
    "level": areas.level_order("area__area_type"),
    "code": bytewise("area__code"),
    "since": F("area__valid_from"),
    "time": bytewise("period_id"),
}
"""What the rows of any table are put in order by, after programme and indicator."""


def narrowed(
    found: QuerySet,
    wanted: Mapping[str, Iterable[str]],
    area: Iterable[str],
    periods: Iterable[Period],
    first: Period | None,
    last: Period | None,
    inside: Iterable[str],
) -> QuerySet:
    """Rows of any table of areas and periods: by the codes that are `wanted` of some fields, by places and by time."""
    codes = {**wanted, "period": [period.code for period in periods]}
    found = found.filter(**{f"{name}__in": every for name, each in codes.items() if (every := list(each))})
    named = Q()
    if code := list(area):
        named |= Q(area__in=Area.objects.filter(Q(code__in=code) | Q(codes__code__in=code)))
    if outer := list(inside):
        named |= Q(area__in=areas.inside(outer))
    found = found.filter(named)
    if first is not None:
        found = found.filter(period__starts_on__gte=first.starts_on)
    if last is not None:
        found = found.filter(period__ends_on__lte=last.ends_on)
    return found


def rows_after(order: Sequence[str], place: Sequence[Any]) -> Q:
    """Rows that come after the one at this place, in the order of these columns, none of which is ever missing.

    `place` has that row's value of each of them; the first column decides first.
    """
    return _beyond(order, place, "gt")


def rows_before(order: Sequence[str], place: Sequence[Any]) -> Q:
    """Rows that come before the one at this place; see `rows_after`."""
    return _beyond(order, place, "lt")


def _beyond(order: Sequence[str], place: Sequence[Any], lookup: str) -> Q:
    beyond = Q()
    for at, name in enumerate(order):
        same = dict(zip(order[:at], place[:at], strict=True))
        beyond |= Q(**same, **{f"{name}__{lookup}": place[at]})
    return beyond
