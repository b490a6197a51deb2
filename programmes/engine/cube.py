"""Facts of one indicator as dense arrays, area by period; and the reading of them from the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from programmes.choices import DisclosureRule, Provenance, ReportedAs
from programmes.engine.geography import Geography, Mask, Matrix
from programmes.layers import layers_read
from programmes.memory import remembered_by_geography
from programmes.periods import Period
from programmes.results import IndicatorInfo
from programmes.stored_areas import area_history

NO_BASIS, REPORTED, ROLLED_UP, REBASED = range(4)
"""Where a cell's figure comes from, so far."""

PROVISIONAL, REVISED, ESTIMATED, FORECAST, BREAK = (1 << bit for bit in range(5))
"""Notes that stand beside a number, as bits of `Cube.notes`."""

MADE_OF_STAND_INS = 1 << 5
"""Beside the notes, until disclosure: a stand-in for a withheld count is in it."""

PUBLISHED, WORKED_OUT, ENTERED, MADE_UP = range(4)
"""Where a reported figure came from, the weakest last, as in `Cube.origin`."""

NO_MARKER = 0
CONFIDENTIAL, NOT_AVAILABLE, NOT_APPLICABLE, NOT_DUE, MARK_P, MARK_E = b"cxzwpe"
"""Markers as bytes, as in `Cube.marker`."""


@dataclass
class Cube:
    """The facts of one indicator: every array has shape (A, P)."""

    definition: IndicatorInfo
    geography: Geography
    periods: tuple[Period, ...]
    wanted: Mask
    """Cells that have a row: the area was valid at the period's end or is of the current edition, and high enough."""
    numerator: Matrix
    denominator: Matrix
    marker: NDArray[np.uint8]
    notes: NDArray[np.uint8]
    basis: NDArray[np.uint8]
    origin: NDArray[np.uint8]
    """The weakest of the figures that a cell is made of: PUBLISHED, WORKED_OUT, ENTERED or MADE_UP."""
    revision: NDArray[np.int16]
    reporting: NDArray[np.int16]
    expected: NDArray[np.int16]
    is_cumulative: Mask
    """Reported from April on, by a publication or as the indicator says: until it is taken apart."""
    to_date: Matrix
    """The year to date as it was published, and below what `denominator` is to `numerator`; NaN where none was."""
    to_date_below: Matrix
    is_published: Mask
    """Its publisher has rounded and suppressed it already: it is shown as it is, and never carried by shares."""
    least: Matrix
    """The smallest count that any revision of a cell has had, 0 where one was confidential; NaN where nobody asks."""

    @classmethod
    def empty(cls, definition: IndicatorInfo, geography: Geography, periods: tuple[Period, ...]) -> Cube:
        """A cube in which nobody has reported anything yet."""
        shape = (len(geography), len(periods))
        cube = cls(
            definition=definition,
            geography=geography,
            periods=periods,
            wanted=np.zeros(shape, bool),
            numerator=np.full(shape, np.nan),
            denominator=np.full(shape, np.nan),
            marker=np.full(shape, NOT_AVAILABLE, np.uint8),
            notes=np.zeros(shape, np.uint8),
            basis=np.zeros(shape, np.uint8),
            origin=np.zeros(shape, np.uint8),
            revision=np.zeros(shape, np.int16),
            reporting=np.zeros(shape, np.int16),
            expected=np.zeros(shape, np.int16),
            is_cumulative=np.zeros(shape, bool),
            to_date=np.full(shape, np.nan),
            to_date_below=np.full(shape, np.nan),
            is_published=np.full(shape, definition.disclosure == DisclosureRule.PUBLISHED),
            least=np.full(shape, np.nan),
        )
        high_enough = geography.levels >= definition.height
        for column, day in enumerate(cube.days):
            cube.wanted[:, column] = (geography.valid_on(day) | geography.in_edition) & high_enough
        return cube

    @property
    def days(self) -> list[int]:
        """The last day of each period, as ordinals: an area is one of a period if it was valid at its end."""
        return [period.ends_on.toordinal() for period in self.periods]

    @property
    def has_figure(self) -> Mask:
        """Where something is known: the period's own figure, or only a published year to date."""
        return ~(np.isnan(self.numerator) & np.isnan(self.to_date))

    def valid_in(self, column: int) -> Mask:
        """Which areas were valid at the end of the period in this column, shape (A,)."""
        return self.geography.valid_on(self.days[column])

    def of_year(self, start_year: int) -> Cube:
        """The same cells of one financial year only: views, not copies."""
        inside = [column for column, period in enumerate(self.periods) if period.start_year == start_year]
        columns = slice(inside[0], inside[-1] + 1) if inside else slice(0)
        cut = replace(self, periods=self.periods[columns])
        for name, values in vars(self).items():
            if isinstance(values, np.ndarray):
                setattr(cut, name, values[:, columns])
        return cut

    def eras(self) -> list[tuple[int, list[int]]]:
        """(a day, columns): the periods grouped by the set of areas that were valid before the next succession."""
        grouped: dict[int, tuple[int, list[int]]] = {}
        for column, day in enumerate(self.days):
            grouped.setdefault(self.geography.era(day), (day, []))[1].append(column)
        return list(grouped.values())


@remembered_by_geography
def read_geography() -> Geography:
    """Every area over time, as arrays. No statement but that for its number while the geography is remembered."""
    return Geography(area_history())


# A period as one number, so that it travels in a fixed width: 2023-24-Q4 is 202304, the year 2023-24 is 202300.
PERIOD_NUMBER = "(left({0}, 4)::int4 * 100 + coalesce(nullif(substr({0}, 10, 1), '')::int4, 0))"

