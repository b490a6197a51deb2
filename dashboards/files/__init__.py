"""Rows as they leave the house: one module for each kind of file.

cover.py     what a file says of itself, and what all that write one have in common
streams.py   CSV and JSON lines as PostgreSQL writes them, passed on as they come
csvw.py      what stands beside a CSV file: each column's type and meaning, in the web's own words
parquet.py   Parquet, typed and compressed, from the same COPY
workbook.py  what stands in a workbook, from the cover to the last table; of the parts in cells.py
xlsx.py      a workbook for Excel
ods.py       a workbook for LibreOffice
formats.py   the list of them, by which pages, workers and the API choose
"""
