"""python with_gptables.py OURS THEIRS: every table of a workbook through gptables' checks, and written by it.

In a process of its own, because gptables leaves files open and brings pandas.
"""

import sys

import gptables
import openpyxl
import pandas


def main(ours, theirs):
    book = openpyxl.load_workbook(ours)
    sheets = {
        page.title: as_gptable(page)
        for page in book
        if page.title.startswith(("ips", "cdc", "smi", "Columns"))
    }
    cover = gptables.Cover(title=book["Cover"]["A1"].value, intro=["About"], about=["More"])
    notes = pandas.DataFrame(rows_of(book["Notes"])[1:], columns=["Note reference", "Note text"])
    gptables.write_workbook(theirs, sheets, cover=cover, notes_table=notes, contentsheet_label="Contents")


def as_gptable(page):
    """The sheet as gptables has it; refuses what the guidance refuses."""
    (name,) = page.tables
    first, *rows = rows_of(page)
    lines = [page.cell(row, 1).value for row in range(2, top_of(page))]
    source = [lines.pop()] if len(lines) > 1 else [None]
    legend = [lines.pop()] if len(lines) > 1 else []
    *subtitles, instructions = lines
    return gptables.GPTable(
        table=pandas.DataFrame(rows, columns=first),
        table_name=name,
        title=page["A1"].value,
        subtitles=subtitles,
        instructions=instructions,
        legend=legend,
        source=source[0],
        index_columns={},
    )


def top_of(page):
    (area,) = page.tables.values()
    return openpyxl.utils.range_boundaries(area.ref)[1]


def rows_of(page):
    return list(page.iter_rows(min_row=top_of(page), values_only=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
