"""Results -> what a template prints: labels, numbers as written, status words, links. No queries, no HTML.

cards.py        a programme or a chart as a card; results as rows of tables, still as numbers
standing.py     where one indicator stands: a figure, its plan, its status
reach.py        how far a programme's services reach, and where they do not
programmes.py   what a programme promised, counts, and is made of
areas.py        an area: its family, its codes, its people
freshness.py    which data these are, and the work in hand
"""
