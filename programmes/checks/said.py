"""What people say about figures: whether it is words at all, not too many, and said of this figure and no other.

>>> has_words("- - 123 ."), has_words("New")
(False, True)
>>> plain("New clinic,  in March!") == plain("new clinic in march")
True
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from programmes.checks.facts import Amount, CellFacts, Said

LONGEST = 2000
"""Characters of a note, an explanation, a reason or a comment that are kept. A longer one is refused, never cut."""

FEWEST_LETTERS = 3


def plain(text: str) -> str:
    """The letters and digits of a text, by which two writings of the same words are alike."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def has_words(text: str) -> bool:
    """Whether it says anything: at least three letters, of whatever script."""
    return sum(letter.isalpha() for letter in text) >= FEWEST_LETTERS


def explains(text: str, amount: Amount, earlier: Iterable[Said]) -> bool:
    """Whether a text explains this amount: it has words, and they were not said first about another amount.

    What was said while the cell was empty was said about whatever came next.
    """
    if not has_words(text):
        return False
    words = plain(text)
    first = next((one for one in earlier if _is_same(one.words, words) and not one.amount.is_empty), None)
    return first is None or first.amount == amount


def _is_same(earlier: str, words: str) -> bool:
    """Whether one is the other with less than a word added at either end."""
    short, long = sorted((earlier, words), key=len)
    return bool(short) and len(long) - len(short) < FEWEST_LETTERS and short in long


def is_explained(cell: CellFacts) -> bool:
    """Whether its explanation is one, and of its amount."""
    return explains(cell.explanation, cell.amount, cell.said)


def too_long(name: str, text: str) -> str:
    """A sentence that refuses a text with more characters than are kept; empty where it has not.

    >>> too_long("The note", "a" * 2500)
    'The note has 2,500 characters, and at most 2,000 are kept. Shorten it by 500: nothing was cut.'
    """
    over = len(text) - LONGEST
    if over <= 0:
        return ""
    return (
        f"{name} has {len(text):,} characters, and at most {LONGEST:,} are kept. "
        f"Shorten it by {over:,}: nothing was cut."
    )
