"""What stands in a workbook, whatever form it is written in: its sheets, from the cover to the last table.

The layout is that of the Government Analysis Function for spreadsheets that everybody can read: a cover, contents,
notes, then one table a sheet. Above a table, in column A, stand its title, how many tables there are, its shorthand
and its source; below it nothing. One row of headings with the units; no cell is merged, hidden, frozen or filtered.

Rows in their usual order get a sheet for each indicator, so that a column has one unit. An order that was asked for
runs across indicators: then all rows stand in one table, and the column Unit says what each is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.db.models import Count

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.cells import (
    COLUMNS,
    OWN_MARKERS,
    Cells,
    Heading,
    Line,
    Row,
    Sheet,
    Table,
    Workbook,
    headings,
)
from dashboards.files.cover import MADE_UP, Cover, Told, TooManyRows, citation
from dashboards.formatting import listed, number
from dashboards.question import Question
from dashboards.wording import marker_words
from programmes.choices import Marker, Provenance
from programmes.queries.programmes import all_programmes
from programmes.queries.sources import sources_of
from programmes.results import IndicatorInfo, SourceRef
from programmes.sentences import counted

MOST_ROWS = 1_000_000
"""How many rows a workbook holds: a sheet ends at 1,048,576, and some of those are above the table."""
LONGEST_SHEET_NAME = 31
TOLD_EVERY = 1000
CHUNK = 2000
BEFORE_ANYTHING = datetime(2000, 1, 1, tzinfo=UTC)
"""When a workbook says it was made, of results that were never computed. It never says when it was written."""
BLANKS = "A blank cell in the column Notes means that there is nothing to note."
KINDS = {
    "text": "text",
    "code": "one of a list of codes",
    "marker": "shorthand",
    "integer": "whole number",
    "number": "number, in the unit of the row",
    "fraction": "share, shown as a percentage",
    "date": "date",
    "boolean": "TRUE or FALSE",
    "address": "address of a page",
}


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one indicator, or all rows where they stand in one table."""

    info: IndicatorInfo | None
    rows: int
    letters: frozenset[str]
    has_made_up: bool
    sources: tuple[SourceRef, ...]


def workbook_of(question: Question, cover: Cover, progress: Told) -> Workbook:
    """The workbook of a question’s rows. Raises TooManyRows. To be read, and written, inside `question.opened()`."""
    if cover.rows > MOST_ROWS:
        raise TooManyRows(
            f"A spreadsheet holds at most {number(MOST_ROWS)} rows, and this selection has {number(cover.rows)}. "
            "Choose fewer of them, or take the file as CSV, which holds any number."
        )
    infos = {info.code: info for each in all_programmes() for info in each.indicators}
    parts = list(_parts(question, cover, infos))
    names = _sheet_names([part.info.code if part.info else "progress" for part in parts])
    told = _counting(progress)
    tables = tuple(
        _table_sheet(question, part, name, infos, told) for part, name in zip(parts, names, strict=True)
    )
    letters = {letter for part in parts for letter in part.letters}
    described = (_notes_sheet(letters), _columns_sheet(), *tables)
    sheets = (_cover_sheet(cover, len(tables)), _contents_sheet(described), *described)
    return Workbook(cover.title, cover.as_at or BEFORE_ANYTHING, sheets)


# --- Tables of rows ----------------------------------------------------------------------------------------------


def _parts(question: Question, cover: Cover, infos: dict[str, IndicatorInfo]) -> Iterator[Part]:
    """How the rows fall into sheets: one statement, and one for the sources of each."""
    places = ("programme_position", "position")
    kinds = (
        question.rows()
        .order_by(*places)
        .values(*places, "indicator_id", "indicator__code", "provenance", "marker", "notes")
    )
    by_code = groupby(kinds.annotate(rows=Count("*")), key=lambda kind: kind["indicator__code"])
    parts = []
    for code, group in by_code:
        found = list(group)
        parts.append(
            Part(
                info=infos[code],
                rows=sum(kind["rows"] for kind in found),
                letters=frozenset(letter for kind in found for letter in kind["marker"] + kind["notes"]),
                has_made_up=any(kind["provenance"] == Provenance.DEMONSTRATION for kind in found),
                sources=sources_of([found[0]["indicator_id"]], as_at=question.as_at),
            )
        )
    if question.sort and len(parts) > 1:
        letters = frozenset(letter for part in parts for letter in part.letters)
        yield Part(None, cover.rows, letters, cover.has_made_up, cover.sources)
    else:
        yield from parts


def _table_sheet(
    question: Question, part: Part, name: str, infos: dict[str, IndicatorInfo], told: Callable[[], None]
) -> Sheet:
    what = part.info.name if part.info else "All indicators"
    holds = f"{what}: progress against targets, by area and period"
    lines = [
        Line(holds, "title"),
        Line(f"This sheet has one table, with {counted(part.rows, 'row')}. {BLANKS}"),
        Line(_shorthand(part.letters)),
        Line(f"Source: {listed([_source(each) for each in part.sources]) or 'none is named'}."),
    ]
    if part.has_made_up:
        lines.insert(1, Line(MADE_UP))
    table = Table(
        name="progress_" + name.replace("-", "_"),
        headings=tuple(headings(part.info)),
        count=part.rows,
        rows=_rows(question, part.info, infos, told),
    )
    return Sheet(name, tuple(lines), table, holds)


