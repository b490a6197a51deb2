"""Pieces of which sentences are made: a word that agrees with a number, a number with its noun, and a day.

>>> counted(1, "area"), counted(1204, "area"), counted(2, "person", "people")
('1 area', '1,204 areas', '2 people')
>>> pluralize(1, "is", "are"), pluralize(0, "figure")
('is', 'figures')
>>> day_in_words(date(2024, 3, 31))
'31 March 2024'
"""

from __future__ import annotations

from datetime import date


def pluralize(number: int, one: str, many: str = "") -> str:
    """The word that agrees with a number: `one` with 1 alone; `many`, or `one` with an s, with 0 and all others."""
    return one if number == 1 else many or f"{one}s"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 area`, `1,204 areas`, `0 areas`: a whole number, and the noun or words that agree with it."""
    return f"{number:,} {pluralize(number, one, many)}"


def day_in_words(day: date) -> str:
    """`31 March 2024`."""
    return f"{day.day} {day:%B %Y}"
