"""The reading side: pages, tables, charts, files and the API. It changes no figure, and reads only what queries return.

A page is one short function: select, ask, present, render.

    selection.py    what the reader asked for, out of the query string
    question.py     which rows of progress are meant; filters.py reads it out of a query string, targets/ is its page
    views/          one page, one module
    presenters/     results -> what a template prints
    charts/         results -> figures, and the words beside them
    tables.py       results -> tables; columns.py has the columns they share
    wording.py      the word and the tag for each member of each enumeration
    formatting.py   how a number, a period, a date and a missing value are written
    caching.py      a page's key: its address, and the version of the data
    kept/           files kept under references, and releases: the only state of its own (models.py, tasks.py)
"""
