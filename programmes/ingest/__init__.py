"""Reading published and uploaded files: bytes to rows, rows to figures, and what is wrong with them.

    layouts.py              what a layout is, and where its columns stand in a heading
    formats.py              what each layout looks like, in every spelling of its headings
    recognising.py          heading -> its layout, or the nearest one and what it lacks
    opening.py              bytes, as somebody sent them -> table, within limits
    kinds.py                what else a file may be, and what to do with it instead
    archives.py             bytes of an archive -> the one file of figures in it
    delimited.py            bytes of text (CSV) -> rows: encodings, delimiters, quotes
    workbooks.py            bytes of an Excel workbook -> table; sheets.py looks into its parts
    opendocument.py         bytes of an OpenDocument spreadsheet -> table
    books.py                the sheets of either -> the one that is read
    headings.py             rows -> table: which row is the heading, and whether the others belong to it
    readers.py              what all these give: Table, Row, and Unread in place of an error
    letters.py              text as a person sees it
    writing.py              rows -> CSV or a workbook, harmless in a spreadsheet
    cells.py                one cell -> a number, or the mark of why there is none
    talking_therapies.py    the annual wide file of NHS Talking Therapies -> figures
    diagnostic_centres.py   the list of community diagnostic centres -> services and figures
    figures.py              our own template and our list of official national figures, one a row -> figures
    network_practitioners.py   our list of practitioners in primary care networks -> figures
    talking_therapies_monthly.py, mental_health_services.py, network_workforce.py   published monthly files
    mental_health_dashboard.py   figures that count from April to the end of a quarter, by area
    areas.py                the version of an area that a printed code means
    judging.py              figures of a file -> those this person may send and the rules let stand
    checks.py               which of these a layout needs, and what they all share

Nothing here writes anything, or asks the database: what is known of areas and indicators is handed in.
"""
