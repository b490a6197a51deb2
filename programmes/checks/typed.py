"""What somebody typed into a cell, read as an amount.

>>> read(" 1,204 ")
(Amount(numerator=Decimal('1204'), denominator=None, marker=''), ())
>>> read("*")[0].marker
'c'
>>> read("twelve")[1]
('twelve',)
"""

from __future__ import annotations

import re
from decimal import Decimal

from programmes.checks.facts import Amount
from programmes.choices import Marker

TYPED_MARKERS = {
    "*": Marker.CONFIDENTIAL,
    "C": Marker.CONFIDENTIAL,
    "[C]": Marker.CONFIDENTIAL,
    "X": Marker.NOT_AVAILABLE,
    "[X]": Marker.NOT_AVAILABLE,
    "N/A": Marker.NOT_APPLICABLE,
    "Z": Marker.NOT_APPLICABLE,
    "[Z]": Marker.NOT_APPLICABLE,
}
"""Markers typed where a number belongs."""

_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f]+")
_NUMBER = re.compile(r"[-\u2212]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")


def number(text: str) -> Decimal | None:
    """The number written, with or without separators of thousands; None where there is none to read."""
    together = _BLANKS.sub("", text)
    if not _NUMBER.fullmatch(together):
        return None
    return Decimal(together.replace(",", "").replace("\u2212", "-"))


def read(numerator: str = "", denominator: str = "", marker: str = "") -> tuple[Amount, tuple[str, ...]]:
    """The amount, and whatever was typed that is neither a number nor a marker.

    A marker typed in place of a number counts as if it had been chosen.
    """
    numbers: list[Decimal | None] = []
    unread: list[str] = []
    marker = marker.strip().lower()
    for text in (numerator, denominator):
        bare = text.strip()
        typed_marker = TYPED_MARKERS.get(bare.upper())
        found = number(bare)
        if typed_marker is not None:
            marker = marker or typed_marker.value
        elif bare and found is None:
            unread.append(bare)
        numbers.append(found)
    return Amount(numbers[0], numbers[1], marker), tuple(unread)
