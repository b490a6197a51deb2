"""The target table: which rows of a `Question` it shows, how many there are, and how they look.

    shown.py        rows or a pivot, which columns, how many to a page; and the links
    paging.py       a page of rows, by the place of a row and not by its number
    counts.py       how many rows, and how many there would be with another status or level
    totals.py       the sum of all rows where there is a meaningful one, else why there is none
    pivot.py        one indicator, areas down and periods across
    table.py        the table, columns.py its columns; form.py the filters; words.py, pivot_table.py the rest

What reads rows is read inside `Question.opened`.
"""
