"""The sheets of a workbook of either kind, and which of them is read: the one that a person sees with a heading.

Hidden sheets are never read. Where several sheets have a heading nobody can know which is meant, and nothing is read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from programmes.ingest import headings, kinds
from programmes.ingest.archives import BROKEN
from programmes.ingest.layouts import Layout, listed
from programmes.ingest.readers import NotReadable, Page, Row, Table, seen
from programmes.ingest.writing import ADVICE_SHEET

DAMAGED = (
    "The workbook cannot be opened: it is damaged or protected by a password. "
    "Save it again as an Excel workbook (.xlsx) without a password, or as CSV."
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """The rows and columns of a sheet that a person does not see, counted from 1."""

    lines: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def read(content: bytes, layouts: Sequence[Layout], hidden: Mapping[str, Hidden], *, encoding: str) -> Table:
    """The table on the one sheet that has a heading; NotReadable in words when there is none, or several."""
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            return _read(workbook, layouts, hidden, encoding)
    except NotReadable:
        raise
    except PasswordError as error:
        raise NotReadable(kinds.PROTECTED) from error
    except (CalamineError, *BROKEN) as error:
        raise NotReadable(DAMAGED) from error


def _read(
    workbook: CalamineWorkbook, layouts: Sequence[Layout], hidden: Mapping[str, Hidden], encoding: str
) -> Table:
    sheets = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    unseen = [one.name for one in sheets if one.visible != SheetVisibleEnum.Visible]
    if not names:
        raise NotReadable("The workbook has no sheet that is shown. Show the one with the figures.")
    sheet = _chosen(workbook, names, unseen, layouts)
    concealed = hidden.get(sheet.name, Hidden())
    page = Page(
        list(_filled(sheet)),
        encoding,
        hidden_lines=concealed.lines,
        hidden_columns=concealed.columns,
        remarks=_remarks(sheet.name, names, unseen),
    )
    return headings.table(page, layouts, what=f"sheet {sheet.name}" if len(names) > 1 else "workbook")


def _chosen(
    workbook: CalamineWorkbook, names: Sequence[str], unseen: Sequence[str], layouts: Sequence[Layout]
) -> CalamineSheet:
    """The one sheet that has a heading and rows; where none has a heading, the likeliest."""
    with_heading: list[tuple[CalamineSheet, bool]] = []
    likeliest: tuple[int, CalamineSheet] | None = None
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        top = list(islice(_filled(sheet), headings.SEARCHED + 1))
        place = headings.found(top, layouts)
        if place is not None:
            with_heading.append((sheet, place + 1 < len(top)))
            continue
        likeness = headings.likeness([row.cells for row in top], layouts) if top else -1
        if likeliest is None or likeness > likeliest[0]:
            likeliest = likeness, sheet
    filled = [sheet for sheet, has_rows in with_heading if has_rows]
    if len(filled) > 1:
        raise NotReadable(
            f"{len(filled)} sheets hold figures: {listed([one.name for one in filled])}. Send them one by one, or hide "
            "or delete those that are not meant."
        )
    if with_heading:
        return (filled or [sheet for sheet, _ in with_heading])[0]
    for name in unseen:
        if (
            headings.found(
                list(islice(_filled(workbook.get_sheet_by_name(name)), headings.SEARCHED)), layouts
            )
            is not None
        ):
            raise NotReadable(
                f"The figures stand on a hidden sheet ({name}), and hidden sheets are not read. Show the sheet, and "
                "send the workbook again."
            )
    assert likeliest is not None  # as there is a sheet
    return likeliest[1]


def _remarks(chosen: str, names: Sequence[str], unseen: Sequence[str]) -> tuple[str, ...]:
    """Which sheet was read and which were not."""
    said = []
    others = [name for name in names if name not in (chosen, ADVICE_SHEET)]
    if others:
        said.append(f"The sheet {chosen} was read. Not read: {listed(others)}.")
    if unseen:
        said.append(f"Hidden sheets are not read: {listed(unseen)}.")
    return tuple(said)


def _filled(sheet: CalamineSheet) -> Iterator[Row]:
    """The rows that hold something, under the numbers they have in the sheet."""
    for line, values in enumerate(sheet.iter_rows(), start=1):
        cells = [text(value) for value in values]
        if any(cells):
            yield Row(line, cells)


def text(value: object) -> str:
    """A value of a cell as one would type it."""
    if isinstance(value, str):
        return seen(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
