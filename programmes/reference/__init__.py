"""Reading and checking the reference files: what they say, and what is wrong with them. Nothing is written.

places.py     where something stands, and what is wrong there
fields.py     what may stand in one field
spoilt.py     what a spreadsheet makes of a field, and how to mend it
files.py      tables (CSV) and blocks (TOML), each row with its line
rows.py       the rows as frozen values
areas.py      which version of an area a row means
geography.py  areas, codes, parents, successions, people, weights
plans.py      trajectories, shared out among areas
published.py  programmes, indicators, facts, services
reading.py    all of it, agreeing with itself
"""
