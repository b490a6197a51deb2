"""Which row of a file is its heading, and whether all rows below it belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from programmes.ingest.layouts import Layout, bare, listed, spellings
from programmes.ingest.readers import NotReadable, Page, Row, Table, Unread
from programmes.sentences import counted, pluralize

SEARCHED = 40
"""Rows from the top, blank ones not counted, among which the heading is looked for: titles may stand above it."""

EMPTY = "The {what} is empty. Send the file with its heading and rows."


def table(page: Page, layouts: Sequence[Layout], *, what: str = "file") -> Table:
    """The rows of a file below its heading. Where no row is a heading of these layouts, the likeliest stands for it."""
    if not page.rows:
        raise NotReadable(EMPTY.format(what=what))
    place = found(page.rows, layouts)
    if place is None:
        likeliest = max(
            range(len(page.rows[:SEARCHED])), key=lambda at: _likeness(page.rows[at].cells, layouts)
        )
        return _table(page, likeliest, ())
    heading = page.rows[place]
    _check_errors(heading)
    layout = next(one for one in layouts if not one.missing(heading.cells))
    rows = page.rows[place + 1 :]
    _check_joined(rows, heading.cells, layout)
    if not rows:
        raise NotReadable(
            f"The {what} holds its heading (row {heading.line}) and no row below it. "
            "Fill in the rows and send it again."
        )
    return _table(page, place, _remarks(page, place, layout))


def found(rows: Sequence[Row], layouts: Sequence[Layout]) -> int | None:
    """The place of the first row that is a heading of one of these layouts."""
    for place, row in enumerate(rows[:SEARCHED]):
        if any(not layout.missing(row.cells) for layout in layouts):
            return place
    return None


def likeness(rows: Sequence[Sequence[str]], layouts: Sequence[Layout]) -> int:
    """How many columns of one layout the likeliest of these rows has."""
    return max((_likeness(cells, layouts) for cells in rows), default=0)


def _likeness(cells: Sequence[str], layouts: Sequence[Layout]) -> int:
    return max((layout.found(cells) for layout in layouts), default=0)


def _table(page: Page, place: int, remarks: tuple[str, ...]) -> Table:
    """The rows below one, each as long as it: cells left out at the end of a row are empty."""
    heading = page.rows[place].cells
    width = len(heading)
    rows = [
        row
        if len(row.cells) >= width
        else Row(row.line, row.cells + [""] * (width - len(row.cells)), row.wrong)
        for row in page.rows[place + 1 :]
    ]
    return Table(heading, rows, page.encoding, page.delimiter, page.remarks + remarks)


def _check_errors(heading: Row) -> None:
    """Refuse a heading of which a cell holds an error: nobody knows what stands below it."""
    for place, cell in enumerate(heading.cells):
        if isinstance(cell, Unread):
            raise NotReadable(
                f"Row {heading.line}, column {letters(place + 1)}, is part of the heading. {cell.why}"
            )


def _check_joined(rows: Sequence[Row], heading: Sequence[str], layout: Layout) -> None:
    """Refuse a file in which a second heading stands among the rows: what is below it may be of another order."""
    known = spellings(layout)
    names = [*heading, *(one for column in layout.columns for one in column.spellings)]
    written = {
        name.lower().replace("_", between)
        for name in names
        if bare(name) in known
        for between in ("_", " ", "")
    }
    needed = {column.name for column in layout.columns if column.needed}
    for row in rows:
        if written.isdisjoint(map(str.lower, row.cells)):
            continue
        told = {known[bare(cell)][0] for cell in row.cells if bare(cell) in known}
        # The first name may be glued to the last cell of the file before.
        if len(told & needed) >= max(2, len(needed) - 1):
            raise NotReadable(
                f"A second heading stands on line {row.line}: two files were joined there. Take that line out where "
                "the columns are the same (and begin a new line if it stands at the end of a row), or send the two "
                "files one by one."
            )


def _remarks(page: Page, place: int, layout: Layout) -> tuple[str, ...]:
    """What was passed over or hidden, in sentences."""
    said = []
    heading, rows = page.rows[place], page.rows[place + 1 :]
    if place:
        above = counted(place, "row above it was", "rows above it were")
        said.append(f"The heading was found on row {heading.line}; {above} not read.")
    hidden = sum(row.line in page.hidden_lines for row in rows) if page.hidden_lines else 0
    if hidden:
        rest = counted(hidden, "row is", "rows are")
        said.append(f"{rest} hidden or filtered out in the file; what is hidden was read like the rest.")
    columns = [
        heading.cells[at] for at in layout.places(heading.cells).values() if at + 1 in page.hidden_columns
    ]
    if columns:
        noun = pluralize(len(columns), "column")
        said.append(f"Hidden in the file, and read all the same: the {noun} {listed(columns)}.")
    return tuple(said)


def letters(column: int) -> str:
    """The letters by which a spreadsheet names a column: 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
