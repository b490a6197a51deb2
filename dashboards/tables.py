"""Tables: which columns, in which order. Rows come from presenters; cells are written by columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import signature
from operator import attrgetter, itemgetter
from typing import Any

import django_tables2 as tables
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import RequestConfig
from django_tables2.data import TableListData
from django_tables2.utils import OrderBy

from dashboards.columns import (
    AreasColumn,
    AttainmentColumn,
    BaseColumn,
    CountColumn,
    FigureColumn,
    LedFigureColumn,
    LedPeriodColumn,
    LimitColumn,
    LinkColumn,
    NameColumn,
    PeriodColumn,
    PlainAttainmentColumn,
    PlainShareColumn,
    PlannedColumn,
    RankColumn,
    ShareColumn,
    StatusColumn,
    TagColumn,
    escaped,
)
from dashboards.wording import beside_a_share


class RowsMissingLast(TableListData):
    """Rows that sort by any column with missing values last, upwards and downwards, and else keep their order."""

    data: list[Any]

    def order_by(self, aliases: Sequence[str]) -> None:
        """Sort by each column in turn, the least important first, as Python's sort is stable."""
        for alias in reversed(aliases):
            name = OrderBy(alias).bare
            accessor = self.table.columns[name].accessor
            present = [row for row in self.data if accessor.resolve(row) is not None]
            absent = [row for row in self.data if accessor.resolve(row) is None]
            present.sort(key=accessor.resolve, reverse=alias.startswith("-"))
            self.data = present + absent


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a column: the way to sort by it, empty where nobody can, and how it is sorted now."""

    text: Any
    href: str
    is_numeric: bool
    aria_sort: str = ""
    """`ascending`, `descending`, or nothing."""


class Table(tables.Table):
    """A table with a caption, a first column that names its rows, and markers explained once above it.

    `links`, where it stands outside of a card that has them, lead to how it is made and to its rows.
    """

    def __init__(
        self,
        rows: Iterable[Any],
        *,
        caption: str,
        markers: Sequence[tuple[str, str]] = (),
        links: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(RowsMissingLast(list(rows)), **kwargs)
        self.caption = caption
        self.markers = markers
        self.links = links

    @property
    def html_id(self) -> str:
        """What links to a sorted or paged table lead to."""
        return f"{self.prefix}table"

    def headings(self) -> Iterator[Heading]:
        """The heading of each column, in the order of the columns.

        The query string is read once here; django-tables2's own tag reads it anew for every column.
        """
        asked = self.request.GET.copy() if hasattr(self, "request") else QueryDict(mutable=True)
        asked.pop(self.prefixed_page_field, None)
        for column in self.columns:
            href = sorting = ""
            if column.orderable:
                asked[self.prefixed_order_by_field] = column.order_by_alias.next
                href = f"?{asked.urlencode()}#{self.html_id}"
            if column.is_ordered:
                sorting = "descending" if column.order_by_alias.is_descending else "ascending"
            yield Heading(column.header, href, getattr(column.column, "numeric", False), sorting)

    def body(self) -> SafeString:
        """The rows of the page as HTML; nothing where there is none.

        django-tables2 looks up the signature of a column's `render` for every cell, and a template weighs each
        row and cell anew; all of that is the same in every row, so here it is looked at once.
        """
        records = [row.record for row in self.paginated_rows]
        reader = _of_key if records and isinstance(records[0], dict) else _of_attribute
        columns = [
            (
                reader(str(column.accessor)),
                _writer(column.column),
                *_frame(column.column, names_the_row=not place),
            )
            for place, column in enumerate(self.columns)
        ]
        lines = []
        for record in records:
            cells = [
                f"{start}{escaped(write(worth(record), record))}{end}" for worth, write, start, end in columns
            ]
            chosen = " rollout-table__row--chosen" if getattr(record, "is_chosen", False) else ""
            lines.append(f'<tr class="nhsuk-table__row{chosen}">{"".join(cells)}</tr>\n')
        return mark_safe("".join(lines))  # each cell is escaped above

    def ordered(self, request: HttpRequest, *, per_page: int = 0) -> Table:
        """Sorted and paged as the query string asks. What it asks in vain is left aside."""
        return RequestConfig(request, paginate={"per_page": per_page} if per_page else False).configure(self)


def _of_key(path: str) -> Callable[[Any], Any]:
    return itemgetter(path)


def _of_attribute(path: str) -> Callable[[Any], Any]:
    return attrgetter(path.replace("__", "."))


def _writer(column: tables.Column) -> Callable[[Any, Any], Any]:
    """How a column writes a value of a row: its own words where there is none."""
    takes_record = _takes_record(type(column).render)

    def write(value: Any, record: Any) -> Any:
        if value in column.empty_values:
            return column.default
        return column.render(value=value, record=record) if takes_record else column.render(value=value)

    return write


@cache
def _takes_record(render: Callable[..., Any]) -> bool:
    return "record" in signature(render).parameters


def _frame(column: tables.Column, *, names_the_row: bool) -> tuple[str, str]:
    """What stands before and after a cell."""
    if names_the_row:
        return '<th class="nhsuk-table__header" scope="row">', "</th>"
    numeric = " nhsuk-table__cell--numeric" if getattr(column, "numeric", False) else ""
    return f'<td class="nhsuk-table__cell{numeric}">', "</td>"


class JudgedTable(Table):
    """Figures beside targets; the caption says where these are shares that nobody set. Rows are `ProgressRow`."""

    def __init__(self, rows: Iterable[Any], *, caption: str, **kwargs: Any) -> None:
        rows = list(rows)
        caption += beside_a_share(row.point.status for row in rows)
        super().__init__(rows, caption=caption, **kwargs)


class AreaTable(JudgedTable):
    """One indicator in the areas of one level. Rows are `ProgressRow`."""

    area = LinkColumn(verbose_name="Area", accessor="point__area__short_name")
    to_date = LedFigureColumn(verbose_name="To date")
    target_to_date = PlannedColumn(verbose_name="Planned", accessor="point__target_to_date")
    attainment = AttainmentColumn(verbose_name="Share of plan", accessor="point__attainment")
    status = StatusColumn(verbose_name="Status", accessor="point__status")
    rank = RankColumn(verbose_name="Rank", accessor="point__rank")
    share = ShareColumn(verbose_name="Covered")


class ShortAreaTable(JudgedTable):
    """The same beside a map, where there is little room."""

    area = LinkColumn(verbose_name="Area", accessor="point__area__short_name")
    to_date = LedFigureColumn(verbose_name="To date")
    attainment = PlainAttainmentColumn(verbose_name="Of plan", accessor="point__attainment")
    share = PlainShareColumn(verbose_name="Covered")


class PeriodTable(JudgedTable):
    """One indicator in one area over time. Rows are `ProgressRow`."""

    period = LedPeriodColumn(verbose_name="Period", accessor="point__period")
    actual = FigureColumn(verbose_name="In the period", accessor="point__actual")
    to_date = FigureColumn(verbose_name="Year to date")
    target_to_date = PlannedColumn(verbose_name="Planned by then", accessor="point__target_to_date")
    attainment = AttainmentColumn(verbose_name="Share of plan", accessor="point__attainment")
    status = StatusColumn(verbose_name="Status", accessor="point__status")
    notes = BaseColumn(verbose_name="Notes", orderable=False, default="")


class ControlTable(Table):
    """The figures of a control chart. Rows are `ControlRow`."""

    period = LedPeriodColumn(verbose_name="Period", accessor="point__period")
    actual = FigureColumn(verbose_name="In the period", accessor="point__actual")
    mean = LimitColumn(verbose_name="Mean")
    lower = LimitColumn(verbose_name="Lower limit")
    upper = LimitColumn(verbose_name="Upper limit")
    meaning = BaseColumn(verbose_name="What it says", orderable=False)


class CoverageTable(Table):
    """Coverage of one area over time. Rows are `CoveragePoint`."""

    period = PeriodColumn(verbose_name="At the end of")
    covered = CountColumn(verbose_name="Locations with a live service", accessor="areas_covered")
    total = CountColumn(verbose_name="Of", accessor="areas_total")
    share = ShareColumn(verbose_name="Share of locations", accessor="coverage")
    people = ShareColumn(verbose_name="Share of adults", accessor="population_coverage")
    services = CountColumn(verbose_name="Services")


class ServiceTable(Table):
    """Sites and teams of a programme."""

    name = NameColumn(verbose_name="Service", accessor="service__name")
    areas = AreasColumn(verbose_name="Serves", orderable=False)
    since = BaseColumn(verbose_name="Live", orderable=False)
    wave = BaseColumn(verbose_name="Wave", default="Not named")
    provenance = TagColumn(verbose_name="How we know", orderable=False)
