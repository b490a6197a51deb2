"""Areas side by side on one indicator: by what they are compared, how far apart they are, and what that says.

figures.py   a figure that allows for the size of an area, its difference from another's, and a row of both
tables.py    the rows at one period, and the areas over time
chart.py     the areas over time
words.py     the answer, what to know before reading it, the areas chosen and the ways to change them
methods.py   how areas are compared, and which are called similar, for the page of methods
"""
