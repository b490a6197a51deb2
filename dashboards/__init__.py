"""The reading side: pages, tables, charts, files and the API. It changes no figure, and reads only what queries return.

A page is one short function: select, ask, present, render.

    selection.py    what the reader asked for, out of the query string
    question.py     which rows of progress are meant; filters.py reads it out of a query string, targets/ is its page
    parameters.py   each parameter of a query string once: read by query_strings.py, described by the API
    instants.py     which moment is meant by `as_at`, on pages, in packs and in the API
    dictionary.py   the columns of every table of results, each with its meaning; column_words.py, what may stand there
    views/          one page, one module
    presenters/     results -> what a template prints
    charts/         results -> figures, and the words beside them
    control.py      the control chart of an area
    compare/        areas side by side
    tables.py       results -> tables (also programme_tables.py); columns.py has what they share
    wording.py      the word and the tag for each member of each enumeration
    formatting.py   how a number, a period, a date and a missing value are written
    counting.py     how often somebody asked, for what may be asked so many times in a while
    atom.py         feeds
    caching.py      pages kept for strangers by the version of the data; known_parameters.py, what a page reads;
                    page_store.py, where they are
    files/          rows as CSV, JSON lines, Parquet, XLSX and ODS
    packs/          an area on a page a programme, to print, as a PDF and as slides
    kept/           files kept under references, and releases
    news/           what changed in a quarter, and who is told; with kept/ the only state of its own (models, tasks.py)
    api/            the same rows for programs
"""