def _rows(
    question: Question,
    info: IndicatorInfo | None,
    infos: dict[str, IndicatorInfo],
    told: Callable[[], None],
) -> Iterator[Row]:
    """The rows as cells, read as they are wanted: flat memory."""
    rows = question.rows().filter(indicator__code=info.code) if info else question.rows()
    cells = {code: Cells(each) for code, each in infos.items()}
    code_at = next(place for place, column in enumerate(PROGRESS_COLUMNS) if column.name == "indicator")
    for row in rows.values_list(*(column.expression for column in PROGRESS_COLUMNS)).iterator(CHUNK):
        yield cells[row[code_at]].of(row)
        told()


def _counting(progress: Told) -> Callable[[], None]:
    """Counts rows, and tells now and then."""
    written = 0

    def told() -> None:
        nonlocal written
        written += 1
        if written % TOLD_EVERY == 0:
            progress(written)

    return told


def _sheet_names(codes: Sequence[str]) -> list[str]:
    """A name for each sheet: its code, as far as a name may be long, and no two alike in any case."""
    taken = {"cover", "contents", "notes", "columns"}
    names = []
    for code in codes:
        name, again = code[:LONGEST_SHEET_NAME], 1
        while name.lower() in taken:
            again += 1
            name = f"{code[: LONGEST_SHEET_NAME - 4]}-{again}"
        taken.add(name.lower())
        names.append(name)
    return names


# --- The sheets before them ----------------------------------------------------------------------------------------


def _cover_sheet(cover: Cover, tables: int) -> Sheet:
    lines = [Line(cover.title, "title")]
    if cover.warning:
        lines += [Line("Demonstration figures", "heading"), Line(cover.warning)]
    if cover.beside_shares:
        lines += [Line("Beside an even share", "heading"), Line(cover.beside_shares)]
    lines += [Line("What is in this workbook", "heading")]
    lines += [Line(f"{counted(cover.rows, 'row')}, in {counted(tables, 'sheet')}, one table on each.")]
    lines += [Line("What was asked", "heading")]
    lines += [Line(f"{label}: {words}") for label, words in cover.described]
    lines += [Line("Everything: nothing was left out.")] if not cover.described else []
    lines += [Line(f"The same selection as a page: {cover.link}", link=cover.link)]
    lines += [Line("Version of the data", "heading")]
    lines += [Line(f"Data version: {cover.data_version}"), Line(f"As known at: {cover.as_at_words}")]
    if cover.reference:
        lines += [Line(f"Reference, where this file is kept: {cover.reference}", link=cover.reference)]
    address = cover.reference or cover.link
    cited = citation(cover.title, version=cover.data_version, as_at=cover.as_at, address=address)
    lines += [Line("How to cite", "heading"), Line(cited)]
    lines += [
        Line("Methods", "heading"),
        Line(f"How each figure is made: {cover.methods}", link=cover.methods),
    ]
    lines += [Line("Licence", "heading"), Line(cover.licence), *map(Line, cover.attributions)]
    lines += [Line("Sources", "heading")]
    lines += [Line(f"{_source(each)}. Licence: {each.licence}.", link=each.url) for each in cover.sources]
    lines += [Line("None is named.")] if not cover.sources else []
    return Sheet("Cover", tuple(lines))


def _contents_sheet(sheets: Sequence[Sheet]) -> Sheet:
    rows: list[Row] = [
        ((sheet.name, sheet.holds, sheet.table.count), ("link", "text", "number0"))
        for sheet in sheets
        if sheet.table
    ]
    wide = (Heading("Sheet", 32), Heading("What it holds", 80), Heading("Rows", 14, is_number=True))
    table = Table("contents", wide, len(rows), rows)
    return Sheet("Contents", (Line("Contents", "title"), Line("This sheet has one table.")), table)


def _notes_sheet(letters: Iterable[str]) -> Sheet:
    used = {*letters, *OWN_MARKERS}
    rows: list[Row] = [((f"[{letter}]", words), ("text", "text")) for letter, words in marker_words(used)]
    title = "Notes: the shorthand of the tables"
    table = Table("notes", (Heading("Shorthand", 14), Heading("Meaning", 90)), len(rows), rows)
    return Sheet("Notes", (Line(title, "title"), Line("This sheet has one table.")), table, title)


def _columns_sheet() -> Sheet:
    rows: list[Row] = [
        ((column.heading, column.name, KINDS[column.kind], column.meaning), ("text",) * 4)
        for column in COLUMNS
    ]
    title = "Columns: what each column of the tables means"
    said = (("Column", 26), ("Name in other files", 24), ("Kind", 32), ("Meaning", 90))
    wide = tuple(Heading(text, width) for text, width in said)
    return Sheet(
        "Columns",
        (Line(title, "title"), Line("This sheet has one table.")),
        Table("columns", wide, len(rows), rows),
        title,
    )


def _shorthand(letters: Iterable[str]) -> str:
    used = {*letters, *OWN_MARKERS}
    words = [f"[{marker.value}] = {marker.label}" for marker in Marker if marker.value in used]
    return f"Some shorthand is used in this table, {', '.join(words)}. The sheet Notes explains it."


def _source(source: SourceRef) -> str:
    return f"{source.title}, {source.publisher}" if source.publisher else source.title
