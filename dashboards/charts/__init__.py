"""Figures, and beside each the words that say the same. Pure functions of results; plain dicts in Plotly's schema.

theme.py       colours by what they mean, and the layout that every figure shares
progress.py    one indicator in one area: what happened beside what was planned
coverage.py    how much of an area a programme serves, over time
ranking.py     the areas of one type in their order
sparkline.py   a line as small as a word, drawn by the server
classes.py     the classes of a map, their colours and their legend
measures.py    what a map shows of each area: its class, its text, its words
tiles.py       areas as tiles of equal size, drawn by the server
boundaries.py  what the boundary map needs to know of each area
"""
