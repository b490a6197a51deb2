"""What is asked of a figure before it may stand: small pure rules, each with a code and a sentence.

facts.py     what a rule is told about a cell, and about all cells of one indicator
typed.py     what somebody typed or a program wrote, read as an amount, or why it is none; how markers are written
hard.py      rules that refuse
soft.py      rules that ask for an explanation
rules.py     RULES, the list of them all, and running them
"""
