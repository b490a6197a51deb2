"""The meeting pack: one area on a page a programme, to print, as a PDF and as slides.

figures.py   a chart for print: actual, plan and forecast as SVG, pure
content.py   what stands in a pack: sentences, tables and charts from the same presenters as the area's page
tables.py    its tables, as plain words
reading.py   a pack out of the results of one moment
pdf.py       the pack as a tagged PDF, set by pack.typ
slides.py    the pack as PowerPoint; office.py, its charts that can be edited
"""
