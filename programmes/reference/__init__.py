"""Reading and checking the reference files: what they say, and what is wrong with them. Nothing is written.

places.py     where something stands, what is wrong there, and what a load did
fields.py     what may stand in one field, and what a spreadsheet makes of it
files.py      tables (CSV) and blocks (TOML), each row with its line
rows.py       the rows as frozen values
areas.py      which version of an area a row means
geography.py  areas, codes, parents, successions, people, weights
plans.py      trajectories, shared out among areas
published.py  programmes, indicators, facts, services
reading.py    all of it, agreeing with itself
"""
