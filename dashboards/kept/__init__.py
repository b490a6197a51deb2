"""Files that are kept under a reference, and releases: the only state that the reading side has of its own.

asked.py      a question out of fields, read strictly
forms.py      every kind of file that is kept, of rows and of packs
tables.py     the tables of which files are kept, a mark for each of their rows, and whether newer figures exist
keeping.py    asked for, so many an hour; listed, fetched, given up, forgotten
making.py     in a worker: rows of one moment to bytes, in pieces in the database
comparing.py  what changed from one release to the next
showing.py    files and releases as their pages print them
columns.py    the data dictionary
releasing.py  all figures of one moment as files that stay for ever
"""