FACT = np.dtype(
    [
        ("fields", ">i2"),
        ("area_length", ">i4"),
        ("area", ">i8"),
        ("period_length", ">i4"),
        ("period", ">i4"),
        ("revision_length", ">i4"),
        ("revision", ">i2"),
        ("numerator_length", ">i4"),
        ("numerator", ">f8"),
        ("denominator_length", ">i4"),
        ("denominator", ">f8"),
        ("marker_length", ">i4"),
        ("marker", ">i2"),
        ("origin_length", ">i4"),
        ("origin", ">i2"),
        ("number_length", ">i4"),
        ("number", ">i8"),
        ("to_date_length", ">i4"),
        ("to_date", "u1"),
    ]
)
"""One row of the query below as COPY writes it in binary: fixed widths, so a million rows are read as one array."""

FACTS_SQL = f"""
select o.area_id, {PERIOD_NUMBER.format("o.period_id")}, o.revision,
       coalesce(o.numerator::float8, 'NaN'), coalesce(o.denominator::float8, 'NaN'),
       ascii(o.marker)::int2,
       case when o.layer = 'demonstration' then {MADE_UP} when o.typed_by_id is not null then {ENTERED}
            when o.submission_id in (select id from programmes_submission
                                      where provenance = '{Provenance.DERIVED.value}') then {WORKED_OUT}
            else {PUBLISHED} end::int2, o.id,
       o.submission_id in (select id from programmes_submission where reported_as = '{ReportedAs.YEAR_TO_DATE.value}')
  from programmes_observation o
 where o.indicator_id = {{indicator}} and o.layer in ({{layers}}) {{restrictions}}
"""
"""Every revision of the layer in hand, in no order: `place` puts them in one."""


def period_number(period: Period) -> int:
    """The period as `PERIOD_NUMBER` writes it."""
    return period.start_year * 100 + (period.quarter or 0)


def copy_out(sql: str, dtype: np.dtype) -> NDArray:
    """The rows of a query of fixed-width columns, none NULL, as one structured array."""
    buffer = BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"copy ({sql}) to stdout (format binary)", buffer)
    header, trailer = 19, 2
    return np.frombuffer(buffer.getbuffer()[header:-trailer], dtype=dtype)


def read(
    definition: IndicatorInfo,
    geography: Geography,
    *,
    start_year: int | None = None,
    years_before: int = 0,
    as_at: datetime | None = None,
) -> Cube:
    """The facts of one indicator, of all years or of one and some before, as known now or at an instant. One SQL."""
    periods = definition.periods(start_year, years_before=years_before)
    cube = Cube.empty(definition, geography, periods)
    if not periods:
        return cube
    restrictions = ""
    if start_year is not None:
        restrictions += f" and o.period_id in ({', '.join(repr(period.code) for period in periods)})"
    if as_at is not None:
        restrictions += f" and o.recorded_at <= '{as_at.isoformat()}'::timestamptz"
    layers = ", ".join(repr(layer) for layer in layers_read())
    facts = copy_out(
        FACTS_SQL.format(indicator=int(definition.id), layers=layers, restrictions=restrictions), FACT
    )
    place(cube, facts)
    return cube


def place(cube: Cube, facts: NDArray) -> None:
    """Put each fact into its cell, the one that came last in the end, so that it stays.

    Facts of periods outside the indicator's life have no cell: loading refuses those.
    """
    if len(facts) and (facts["revision"].max() > 1 or facts["origin"].max() == MADE_UP):
        facts = facts[np.argsort(facts["number"], kind="stable")]
    columns = {period_number(period): column for column, period in enumerate(cube.periods)}
    numbers, inverse = np.unique(facts["period"], return_inverse=True)
    column_of = np.array([columns.get(int(number), -1) for number in numbers], np.intp)
    column = column_of[inverse] if len(facts) else np.zeros(0, np.intp)
    row = np.searchsorted(cube.geography.ids, facts["area"])
    inside = column >= 0
    row, column, facts = row[inside], column[inside], facts[inside]

    marker = facts["marker"].astype(np.uint8)
    beside = (marker == NO_MARKER) | (marker == MARK_P) | (marker == MARK_E)
    cell = (row, column)
    cube.numerator[cell] = facts["numerator"]
    cube.denominator[cell] = facts["denominator"]
    cube.marker[cell] = np.where(beside, NO_MARKER, marker)
    cube.notes[cell] = (
        (marker == MARK_P) * PROVISIONAL + (marker == MARK_E) * ESTIMATED + (facts["revision"] > 1) * REVISED
    )
    # A figure for an area that had not begun was added up for today's borders, and reported by nobody; but what is
    # published is published by the areas of its publisher's day, the past again with it.
    ends = np.array(cube.days, np.int64)[column] if len(column) else column
    delivered_to_date = facts["to_date"] != 0
    added_up = (cube.geography.valid_from[row] > ends) & ~delivered_to_date
    added_up &= ~cube.is_published[cell]
    cube.basis[cell] = np.where(added_up, REBASED, REPORTED)
    cube.origin[cell] = facts["origin"]
    cube.revision[cell] = facts["revision"]
    cube.wanted[cell] = True
    cube.is_cumulative[cell] = delivered_to_date | cube.definition.reported_as.is_cumulative
    cube.is_published[cell] |= delivered_to_date
    if cube.definition.disclosure == DisclosureRule.MHSDS:
        least = np.where(marker == CONFIDENTIAL, 0, np.fmin(facts["numerator"], facts["denominator"]))
        least[delivered_to_date] = np.nan
        np.fmin.at(cube.least.ravel(), row * len(cube.periods) + column, least)
